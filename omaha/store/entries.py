"""Mappings with their status, as values and as rows, and the filters that choose among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from omaha.curation import STATUSES, Judgement, Steward, gain, is_sampled
from omaha.errors import InputError
from omaha.mappings import Mapping
from omaha.store.curation_tables import JudgementRow, MappingRow

# The fields of a mapping, in their order: a dataclass with slots names them so.
_FIELDS: tuple[str, ...] = tuple(Mapping.__slots__)
MAPPING_COLUMNS = tuple(MappingRow.__table__.c[name] for name in _FIELDS)
_SCOPES = ("global", "discipline", "organisation")


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping in the store. `decided` is (verdict, relation), None while nobody decided.

    `replaces` is the id of the mapping that this one mends; `proposer` is a steward's name,
    or what made the proposal.
    """

    mapping: Mapping
    status: str
    decided: tuple[str, str] | None
    replaces: str | None
    proposer: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, and the cursor of the next page (None: this is the last)."""

    entries: tuple[Entry, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which mappings are meant; a field left out excludes nothing.

    `words` is a part of the subject in any case, `object` a CURIE or, ending in ``/`` or
    ``:``, the start of one.
    """

    status: str | None = None
    scope: str | None = None
    discipline: str | None = None
    lang: str | None = None
    object: str | None = None
    words: str | None = None
    ids: tuple[str, ...] = ()

    def conditions(self, organisation: str) -> list[ColumnElement[bool]]:
        """As SQL, for who sees the shared mappings and those of one organisation.

        Raises InputError for an unknown status or scope.
        """
        for name, value, allowed in (
            ("status", self.status, STATUSES), ("scope", self.scope, _SCOPES),
        ):  # fmt: skip
            if value is not None and value not in allowed:
                raise InputError(name, f"unknown {value!r}; use {', '.join(allowed)}")
        row = MappingRow
        found: list[ColumnElement[bool]] = [row.organisation.in_(("", organisation))]
        if self.status:
            found.append(row.status == self.status)
        if self.scope == "organisation":
            found.append(row.organisation == organisation)
        elif self.scope:
            every = row.discipline == "any"
            found.append(and_(row.organisation == "", every if self.scope == "global" else ~every))
        for column, value in ((row.discipline, self.discipline), (row.lang, self.lang)):
            if value:
                found.append(column == value)
        if self.object:
            start = self.object.endswith(("/", ":"))
            found.append(
                row.object.startswith(self.object, autoescape=True)
                if start
                else or_(row.object == self.object, row.subject == self.object)
            )
        if self.words:
            found.append(row.words.contains(self.words.lower(), autoescape=True))
        if self.ids:
            found.append(row.id.in_(self.ids))
        return found


def entry_of(row: MappingRow) -> Entry:
    """The value of a row."""
    decided = (row.decided, row.relation) if row.decided else None
    return Entry(mapping_of(row), row.status, decided, row.replaces, row.proposer, row.created)


def mapping_of(row: MappingRow) -> Mapping:
    """The mapping of a row."""
    return Mapping(*(getattr(row, name) for name in _FIELDS))


def new_row(
    mapping: Mapping,
    by: Steward,
    time: datetime,
    *,
    replaces: str | None = None,
    proposer: str | None = None,
    support: int = 0,
) -> dict[str, Any]:
    """The values of the row of a mapping that nobody has judged."""
    id = mapping.id
    sampled = is_sampled(id)
    # A sampled mapping's rank is a throw of the dice: the digits of its hash.
    rank = int(id[4:10], 16) / 0x1000000 if sampled else gain(mapping.confidence, support)
    return {
        **{name: getattr(mapping, name) for name in _FIELDS},
        "id": id,
        "words": mapping.subject.lower(),
        "replaces": replaces,
        "created": time,
        "proposer": by.name if proposer is None else proposer,
        "status": "predicted",
        "decided": "",
        "relation": "",
        "withdrawn": False,
        "judged_by": None,
        "sampled": sampled,
        "rank": rank,
    }


def mapping_values(mapping: Mapping) -> list[object]:
    """A mapping as a list of plain values, for hashes and releases."""
    return [getattr(mapping, name) for name in _FIELDS]


def judgement_of(row: JudgementRow) -> Judgement:
    """The value of a row."""
    return Judgement(
        number=row.number,
        mapping=row.mapping,
        steward=Steward(row.steward, row.organisation, row.discipline),
        verdict=row.verdict,
        relation=row.relation,
        reason=row.reason,
        time=row.time,
        undoes=row.undoes,
        settles=row.settles,
    )


def judgement_hash_values(judgement: Judgement) -> list[object]:
    """What a hash of a judgement covers, in one order for good."""
    values = judgement.flat()
    time = values.pop("time")
    return [*values.values(), int(time.timestamp())]


def in_parts(ids: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    """A long list in parts that fit into one query."""
    return (ids[start : start + size] for start in range(0, len(ids), size))
