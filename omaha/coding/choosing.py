"""Candidates of a note: each possible code with the numbers that its formula needs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import exp
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

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

Numbers = npt.NDArray[np.intp]


class Candidate(NamedTuple):
    """A possible code, its features, and the unit that speaks for it most."""

    code: str
    values: tuple[float, ...]
    unit: int


class Columns(NamedTuple):
    """Where each kind of output stands in the model: ranges of columns, half-open.

    `problem` gives a problem's column. Signs are numbered from the first one: `signs_of` are
    the numbers of each problem's, `problem_of_sign` the column of each one's problem.
    """

    problems: tuple[int, int]
    signs: tuple[int, int]
    categories: tuple[int, int]
    targets: tuple[int, int]
    modifiers: tuple[int, int]
    codes: tuple[str, ...]
    problem: Mapping[str, int]
    signs_of: Mapping[str, Numbers]
    problem_of_sign: Numbers

    @classmethod
    def of(cls, outputs: Sequence[str]) -> Columns:
        """The columns of a model whose outputs are sorted by kind.

        >>> Columns.of(("C01", "P01", "P02", "T01", "Mf", "S0101")).problems
        (1, 3)
        """
        ranges = {}
        for kind in "PSCTM":
            places = [n for n, name in enumerate(outputs) if name[0] == kind]
            ranges[kind] = (places[0], places[-1] + 1)
        codes = tuple(name[1:] for name in outputs)
        problem = {codes[place]: place for place in range(*ranges["P"])}
        signs = codes[slice(*ranges["S"])]
        return cls(
            ranges["P"],
            ranges["S"],
            ranges["C"],
            ranges["T"],
            ranges["M"],
            codes,
            problem,
            {
                code: np.array([n for n, sign in enumerate(signs) if sign[:2] == code], np.intp)
                for code in problem
            },
            np.array([problem[sign[:2]] for sign in signs], np.intp),
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
    if not scores.units:
        return []
    low, high = columns.problems
    logits = scores.logits[:, low:high]
    best: list[float] = logits.max(axis=0).tolist()
    ranked = sorted(best)
    possible = {n for n, value in enumerate(best) if value >= gate}
    possible.update([columns.problem[code] - low for code in rated])
    possible.update([columns.problem[code] - low for code, one in heard.items() if one.asserted])
    count = scores.sentences
    rows: list[list[float]] = logits.tolist() if possible else []
    found = []
    for n in sorted(possible):
        code = columns.codes[low + n]
        phrases = heard.get(code)
        odds = [row[n] for row in rows]
        values = problem_values(
            max(odds[:count]),
            max([odds[unit] for unit in scores.finest]),
            sum([1.0 / (1.0 + exp(-odds[unit])) for unit in scores.finest]),
            len(ranked) - bisect_right(ranked, best[n]),
            NO_PHRASES if phrases is None else phrases.lexical(),
            count,
            ranked[-1],
            code in rated,
        )
        found.append(Candidate(code, values, odds.index(best[n])))
    return found


def sign_candidates(
    scores: UnitScores,
    columns: Columns,
    problems: Sequence[tuple[str, float]],
    heard: Mapping[str, Heard],
    gate: float = SIGN_GATE,
) -> list[list[Candidate]]:
    """For each problem (code, log-odds) the signs that the model or a phrase brings up."""
    if not problems or not scores.units:
        return [[] for _ in problems]
    numbers = np.concatenate([columns.signs_of[code] for code, _ in problems])
    # The model says "which sign, given the problem"; the problem's own odds come on top.
    logits = scores.signs(numbers)
    logits += np.minimum(scores.logits[:, columns.problem_of_sign[numbers]], 0.0)
    highest: list[float] = logits.max(axis=0).tolist()
    units: list[int] = logits.argmax(axis=0).tolist()
    first = columns.signs[0]
    found = []
    end = 0
    for problem, odds in problems:
        begin, end = end, end + len(columns.signs_of[problem])
        top = max(highest[begin:end], default=0.0)
        here = []
        for n, number in enumerate(columns.signs_of[problem].tolist(), begin):
            code = columns.codes[first + number]
            phrases = heard.get("omaha:sign/" + code)
            if highest[n] < gate and (phrases is None or not phrases.asserted):
                continue
            lexical = phrases.lexical() if phrases is not None else NO_PHRASES
            here.append(Candidate(code, sign_values(highest[n], odds, top, lexical), units[n]))
        found.append(here)
    return found


class Pair(NamedTuple):
    """A possible intervention, its features, and the unit that speaks for it."""

    category: str
    target: str
    values: tuple[float, ...]
    unit: int


def intervention_candidates(
    scores: UnitScores, columns: Columns, heard: Mapping[str, Heard], gate: float = GATE
) -> Iterator[Pair]:
    """For each unit the likeliest categories with the likeliest targets, phrases included."""
    if not scores.units:
        return
    first_category, first_target = columns.categories[0], columns.targets[0]
    tops = scores.logits[:, slice(*columns.targets)].max(axis=1).tolist()
    named = _named(scores, columns, heard)
    for unit, top_target in enumerate(tops):
        spoken = named.get(unit, {})
        if top_target < gate and not spoken:
            continue
        row: list[float] = scores.logits[unit].tolist()
        categories = row[slice(*columns.categories)]
        top_category = max(categories)
        problem = max(row[slice(*columns.problems)])
        limit = max(top_target - BEHIND, gate)
        targets = [
            n
            for n, odds in enumerate(row[slice(*columns.targets)], first_target)
            if odds > limit or n in spoken
        ]
        for c, category_odds in enumerate(categories, first_category):
            category_grade = spoken.get(c, 0.0)
            named_alone = spoken and category_odds == top_category
            if category_odds < gate and not category_grade and not named_alone:
                continue
            together = scores.model.together[c - first_category]
            for n in targets:
                target_odds, target_grade = row[n], spoken.get(n, 0.0)
                values = (
                    category_odds,
                    target_odds,
                    top_category,
                    top_target,
                    problem,
                    min(category_odds, target_odds),
                    together[n - first_target],
                    category_grade,
                    1.0 if category_grade else 0.0,
                    target_grade,
                    1.0 if target_grade else 0.0,
                )
                yield Pair(columns.codes[c], columns.codes[n], values, unit)


def _named(
    scores: UnitScores, columns: Columns, heard: Mapping[str, Heard]
) -> dict[int, dict[int, float]]:
    """For each unit the columns of the categories and targets that phrases name: best grades.

    A phrase counts for the sentence and for the clause in which it begins.
    """
    found: dict[int, dict[int, float]] = {}
    starts = {"c": columns.categories[0], "t": columns.targets[0]}
    for curie, one in heard.items():
        if curie[6] not in starts or not one.asserted:
            continue
        column = columns.codes.index(curie[-2:], starts[curie[6]])
        for value, mention, _ in one.asserted:
            for unit in _units_at(scores, mention.places[0]):
                here = found.setdefault(unit, {})
                here[column] = max(here.get(column, 0.0), value)
    return found


def _units_at(scores: UnitScores, place: int) -> list[int]:
    """The sentence and the clause that hold a word, as far as they are units."""
    units, count = scores.units, scores.sentences
    found = []
    for low, high in ((0, count), (count, len(units))):
        number = bisect_right(units, place, low, high, key=_first) - 1
        if number >= low and place < units[number][1]:
            found.append(number)
    return found


def _first(unit: tuple[int, int]) -> int:
    return unit[0]


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
    scores: UnitScores,
    columns: Columns,
    problems: Sequence[tuple[Candidate, float]],
    effects: Sequence[Effect],
) -> list[dict[str, tuple[float, ...]]]:
    """The features of each modifier (``p``, ``h``, ``f`` and ``c``) of some chosen problems.

    With each problem comes the best score of its signs in [0, 1].
    """
    if not problems:
        return []
    logits = scores.logits[:, slice(*columns.modifiers)]
    names = columns.codes[slice(*columns.modifiers)]
    best = dict(zip(names, logits.max(axis=0).tolist(), strict=True))
    found: list[dict[str, tuple[float, ...]]] = []
    for problem, sign in problems:
        code = problem.code
        here = dict(zip(names, logits[problem.unit].tolist(), strict=True))
        first, last = scores.units[problem.unit]
        near = {e.status for e in effects if e.first < last and e.last > first} if effects else ()
        risk, promotion = float("risk" in near), float("promotion" in near)
        family, community = float("family" in near), float("community" in near)
        odds = max(problem.values[0], problem.values[1])
        always = (sign, odds, float(code == "13"), float(code == "08"), float(code == "42"))
        found.append(
            {
                "p": (here["p"], best["p"], here["h"], risk, promotion, *always),
                "h": (here["h"], best["h"], here["p"], promotion, risk, *always),
                "f": (here["f"], best["f"], here["c"], family, community, *always),
                "c": (here["c"], best["c"], here["f"], community, family, *always),
            }
        )
    return found


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
