"""Rows of mappings and judgements, as a steward may see them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from omaha.curation import TO_JUDGE, Judgement, Steward
from omaha.errors import UnknownCodeError
from omaha.mappings import Mapping
from omaha.store.curation_tables import JudgementRow, MappingRow
from omaha.store.entries import in_parts, judgement_of, mapping_of


def find_rows(session: Session, ids: Sequence[str]) -> dict[str, MappingRow]:
    """The mappings with these ids, as they are in the store now."""
    found: dict[str, MappingRow] = {}
    for part in in_parts(ids):
        query = select(MappingRow).where(MappingRow.id.in_(part))
        found |= {row.id: row for row in session.scalars(query.execution_options(
            populate_existing=True))}  # fmt: skip
    return found


def find_visible(session: Session, ids: Sequence[str], by: Steward) -> dict[str, MappingRow]:
    """The mappings with these ids; raises UnknownCodeError for one that a steward may not see."""
    rows = find_rows(session, ids)
    for id in ids:
        if id not in rows or rows[id].organisation not in ("", by.organisation):
            raise UnknownCodeError(id, kind="mapping")
    return rows


def find_judgements(session: Session, ids: Sequence[str]) -> dict[str, list[Judgement]]:
    """All judgements of mappings, by mapping, oldest first."""
    found: dict[str, list[Judgement]] = {id: [] for id in ids}
    for part in in_parts(ids):
        query = select(JudgementRow).where(JudgementRow.mapping.in_(part))
        for row in session.scalars(query.order_by(JudgementRow.number)):
            found[row.mapping].append(judgement_of(row))
    return found


def find_accepted(
    session: Session, rows: Sequence[MappingRow]
) -> dict[tuple[str, str], list[Mapping]]:
    """What is accepted of the same words, by organisation and words."""
    found: dict[tuple[str, str], list[Mapping]] = {}
    for part in in_parts(list({row.words for row in rows})):
        query = select(MappingRow).where(MappingRow.words.in_(part))
        for row in session.scalars(query.where(MappingRow.status == "accepted")):
            found.setdefault((row.organisation, row.words), []).append(mapping_of(row))
    return found


def next_rows(
    session: Session, by: Steward, limit: int
) -> tuple[list[MappingRow], list[MappingRow]]:
    """The first rows of the queue, and those drawn at random.

    Asked for by organisation and status, as the index has them; one statement serves all.
    """
    row = MappingRow
    query = (
        select(row)
        .where(
            row.organisation == bindparam("owner"),
            row.status == bindparam("state"),
            row.sampled == bindparam("drawn"),
            or_(row.judged_by.is_(None), row.judged_by != f"{by.name}\t{by.organisation}"),
        )
        .order_by(row.rank.desc(), row.id.desc())
        .limit(limit)
    )

    def first(drawn: bool) -> list[MappingRow]:
        found: list[MappingRow] = []
        for owner in ("", by.organisation):
            for state in TO_JUDGE:
                found += session.scalars(query, {"owner": owner, "state": state, "drawn": drawn})
        return sorted(found, key=lambda each: (each.rank, each.id), reverse=True)[:limit]

    return first(False), first(True)
