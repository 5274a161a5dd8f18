"""Sorts the files of `mappings/` in place: no character of a row changes, only its line."""

from __future__ import annotations

import shutil
from pathlib import Path

from omaha.batch import write_whole
from omaha.clauses import COLUMNS
from omaha.errors import DataError
from omaha.sssom import read_rows

Lines = list[str]


def sort_mappings(folder: Path) -> tuple[list[Path], list[DataError]]:
    """Sort every lexicon, crosswalk and file of clauses of a folder.

    Returns the files that were written again, and the first error of each file that was
    left as it was because a row of it cannot be read, and so has no place.
    """
    written: list[Path] = []
    left: list[DataError] = []
    for path in sorted([*folder.glob("*.sssom.tsv"), *folder.glob("clauses-*.tsv")]):
        try:
            if sort_file(path):
                written.append(path)
        except DataError as error:
            left.append(error)
    return written, left


def sort_file(path: Path) -> bool:
    """Sort one file, whole or not at all; False when it was sorted already.

    Comments and the header stay at the top. Raises DataError, and leaves the file as it
    was, when a row cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError):
        raise DataError(path, 0, "cannot be read as UTF-8") from None
    head, rows = _clauses(path, text) if path.name.startswith("clauses-") else _sssom(path, text)
    wanted = "\n".join([*head, *rows, ""])
    if wanted == text:
        return False
    with write_whole(path) as out:
        out.write(wanted.encode())
        shutil.copymode(path, out.name)
    return True


def _clauses(path: Path, text: str) -> tuple[Lines, Lines]:
    header, *rows = text.split("\n")
    if tuple(header.split("\t")) != COLUMNS:
        raise DataError(path, 1, f"header must be {', '.join(COLUMNS)}, parted by tabs")
    return [header], sorted(filter(None, rows), key=lambda row: row.partition("\t")[0])


def _sssom(path: Path, text: str) -> tuple[Lines, Lines]:
    lines = text.split("\n")
    keyed = []
    for number, row in read_rows(path):
        if isinstance(row, DataError):
            raise row
        keyed.append((row.sort_key, number))
    numbers = [number for _, number in keyed]
    above = set(range(1, len(lines) + 1)) - set(numbers)
    head = [lines[number - 1] for number in sorted(above) if lines[number - 1]]
    return head, [lines[number - 1] for _, number in sorted(keyed)]
