"""Label packs: a licensed set of labels that replaces displays when the vocabulary is loaded.

A pack is a CSV file with the columns kind, code, lang, label. `code` holds our code, the New
Zealand code or the English label. A pack may be partial; what it leaves out keeps its label.
No pack ships with the project.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from omaha.errors import DataError, UnknownCodeError
from omaha.model import KINDS, LANGUAGES, Concept
from omaha.vocabulary import Vocabulary

COLUMNS = ("kind", "code", "lang", "label")
# English terms are the Omaha System's own; a pack translates them and never renames them.
PACK_LANGUAGES = tuple(lang for lang in LANGUAGES if lang != "en")


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One row of a pack; `line` is where it begins in the file, from 1."""

    line: int
    kind: str
    code: str
    lang: str
    label: str


@dataclass(frozen=True, slots=True)
class LabelPack:
    """A label pack as read: its name (the file's, without ``.csv``), hash and rows.

    `digest` is ``sha256:`` and the hash of the file's bytes.
    """

    name: str
    digest: str
    path: str
    rows: tuple[LabelRow, ...]


@dataclass(frozen=True, slots=True)
class PackReport:
    """What a pack did: `replaced` labels, and the `left_out` concepts by (CURIE, language).

    Left out are the concepts without a label in a language that the pack does speak.
    """

    name: str
    digest: str
    replaced: int
    left_out: tuple[tuple[str, str], ...]


def load_label_pack(path: Path) -> LabelPack:
    """Read a pack: UTF-8, with commas or semicolons, columns in the order of `COLUMNS`.

    Raises DataError with file and line for another header, a wrong number of cells, an
    unknown kind, another language than Dutch, or an empty cell.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise DataError(path, 0, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DataError(path, 0, "is not UTF-8; save it as CSV UTF-8") from None
    digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    return LabelPack(path.stem, digest, str(path), tuple(_rows(path, text)))


def apply_label_pack(vocabulary: Vocabulary, pack: LabelPack) -> tuple[Vocabulary, PackReport]:
    """A new vocabulary with the labels of a pack, and a report of what it leaves out.

    Raises DataError with file and line for a code that the vocabulary does not know, and for
    two labels for one concept and language.

    >>> skin = Concept("problem", "24", (("en", "Skin"), ("nl", "Huid")))
    >>> pain = Concept("problem", "22", (("en", "Pain"), ("nl", "Pijn")))
    >>> row = LabelRow(2, "problem", "24", "nl", "De huid")
    >>> pack = LabelPack("demo", "sha256:0", "demo.csv", (row,))
    >>> changed, report = apply_label_pack(Vocabulary("2005-r1", [pain, skin], []), pack)
    >>> changed.concept("problem", "24").display("nl"), report.left_out
    ('De huid', (('omaha:problem/22', 'nl'),))
    """
    labels: dict[tuple[str, str], LabelRow] = {}
    for row in pack.rows:
        key = (_concept(vocabulary, pack, row).curie, row.lang)
        if key in labels:
            reason = f"a second label in {row.lang!r} for {key[0]}; line {labels[key].line} has one"
            raise DataError(pack.path, row.line, f"{reason}; keep one of them")
        labels[key] = row
    languages = sorted({row.lang for row in pack.rows})
    left_out = tuple((c.curie, lang) for lang in languages for c in vocabulary
                     if (c.curie, lang) not in labels)  # fmt: skip
    changed = Vocabulary(
        vocabulary.release,
        [_relabelled(concept, labels) for concept in vocabulary],
        vocabulary.schemes,
        vocabulary.groups,
        vocabulary.about,
        (*vocabulary.label_packs, (pack.name, pack.digest)),
    )
    return changed, PackReport(pack.name, pack.digest, len(labels), left_out)


def _rows(path: Path, text: str) -> Iterator[LabelRow]:
    first = text.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True
    )
    line = 1
    try:
        for cells in reader:
            if line == 1:
                _check_header(path, cells)
            elif any(cell.strip() for cell in cells):
                yield _row(path, line, [cell.strip() for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(path, line, f"not valid CSV: {error}") from None
    if line == 1:
        raise DataError(path, 1, f"is empty; the first line must be {','.join(COLUMNS)}")


def _check_header(path: Path, cells: list[str]) -> None:
    if tuple(cell.strip().lower() for cell in cells) != COLUMNS:
        reason = f"columns {', '.join(cells)!r}; the first line must be {','.join(COLUMNS)}"
        raise DataError(path, 1, reason)


def _row(path: Path, line: int, cells: list[str]) -> LabelRow:
    if len(cells) != len(COLUMNS):
        raise DataError(path, line, f"{len(cells)} cells; a row has {len(COLUMNS)}")
    row = LabelRow(line, cells[0], cells[1], cells[2].lower(), cells[3])
    if row.kind not in KINDS:
        raise DataError(path, line, f"unknown kind {row.kind!r}; use one of {', '.join(KINDS)}")
    if row.lang not in PACK_LANGUAGES:
        allowed = ", ".join(PACK_LANGUAGES)
        reason = f"language {cells[2]!r} cannot be replaced by a pack; use {allowed}"
        raise DataError(path, line, reason)
    if not row.code or not row.label:
        raise DataError(path, line, "code or label is empty; fill it in or take the row out")
    return row


def _concept(vocabulary: Vocabulary, pack: LabelPack, row: LabelRow) -> Concept:
    """The concept that a row names by our code, the New Zealand code or the English label."""
    try:
        return vocabulary.concept(row.kind, row.code)
    except UnknownCodeError as error:
        unknown = error
    wanted = row.code.casefold()
    named = [c for c in vocabulary.of_kind(row.kind) if c.display("en").casefold() == wanted]
    if len(named) == 1:
        return named[0]
    if named:
        reason = f"{row.code!r} names {len(named)} concepts of kind {row.kind}; use a code"
        raise DataError(pack.path, row.line, reason)
    raise DataError(pack.path, row.line, str(unknown))


def _relabelled(concept: Concept, labels: dict[tuple[str, str], LabelRow]) -> Concept:
    changed = dict(concept.labels)
    for lang in PACK_LANGUAGES:
        row = labels.get((concept.curie, lang))
        if row is not None:
            changed[lang] = row.label
    return replace(concept, labels=tuple(sorted(changed.items())))


__all__ = [
    "COLUMNS",
    "LabelPack",
    "LabelRow",
    "PackReport",
    "apply_label_pack",
    "load_label_pack",
]
