"""Labelled clauses and gold notes as features and wanted outputs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omaha.clauses import outputs_of, read_clauses
from omaha.coding.features import word_features
from omaha.coding.lexicon import Lexicon
from omaha.coding.model import find_units
from omaha.coding.pipeline import Reading, read_note
from omaha.coding.text import read_words
from omaha.disciplines import find_discipline


@dataclass(frozen=True, slots=True)
class Sample:
    """The features of one clause or sentence, what is true of it, who wrote it and as what."""

    features: tuple[str, ...]
    outputs: frozenset[str]
    source: str
    discipline: str


@dataclass(frozen=True, slots=True)
class GoldNote:
    """A gold note, read, with the wanted outputs of each of its units."""

    gold: Mapping[str, Any]
    reading: Reading
    samples: tuple[Sample, ...]


def known(discipline: str) -> str:
    """The discipline as the coder calls it, ``any`` for one that it does not know.

    >>> known("social_worker"), known("barber")
    ('maatschappelijk_werker', 'any')
    """
    return find_discipline(discipline) or "any"


def read_samples(folder: Path, lexicons: Mapping[str, Lexicon]) -> list[Sample]:
    """Every labelled clause of `mappings/`, as one unit each; raises on a bad line."""
    samples = []
    for lang, lexicon in lexicons.items():
        good, bad = read_clauses(folder / f"clauses-{lang}.tsv")
        if bad:
            raise bad[0]
        for clause in good:
            reading = read_note(read_words(clause.text, lexicon.abbreviations), lexicon)
            features = tuple(name for here in word_features(*reading, lang) for name in here)
            samples.append(
                Sample(features, outputs_of(clause.labels), clause.source, known(clause.discipline))
            )
    return samples


def read_gold(path: Path, lexicons: Mapping[str, Lexicon]) -> list[GoldNote]:
    """The gold notes; a unit has the outputs of every evidence that touches it."""
    notes = []
    for line in path.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        lexicon = lexicons[gold["lang"]]
        reading = read_note(read_words(gold["text"], lexicon.abbreviations), lexicon)
        features = word_features(*reading, gold["lang"])
        sentences, clauses, _ = find_units(reading.words, reading.keyed.keys)
        units = [*sentences, *clauses]
        outputs = unit_outputs(gold, reading, units)
        samples = tuple(
            Sample(
                tuple(name for here in features[first:last] for name in here),
                frozenset(found),
                gold["author"],
                known(gold["discipline"]),
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
