"""Rows of mappings: found by id, and added with their events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from omaha.mappings import Mapping
from omaha.store.curation_tables import MappingRow
from omaha.store.entries import in_parts, mapping_values, new_row
from omaha.store.journal import Journal, content_hash


def find_rows(session: Session, ids: Sequence[str]) -> dict[str, MappingRow]:
    """The mappings with these ids, as they are in the store now."""
    found: dict[str, MappingRow] = {}
    for part in in_parts(ids):
        query = select(MappingRow).where(MappingRow.id.in_(part))
        found |= {row.id: row for row in session.scalars(query.execution_options(
            populate_existing=True))}  # fmt: skip
    return found


def insert_mappings(
    journal: Journal,
    mappings: Iterable[Mapping],
    *,
    replaces: str | None = None,
    proposer: str | None = None,
    support: int = 0,
) -> list[str]:
    """Insert what is not there yet; returns the ids of it."""
    wanted = {mapping.id: mapping for mapping in mappings}
    there = find_rows(journal.session, list(wanted))
    new = [
        new_row(mapping, journal.by, journal.time, replaces=replaces, proposer=proposer,
                support=support)
        for id, mapping in wanted.items()
        if id not in there
    ]  # fmt: skip
    if new:
        journal.session.execute(insert(MappingRow), new)
    for values in new:
        hashed = content_hash(*mapping_values(wanted[values["id"]]), replaces)
        journal.add("propose", values["id"], hash=hashed)
    return [values["id"] for values in new]
