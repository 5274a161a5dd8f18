"""Files of coded notes, or of counts, into numbers by area and period; one line at a time.

Coded notes say neither area nor date. They stand in the line itself, or in a second table with
the same ids in the same order, such as the file that the notes were coded from: both are read
side by side, so that memory does not grow with them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from omaha.errors import DataError, InputError, OmahaError
from omaha.views.profile_counts import Counts, Tally, counts_from_rows

OnBad = Callable[[DataError], None]
COUNT_COLUMNS = ("code", "count")


def count_notes(
    name: str,
    lines: Iterable[bytes],
    tally: Tally,
    on_bad: OnBad,
    context: Iterator[Mapping[str, str]] | None = None,
) -> int:
    """Count the coded notes of a JSONL file; how many were counted.

    A line that cannot be counted is told to `on_bad` and passed over; so is a line that says
    that its note could not be coded. Raises InputError when `context` and the notes do not
    stand in the same order.
    """
    counted = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            note = orjson.loads(line)
        except orjson.JSONDecodeError:
            on_bad(DataError(name, number, "not valid JSON; send coded notes, one a line"))
            continue
        if not isinstance(note, dict) or "error" in note:
            on_bad(DataError(name, number, "no coded note"))
            continue
        found = _beside(name, number, note, context) if context is not None else {}
        try:
            tally.add(note, found)
        except OmahaError as error:
            on_bad(DataError(name, number, str(error)))
        else:
            counted += 1
    return counted


def _beside(
    name: str, number: int, note: Mapping[str, Any], context: Iterator[Mapping[str, str]]
) -> Mapping[str, str]:
    """The row of the other table with the id of a note; rows of notes left out are passed over."""
    wanted = str(note.get("id"))
    for row in context:
        if row["id"] == wanted:
            return row
    reason = (
        "the id of this note is not in the table of --with, or not in the same order; give the "
        "file that the notes were coded from"
    )
    raise DataError(name, number, reason)


def read_table(
    path: Path, id_column: str | None = None, wanted: Sequence[str] = ()
) -> Iterator[dict[str, str]]:
    """The rows of a CSV or TSV file; with `id_column` that stands under ``id``.

    With `wanted` only those columns, of which at least one must be there. Raises InputError
    when the file cannot be used.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None
    with stream, io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="") as text:
        first = text.readline()
        # Spreadsheets in Dutch part cells by semicolons.
        delimiter = max("\t;,", key=first.count)
        header = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        if id_column is not None and id_column not in header:
            raise InputError(str(path), f"has no column {id_column!r}; say which with --id-column")
        chosen = [name for name in header if name in wanted] if wanted else header
        if wanted and not chosen:
            raise InputError(str(path), f"has none of the columns {', '.join(wanted)}")
        for cells in csv.reader(text, delimiter=delimiter):
            row = dict(zip(header, cells, strict=False))
            found = {name: row.get(name, "") for name in chosen}
            if id_column is not None:
                found["id"] = row.get(id_column, "")
            yield found


def read_counts(path: Path, by: Sequence[str], unit: str, domains: Mapping[str, str]) -> Counts:
    """Counts made elsewhere: a table with the columns of `by`, ``code`` and ``count``."""
    rows = list(read_table(path))
    for column in (*by, *COUNT_COLUMNS):
        if rows and column not in rows[0]:
            raise InputError(str(path), f"has no column {column!r}")
    try:
        return counts_from_rows(by, unit, rows, domains)
    except InputError as error:
        raise InputError(str(path), str(error)) from None


def read_residents(path: Path, area: str) -> dict[str, int]:
    """How many people live in each area: a table with the area and ``residents``."""
    found = {}
    for number, row in enumerate(read_table(path), 2):
        name, count = row.get(area), row.get("residents", "").strip()
        if name is None or not count.isdecimal():
            raise DataError(path, number, f"needs {area!r} and a whole number of 'residents'")
        found[" ".join(name.split())] = int(count)
    return found
