"""Coded notes as flat rows for research: one row a fact, codes only, no words of the note."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from omaha.records import Record

# Every row has all of these; what a kind of fact does not have is None.
COLUMNS = (
    "note", "id", "date", "discipline", "lang", "kind", "problem", "modifier", "client", "sign",
    "category", "target", "scale", "value", "why", "score", "band",
)  # fmt: skip
NUMBERS = {"note": "int64", "value": "int64", "score": "float64"}


def facts(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """The facts of some notes in their order.

    `kind` is ``problem``, ``sign``, ``intervention``, ``rating``, ``goal`` or ``not_coded``.
    `note` is the number of the note, from 1.

    >>> from omaha.model import CodedNote, Rating
    >>> coded = CodedNote("n1", "nl", "poh", ratings=(Rating("24", "status", 3, ()),))
    >>> row = next(facts([Record(coded, "2026-03-01")]))
    >>> row["kind"], row["problem"], row["scale"], row["value"], row["date"]
    ('rating', '24', 'status', 3, '2026-03-01')
    """
    for number, record in enumerate(records, 1):
        coded = record.coded
        about = {"note": number, "id": coded.id, "date": record.date, "lang": coded.lang,
                 "discipline": coded.discipline}  # fmt: skip
        for fact in _facts(record):
            yield {**dict.fromkeys(COLUMNS), **about, **fact}


def _facts(record: Record) -> Iterator[dict[str, Any]]:
    coded = record.coded
    for problem in coded.problems:
        named = {"problem": problem.code, "modifier": problem.modifier, "client": problem.client}
        yield {"kind": "problem", **named, "score": problem.score, "band": problem.band}
        for sign in problem.signs:
            yield {"kind": "sign", **named, "sign": sign.code, "score": sign.score}
    for action in coded.interventions:
        yield {"kind": "intervention", "problem": action.problem, "category": action.category,
               "target": action.target, "score": action.score}  # fmt: skip
    for kind, ratings in (("rating", coded.ratings), ("goal", record.goals)):
        for each in ratings:
            yield {"kind": kind, "problem": each.problem, "scale": each.scale, "value": each.value}
    for left in coded.not_coded:
        yield {"kind": "not_coded", "problem": left.code, "why": left.why}


def to_csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    r"""Lines of CSV, header first; an empty cell is what a fact does not have.

    >>> next(to_csv([])).startswith("note,id,date")
    True
    """
    yield _line(COLUMNS)
    for row in rows:
        yield _line([row[column] for column in COLUMNS])


def _line(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
