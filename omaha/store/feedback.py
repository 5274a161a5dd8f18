"""What users did with suggestions, and the proposals that repeated feedback makes.

The words that a user marked are kept only where the organisation has switched that on, and
then only as `omaha.curation.kept_words` lets them through; nobody sees them before enough
different users sent the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, Select, case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from omaha.curation import Steward, gain, kept_words
from omaha.errors import InputError
from omaha.identifiers import refuse_bsn
from omaha.mappings import Mapping
from omaha.store.connection import reading
from omaha.store.curation_tables import FeedbackRow, KeepingRow, MappingRow
from omaha.store.entries import mapping_of
from omaha.store.inserting import insert_mappings
from omaha.store.journal import Journal, recording

ACTIONS = ("accepted", "rejected", "replaced", "missed")
# Different users that must have sent the same words before a steward sees them.
USERS = 3
# A mapping is proposed to be denied once it was refused so often, in so many of the times.
REFUSALS = 5
REFUSED_SHARE = 0.6
# What a proposal says made it.
PROPOSER = "feedback"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user did with one suggestion.

    `action` is one of `ACTIONS`; `concept` is the CURIE that was suggested, or missed;
    `replaced_by` the one chosen instead. `mapping` names the row that caused the suggestion.
    `user` is any name that tells users apart; only a hash of it is kept.
    """

    concept: str
    action: str
    replaced_by: str | None = None
    mapping: str | None = None
    user: str = ""
    discipline: str = "any"
    lang: str = "nl"
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """How often one suggestion was met, and what became of it."""

    mapping: str | None
    concept: str
    accepted: int
    rejected: int
    replaced: int
    missed: int
    users: int

    @property
    def shown(self) -> int:
        """How often it was suggested and answered."""
        return self.accepted + self.rejected + self.replaced

    @property
    def said(self) -> str:
        """One readable line.

        >>> Support("lex:1", "omaha:sign/2401", 6, 12, 2, 0, 5).said
        'rejected 14 of 20 times'
        """
        if not self.shown:
            return f"missed {self.missed} times"
        return f"rejected {self.rejected + self.replaced} of {self.shown} times"


class FeedbackStore:
    """The feedback of one store."""

    def __init__(self, store: Engine) -> None:
        self.engine = store

    def add(self, given: Feedback, by: Steward, known: Container[str] = ()) -> list[str]:
        """Keep one feedback; returns the ids of the mappings that it made a proposal.

        `known` holds the words that may be kept. Raises InputError for an unknown action, and
        BsnRefusedError for a citizen service number in any field.
        """
        _check(given)
        with recording(self.engine, by) as journal:
            keeps = journal.session.get(KeepingRow, by.organisation) is not None
            words = kept_words(given.words, known) if keeps and given.words else None
            number = journal.add("feedback", given.mapping or given.concept, did=given.action)
            row = {
                "number": number,
                "organisation": by.organisation,
                "day": journal.time.date(),
                "user": _user_hash(by.organisation, given.user or by.name),
                "concept": given.concept,
                "action": given.action,
                "replaced_by": given.replaced_by,
                "mapping": given.mapping,
                "discipline": given.discipline,
                "lang": given.lang,
                "words": words,
            }
            journal.session.execute(insert(FeedbackRow), [row])
            return [*_propose_denial(journal, given), *_propose_words(journal, given, words)]

    def support(self, by: Steward, limit: int = 100) -> list[Support]:
        """What users did most often, by mapping and concept, the most refused first."""
        with reading(self.engine) as session:
            found = [_support(row) for row in session.execute(_supports(by.organisation))]
        return sorted(found, key=_most_refused, reverse=True)[:limit]

    def keeps_words(self, organisation: str) -> bool:
        """Whether an organisation keeps the words that its users mark."""
        with reading(self.engine) as session:
            return session.get(KeepingRow, organisation) is not None

    def keep_words(self, by: Steward, *, keep: bool) -> None:
        """Switch it on, or off; off also takes the words away that were kept."""
        with recording(self.engine, by) as journal:
            session = journal.session
            if keep:
                session.merge(KeepingRow(organisation=by.organisation, since=journal.time))
            else:
                row = KeepingRow
                session.execute(delete(row).where(row.organisation == by.organisation))
                kept = FeedbackRow.organisation == by.organisation
                session.execute(update(FeedbackRow).where(kept).values(words=None))
            journal.add("keep words" if keep else "forget words", by.organisation)


def _check(given: Feedback) -> None:
    for field in ("concept", "replaced_by", "mapping", "user", "words"):
        refuse_bsn(field, getattr(given, field))
    if given.action not in ACTIONS:
        raise InputError("action", f"unknown {given.action!r}; use {', '.join(ACTIONS)}")
    if (given.action == "replaced") != bool(given.replaced_by):
        raise InputError("replaced_by", "goes with the action replaced, and only with it")


def _user_hash(organisation: str, user: str) -> str:
    return hashlib.sha256(f"{organisation}\t{user}".encode()).hexdigest()


def _count(action: str) -> Any:
    return func.sum(case((FeedbackRow.action == action, 1), else_=0))


def _supports(organisation: str) -> Select[Any]:
    row = FeedbackRow
    query: Select[Any] = (
        select(
            row.mapping,
            row.concept,
            *(_count(action) for action in ACTIONS),
            func.count(row.user.distinct()),
        )
        .where(row.organisation == organisation)
        .group_by(row.mapping, row.concept)
    )
    return query


def _support(row: Iterable[Any]) -> Support:
    return Support(*row)


def _most_refused(support: Support) -> tuple[int, int, str, str]:
    refused = support.rejected + support.replaced
    return refused + support.missed, support.users, support.concept, support.mapping or ""


def _propose_denial(journal: Journal, given: Feedback) -> list[str]:
    """Propose that a phrase does not mean its concept here, once it was refused often."""
    if given.mapping is None or given.action not in ("rejected", "replaced"):
        return []
    session, organisation = journal.session, journal.by.organisation
    row = session.get(MappingRow, given.mapping)
    if row is None or row.organisation not in ("", organisation) or not row.literal:
        return []
    query = _supports(organisation).where(FeedbackRow.mapping == given.mapping)
    found = [_support(each) for each in session.execute(query)]
    shown = sum(each.shown for each in found)
    refused = shown - sum(each.accepted for each in found)
    if refused < REFUSALS or refused < REFUSED_SHARE * shown or row.negative:
        return []
    denial = replace(
        mapping_of(row),
        negative=True,
        organisation=organisation,
        confidence=None,
        source=PROPOSER,
        date=journal.time.date().isoformat(),
        comment=f"rejected {refused} of {shown} times",
    )
    return _supported(journal, denial, refused)


def _propose_words(journal: Journal, given: Feedback, words: str | None) -> list[str]:
    """Propose words for a concept that was missed, once enough users sent the same."""
    concept = given.replaced_by or (given.concept if given.action == "missed" else None)
    if words is None or concept is None:
        return []
    row = FeedbackRow
    meant = case((row.action == "replaced", row.replaced_by), else_=row.concept)
    users = journal.session.scalar(
        select(func.count(row.user.distinct())).where(
            row.organisation == journal.by.organisation,
            row.words == words,
            row.action.in_(("missed", "replaced")),
            meant == concept,
        )
    )
    if (users or 0) < USERS:
        return []
    claim = Mapping(
        words,
        "skos:broadMatch",
        concept,
        literal=True,
        lang=given.lang,
        organisation=journal.by.organisation,
        source=PROPOSER,
        date=journal.time.date().isoformat(),
        comment=f"marked by {users} users",
    )
    return _supported(journal, claim, users or 0)


def _supported(journal: Journal, claim: Mapping, support: int) -> list[str]:
    """Insert a proposal, or raise its place in the queue."""
    new = insert_mappings(journal, [claim], proposer=PROPOSER, support=support)
    session: Session = journal.session
    row = MappingRow
    session.execute(
        update(row)
        .where(row.id == claim.id, row.sampled.is_(False))
        .values(rank=gain(claim.confidence, support))
    )
    return new
