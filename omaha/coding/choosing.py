"""Candidates of a note: each possible code with the numbers that its formula needs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import exp, log, log1p
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from omaha.coding.assertion import Effect
from omaha.coding.evidence import Heard
from omaha.coding.model import UnitScores
from omaha.coding.setting import NOTHING, Setting

# Below this log-odds of the model, and without a phrase, a code is no candidate.
GATE = -4.0
SIGN_GATE = -5.0
# What is asked for above a threshold of our own need not be looked for so low.
NARROW_GATE = -2.75
# A target this far below the likeliest of its unit is no candidate.
BEHIND = 4.0

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
    setting: Setting,
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
    possible = {n for n, value in enumerate(best) if value >= gate}
    possible.update([columns.problem[code] - low for code in rated])
    possible.update([columns.problem[code] - low for code, one in heard.items() if one.asserted])
    rows: list[list[float]] = logits.tolist() if possible else []
    found = []
    for n in sorted(possible):
        code = columns.codes[low + n]
        odds = [row[n] for row in rows]
        unit = odds.index(best[n])
        values = _problem_values(
            odds, unit, scores, rows[unit], heard.get(code), code in rated, setting, low + n
        )
        found.append(Candidate(code, values, unit))
    return found


def _problem_values(
    odds: Sequence[float],
    unit: int,
    scores: UnitScores,
    row: Sequence[float],
    heard: Heard | None,
    rated: bool,
    setting: Setting,
    column: int,
) -> tuple[float, ...]:
    """The features of a problem in the order of `PROBLEM_FEATURES`.

    `odds` are its log-odds in each unit, `row` those of every problem in the best `unit`.
    """
    clauses = [odds[number] for number in scores.finest]
    clause = max(clauses)
    at = scores.finest[clauses.index(clause)]
    best = odds[unit]
    return (
        max(odds[: scores.sentences]),
        clause,
        sorted(clauses)[-2] if len(clauses) > 1 else NOTHING,
        log(sum([1.0 / (1.0 + exp(-value)) for value in clauses]) + 1e-6),
        _ahead(best, row),
        best * abs(best),
        clause * setting.lengths[at],
        best * setting.covered,
        1.0 if heard is not None and heard.asserted else 0.0,
        heard.denied() if heard is not None else 0.0,
        1.0 if rated else 0.0,
        setting.lengths[unit],
        setting.lengths[at],
        setting.common[column],
        setting.lift[column],
        setting.units,
        setting.words,
        setting.denials,
    )


def _ahead(value: float, row: Sequence[float]) -> float:
    """How far one of the values of a row is ahead of the best other one.

    >>> _ahead(3.0, [1.0, 3.0, 2.5]), _ahead(1.0, [1.0, 3.0, 2.5]), _ahead(1.0, [1.0])
    (0.5, -2.0, 10.0)
    """
    top = max(row)
    if value < top:
        return value - top
    return value - (sorted(row)[-2] if len(row) > 1 else NOTHING)


def sign_candidates(
    scores: UnitScores,
    columns: Columns,
    problems: Sequence[tuple[str, float]],
    heard: Mapping[str, Heard],
    setting: Setting,
    gate: float = SIGN_GATE,
) -> list[list[Candidate]]:
    """For each problem (code, log-odds) the signs that the model or a phrase brings up."""
    if not problems or not scores.units:
        return [[] for _ in problems]
    numbers = np.concatenate([columns.signs_of[code] for code, _ in problems])
    given = scores.signs(numbers)
    # The model says "which sign, given the problem"; the problem's own odds come on top.
    logits = given + np.minimum(scores.logits[:, columns.problem_of_sign[numbers]], 0.0)
    highest: list[float] = logits.max(axis=0).tolist()
    units: list[int] = logits.argmax(axis=0).tolist()
    rows: list[list[float]] = given.tolist()
    found = []
    end = 0
    for problem, odds in problems:
        begin, end = end, end + len(columns.signs_of[problem])
        own: list[float] = scores.logits[:, columns.problem[problem]].tolist()
        found.append(
            _signs_of(
                columns.signs_of[problem].tolist(), odds, own, highest[begin:end],
                units[begin:end], [row[begin:end] for row in rows],
                scores, columns, heard, setting, gate,
            )
        )  # fmt: skip
    return found


def _signs_of(
    numbers: Sequence[int],
    odds: float,
    own: Sequence[float],
    highest: Sequence[float],
    units: Sequence[int],
    given: Sequence[Sequence[float]],
    scores: UnitScores,
    columns: Columns,
    heard: Mapping[str, Heard],
    setting: Setting,
    gate: float,
) -> list[Candidate]:
    """The candidates among the signs of one problem, each with `SIGN_FEATURES`.

    `own` are the problem's log-odds in each unit, `given` the signs' by unit, had the problem been
    certain; `highest` the signs' best with the problem, in the units of `units`.
    """
    if not numbers:
        return []
    first = columns.signs[0]
    codes = [columns.codes[first + number] for number in numbers]
    phrases = [heard.get("omaha:sign/" + code) for code in codes]
    named = log1p(sum([one is not None and bool(one.asserted) for one in phrases]))
    ranked = sorted(highest)
    found = []
    for n, (code, one) in enumerate(zip(codes, phrases, strict=True)):
        if highest[n] < gate and (one is None or not one.asserted):
            continue
        unit = units[n]
        here = given[unit][n]
        values = (
            highest[n],
            odds,
            highest[n] - ranked[-1],
            here,
            own[unit],
            _ahead(here, given[unit]),
            log1p(len(ranked) - bisect_right(ranked, highest[n])),
            1.0 if n == len(codes) - 1 else 0.0,
            setting.common[first + numbers[n]],
            named,
            1.0 if one is not None and one.asserted_in(scores.units[unit]) else 0.0,
            setting.lengths[unit],
            setting.units,
            setting.words,
        )
        found.append(Candidate(code, values, unit))
    return found


class Pair(NamedTuple):
    """A possible intervention, its features, and the unit that speaks for it."""

    category: str
    target: str
    values: tuple[float, ...]
    unit: int


def intervention_candidates(
    scores: UnitScores,
    columns: Columns,
    heard: Mapping[str, Heard],
    setting: Setting,
    gate: float = GATE,
) -> Iterator[Pair]:
    """For each unit the likeliest categories with the likeliest targets, phrases included."""
    if not scores.units:
        return
    first_category, first_target = columns.categories[0], columns.targets[0]
    tops = scores.logits[:, slice(*columns.targets)].max(axis=1).tolist()
    named = _named(scores, columns, heard)
    finest = scores.logits[list(scores.finest)]
    action = float(finest[:, slice(*columns.categories)].max())
    ordered = np.sort(finest[:, slice(*columns.targets)], axis=0)
    second = ordered[-2].tolist() if len(ordered) > 1 else [NOTHING] * ordered.shape[1]
    for unit, top_target in enumerate(tops):
        spoken = named.get(unit, {})
        if top_target < gate and not spoken:
            continue
        row: list[float] = scores.logits[unit].tolist()
        categories = row[slice(*columns.categories)]
        top_category = max(categories)
        limit = max(top_target - BEHIND, gate)
        targets = [
            n
            for n, odds in enumerate(row[slice(*columns.targets)], first_target)
            if odds > limit or n in spoken
        ]
        for c, category_odds in enumerate(categories, first_category):
            named_alone = spoken and category_odds == top_category
            if category_odds < gate and c not in spoken and not named_alone:
                continue
            together = scores.model.together[c - first_category]
            for n in targets:
                values = (
                    category_odds,
                    row[n],
                    top_category,
                    min(category_odds, row[n]),
                    together[n - first_target],
                    1.0 if n in spoken else 0.0,
                    second[n - first_target],
                    action,
                    setting.common[n],
                    setting.lift[n],
                    setting.lengths[unit],
                    setting.units,
                    setting.words,
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


def modifier_values(
    scores: UnitScores,
    columns: Columns,
    problems: Sequence[tuple[Candidate, float]],
    effects: Sequence[Effect],
    setting: Setting,
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
        odds = scores.logits[:, columns.problem[code]].tolist()
        clause = max(scores.finest, key=odds.__getitem__)
        at = dict(zip(names, logits[clause].tolist(), strict=True))
        words = setting.lengths[problem.unit]
        always = (sign, odds[problem.unit], words, float(code == "13"), float(code == "08"))
        found.append(
            {
                "p": (here["p"], best["p"], here["h"], at["p"], risk, promotion, *always),
                "h": (here["h"], best["h"], here["p"], at["h"], promotion, risk, *always),
                "f": (here["f"], best["f"], here["c"], at["f"], family, community, *always),
                "c": (here["c"], best["c"], here["f"], at["c"], community, family, *always),
            }
        )
    return found


__all__ = [
    "GATE",
    "NARROW_GATE",
    "Candidate",
    "Columns",
    "Pair",
    "intervention_candidates",
    "modifier_values",
    "problem_candidates",
    "sign_candidates",
]
