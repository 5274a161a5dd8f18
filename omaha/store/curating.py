"""Mappings and the judgements about them: proposed, judged, undone, listed, queued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Engine, func, insert, select, update
from sqlalchemy.orm import Session

from omaha.agreement import Agreement, agreements
from omaha.curation import (
    TO_JUDGE,
    Judgement,
    Steward,
    check_judgement,
    find_clash,
    interleave,
    is_blind,
    outcome,
    standing,
)
from omaha.errors import InputError, UnknownCodeError
from omaha.identifiers import refuse_bsn
from omaha.mappings import Mapping
from omaha.store.connection import reading
from omaha.store.curation_tables import JudgementRow, MappingRow
from omaha.store.entries import (
    Entry,
    Filter,
    Page,
    entry_of,
    in_parts,
    judgement_hash_values,
    judgement_of,
    judgement_values,
    mapping_of,
)
from omaha.store.inserting import find_rows, insert_mappings
from omaha.store.journal import Journal, content_hash, recording

PAGE = 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a steward says of the mapping with an id."""

    mapping: str
    verdict: str
    relation: str = ""
    reason: str = ""


class CurationStore:
    """The mappings of one store, as a steward sees them: shared ones and the organisation's."""

    def __init__(self, store: Engine) -> None:
        self.engine = store

    def close(self) -> None:
        """Give back the connections to the store; it opens new ones when it is used again."""
        self.engine.dispose()

    def propose(
        self,
        mappings: Iterable[Mapping],
        by: Steward,
        *,
        replaces: str | None = None,
        proposer: str | None = None,
    ) -> list[Entry]:
        """Put claims into the store; what is there already stays as it is.

        A claim without date or source gets today and the steward's name.
        `replaces` is the id of the mapping that the one given mends: it is withdrawn once
        the new one is accepted. Returns one entry for each mapping, in order.
        """
        wanted = {mapping.id: mapping for mapping in mappings}
        for mapping in wanted.values():
            _check_owner(mapping.organisation, by)
            refuse_bsn("subject", mapping.subject)
        with recording(self.engine, by) as journal:
            if replaces is not None:
                _visible(journal.session, [replaces], by)
            today = journal.time.date().isoformat()
            dated = [
                replace(each, date=each.date or today, source=each.source or by.name)
                for each in wanted.values()
            ]
            insert_mappings(journal, dated, replaces=replaces, proposer=proposer)
            rows = find_rows(journal.session, list(wanted))
            return [entry_of(rows[id]) for id in wanted]

    def find(self, id: str, by: Steward) -> Entry:
        """One mapping. Raises UnknownCodeError when there is none, or none for this steward."""
        with reading(self.engine) as session:
            return entry_of(_visible(session, [id], by)[id])

    def judgements_of(self, id: str, by: Steward) -> list[Judgement]:
        """All judgements of a mapping that this steward may see, oldest first.

        Under blind review others' are seen only after an own one that stands.
        """
        with reading(self.engine) as session:
            row = _visible(session, [id], by)[id]
            given = _judgements(session, [id])[id]
        own = any(_is_by(judgement, by) for judgement in standing(given))
        if not is_blind(mapping_of(row)) or own:
            return given
        return [judgement for judgement in given if _is_by(judgement, by)]

    def page(
        self, wanted: Filter, by: Steward, limit: int = PAGE, cursor: str | None = None
    ) -> Page:
        """One page of mappings, in the order of their ids."""
        row = MappingRow
        query = select(row).where(*wanted.conditions(by.organisation))
        if cursor is not None:
            query = query.where(row.id > cursor)
        with reading(self.engine) as session:
            found = session.scalars(query.order_by(row.id).limit(limit + 1)).all()
            entries = tuple(entry_of(each) for each in found[:limit])
        return Page(entries, entries[-1].mapping.id if len(found) > limit else None)

    def count(self, wanted: Filter, by: Steward) -> dict[str, int]:
        """How many mappings have each status."""
        row = MappingRow
        query = select(row.status, func.count()).where(*wanted.conditions(by.organisation))
        with reading(self.engine) as session:
            found = session.execute(query.group_by(row.status)).all()
        return dict(sorted((str(status), int(number)) for status, number in found))

    def queue(self, by: Steward, limit: int = 20, start: int = 0) -> list[Entry]:
        """What is best to judge next: largest gain first, every tenth place a random one.

        Never what this steward has judged. `start` is how many were taken before.
        """
        with reading(self.engine) as session:
            best = _next_rows(session, by, limit, sampled=False)
            drawn = _next_rows(session, by, limit, sampled=True)
        entries = {row.id: entry_of(row) for row in (*best, *drawn)}
        order = interleave(map(mapping_of, best), map(mapping_of, drawn), limit, start)
        return [entries[mapping.id] for mapping in order]

    def conflicts(self, by: Steward, limit: int = PAGE) -> list[tuple[Entry, bool]]:
        """Mappings in conflict, and whether this steward may settle each: a third person may."""
        row = MappingRow
        query = select(row).where(*Filter(status="conflict").conditions(by.organisation))
        with reading(self.engine) as session:
            rows = session.scalars(query.order_by(row.rank.desc(), row.id).limit(limit)).all()
            given = _judgements(session, [each.id for each in rows])
            return [
                (entry_of(each), not any(_is_by(j, by) for j in standing(given[each.id])))
                for each in rows
            ]

    def judge(self, said: Verdict, by: Steward, *, own: bool = False) -> Entry:
        """Give one judgement; returns the mapping with its new status.

        `own` judges a shared mapping for the steward's organisation alone: a copy in that
        scope is judged, and the shared one is left as it is.
        """
        with recording(self.engine, by) as journal:
            if own:
                said = _for_organisation(journal, said)
            _judge(journal, [said])
            return entry_of(find_rows(journal.session, [said.mapping])[said.mapping])

    def judge_each(self, said: Sequence[Verdict], by: Steward) -> int:
        """Give many judgements, all or none; returns how many."""
        with recording(self.engine, by) as journal:
            _judge(journal, said)
        return len(said)

    def judge_all(
        self,
        wanted: Filter,
        verdict: str,
        by: Steward,
        *,
        expected: int,
        relation: str = "",
        reason: str = "",
    ) -> int:
        """Judge every mapping that a filter finds, all or none; returns how many.

        `expected` is how many the steward means: raises InputError, and changes nothing, when
        the filter finds another number.
        """
        with recording(self.engine, by) as journal:
            query = select(MappingRow.id).where(*wanted.conditions(by.organisation))
            ids = journal.session.scalars(query.order_by(MappingRow.id)).all()
            if len(ids) != expected:
                raise InputError(
                    "expected", f"the filter finds {len(ids)}, not {expected}; nothing was judged"
                )
            _judge(journal, [Verdict(id, verdict, relation, reason) for id in ids])
        return len(ids)

    def undo(self, by: Steward, number: int | None = None) -> Entry:
        """Take an own judgement back, the latest when no number is given.

        It stays in the store, with the judgement that undoes it. Raises InputError when there
        is none, or when a second steward has judged blind since.
        """
        with recording(self.engine, by) as journal:
            undone = _to_undo(journal.session, by, number)
            row = _visible(journal.session, [undone.mapping], by)[undone.mapping]
            given = _judgements(journal.session, [row.id])[row.id]
            if is_blind(mapping_of(row)) and not undone.settles and len(standing(given)) > 1:
                raise InputError("judgement", "a second steward has judged this; it stands")
            back = Judgement(
                journal.next_judgement(), row.id, by, "undo", time=journal.time,
                undoes=undone.number,
            )  # fmt: skip
            _keep(journal, [back])
            _update(journal, {row.id: row}, {row.id: [*given, back]})
            return entry_of(find_rows(journal.session, [row.id])[row.id])

    def statistics(self, *, sampled: bool = False) -> dict[str, list[Agreement]]:
        """How far stewards agree under blind review; `sampled`: on the random sample only.

        A settling judgement is not blind in its aim and does not count.
        """
        row = MappingRow
        query = select(row.id, row.object).where(row.organisation == "")
        if sampled:
            query = query.where(row.sampled)
        with reading(self.engine) as session:
            schemes = {id: _scheme(object) for id, object in session.execute(query)}
            given: dict[str, list[Judgement]] = defaultdict(list)
            for each in session.scalars(select(JudgementRow).order_by(JudgementRow.number)):
                if each.mapping in schemes:
                    given[each.mapping].append(judgement_of(each))
        units = {
            id: [judgement for judgement in standing(found) if not judgement.settles]
            for id, found in given.items()
        }
        return agreements(units, schemes)


def _check_owner(organisation: str, by: Steward) -> None:
    if organisation not in ("", by.organisation):
        raise InputError("organisation", "another organisation's words are its own")


def _scheme(object: str) -> str:
    """``omaha:sign`` of ``omaha:sign/2401``, ``icf`` of ``icf:b280``."""
    return object.partition("/")[0] if object.startswith("omaha:") else object.partition(":")[0]


def _is_by(judgement: Judgement, by: Steward) -> bool:
    steward = judgement.steward
    return (steward.name, steward.organisation) == (by.name, by.organisation)


def _visible(session: Session, ids: Sequence[str], by: Steward) -> dict[str, MappingRow]:
    rows = find_rows(session, ids)
    for id in ids:
        if id not in rows or rows[id].organisation not in ("", by.organisation):
            raise UnknownCodeError(id, kind="mapping")
    return rows


def _judgements(session: Session, ids: Sequence[str]) -> dict[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = {id: [] for id in ids}
    for part in in_parts(ids):
        query = select(JudgementRow).where(JudgementRow.mapping.in_(part))
        for row in session.scalars(query.order_by(JudgementRow.number)):
            found[row.mapping].append(judgement_of(row))
    return found


def _for_organisation(journal: Journal, said: Verdict) -> Verdict:
    """The same verdict on the copy of a mapping in the scope of the steward's organisation."""
    row = _visible(journal.session, [said.mapping], journal.by)[said.mapping]
    copy = replace(mapping_of(row), organisation=journal.by.organisation)
    insert_mappings(journal, [copy])
    return replace(said, mapping=copy.id)


def _judge(journal: Journal, said: Sequence[Verdict]) -> None:
    by, session = journal.by, journal.session
    ids = list(dict.fromkeys(each.mapping for each in said))
    if len(ids) != len(said):
        raise InputError("mapping", "judged twice in one go; nothing was judged")
    rows, given = _visible(session, ids, by), _judgements(session, ids)
    accepted = _accepted(session, [rows[e.mapping] for e in said if e.verdict == "accept"])
    new = []
    for each in said:
        mapping = mapping_of(rows[each.mapping])
        check_judgement(each.verdict, each.relation, each.reason, mapping)
        refuse_bsn("reason", each.reason)
        blind = is_blind(mapping)
        counted = standing(given[each.mapping])
        state = outcome(counted, blind=blind, withdrawn=rows[each.mapping].withdrawn).status
        if state == "withdrawn":
            raise InputError("mapping", f"{each.mapping} was replaced; judge the one that did")
        if blind and len(counted) > 1 and any(_is_by(judgement, by) for judgement in counted):
            raise InputError(
                "mapping", f"{each.mapping} was judged by two; a third person settles a conflict"
            )
        if each.verdict == "accept" and not each.reason:
            _check_clash(mapping, accepted)
            accepted.setdefault((mapping.organisation, mapping.subject.lower()), []).append(mapping)
        new.append(
            Judgement(
                journal.next_judgement(),
                each.mapping,
                by,
                each.verdict,
                each.relation,
                each.reason,
                journal.time,
                None,
                state == "conflict",
            )
        )
    _keep(journal, new)
    for judgement in new:
        given[judgement.mapping].append(judgement)
    _update(journal, rows, given)


def _accepted(session: Session, rows: Sequence[MappingRow]) -> dict[tuple[str, str], list[Mapping]]:
    """What is accepted of the same words, by organisation and words."""
    found: dict[tuple[str, str], list[Mapping]] = {}
    for part in in_parts(list({row.words for row in rows})):
        query = select(MappingRow).where(MappingRow.words.in_(part))
        for row in session.scalars(query.where(MappingRow.status == "accepted")):
            found.setdefault((row.organisation, row.words), []).append(mapping_of(row))
    return found


def _check_clash(mapping: Mapping, accepted: dict[tuple[str, str], list[Mapping]]) -> None:
    near = [
        other
        for other in accepted.get((mapping.organisation, mapping.subject.lower()), ())
        if (other.lang, other.discipline) == (mapping.lang, mapping.discipline)
    ]
    clash = find_clash(mapping, near)
    if clash is not None:
        raise InputError(
            "reason",
            f"{clash.id} is accepted and says of the same words: {clash.predicate} "
            f"{clash.object}{' (not)' if clash.negative else ''}; give a reason to accept both",
        )


def _keep(journal: Journal, judgements: Sequence[Judgement]) -> None:
    if judgements:
        journal.session.execute(insert(JudgementRow), [judgement_values(j) for j in judgements])
    for judgement in judgements:
        journal.add(
            "undo" if judgement.undoes else "judge",
            judgement.mapping,
            judgement=judgement.number,
            verdict=judgement.verdict,
            hash=content_hash(*judgement_hash_values(judgement)),
        )


def _update(
    journal: Journal, rows: dict[str, MappingRow], given: dict[str, list[Judgement]]
) -> None:
    """Compute the status of mappings again, and all that follows from a change of it."""
    changes, revised, replaced, mended = [], set(), {}, []
    for id, row in rows.items():
        found = outcome(given[id], blind=not row.organisation, withdrawn=row.withdrawn)
        counted = standing(given[id])
        only = counted[0].steward if found.status == "in_review" else None
        verdict, relation = found.decided or ("", "")
        changes.append(
            {
                "id": id,
                "status": found.status,
                "decided": verdict,
                "relation": relation,
                "judged_by": f"{only.name}\t{only.organisation}" if only else None,
            }
        )
        if row.organisation and (row.decided, verdict) != ("", ""):
            revised.add(row.organisation)
        if row.replaces and found.status == "accepted":
            replaced[row.replaces] = True
        elif row.replaces and row.status == "accepted" and found.status != "withdrawn":
            replaced[row.replaces] = False
        if verdict == "other" and row.decided != "other":
            mended.append((mapping_of(row), relation, counted))
    journal.session.execute(update(MappingRow), changes)
    for organisation in sorted(revised):
        journal.revise(organisation)
    for id, withdrawn in sorted(replaced.items()):
        _withdraw(journal, id, withdrawn)
    for mapping, relation, counted in mended:
        _succeed(journal, mapping, relation, counted)


def _succeed(
    journal: Journal, mapping: Mapping, relation: str, judgements: Sequence[Judgement]
) -> None:
    """Propose what stewards said is right instead, with their judgement of it."""
    mended = replace(mapping, predicate=relation)
    if not insert_mappings(journal, [mended], replaces=mapping.id):
        return
    accepts = [
        Judgement(
            journal.next_judgement(),
            mended.id,
            each.steward,
            "accept",
            "",
            f"as {mapping.id} was judged",
            journal.time,
        )
        for each in judgements
        if each.said == ("other", relation)
    ]
    _keep(journal, accepts)
    _update(journal, find_rows(journal.session, [mended.id]), {mended.id: accepts})


def _withdraw(journal: Journal, id: str, withdrawn: bool) -> None:
    rows = find_rows(journal.session, [id])
    if id not in rows or rows[id].withdrawn == withdrawn:
        return
    values: dict[str, Any] = {"id": id, "withdrawn": withdrawn}
    journal.session.execute(update(MappingRow), [values])
    journal.add("withdraw" if withdrawn else "restore", id)
    rows = find_rows(journal.session, [id])
    _update(journal, rows, _judgements(journal.session, [id]))


def _to_undo(session: Session, by: Steward, number: int | None) -> Judgement:
    row = JudgementRow
    own = (row.organisation == by.organisation, row.steward == by.name)
    undone = select(row.undoes).where(*own, row.undoes.is_not(None))
    query = select(row).where(*own, row.undoes.is_(None), row.number.not_in(undone))
    if number is not None:
        query = query.where(row.number == number)
    found = session.scalars(query.order_by(row.number.desc()).limit(1)).first()
    if found is None:
        raise InputError("judgement", "you gave none with this number that stands")
    return judgement_of(found)


def _next_rows(session: Session, by: Steward, limit: int, *, sampled: bool) -> list[MappingRow]:
    """The first rows of the queue: per organisation and status, as the index has them."""
    row = MappingRow
    found: list[MappingRow] = []
    for organisation in ("", by.organisation):
        for status in TO_JUDGE:
            where: list[ColumnElement[bool]] = [
                row.organisation == organisation, row.status == status, row.sampled == sampled,
            ]  # fmt: skip
            if status == "in_review":
                where.append(row.judged_by != f"{by.name}\t{by.organisation}")
            query = select(row).where(*where).order_by(row.rank.desc(), row.id.desc())
            found += session.scalars(query.limit(limit))
    return sorted(found, key=lambda each: (each.rank, each.id), reverse=True)[:limit]
