"""Releases: frozen sets of what was decided for all, and the one that is live."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Engine, insert, select
from sqlalchemy.orm import Session, load_only

from omaha.curation import Steward, heap_of, word_of
from omaha.errors import InputError, UnknownCodeError
from omaha.mappings import Mapping
from omaha.store.connection import reading
from omaha.store.curation_tables import EventRow, HeadRow, MappingRow, ReleaseRow, RevisionRow
from omaha.store.entries import MAPPING_COLUMNS, in_parts
from omaha.store.journal import recording

# What the command line and the API mean by these is no release.
NOT_NAMES = frozenset({"now", "none"})
HEAPS = ("accepted", "negative", "unsure")
# The statuses of what was decided, and the events by which it may be.
_DECIDED = ("accepted", "rejected", "agreed")
_JUDGING = ("judge", "undo", "withdraw", "restore")
# A row of a release: its heap, then the values of the mapping.
_Row = list[Any]


@dataclass(frozen=True, slots=True)
class Release:
    """A frozen set: `counts` by heap (accepted, negative, unsure), `hash` of its content."""

    version: str
    created: datetime
    maker: str
    note: str
    counts: dict[str, int]
    hash: str
    live: bool


@dataclass(frozen=True, slots=True)
class Content:
    """The mappings of a release by heap.

    The negative heap holds denials and refused claims; what a refused claim says of the
    coder is its denial.
    """

    accepted: tuple[Mapping, ...] = ()
    negative: tuple[Mapping, ...] = ()
    unsure: tuple[Mapping, ...] = ()

    def words(self) -> tuple[Mapping, ...]:
        """The rows that coder and crosswalks are given: what means something, or does not."""
        found = [word_of(mapping, ("accept", "")) for mapping in self.accepted]
        found += [
            word_of(mapping, ("accept" if mapping.negative else "reject", ""))
            for mapping in self.negative
        ]
        return tuple(word for word in found if word is not None)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a diff: a mapping came (``+``), went (``-``) or moved (``~``) between heaps."""

    mark: str
    mapping: Mapping
    before: str | None
    after: str | None

    def __str__(self) -> str:
        """One readable line."""
        row = self.mapping
        denied = row.negative or (self.after or self.before) == "negative"
        says = "is not" if denied else row.predicate.removeprefix("skos:")
        where = f"{row.lang}, {row.discipline}" if row.literal else row.scope
        moved = " -> ".join(heap for heap in (self.before, self.after) if heap)
        return f"{self.mark} {row.subject!r} {says} {row.object} ({where}; {moved}; {row.id})"


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be known beside `mappings/`: rows, and a name for exactly these rows."""

    rows: tuple[Mapping, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the words of an organisation: by mapping, the row that the coder is to
    know of it, or None.

    They reach up to the event `until`; `revision` is that of the words after them.
    """

    rows: dict[str, Mapping | None]
    until: int
    revision: int


class ReleaseStore:
    """The releases of one store, and the words of its organisations."""

    def __init__(self, store: Engine) -> None:
        self.engine = store

    def build(self, by: Steward, version: str | None = None, note: str = "") -> Release:
        """Freeze what is decided for all now; it is not live yet.

        Without a version the next whole number is taken. Raises InputError for one that is
        there already.
        """
        with recording(self.engine, by) as journal:
            session = journal.session
            known = set(session.scalars(select(ReleaseRow.version)))
            number = len(known) + 1
            version = version or str(number)
            if version in known or version in NOT_NAMES or not _fits(version):
                raise InputError("version", f"{version!r} is taken, or no name of 1 to 40 signs")
            packed, hashed, counts = pack(_decided(session, ""))
            journal.session.execute(insert(ReleaseRow), [{
                "version": version, "number": number, "created": journal.time,
                "maker": by.name, "note": note[:1000], "counts": counts, "hash": hashed,
                "content": packed,
            }])  # fmt: skip
            journal.add("release", version, hash=hashed, **counts)
        return self.find(version)

    def all(self) -> list[Release]:
        """All releases, oldest first."""
        with reading(self.engine) as session:
            live = session.get_one(HeadRow, 1).live
            query = select(ReleaseRow).order_by(ReleaseRow.number)
            rows = session.scalars(query.options(load_only(
                ReleaseRow.version, ReleaseRow.created, ReleaseRow.maker, ReleaseRow.note,
                ReleaseRow.counts, ReleaseRow.hash)))  # fmt: skip
            return [_release(row, live) for row in rows]

    def find(self, version: str) -> Release:
        """One release; raises UnknownCodeError."""
        there = self.all()
        for release in there:
            if release.version == version:
                return release
        newest = [release.version for release in reversed(there)][:3]
        raise UnknownCodeError(version, kind="release", near=newest)

    def content(self, version: str) -> Content:
        """What is in a release. Raises UnknownCodeError, or InputError when it was damaged."""
        with reading(self.engine) as session:
            row = session.get(ReleaseRow, version)
            if row is None:
                raise UnknownCodeError(version, kind="release")
            packed, kept = row.content, row.hash
        content, hashed = unpack(packed)
        if hashed != kept:
            raise InputError("version", f"release {version} was damaged; restore a backup")
        return content

    def diff(self, old: str | None, new: str | None) -> list[Change]:
        """What changed from one release to another; None stands for what is decided now,
        for `new`, and for nothing at all, for `old`."""
        before = _by_id(self.content(old)) if old else {}
        after = _by_id(self.content(new) if new else self.decided())
        found = []
        for id in before.keys() | after.keys():
            was, now = before.get(id), after.get(id)
            if was is None or now is None or was[0] != now[0]:
                mark = "+" if was is None else "-" if now is None else "~"
                heap, mapping = now or was or ("", None)
                assert mapping is not None, heap
                found.append(Change(mark, mapping, was and was[0], now and now[0]))
        return sorted(found, key=lambda change: change.mapping.sort_key)

    def decided(self, organisation: str = "") -> Content:
        """What is decided now, for all or (only) for one organisation."""
        with reading(self.engine) as session:
            return _content(_decided(session, organisation))

    def go_live(self, version: str | None, by: Steward) -> None:
        """Have the coder run on a release; on an older one: roll back; None: on none.

        Raises UnknownCodeError for an unknown one, InputError for one that was damaged.
        """
        if version is not None:
            self.find(version)
            self.content(version)
        with recording(self.engine, by) as journal:
            before = journal.head.live
            journal.head.live = version
            journal.revise("")
            journal.add("live", version or "none", before=before)

    def live(self) -> Words | None:
        """The words of the live release, None when there is none."""
        with reading(self.engine) as session:
            version = session.get_one(HeadRow, 1).live
        if version is None:
            return None
        release = self.find(version)
        return Words(self.content(version).words(), f"{version}+{release.hash[:16]}")

    def words(self, organisation: str) -> Words:
        """The words of an organisation's own, and their revision."""
        changes = self.changes(organisation)
        rows = {id: row for id, row in changes.rows.items() if row is not None}
        name = words_name(changes.revision, sum(map(row_number, rows.values())))
        return Words(tuple(sorted(rows.values(), key=lambda row: row.sort_key)), name)

    def changes(self, organisation: str, after: int = 0) -> Changes:
        """What happened to an organisation's words after an event of the journal; 0: all.

        Costs what there is to tell, however many words there are. A change that is made
        meanwhile may be told twice, and is never left out.
        """
        with reading(self.engine) as session:
            until = session.scalar(select(HeadRow.events)) or 0
            revision = session.scalar(
                select(RevisionRow.number).where(RevisionRow.organisation == organisation)
            )
            wanted = [MappingRow.status.in_(_DECIDED)]
            if after:
                ids = _judged_after(session, organisation, after)
                wanted = [MappingRow.id.in_(part) for part in in_parts(ids)]
            rows = {
                mapping.id: word_of(mapping, decided)
                for where in wanted
                for mapping, decided in _rows(session, organisation, where)
            }
            return Changes(rows, until, revision or 0)

    def revisions(self, after: int = 0) -> list[tuple[str, int]]:
        """The organisations whose words changed after a revision (``""``: the live release)."""
        row = RevisionRow
        query = select(row.organisation, row.number).where(row.number > after).order_by(row.number)
        with reading(self.engine) as session:
            return [(organisation, number) for organisation, number in session.execute(query)]


def row_number(row: Mapping) -> int:
    """A row as a number; the sum of these tells sets of rows apart, in any order."""
    return int(row.id[4:], 16)


def words_name(revision: int, total: int) -> str:
    """The name of an organisation's words: their revision, and the sum of `row_number`.

    >>> words_name(12, 0x15CD9F0A1)
    'r12+5cd9f0a1'
    """
    return f"r{revision}+{total % 0x100000000:08x}"


def pack(rows: Sequence[_Row]) -> tuple[bytes, str, dict[str, int]]:
    """Rows in their order as bytes, with their hash and their counts by heap."""
    body = orjson.dumps(rows)
    counts = Counter(row[0] for row in rows)
    hashed = hashlib.sha256(body).hexdigest()
    return zlib.compress(body, 1), hashed, {heap: counts[heap] for heap in HEAPS}


def unpack(packed: bytes) -> tuple[Content, str]:
    """The content that was packed, and its hash; ("", empty) for what is no packed content."""
    try:
        body = zlib.decompress(packed)
        rows: list[_Row] = orjson.loads(body)
    except (zlib.error, orjson.JSONDecodeError):
        return Content(), ""
    return _content(rows), hashlib.sha256(body).hexdigest()


def _fits(version: str) -> bool:
    return 1 <= len(version) <= 40 and all(sign.isalnum() or sign in ".-_" for sign in version)


def _decided(session: Session, organisation: str) -> list[_Row]:
    """What is decided, in the order of ids: the same on every database."""
    row = MappingRow.__table__.c
    # Plain columns from the connection itself: there may be many, and a release needs no objects.
    query = select(row.id, row.decided, row.negative, *MAPPING_COLUMNS).where(
        row.organisation == organisation, row.status.in_(_DECIDED)
    )
    rows = sorted(session.connection().execute(query), key=itemgetter(0))
    found: list[_Row] = []
    for _, verdict, negative, *values in rows:
        heap = heap_of(verdict, negative=negative)
        if heap is not None:
            found.append([heap, *values])
    return found


def _judged_after(session: Session, organisation: str, after: int) -> list[str]:
    """The mappings that an organisation's stewards judged after an event of the journal."""
    row = EventRow
    query = select(row.object).where(
        row.number > after, row.organisation == organisation, row.action.in_(_JUDGING)
    )
    return sorted(set(session.scalars(query)))


def _rows(
    session: Session, organisation: str, *where: ColumnElement[bool]
) -> Iterator[tuple[Mapping, tuple[str, str] | None]]:
    """The mappings of an organisation, and the (verdict, relation) that was decided of each."""
    row = MappingRow
    query = select(row.decided, row.relation, *MAPPING_COLUMNS).where(
        row.organisation == organisation, *where
    )
    for verdict, relation, *values in session.execute(query.execution_options(yield_per=2000)):
        yield Mapping(*values), (verdict, relation) if verdict else None


def _content(rows: Iterable[_Row]) -> Content:
    heaps: dict[str, list[Mapping]] = {heap: [] for heap in HEAPS}
    for heap, *values in rows:
        heaps[heap].append(Mapping(*values))
    return Content(*(tuple(heaps[heap]) for heap in HEAPS))


def _by_id(content: Content) -> dict[str, tuple[str, Mapping]]:
    return {mapping.id: (heap, mapping) for heap in HEAPS for mapping in getattr(content, heap)}


def _release(row: ReleaseRow, live: str | None) -> Release:
    return Release(
        row.version, row.created, row.maker, row.note, row.counts, row.hash, row.version == live
    )
