"""What is sent about one client: coded notes or notes to code, with a date and target ratings.

The shape is that of a coded note (CONTRACT), of which only what is known needs to be there,
and three more: `date`, `goals` (target ratings), and a `text` at a sign or an intervention
for words that stand in the care record. Nothing of it is ever kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from omaha.access import Sight, limit_answer
from omaha.model import CodedNote, Note
from omaha.vocabulary import Vocabulary

MODIFIERS = ("actual", "potential", "health_promotion")
CLIENTS = ("individual", "family", "community")
SCALES = ("knowledge", "behavior", "status")
REASONS = ("negated", "past", "other_person", "hypothetical")


@dataclass(frozen=True, slots=True)
class Goal:
    """The rating that is aimed at for a problem: `value` 1-5 on `scale`."""

    problem: str
    scale: str
    value: int


@dataclass(frozen=True, slots=True)
class FreeText:
    """Words at a sign or intervention of a care record; `place` is where they were sent.

    `code` is that of the sign or the target.
    """

    place: str
    kind: Literal["sign", "target"]
    problem: str | None
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """One coded note or care plan. `date` is ``YYYY-MM-DD`` or None."""

    coded: CodedNote
    date: str | None = None
    goals: tuple[Goal, ...] = ()
    texts: tuple[FreeText, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that is still to be coded."""

    note: Note
    date: str | None = None
    goals: tuple[Goal, ...] = ()

    def coded_as(self, coded: CodedNote) -> Record:
        """The record that it is once coded."""
        return Record(coded, self.date, self.goals)


@dataclass(frozen=True, slots=True)
class Dossier:
    """The notes of one client as far as they may be seen, in the order sent.

    A note that may not be seen is there without content: that contact took place. `unseen`
    are the numbers of those (from 1); `left_out` says that they, or parts of others, went.
    """

    records: tuple[Record, ...]
    unseen: frozenset[int] = frozenset()
    left_out: bool = False


def in_time(records: Sequence[Record]) -> list[tuple[int, Record]]:
    """Records with their number (from 1, as sent), oldest first; as sent when a date is missing.

    >>> days = ("2026-02-01", "2026-01-01")
    >>> records = [Record(CodedNote(None, None, None), day) for day in days]
    >>> [number for number, _ in in_time(records)]
    [2, 1]
    """
    numbered = list(enumerate(records, 1))
    if all(record.date for record in records):
        numbered.sort(key=lambda pair: (pair[1].date or "", pair[0]))
    return numbered


def limit_record(record: Record, sight: Sight, vocabulary: Vocabulary) -> Record:
    """`record` without what may not be seen; the same value when all of it may."""
    if sight.whole:
        return record

    def seen(kind: str, problem: str | None) -> bool:
        return sight.sees_kind(kind) and sight.sees_problem(problem, vocabulary)

    return replace(
        record,
        coded=limit_answer(record.coded, sight, vocabulary),
        goals=tuple(each for each in record.goals if seen("rating", each.problem)),
        texts=tuple(
            each
            for each in record.texts
            if seen(each.kind, each.problem)
            and (each.kind == "sign" or sight.sees_kind("category"))
        ),
    )


__all__ = [
    "CLIENTS",
    "MODIFIERS",
    "REASONS",
    "SCALES",
    "Dossier",
    "Draft",
    "FreeText",
    "Goal",
    "Record",
    "in_time",
    "limit_record",
]
