"""Spreadsheets of "word, code", as organisations have them: CSV, TSV and XLSX.

What Excel does to codes is undone: a leading zero that it took away, a whole number that it
made of one. A row that cannot be used is told of with its line and the reason.
"""

from __future__ import annotations

import csv
import importlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from omaha.curation import check_mapping
from omaha.disciplines import find_discipline
from omaha.errors import DataError, InputError, UnknownCodeError
from omaha.mappings import DISCIPLINES, Mapping
from omaha.model import KINDS, Concept
from omaha.vocabulary import Vocabulary

SUFFIXES = (".csv", ".tsv", ".xlsx")
# Names of columns in lower case; the first that is there is taken.
_WORDS = ("word", "words", "woord", "woorden", "term", "phrase", "frase", "tekst", "omschrijving")
_CODES = ("code", "omaha", "omaha-code", "omahacode", "curie", "object", "object_id")
# A column of codes that says by its name of what kind they are.
_KINDS_OF_COLUMNS = {
    "problem": "problem", "probleem": "problem", "aandachtsgebied": "problem",
    "sign": "sign", "signaal": "sign", "symptoom": "sign",
    "target": "target", "actievlak": "target", "actiegebied": "target",
    "category": "category", "categorie": "category", "soort actie": "category",
}  # fmt: skip
_OTHERS = {
    "kind": ("kind", "soort", "type"),
    "discipline": ("discipline", "beroep"),
    "lang": ("lang", "language", "taal"),
    "comment": ("comment", "reason", "toelichting", "opmerking", "reden"),
}
MOST_ROWS = 200_000
MOST_COLUMNS = 100
# What a file may come to in memory, in bytes: a small XLSX may unpack to anything.
LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a row is when the sheet does not say."""

    organisation: str
    predicate: str = "skos:broadMatch"
    kind: str | None = None
    lang: str = "nl"
    discipline: str = "any"
    source: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    """The places of the columns in a row."""

    words: int
    code: int
    kind: str | None
    others: dict[str, int]


def read_spreadsheet(
    path: Path, vocabulary: Vocabulary, defaults: Defaults
) -> Iterator[tuple[int, Mapping | DataError]]:
    """Each row with its line (1-based), as a mapping or as what is wrong with it.

    Raises DataError when the sheet as a whole cannot be read: no columns of words and codes.
    """
    columns: _Columns | None = None
    for line, cells in read_cells(path):
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(path, line, cells)
            continue
        try:
            yield line, _mapping(cells, columns, vocabulary, defaults)
        except (InputError, UnknownCodeError) as error:
            yield line, DataError(path, line, str(error))
    if columns is None:
        raise DataError(path, 0, "empty; the first row names the columns word and code")


def read_cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row of a sheet with its line (1-based), all cells as they were typed.

    Raises DataError when it cannot be read, or is larger than the limits above.
    """
    return _xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        _check_size(path, path.stat().st_size)
        content = path.read_bytes()
    except OSError as error:
        raise DataError(path, 0, f"cannot be read: {error.strerror}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what Excel writes without being told
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row, cells in enumerate(reader, 1):
            if row > MOST_ROWS:
                raise DataError(path, reader.line_num, f"more than {MOST_ROWS} rows; split it")
            if len(cells) > MOST_COLUMNS:
                reason = f"more than {MOST_COLUMNS} columns; take some out"
                raise DataError(path, reader.line_num, reason)
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error:
        raise DataError(path, reader.line_num, "no row of a CSV file") from None


def _xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    # Only who imports such a file pays for its library.
    openpyxl: Any = importlib.import_module("openpyxl")
    no_book = importlib.import_module("openpyxl.utils.exceptions").InvalidFileException
    try:
        with zipfile.ZipFile(path) as packed:
            # As the directory of the file says; no more of a part is ever unpacked.
            _check_size(path, sum(part.file_size for part in packed.infolist()))
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            rows = book.worksheets[0].iter_rows(
                max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True
            )
            for line, cells in enumerate(rows, 1):
                if line > MOST_ROWS:
                    raise DataError(path, line, f"more than {MOST_ROWS} rows")
                yield line, [_cell(value) for value in cells]
    except (OSError, EOFError, IndexError, KeyError, TypeError, ValueError, NotImplementedError,
            ParseError, zipfile.BadZipFile, zlib.error, no_book):  # fmt: skip
        raise DataError(path, 0, "cannot be read as XLSX") from None


def _check_size(path: Path, size: int) -> None:
    if size > LARGEST:
        most = LARGEST // 2**20
        raise DataError(path, 0, f"more than {most} MB unpacked; split it, or save it as CSV")


def _cell(value: object) -> str:
    """A cell as it was typed.

    >>> _cell(39.0), _cell(" baxter "), _cell(None)
    ('39', 'baxter', '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _columns(path: Path, line: int, header: list[str]) -> _Columns:
    names = [name.strip().lower() for name in header]

    def find(wanted: Iterable[str]) -> int | None:
        return next((names.index(name) for name in wanted if name in names), None)

    words, code = find(_WORDS), find(_CODES)
    kind = None
    if code is None and (code := find(_KINDS_OF_COLUMNS)) is not None:
        kind = _KINDS_OF_COLUMNS[names[code]]
    if words is None or code is None:
        missing = "words: call it word or woord" if words is None else "codes: call it code"
        raise DataError(path, line, f"no column of {missing}")
    others = {
        name: place for name, wanted in _OTHERS.items() if (place := find(wanted)) is not None
    }
    return _Columns(words, code, kind, others)


def _mapping(
    cells: list[str], columns: _Columns, vocabulary: Vocabulary, defaults: Defaults
) -> Mapping:
    def cell(place: int | None) -> str:
        return cells[place] if place is not None and place < len(cells) else ""

    words = " ".join(cell(columns.words).split())
    if not words:
        raise InputError("word", "is empty")
    kind = cell(columns.others.get("kind")).lower() or columns.kind or defaults.kind
    kind = _KINDS_OF_COLUMNS.get(kind or "", kind)
    if kind and kind not in KINDS:
        raise InputError("kind", f"unknown; use one of {', '.join(KINDS)}")
    concept = find_concept(cell(columns.code), kind, vocabulary)
    asked = cell(columns.others.get("discipline"))
    discipline = find_discipline(asked) if asked and asked != "any" else defaults.discipline
    if discipline is None:
        raise InputError("discipline", f"unknown; use any, {', '.join(DISCIPLINES)}")
    mapping = Mapping(
        subject=words,
        predicate=defaults.predicate,
        object=concept.curie,
        literal=True,
        lang=cell(columns.others.get("lang")).lower() or defaults.lang,
        discipline=discipline,
        justification="semapv:ManualMappingCuration",
        source=defaults.source,
        date=defaults.date,
        comment=cell(columns.others.get("comment")),
        organisation=defaults.organisation,
    )
    check_mapping(mapping, vocabulary)
    return mapping


def find_concept(written: str, kind: str | None, vocabulary: Vocabulary) -> Concept:
    """The one concept that a code in a sheet means, also without its leading zeros.

    ``omaha:target/39``, ``target/39`` and New Zealand's codes need no kind. Raises InputError
    for none and for a code that several kinds have, and UnknownCodeError for an unknown one.
    """
    if not written:
        raise InputError("code", "is empty")
    named, _, code = written.removeprefix("omaha:").rpartition("/")
    kind = named or kind
    if kind and kind not in KINDS:
        raise InputError("code", f"unknown kind in {written!r}; use one of {', '.join(KINDS)}")
    for form in dict.fromkeys((code, code.zfill(2), code.zfill(4))):
        found = [c for c in vocabulary.find_code(form) if kind in (None, c.kind)]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{c.kind} {c.code} ({c.display('nl')})" for c in found)
            reason = f"{written!r} is {several}; say which in a column kind, or with --kind"
            raise InputError("code", reason)
    if kind:
        return vocabulary.concept(kind, code)
    raise UnknownCodeError(written)
