"""Rows of mappings and judgements, as a steward may see them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
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


def next_rows(session: Session, by: Steward, limit: int, *, sampled: bool) -> list[MappingRow]:
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
