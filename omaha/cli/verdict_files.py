"""Mappings as a steward reads them: on a line, and in a sheet to be filled in and judged."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from omaha.curation import VERDICTS
from omaha.errors import DataError, InputError
from omaha.spreadsheets import read_cells
from omaha.store import Entry, Verdict
from omaha.vocabulary import Vocabulary

_TOLD = ("mapping", "verdict", "relation", "reason")
# What a steward looks at; nothing of it is read back.
_SHOWN = ("words", "says", "object", "display", "scope", "lang", "comment")


def one_line(entry: Entry, vocabulary: Vocabulary) -> str:
    """A mapping and where it stands, on one line."""
    row = entry.mapping
    where = [row.scope if row.scope != "discipline" else row.discipline, row.lang]
    told = f"  # {row.comment}" if row.comment else ""
    return (
        f"{row.id}  {entry.status:9}  {row.subject!r} {_says(entry)} {row.object} "
        f"{_display(entry, vocabulary)}  ({', '.join(filter(None, where))}){told}"
    )


def write_sheet(path: Path, entries: Iterable[Entry], vocabulary: Vocabulary) -> None:
    """A CSV that Excel opens: a row for each mapping, with the verdict left open.

    Raises InputError when the file is there already, or cannot be made.
    """
    with _new_file(path) as out:
        # Semicolons, as Excel in Dutch wants them; they are read back either way.
        writer = csv.writer(out, delimiter=";")
        writer.writerow((*_TOLD, *_SHOWN))
        for entry in entries:
            row = entry.mapping
            scope = row.discipline if row.scope == "discipline" else row.scope
            shown = (row.subject, _says(entry), row.object, _display(entry, vocabulary), scope,
                     row.lang, row.comment)  # fmt: skip
            writer.writerow((row.id, "", "", "", *map(_no_formula, shown)))


def read_verdicts(path: Path) -> tuple[list[Verdict], int]:
    """The judgements of a CSV or XLSX, and how many rows have none yet.

    Raises DataError with the line of a bad one.
    """
    rows = ((line, cells) for line, cells in read_cells(path) if any(cells))
    line, header = next(rows, (1, []))
    names = [name.lower() for name in header]
    if not {"mapping", "verdict"} <= set(names):
        raise DataError(path, line, f"columns are {', '.join(_TOLD)}")
    said, left = [], 0
    for line, cells in rows:
        told = dict(zip(names, cells, strict=False))
        given = [told.get(name, "") for name in _TOLD]
        mapping, verdict = given[0], given[1].lower()
        if mapping and not verdict:
            left += 1
        elif mapping and verdict in VERDICTS:
            said.append(Verdict(mapping, verdict, *given[2:]))
        else:
            raise DataError(path, line, f"verdict is one of {', '.join(VERDICTS)}")
    return said, left


def _new_file(path: Path) -> TextIO:
    try:
        return path.open("x", encoding="utf-8-sig", newline="")
    except FileExistsError:
        reason = "is there already and may be filled in; give another name, or move it away"
    except FileNotFoundError:
        reason = "is in a folder that does not exist; make the folder first"
    except OSError as error:
        reason = f"cannot be written: {error.strerror}; give a place where you may write"
    raise InputError("--to", f"{path} {reason}")


def _says(entry: Entry) -> str:
    row = entry.mapping
    return "is not" if row.negative else row.predicate.removeprefix("skos:")


def _display(entry: Entry, vocabulary: Vocabulary) -> str:
    row = entry.mapping
    known = row.object in vocabulary
    return vocabulary.by_curie(row.object).display("nl") if known else row.object_label


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet takes for text, never for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
