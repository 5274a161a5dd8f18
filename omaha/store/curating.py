"""Mappings and the judgements about them: proposed, judged, undone, listed, queued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Engine, func, select

from omaha.agreement import Agreement, agreements
from omaha.curation import Judgement, Steward, interleave, is_blind, standing
from omaha.errors import InputError
from omaha.identifiers import refuse_bsn
from omaha.mappings import Mapping
from omaha.store.connection import reading
from omaha.store.curation_tables import JudgementRow, MappingRow
from omaha.store.entries import Entry, Filter, Page, entry_of, judgement_of, mapping_of
from omaha.store.finding import find_judgements, find_rows, find_visible, next_rows
from omaha.store.inserting import insert_mappings
from omaha.store.journal import recording
from omaha.store.judging import Verdict, for_organisation, give, is_by, take_back

PAGE = 100


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
        the new one is accepted; both are shared, or of one organisation. Returns one entry for
        each mapping, in order.
        """
        wanted = {mapping.id: mapping for mapping in mappings}
        for mapping in wanted.values():
            _check_owner(mapping.organisation, by)
            refuse_bsn("subject", mapping.subject)
        with recording(self.engine, by) as journal:
            if replaces is not None:
                replaced = find_visible(journal.session, [replaces], by)[replaces]
                _check_same_scope(replaced.organisation, wanted.values())
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
            return entry_of(find_visible(session, [id], by)[id])

    def judgements_of(self, id: str, by: Steward) -> list[Judgement]:
        """All judgements of a mapping that this steward may see, oldest first.

        Under blind review others' are seen only after an own one that stands.
        """
        with reading(self.engine) as session:
            row = find_visible(session, [id], by)[id]
            given = find_judgements(session, [id])[id]
        own = any(is_by(judgement, by) for judgement in standing(given))
        if not is_blind(mapping_of(row)) or own:
            return given
        return [judgement for judgement in given if is_by(judgement, by)]

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
            best, drawn = next_rows(session, by, limit)
            return interleave(map(entry_of, best), map(entry_of, drawn), limit, start)

    def conflicts(self, by: Steward, limit: int = PAGE) -> list[tuple[Entry, bool]]:
        """Mappings in conflict, and whether this steward may settle each: a third person may."""
        row = MappingRow
        query = select(row).where(*Filter(status="conflict").conditions(by.organisation))
        with reading(self.engine) as session:
            rows = session.scalars(query.order_by(row.rank.desc(), row.id).limit(limit)).all()
            given = find_judgements(session, [each.id for each in rows])
            return [
                (entry_of(each), not any(is_by(j, by) for j in standing(given[each.id])))
                for each in rows
            ]

    def judge(self, said: Verdict, by: Steward, *, own: bool = False) -> Entry:
        """Give one judgement; returns the mapping with its new status.

        `own` judges a shared mapping for the steward's organisation alone: a copy in that
        scope is judged, and the shared one is left as it is.
        """
        with recording(self.engine, by) as journal:
            if own:
                said = for_organisation(journal, said)
            give(journal, [said])
            return entry_of(find_rows(journal.session, [said.mapping])[said.mapping])

    def judge_each(self, said: Sequence[Verdict], by: Steward) -> int:
        """Give many judgements, all or none; returns how many."""
        with recording(self.engine, by) as journal:
            give(journal, said)
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
            give(journal, [Verdict(id, verdict, relation, reason) for id in ids])
        return len(ids)

    def undo(self, by: Steward, number: int | None = None) -> Entry:
        """Take an own judgement back, the latest when no number is given.

        It stays in the store, with the judgement that undoes it. Raises InputError when there
        is none, or when a second steward has judged blind since.
        """
        with recording(self.engine, by) as journal:
            id = take_back(journal, number)
            return entry_of(find_rows(journal.session, [id])[id])

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


def _check_same_scope(replaced: str, mappings: Iterable[Mapping]) -> None:
    if any(mapping.organisation != replaced for mapping in mappings):
        raise InputError(
            "replaces",
            "is of another scope (shared, or of one organisation); propose in the same scope, or "
            "leave replaces out and judge the old mapping for your organisation only",
        )


def _scheme(object: str) -> str:
    """``omaha:sign`` of ``omaha:sign/2401``, ``icf`` of ``icf:b280``."""
    return object.partition("/")[0] if object.startswith("omaha:") else object.partition(":")[0]
