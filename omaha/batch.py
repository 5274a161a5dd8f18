"""Many notes: files in, coded notes out, one at a time, so that memory stays flat.

A row that cannot be coded becomes a `BadRow` in its place and the rest go on. No reason
ever repeats what the row holds.
"""

from __future__ import annotations

import csv
import importlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import orjson

from omaha.errors import DataError, InputError, OmahaError
from omaha.identifiers import refuse_bsn
from omaha.model import CodedNote, Note

SUFFIXES = (".txt", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
# A row longer than this is no note; it would only fill memory. In bytes.
LONGEST_ROW = 1 << 20
_LANGUAGES = ("nl", "en", "auto")
# What the first line of a table may hold to be shown: else it may be a note.
_NAME = re.compile(r"[^\W\d][\w.-]{0,29}")


class _Reader(Protocol):
    """What `csv.reader` gives."""

    line_num: int

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """A note and where it stands: `line` is 1-based, in Parquet the number of the row."""

    line: int
    note: Note


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that gives no coded note. `id` is None when it could not be read."""

    line: int
    id: str | None
    error: OmahaError


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold the id and the text of a note."""

    id: str = "id"
    text: str = "text"


@dataclass(frozen=True, slots=True)
class Source:
    """Rows as they are read; `read` of `total` (bytes, or rows of Parquet) are behind us.

    `total` is 0 when it is not known.
    """

    rows: Iterator[Row | BadRow]
    total: int
    read: Callable[[], int]


@contextmanager
def open_notes(path: Path, template: Note, columns: Columns) -> Iterator[Source]:
    """The notes of a file: .txt (one note), .jsonl, .csv, .tsv or .parquet.

    What a row does not say itself (language, discipline, threshold …) is taken from
    `template`. Raises InputError when the file as a whole cannot be used.
    """
    if path.suffix.lower() not in SUFFIXES:
        reason = f"unknown kind of file {path.suffix!r}; use one of {', '.join(SUFFIXES)}"
        raise InputError(str(path), reason)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None
    with stream:
        if path.suffix.lower() == ".parquet":
            yield _parquet(stream, str(path), template, columns)
            return
        size = path.stat().st_size
        rows = _rows(stream, path, template, columns)
        yield Source(rows, size, lambda: 0 if stream.closed else stream.tell())


@contextmanager
def open_standard_input(stream: BinaryIO, template: Note) -> Iterator[Source]:
    """Notes from standard input: JSONL when it begins with a JSON object, else one note."""
    head = stream.readline(LONGEST_ROW + 1)
    whole = _Rest(head, stream)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        rows = read_jsonl(whole, template)
    else:
        rows = _text(b"".join(whole), None, template)
    yield Source(rows, 0, lambda: 0)


def read_jsonl(lines: Iterable[bytes], template: Note) -> Iterator[Row | BadRow]:
    r"""One note a line; blank lines are passed over.

    >>> rows = list(read_jsonl([b'{"id": "a", "text": "pijn"}\n', b"oops\n"], Note("")))
    >>> rows[0].note.id, rows[1].line, str(rows[1].error)
    ('a', 2, 'line: not valid JSON; send one object a line')
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield read_line(line, number, template)


def read_line(line: bytes, number: int, template: Note) -> Row | BadRow:
    """One line of JSONL as a note."""
    if len(line) > LONGEST_ROW:
        reason = f"longer than the limit of {LONGEST_ROW} bytes"
        return BadRow(number, None, InputError("line", reason))
    try:
        value = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        error = InputError("line", "not valid JSON; send one object a line")
        return BadRow(number, None, error)
    if not isinstance(value, dict):
        return BadRow(number, None, InputError("line", "not a JSON object with a text"))
    return _row(number, value, template)


def code_rows(
    rows: Iterable[Row | BadRow], code: Callable[[Note], CodedNote]
) -> Iterator[tuple[Row, CodedNote] | BadRow]:
    """Each row with its coded note, in order; a note that is refused becomes a `BadRow`."""
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            yield row, code(row.note)
        except OmahaError as error:
            yield BadRow(row.line, row.note.id, error)


@contextmanager
def write_whole(path: Path) -> Iterator[BinaryIO]:
    """A file that appears when it is complete: written beside `path`, then renamed.

    When anything is raised, what stood at `path` is left as it was.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        stream = temporary.open("wb")
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror}") from None
    try:
        with stream:
            yield stream
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


class _Rest:
    """The lines of a stream, the first of which is read already."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        yield from _lines(self._stream)


def _lines(stream: BinaryIO | io.BufferedReader) -> Iterator[bytes]:
    """Lines, of which an endless one is cut off just after it is too long."""
    while line := stream.readline(LONGEST_ROW + 1):
        yield line
        while len(line) > LONGEST_ROW and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_ROW + 1)


def _rows(
    stream: io.BufferedReader, path: Path, template: Note, columns: Columns
) -> Iterator[Row | BadRow]:
    kind = path.suffix.lower()
    if kind == ".txt":
        return _text(stream.read(), path.stem, template)
    if kind in (".jsonl", ".ndjson"):
        return read_jsonl(_lines(stream), template)
    return _table(stream, str(path), "\t" if kind == ".tsv" else None, template, columns)


def _text(raw: bytes, id: str | None, template: Note) -> Iterator[Row | BadRow]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield BadRow(1, id, InputError("text", "is not UTF-8; save it as UTF-8"))
        return
    yield _row(1, {"id": id, "text": text}, template)


def _table(
    stream: io.BufferedReader, name: str, delimiter: str | None, template: Note, columns: Columns
) -> Iterator[Row | BadRow]:
    """Rows of CSV or TSV; a CSV file may use semicolons, as spreadsheets in Dutch do."""
    # Bytes that are not UTF-8 spoil their own row only: they are kept apart as surrogates.
    with io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="") as text:
        first = text.readline(LONGEST_ROW)
        delimiter = delimiter or (";" if first.count(";") > first.count(",") else ",")
        header = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        for wanted in (columns.id, columns.text):
            if wanted not in header:
                raise DataError(name, 1, f"no column {wanted!r}; {_columns(header)}")
        lines = iter(lambda: text.readline(LONGEST_ROW), "")
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        for line, cells in _numbered(reader):
            if cells is None:
                reason = "not valid CSV: look for a quotation mark that is never closed"
                yield BadRow(line, None, InputError("line", reason))
            elif cells:
                yield _cells(line, header, cells, template, columns)


def _columns(header: list[str]) -> str:
    """What the first line says, or that it does not name columns: it may then be a note."""
    if all(_NAME.fullmatch(name) for name in header):
        return f"the columns are {', '.join(header[:12]) or 'none'}"
    return f"the first line must name the columns; it has {len(header)} cells"


def _numbered(reader: _Reader) -> Iterator[tuple[int, list[str] | None]]:
    """Each row below the header with the line on which it begins; None for a broken one."""
    while True:
        line = reader.line_num + 2
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, None


def _cells(
    line: int, header: list[str], cells: list[str], template: Note, columns: Columns
) -> Row | BadRow:
    if len(cells) != len(header):
        reason = f"{len(cells)} cells under {len(header)} columns"
        return BadRow(line, None, InputError("line", reason))
    if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
        return BadRow(line, None, InputError("line", "is not UTF-8; save the file as CSV UTF-8"))
    return _record(line, dict(zip(header, cells, strict=True)), template, columns)


def _parquet(stream: io.BufferedReader, name: str, template: Note, columns: Columns) -> Source:
    # Only this kind of file pays for pyarrow.
    read_records = importlib.import_module("omaha.parquet").read_records
    total, records = read_records(stream, name, (columns.id, columns.text), _FIELDS)
    done = 0

    def rows() -> Iterator[Row | BadRow]:
        nonlocal done
        for record in records:
            done += 1
            yield _record(done, record, template, columns)

    return Source(rows(), total, lambda: done)


# What a row of a table may say beside its id and text.
_FIELDS = ("lang", "discipline")


def _record(line: int, values: dict[str, Any], template: Note, columns: Columns) -> Row | BadRow:
    """A row of a table; an empty cell says nothing, but an empty text is a text."""
    more = {name: values[name] for name in _FIELDS if values.get(name)}
    text = values[columns.text]
    return _row(line, {**more, "id": values[columns.id], "text": text}, template)


def _row(line: int, value: dict[str, Any], template: Note) -> Row | BadRow:
    id = value.get("id")
    if isinstance(id, int) and not isinstance(id, bool):
        id = str(id)
    try:
        refuse_bsn("id", id if isinstance(id, str) else None)
        return Row(line, _note(id, value, template))
    except InputError as error:
        return BadRow(line, id if isinstance(id, str) and error.field != "id" else None, error)


def _note(id: object, value: dict[str, Any], template: Note) -> Note:
    """The note of a JSON object as in the contract; raises InputError naming the field."""
    text = value.get("text")
    if not isinstance(text, str):
        raise InputError("text", "is missing or no text")
    if id is not None and not isinstance(id, str):
        raise InputError("id", "is neither text nor a whole number")
    lang = value.get("lang") or template.lang
    if lang not in _LANGUAGES:
        raise InputError("lang", f"is none of {', '.join(_LANGUAGES)}")
    discipline = value.get("discipline") or template.discipline
    if discipline is not None and not isinstance(discipline, str):
        raise InputError("discipline", "is no text")
    return replace(
        template,
        text=text,
        id=id,
        lang=lang,
        discipline=discipline,
        threshold=_share(value.get("threshold", template.threshold)),
        max_problems=_count(value.get("max_problems", template.max_problems)),
        open_problems=_codes(value.get("open_problems", template.open_problems)),
    )


def _share(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise InputError("threshold", "is no number from 0 to 1")
    return float(value)


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InputError("max_problems", "is no whole number above 0")
    return value


def _codes(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not all(isinstance(code, str) for code in value):
        raise InputError("open_problems", "is no list of codes")
    return tuple(value)


__all__ = [
    "LONGEST_ROW",
    "SUFFIXES",
    "BadRow",
    "Columns",
    "Row",
    "Source",
    "code_rows",
    "open_notes",
    "open_standard_input",
    "read_jsonl",
    "read_line",
    "write_whole",
]
