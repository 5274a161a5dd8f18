"""Labelled clauses: what a short stretch of a note says, in one line of labels.

The clauses of `mappings/clauses-*.tsv` teach the clause model. Labels stand side by side:

- ``2401`` a sign (or ``24``, a problem without a listed sign), actual; ``:p`` potential, ``:h``
  health promotion; ``/f`` the family, ``/c`` the community is the client
- ``I02/63`` an intervention: category and target
- ``-22`` denied, ``<26`` past, ``~11`` somebody else's, ``?26`` hypothetical: heard, not coded
- ``none`` nothing to code
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from omaha.errors import DataError
from omaha.mappings import DISCIPLINES
from omaha.ordering import find_misplaced
from omaha.vocabulary import Vocabulary

COLUMNS = ("text", "labels", "style", "discipline", "source", "date")
STYLES = ("plain", "hard")
_CODE = re.compile(r"(\d{2}|\d{4})(?::([ph]))?(?:/([fc]))?")
_ACTION = re.compile(r"I(\d\d)/(\d\d)")
_NOT_CODED = re.compile(r"[-<~?](\d\d)")


@dataclass(frozen=True, slots=True)
class Clause:
    """One labelled clause: words as in a note, its labels, and where it comes from."""

    text: str
    labels: tuple[str, ...]
    style: str
    discipline: str
    source: str
    date: str


def outputs_of(labels: Iterable[str]) -> frozenset[str]:
    """What the clause model should say of a clause: ``P24 S2401 C02 T63 Mp Mh Mf Mc``.

    >>> sorted(outputs_of(["2401:p", "I02/63", "-22"]))
    ['C02', 'Mp', 'P24', 'S2401', 'T63']
    """
    found: set[str] = set()
    for label in labels:
        if action := _ACTION.fullmatch(label):
            found |= {"C" + action[1], "T" + action[2]}
        elif code := _CODE.fullmatch(label):
            found.add("P" + code[1][:2])
            if len(code[1]) == 4:
                found.add("S" + code[1])
            found |= {"M" + mark for mark in code.groups()[1:] if mark}
    return frozenset(found)


def read_clauses(path: Path) -> tuple[list[Clause], list[DataError]]:
    """The good lines of a file and one error for each bad one, both in file order.

    Raises DataError when the header is not `COLUMNS`.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise DataError(path, 1, f"header must be {', '.join(COLUMNS)}, parted by tabs")
    good: dict[int, Clause] = {}
    bad: dict[int, str] = {}
    texts: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        cells = line.split("\t")
        if (reason := next(_faults(cells), None)) is not None:
            bad[number] = reason
        elif texts.setdefault(cells[0], number) != number:
            bad[number] = f"the same text as line {texts[cells[0]]}"
        else:
            good[number] = Clause(cells[0], tuple(cells[1].split(" ")), *cells[2:])
    numbers = list(good)
    for misplaced in find_misplaced([clause.text for clause in good.values()]):
        number = numbers[misplaced.row]
        bad[number] = f"not in the order of texts: {misplaced.told(numbers)}"
        del good[number]
    return list(good.values()), [DataError(path, n, bad[n]) for n in sorted(bad)]


def _faults(cells: list[str]) -> Iterator[str]:
    if len(cells) != len(COLUMNS):
        yield f"{len(cells)} cells under {len(COLUMNS)} columns"
        return
    for name, cell in zip(COLUMNS, cells, strict=True):
        if not cell or cell != cell.strip():
            yield f"{name} is empty or has blanks around it"
    labels = cells[1].split(" ")
    for label in labels:
        if label == "none" and len(labels) > 1:
            yield "'none' beside other labels"
        if label != "none" and not any(p.fullmatch(label) for p in (_CODE, _ACTION, _NOT_CODED)):
            yield f"label {label!r} is none of 2401, 24:p, 1306/f, I02/63, -22, <22, ~22, ?22, none"
    if cells[2] not in STYLES:
        yield f"unknown style {cells[2]!r}; use plain or hard"
    if cells[3] != "any" and cells[3] not in DISCIPLINES:
        yield f"unknown discipline {cells[3]!r}"


def unknown_codes(clause: Clause, vocabulary: Vocabulary) -> list[str]:
    """The CURIEs in the labels of a clause that the vocabulary does not have."""
    wanted: list[str] = []
    for label in clause.labels:
        if action := _ACTION.fullmatch(label):
            wanted += [f"omaha:category/{action[1]}", f"omaha:target/{action[2]}"]
        elif code := _CODE.fullmatch(label):
            kind = "sign" if len(code[1]) == 4 else "problem"
            wanted.append(f"omaha:{kind}/{code[1]}")
        elif other := _NOT_CODED.fullmatch(label):
            wanted.append(f"omaha:problem/{other[1]}")
    return [curie for curie in wanted if curie not in vocabulary]
