"""Coded notes printed as tables, with the rows of `mappings/` that caused each suggestion."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from omaha.batch import Row
from omaha.cli.note_table import NotePrinter, evidence_of
from omaha.coding.compilation import display_rows
from omaha.loading import Sources, load_vocabulary
from omaha.mappings import Mapping
from omaha.model import LANGUAGES, CodedNote, Concept
from omaha.sssom import read_mappings


def print_notes(
    data: Path | None, cache: Path | None, label_pack: Path | None, *, explain: bool
) -> Callable[[Row, CodedNote], None]:
    """What prints a coded note on standard output, with its evidence when `explain`."""
    vocabulary = load_vocabulary(data=data, cache=cache, label_pack=label_pack)
    printer = NotePrinter(sys.stdout, vocabulary)
    rows = load_rows(data, vocabulary) if explain else {}

    def write(row: Row, coded: CodedNote) -> None:
        printer.note(coded)
        if explain and any(evidence_of(coded)):
            printer.explained(row.note.text, coded, rows)

    return write


def load_rows(data: Path | None, concepts: Iterable[Concept]) -> dict[str, Mapping]:
    """Every phrase of the lexicon, displays among them, by the id that evidence names."""
    known = list(concepts)
    rows = [row for lang in LANGUAGES for row in display_rows(known, lang)]
    for path in Sources.of(data).lexicon:
        rows += read_mappings(path)[0]
    return {row.id: row for row in rows}
