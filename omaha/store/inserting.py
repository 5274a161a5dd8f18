"""Rows of mappings, added with their events."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert

from omaha.mappings import Mapping
from omaha.store.curation_tables import MappingRow
from omaha.store.entries import mapping_values, new_row
from omaha.store.finding import find_rows
from omaha.store.journal import Journal, content_hash


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
