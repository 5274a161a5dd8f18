"""The tables of curation: mappings, judgements, the journal of changes, releases, feedback."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from omaha.store.tables import Table, UtcDateTime

_ID = 16
_NAME = 200


class HeadRow(Table):
    """The one row that every writer locks: how far each count is, and what is live.

    `events`, `judgements` and `revisions` are the last numbers given out; `hash` is that of
    the last event; `live` is the release in use, None for the files that came along.
    """

    __tablename__ = "head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    events: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    judgements: Mapped[int]
    revisions: Mapped[int]
    live: Mapped[str | None] = mapped_column(String(40))


class MappingRow(Table):
    """A mapping, which never changes, and what its judgements come to, which is computed.

    `words` is the subject in lower case; `rank` orders the queue, highest first; `judged_by`
    names the one steward who has judged a mapping in review.
    """

    __tablename__ = "mappings"
    __table_args__ = (
        Index(None, "organisation", "status", "sampled", "rank", "id", "judged_by"),
        Index(None, "words"),
        Index(None, "replaces"),
    )

    id: Mapped[str] = mapped_column(String(_ID), primary_key=True)
    subject: Mapped[str] = mapped_column(Text)
    predicate: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(_NAME))
    literal: Mapped[bool]
    lang: Mapped[str] = mapped_column(String(8))
    discipline: Mapped[str] = mapped_column(String(40))
    cue: Mapped[str] = mapped_column(String(40))
    negative: Mapped[bool]
    justification: Mapped[str] = mapped_column(String(_NAME))
    confidence: Mapped[float | None]
    source: Mapped[str] = mapped_column(String(_NAME))
    date: Mapped[str] = mapped_column(String(10))
    subject_label: Mapped[str] = mapped_column(Text)
    object_label: Mapped[str] = mapped_column(Text)
    see_also: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text)
    object_source: Mapped[str] = mapped_column(String(_NAME))
    organisation: Mapped[str] = mapped_column(String(_NAME))
    words: Mapped[str] = mapped_column(Text)
    replaces: Mapped[str | None] = mapped_column(String(_ID))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    proposer: Mapped[str] = mapped_column(String(_NAME))
    status: Mapped[str] = mapped_column(String(12))
    decided: Mapped[str] = mapped_column(String(12))
    relation: Mapped[str] = mapped_column(String(40))
    withdrawn: Mapped[bool]
    judged_by: Mapped[str | None] = mapped_column(String(401))
    sampled: Mapped[bool]
    rank: Mapped[float]


class JudgementRow(Table):
    """What one steward said; rows are added and never changed."""

    __tablename__ = "judgements"
    __table_args__ = (Index(None, "mapping"), Index(None, "organisation", "steward", "number"))

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mapping: Mapped[str] = mapped_column(String(_ID), ForeignKey("mappings.id"))
    steward: Mapped[str] = mapped_column(String(_NAME))
    organisation: Mapped[str] = mapped_column(String(_NAME))
    discipline: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[str] = mapped_column(String(12))
    relation: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    time: Mapped[datetime] = mapped_column(UtcDateTime)
    undoes: Mapped[int | None]
    settles: Mapped[bool]


class EventRow(Table):
    """One change: who, for whom, what, of what, when. Holds no words, only ids and hashes.

    `hash` covers the event and the hash of the one before it.
    """

    __tablename__ = "events"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    time: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(_NAME))
    organisation: Mapped[str] = mapped_column(String(_NAME))
    action: Mapped[str] = mapped_column(String(20))
    object: Mapped[str] = mapped_column(String(_NAME))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64))


class RevisionRow(Table):
    """When the words of an organisation last changed; ``""`` stands for the live release."""

    __tablename__ = "revisions"
    __table_args__ = (Index(None, "number"),)

    organisation: Mapped[str] = mapped_column(String(_NAME), primary_key=True)
    number: Mapped[int]


class ReleaseRow(Table):
    """A frozen set of mappings: `content` is the set itself, packed, and `hash` is that of it."""

    __tablename__ = "releases"

    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    maker: Mapped[str] = mapped_column(String(_NAME))
    note: Mapped[str] = mapped_column(Text)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class FeedbackRow(Table):
    """What a user did with one suggestion. `words` is null unless the organisation keeps them.

    `number` is that of its event. `user` is a hash that tells users of one organisation apart
    and says nothing else.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        Index(None, "organisation", "mapping"),
        Index(None, "organisation", "words", "concept"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation: Mapped[str] = mapped_column(String(_NAME))
    day: Mapped[date]
    user: Mapped[str] = mapped_column(String(64))
    concept: Mapped[str] = mapped_column(String(_NAME))
    action: Mapped[str] = mapped_column(String(12))
    replaced_by: Mapped[str | None] = mapped_column(String(_NAME))
    mapping: Mapped[str | None] = mapped_column(String(_ID))
    discipline: Mapped[str] = mapped_column(String(40))
    lang: Mapped[str] = mapped_column(String(8))
    words: Mapped[str | None] = mapped_column(Text)


class KeepingRow(Table):
    """An organisation that keeps the words its users mark."""

    __tablename__ = "keeping_words"

    organisation: Mapped[str] = mapped_column(String(_NAME), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
