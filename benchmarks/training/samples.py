"""Labelled clauses and gold notes as features and wanted outputs."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omaha.coding.lexicon import Lexicon
from omaha.coding.model import find_units
from omaha.coding.pipeline import Reading, read_note

_CODE = re.compile(r"(\d{2}|\d{4})(?::([ph]))?(?:/([fc]))?")
_ACTION = re.compile(r"I(\d\d)/(\d\d)")


@dataclass(frozen=True, slots=True)
class Sample:
    """The features of one clause or sentence and the outputs that are true of it."""

    features: tuple[str, ...]
    outputs: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class GoldNote:
    """A gold note, read, with the wanted outputs of each of its units."""

    gold: Mapping[str, Any]
    reading: Reading
    samples: tuple[Sample, ...]


def wanted(labels: str) -> frozenset[str]:
    """The outputs of a label string of `mappings/clauses-*.tsv`.

    >>> sorted(wanted("2401:p I02/63 -22"))
    ['C02', 'Mp', 'P24', 'S2401', 'T63']
    """
    found: set[str] = set()
    for label in labels.split():
        if action := _ACTION.fullmatch(label):
            found |= {"C" + action[1], "T" + action[2]}
        elif code := _CODE.fullmatch(label):
            found.add("P" + code[1][:2])
            if len(code[1]) == 4:
                found.add("S" + code[1])
            found |= {"M" + mark for mark in code.groups()[1:] if mark}
    return frozenset(found)


def read_clauses(folder: Path, lexicons: Mapping[str, Lexicon]) -> list[Sample]:
    """Every labelled clause of `mappings/`, as one unit each."""
    samples = []
    for lang, lexicon in lexicons.items():
        path = folder / f"clauses-{lang}.tsv"
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                reading = read_note(row["text"], lang, lexicon)
                features = tuple(name for here in reading.features for name in here)
                samples.append(Sample(features, wanted(row["labels"]), row["source"]))
    return samples


def read_gold(path: Path, lexicons: Mapping[str, Lexicon]) -> list[GoldNote]:
    """The gold notes; a unit has the outputs of every evidence that touches it."""
    notes = []
    for line in path.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        reading = read_note(gold["text"], gold["lang"], lexicons[gold["lang"]])
        sentences, clauses = find_units(reading.words, reading.features)
        units = [*sentences, *clauses]
        outputs = unit_outputs(gold, reading, units)
        samples = tuple(
            Sample(
                tuple(name for here in reading.features[first:last] for name in here),
                frozenset(found),
                gold["author"],
            )
            for (first, last), found in zip(units, outputs, strict=True)
        )
        notes.append(GoldNote(gold, reading, samples))
    return notes


def unit_outputs(
    gold: Mapping[str, Any], reading: Reading, units: Sequence[tuple[int, int]]
) -> list[set[str]]:
    """For each unit the outputs whose evidence touches it."""
    found: list[set[str]] = [set() for _ in units]

    def touched(evidence: str) -> Iterable[int]:
        start = gold["text"].find(evidence)
        end = start + len(evidence)
        starts, ends = reading.words.starts, reading.words.ends
        return [
            number
            for number, (first, last) in enumerate(units)
            if starts[first] < end and ends[last - 1] > start
        ]

    for problem in gold["problems"]:
        signs, evidences = problem["signs"], problem["evidence"]
        for number, evidence in enumerate(evidences):
            here = {"P" + problem["code"]}
            if problem["modifier"] != "actual":
                here.add("M" + problem["modifier"][0])
            if problem["client"] != "individual":
                here.add("M" + problem["client"][0])
            if len(signs) == 1 or len(evidences) == 1:
                here |= {"S" + sign for sign in signs}
            elif len(signs) == len(evidences):
                here.add("S" + signs[number])
            for unit in touched(evidence):
                found[unit] |= here
    for action in gold["interventions"]:
        for unit in touched(action["evidence"]):
            found[unit] |= {"C" + action["category"], "T" + action["target"]}
    return found
