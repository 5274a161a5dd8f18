"""The journal: every change as an event, chained by hash, written with the change itself.

All writers of curation lock one row and so come one after the other, on every database:
numbers have no gaps, the chain has no forks, and a status is computed from all judgements.
After NEN 7513 an event says who, for whom, what, of what and when, and holds no content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from omaha.curation import Steward
from omaha.store.connection import reading, writing
from omaha.store.curation_tables import EventRow, HeadRow, RevisionRow

# What an event of a fixed form is hashed as: sorted keys, so that it never depends on order.
_CANONICAL = orjson.OPT_SORT_KEYS


@dataclass(frozen=True, slots=True)
class Event:
    """One change as it stands in the journal; `details` holds ids, counts and hashes."""

    number: int
    time: datetime
    who: str
    organisation: str
    action: str
    object: str
    details: dict[str, Any]
    hash: str

    def to_json(self) -> dict[str, Any]:
        """The event for an export."""
        return {
            "number": self.number,
            "time": self.time.isoformat(),
            "who": self.who,
            "organisation": self.organisation,
            "action": self.action,
            "object": self.object,
            "details": self.details,
            "hash": self.hash,
        }


@dataclass(slots=True)
class Journal:
    """The events of one change, while its head is locked. Made by `recording`."""

    session: Session
    head: HeadRow
    by: Steward
    time: datetime
    _events: list[dict[str, Any]] = field(default_factory=list)

    def add(self, action: str, object: str, **details: Any) -> int:
        """Write one event; returns its number."""
        head = self.head
        head.events += 1
        values = {
            "number": head.events,
            "time": self.time,
            "who": self.by.name,
            "organisation": self.by.organisation,
            "action": action,
            "object": object,
            "details": details,
        }
        head.hash = chained(values, head.hash)
        self._events.append({**values, "hash": head.hash})
        return head.events

    def next_judgement(self) -> int:
        """The number of a new judgement."""
        self.head.judgements += 1
        return self.head.judgements

    def revise(self, organisation: str) -> None:
        """Say that the words of an organisation changed, ``""`` for the live release."""
        self.head.revisions += 1
        self.session.merge(RevisionRow(organisation=organisation, number=self.head.revisions))

    def close(self) -> None:
        """Put the events into the store."""
        if self._events:
            self.session.execute(insert(EventRow), self._events)


@contextmanager
def recording(engine: Engine, by: Steward) -> Iterator[Journal]:
    """A change by a steward: kept whole with its events when the block ends, or not at all."""
    with writing(engine) as session:
        head = session.get_one(HeadRow, 1, with_for_update=True)
        journal = Journal(session, head, by, datetime.now(UTC).replace(microsecond=0))
        yield journal
        journal.close()


def chained(values: dict[str, Any], before: str) -> str:
    """The hash of an event (without its own hash) that follows the one with hash `before`."""
    told = {**values, "time": values["time"].astimezone(UTC).isoformat()}
    told.pop("hash", None)
    return hashlib.sha256(before.encode() + orjson.dumps(told, option=_CANONICAL)).hexdigest()


def content_hash(*values: object) -> str:
    """What an event keeps of a row, so that a later change of the row shows."""
    return hashlib.sha256(orjson.dumps(values, option=_CANONICAL)).hexdigest()[:32]


def export_events(engine: Engine, by: Steward, after: int = 0) -> Iterator[Event]:
    """All events after a number, oldest first; that they were looked at is an event too."""
    with recording(engine, by) as journal:
        journal.add("export events", "events", after=after)
    with reading(engine) as session:
        query = select(EventRow).where(EventRow.number > after).order_by(EventRow.number)
        for row in session.scalars(query.execution_options(yield_per=1000)):
            yield event_of(row)


def broken_links(found: Iterable[Event], head: HeadRow) -> Iterator[str]:
    """What is wrong with a chain of events; nothing when every change is there unchanged."""
    before, number = "", 0
    for event in found:
        number += 1
        if event.number != number:
            yield f"event {number}: missing"
            number = event.number
        values = {name: getattr(event, name) for name in Event.__dataclass_fields__}
        if chained(values, before) != event.hash:
            yield f"event {event.number}: changed, or what stands before it"
        before = event.hash
    if (number, before) != (head.events, head.hash):
        yield f"events: {head.events} were written, the last is {number}"


def event_of(row: EventRow) -> Event:
    """The value of a row."""
    return Event(
        row.number, row.time, row.who, row.organisation, row.action, row.object, row.details,
        row.hash,
    )  # fmt: skip
