"""Candidates of a note: each possible code with the numbers that its formula needs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from omaha.coding.assertion import Effect
from omaha.coding.evidence import Heard
from omaha.coding.model import UnitScores
from omaha.coding.scoring import Lexical, problem_values, sign_values

# Below this log-odds of the model, and without a phrase, a code is no candidate.
GATE = -4.0
SIGN_GATE = -5.0
# What is asked for above a threshold of our own need not be looked for so low.
NARROW_GATE = -2.75
# A target this far below the likeliest of its unit is no candidate.
BEHIND = 4.0
NO_PHRASES = Lexical()


class Candidate(NamedTuple):
    """A possible code, its features, and the unit that speaks for it most."""

    code: str
    values: tuple[float, ...]
    unit: int


class Columns(NamedTuple):
    """Where each kind of output stands in the model: ranges of columns, half-open."""

    problems: tuple[int, int]
    signs: tuple[int, int]
    categories: tuple[int, int]
    targets: tuple[int, int]
    modifiers: tuple[int, int]
    codes: tuple[str, ...]
    problem: Mapping[str, int]
    signs_of: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, outputs: Sequence[str]) -> Columns:
        """The columns of a model whose outputs are sorted by kind.

        >>> Columns.of(("C01", "P01", "P02", "S0101", "T01", "Mf")).problems
        (1, 3)
        """
        ranges = {}
        for kind in "PSCTM":
            places = [n for n, name in enumerate(outputs) if name[0] == kind]
            ranges[kind] = (places[0], places[-1] + 1)
        codes = tuple(name[1:] for name in outputs)
        problems = range(*ranges["P"])
        signs: dict[str, tuple[int, int]] = {}
        for place in range(*ranges["S"]):
            code = codes[place][:2]
            signs[code] = (signs.get(code, (place, 0))[0], place + 1)
        return cls(
            ranges["P"],
            ranges["S"],
            ranges["C"],
            ranges["T"],
            ranges["M"],
            codes,
            {codes[place]: place for place in problems},
            signs,
        )


def problem_candidates(
    scores: UnitScores,
    columns: Columns,
    heard: Mapping[str, Heard],
    rated: Collection[str],
    gate: float = GATE,
) -> list[Candidate]:
    """Every problem that the model, a phrase or a written score (`rated`) brings up.

    `gate` is the log-odds of the model below which it needs one of the others.
    """
    low, high = columns.problems
    codes = columns.codes[low:high]
    if not scores.units:
        return []
    logits = scores.logits[:, low:high]
    count = scores.sentences
    best_unit = logits.argmax(axis=0).tolist()
    sentence = logits[:count].max(axis=0).tolist()
    clause = logits[count:].max(axis=0).tolist() if len(logits) > count else sentence
    best = scores.best[low:high]
    order = sorted(range(len(codes)), key=best.__getitem__, reverse=True)
    rank = {n: place for place, n in enumerate(order)}
    top = best[order[0]]
    possible = [
        n
        for n, code in enumerate(codes)
        if best[n] >= gate or code in rated or (code in heard and heard[code].asserted)
    ]
    # Side by side in memory, so that each column is added up as a row of its own would be.
    columnwise = np.ascontiguousarray(logits.T[possible]).clip(-30, 30)
    totals = dict(
        zip(possible, (1.0 / (1.0 + np.exp(-columnwise))).sum(axis=1).tolist(), strict=True)
    )
    found = []
    for n in possible:
        code = codes[n]
        phrases = heard.get(code)
        lexical = phrases.lexical() if phrases is not None else NO_PHRASES
        values = problem_values(
            sentence[n], clause[n], totals[n], rank[n], lexical, count, top, code in rated
        )
        found.append(Candidate(code, values, best_unit[n]))
    return found


def sign_candidates(
    scores: UnitScores,
    columns: Columns,
    problem: str,
    problem_odds: float,
    heard: Mapping[str, Heard],
    gate: float = SIGN_GATE,
) -> list[Candidate]:
    """Every sign of a problem that the model or a phrase brings up."""
    if problem not in columns.signs_of or not scores.units:
        return []
    low, high = columns.signs_of[problem]
    # The model says "which sign, given the problem"; the problem's own odds come on top.
    given = scores.logits[:, columns.problem[problem], None]
    logits = scores.signs(low, high) + np.minimum(given, 0.0)
    best = logits.max(axis=0).tolist()
    units = logits.argmax(axis=0).tolist()
    top = max(best)
    found = []
    for n, code in enumerate(columns.codes[low:high]):
        phrases = heard.get(f"omaha:sign/{code}")
        if best[n] < gate and (phrases is None or not phrases.asserted):
            continue
        lexical = phrases.lexical() if phrases is not None else NO_PHRASES
        values = sign_values(best[n], problem_odds, top, lexical)
        found.append(Candidate(code, values, units[n]))
    return found


class Pair(NamedTuple):
    """A possible intervention of one unit, and its features."""

    category: str
    target: str
    values: tuple[float, ...]
    unit: int


def intervention_candidates(
    scores: UnitScores, columns: Columns, heard: Mapping[str, Heard], gate: float = GATE
) -> Iterator[Pair]:
    """For each unit the likeliest categories with the likeliest targets, phrases included."""
    low, high = columns.problems
    first_category, end_category = columns.categories
    first_target, end_target = columns.targets
    if not scores.units:
        return
    named = [
        (curie[6] + curie[-2:], mention.places[0], value)
        for curie, one in heard.items()
        if curie[6] in "ct"
        for value, mention, _ in one.asserted
    ]
    problems = scores.logits[:, low:high].max(axis=1).tolist()
    categories = scores.logits[:, first_category:end_category].tolist()
    # In double precision, as the numbers of the formula are.
    targets = scores.logits[:, first_target:end_target].astype(np.float64)
    top_targets = targets.max(axis=1)
    likely = targets > np.maximum(top_targets - BEHIND, gate)[:, None]
    wanted: list[set[int]] = [set() for _ in scores.units]
    for number, n in np.argwhere(likely).tolist():
        wanted[number].add(n)
    spoken = _by_unit(scores, named)
    for number in range(len(scores.units)):
        lexical = spoken.get(number, {})
        for name in lexical:
            if name[0] == "t":
                wanted[number].add(columns.codes.index(name[1:], first_target) - first_target)
        if not wanted[number]:
            continue
        top_category = max(categories[number])
        row = targets[number]
        top_target = float(top_targets[number])
        for c, category_odds in enumerate(categories[number]):
            category = columns.codes[first_category + c]
            category_grade = lexical.get("c" + category, 0.0)
            if category_odds < gate and not category_grade:
                continue
            for n in sorted(wanted[number]):
                target, target_odds = columns.codes[first_target + n], float(row[n])
                target_grade = lexical.get("t" + target, 0.0)
                yield Pair(
                    category,
                    target,
                    (
                        category_odds,
                        target_odds,
                        target_odds - top_target,
                        category_odds - top_category,
                        target_grade,
                        1.0 if target_grade else 0.0,
                        category_grade,
                        1.0 if category_grade else 0.0,
                        min(category_odds, target_odds),
                        problems[number],
                        scores.model.together.get(category + target, 0.0),
                    ),
                    number,
                )


def _by_unit(
    scores: UnitScores, named: Sequence[tuple[str, int, float]]
) -> dict[int, dict[str, float]]:
    """For each unit the codes that phrases name in it, with the best grade of each."""
    found: dict[int, dict[str, float]] = {}
    for low, high in ((0, scores.sentences), (scores.sentences, len(scores.units))):
        begins = [first for first, _ in scores.units[low:high]]
        for name, place, value in named:
            number = low + bisect_right(begins, place) - 1
            if number >= low and place < scores.units[number][1]:
                here = found.setdefault(number, {})
                here[name] = max(here.get(name, 0.0), value)
    return found


_OTHER = {"p": "h", "h": "p", "f": "c", "c": "f"}
_FLAG = {"p": "risk", "h": "promotion", "f": "family", "c": "community"}
MODIFIER_FEATURES = (
    "odds",
    "best",
    "other",
    "flag",
    "other_flag",
    "sign",
    "problem",
    "p13",
    "p08",
    "p42",
)


def modifier_values(
    name: str,
    scores: UnitScores,
    columns: Columns,
    candidate: Candidate,
    sign: float,
    effects: Sequence[Effect],
) -> tuple[float, ...]:
    """The features of one modifier (``p``, ``h``, ``f`` or ``c``) of a chosen problem.

    `sign` is the best score of its signs in [0, 1].
    """
    start = columns.modifiers[0]
    place = columns.codes.index(name, start)
    other_place = columns.codes.index(_OTHER[name], start)
    first, last = scores.units[candidate.unit]
    flags = {e.status for e in effects if e.first < last and e.last > first}
    here = scores.logits[candidate.unit]
    return (
        float(here[place]),
        scores.best[place],
        float(here[other_place]),
        1.0 if _FLAG[name] in flags else 0.0,
        1.0 if _FLAG[_OTHER[name]] in flags else 0.0,
        sign,
        max(candidate.values[0], candidate.values[1]),
        1.0 if candidate.code == "13" else 0.0,
        1.0 if candidate.code == "08" else 0.0,
        1.0 if candidate.code == "42" else 0.0,
    )


__all__ = [
    "GATE",
    "MODIFIER_FEATURES",
    "NARROW_GATE",
    "Candidate",
    "Columns",
    "Pair",
    "intervention_candidates",
    "modifier_values",
    "problem_candidates",
    "sign_candidates",
]
