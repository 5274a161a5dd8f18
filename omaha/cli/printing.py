"""Coded notes printed as tables, with the rows of `mappings/` that caused each suggestion."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from omaha.batch import Row
from omaha.clauses import read_clauses
from omaha.cli.note_table import NotePrinter, evidence_of
from omaha.coding.compilation import display_rows
from omaha.coding.pipeline import Coder, code_note
from omaha.explaining import Reason, reasons_for
from omaha.loading import Sources, load_vocabulary
from omaha.mappings import Mapping
from omaha.model import LANGUAGES, CodedNote, Concept, Evidence, Note
from omaha.nearest import Near, NearestClauses, with_clauses
from omaha.sssom import read_mappings


class Explainer:
    """What is needed only to explain: the rows and labelled clauses behind suggestions.

    Clauses of a language are read when the first note in it is explained.
    """

    def __init__(self, data: Path | None, coder: Coder) -> None:
        self._folder = Sources.of(data).data / "mappings"
        self._coder = coder
        self._clauses: dict[str, NearestClauses] = {}
        self.named: dict[str, Near] = {}

    def code(self, note: Note) -> CodedNote:
        """The coded note, with the nearest clause named where the model recognised words."""
        coded = code_note(note, self._coder)
        if coded.lang is None:
            return coded
        explained, self.named = with_clauses(coded, self._of(coded.lang))
        return explained

    def reasons(self, text: str, coded: CodedNote) -> dict[Evidence, tuple[Reason, ...]]:
        """What happened to the words of each piece of evidence."""
        return reasons_for(text, coded, self._coder)

    def _of(self, lang: str) -> NearestClauses:
        if lang not in self._clauses:
            path = self._folder / f"clauses-{lang}.tsv"
            good = read_clauses(path)[0] if path.is_file() else []
            self._clauses[lang] = NearestClauses(good, lang)
        return self._clauses[lang]


def print_notes(
    data: Path | None,
    cache: Path | None,
    label_pack: Path | None,
    explainer: Explainer | None,
) -> Callable[[Row, CodedNote], None]:
    """What prints a coded note on standard output, explained when there is an explainer."""
    vocabulary = load_vocabulary(data=data, cache=cache, label_pack=label_pack)
    printer = NotePrinter(sys.stdout, vocabulary)
    rows = load_rows(data, vocabulary) if explainer else {}

    def write(row: Row, coded: CodedNote) -> None:
        printer.note(coded)
        if explainer and any(evidence_of(coded)):
            reasons = explainer.reasons(row.note.text, coded)
            printer.explained(row.note.text, coded, {**rows, **explainer.named}, reasons)

    return write


def load_rows(data: Path | None, concepts: Iterable[Concept]) -> dict[str, Mapping]:
    """Every phrase of the lexicon, displays among them, by the id that evidence names."""
    known = list(concepts)
    rows = [row for lang in LANGUAGES for row in display_rows(known, lang)]
    for path in Sources.of(data).lexicon:
        rows += read_mappings(path)[0]
    return {row.id: row for row in rows}
