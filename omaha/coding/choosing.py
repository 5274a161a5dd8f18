"""Candidates of a note: each possible code with the numbers that its formula needs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
    the numbers of each problem's and `named_signs` their codes and CURIEs, `problem_of_sign` the
    column of each one's problem. `actions` gives the column of a category or target by CURIE.
    """

    problems: tuple[int, int]
    signs: tuple[int, int]
    categories: tuple[int, int]
    targets: tuple[int, int]
    modifiers: tuple[int, int]
    codes: tuple[str, ...]
    problem: Mapping[str, int]
    signs_of: Mapping[str, Numbers]
    named_signs: Mapping[str, Sequence[tuple[str, str]]]
    problem_of_sign: Numbers
    actions: Mapping[str, int]

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
            {
                code: [(sign, "omaha:sign/" + sign) for sign in signs if sign[:2] == code]
                for code in problem
            },
            np.array([problem[sign[:2]] for sign in signs], np.intp),
            {
                f"omaha:{kind}/{codes[place]}": place
                for kind, letter in (("category", "C"), ("target", "T"))
                for place in range(*ranges[letter])
            },
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
    highest = logits.max(axis=0)
    possible = set((highest >= gate).nonzero()[0].tolist())
    possible.update([columns.problem[code] - low for code in rated])
    possible.update([columns.problem[code] - low for code, one in heard.items() if one.asserted])
    if not possible:
        return []
    best: list[float] = highest.tolist()
    rows: list[list[float]] = logits.tolist()
    numbers = sorted(possible)
    found = []
    for n, odds in zip(numbers, logits.take(numbers, axis=1).T.tolist(), strict=True):
        code = columns.codes[low + n]
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
    begin = 0
    for problem, odds in problems:
        end = begin + len(columns.signs_of[problem])
        own: list[float] = scores.logits[:, columns.problem[problem]].tolist()
        found.append(
            _signs_of(
                problem, odds, own, highest[begin:end], units[begin:end],
                [row[begin:end] for row in rows], scores, columns, heard, setting, gate,
            )
        )  # fmt: skip
        begin = end
    return found


def _signs_of(
    problem: str,
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
    signs = columns.named_signs[problem]
    if not signs:
        return []
    numbers = columns.signs_of[problem].tolist()
    phrases = [heard.get(curie) for _, curie in signs]
    named = log1p(sum([one is not None and bool(one.asserted) for one in phrases]))
    ranked = sorted(highest)
    found = []
    for n, one in enumerate(phrases):
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
            1.0 if n == len(signs) - 1 else 0.0,
            setting.common[columns.signs[0] + numbers[n]],
            named,
            1.0 if one is not None and one.asserted_in(scores.units[unit]) else 0.0,
            setting.lengths[unit],
            setting.units,
            setting.words,
        )
        found.append(Candidate(signs[n][0], values, unit))
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
    targets_odds = scores.logits[:, slice(*columns.targets)]
    categories_odds = scores.logits[:, slice(*columns.categories)]
    tops: list[float] = targets_odds.max(axis=1).tolist()
    fitting: list[float] = categories_odds.max(axis=1).tolist()
    named = _named(scores, columns, heard)
    finest = list(scores.finest)
    action = max([fitting[unit] for unit in finest])
    ordered = np.sort(targets_odds[finest], axis=0)
    second = ordered[-2].tolist() if len(ordered) > 1 else [NOTHING] * ordered.shape[1]
    for unit, (top_target, top_category) in enumerate(zip(tops, fitting, strict=True)):
        spoken = named.get(unit)
        if spoken is None:
            if top_target < gate or top_category < gate:
                continue
            spoken = {}
        of_targets = targets_odds[unit]
        likely = (of_targets > max(top_target - BEHIND, gate)).nonzero()[0]
        target_odds = dict(zip(likely.tolist(), of_targets[likely].tolist(), strict=True))
        for n in spoken:
            if n >= first_target:
                target_odds[n - first_target] = float(of_targets[n - first_target])
        for c, category_odds in enumerate(categories_odds[unit].tolist()):
            named_alone = spoken and category_odds == top_category
            if category_odds < gate and c + first_category not in spoken and not named_alone:
                continue
            together = scores.model.together[c]
            for n, odds in target_odds.items():
                values = (
                    category_odds,
                    odds,
                    top_category,
                    min(category_odds, odds),
                    together[n],
                    1.0 if n + first_target in spoken else 0.0,
                    second[n],
                    action,
                    setting.common[n + first_target],
                    setting.lift[n + first_target],
                    setting.lengths[unit],
                    setting.units,
                    setting.words,
                )
                category, target = (
                    columns.codes[c + first_category],
                    columns.codes[n + first_target],
                )
                yield Pair(category, target, values, unit)


def _named(
    scores: UnitScores, columns: Columns, heard: Mapping[str, Heard]
) -> dict[int, dict[int, float]]:
    """For each unit the columns of the categories and targets that phrases name: best grades.

    A phrase counts for the sentence and for the clause in which it begins.
    """
    found: dict[int, dict[int, float]] = {}
    for curie in heard.keys() & columns.actions.keys():
        column = columns.actions[curie]
        for value, mention, sense in heard[curie].asserted:
            weighed = value * sense.weight
            for unit in _units_at(scores, mention.places[0]):
                here = found.setdefault(unit, {})
                here[column] = max(here.get(column, 0.0), weighed)
    return found


def _units_at(scores: UnitScores, place: int) -> list[int]:
    """The sentence and the clause that hold a word, as far as they are units."""
    units, count = scores.units, scores.sentences
    found = []
    for low, high in ((0, count), (count, len(units))):
        number = bisect_left(units, (place + 1,), low, high) - 1
        if number >= low and place < units[number][1]:
            found.append(number)
    return found


# Problems whose modifiers have features of their own: the last two.
_APART = ("13", "08")


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
    # In the order of their names: community, family, health promotion, potential.
    rows: list[list[float]] = scores.logits[:, slice(*columns.modifiers)].tolist()
    best_c, best_f, best_h, best_p = map(max, zip(*rows, strict=True))
    found: list[dict[str, tuple[float, ...]]] = []
    for (code, _, unit), sign in problems:
        c, f, h, p = rows[unit]
        first, last = scores.units[unit]
        near = {e.status for e in effects if e.first < last and e.last > first} if effects else ()
        risk = 1.0 if "risk" in near else 0.0
        promotion = 1.0 if "promotion" in near else 0.0
        family = 1.0 if "family" in near else 0.0
        community = 1.0 if "community" in near else 0.0
        odds: list[float] = scores.logits[:, columns.problem[code]].tolist()
        at_c, at_f, at_h, at_p = rows[max(scores.finest, key=odds.__getitem__)]
        always = (
            sign, odds[unit], setting.lengths[unit], *[1.0 if code == o else 0.0 for o in _APART]
        )  # fmt: skip
        found.append(
            {
                "p": (p, best_p, h, at_p, risk, promotion, *always),
                "h": (h, best_h, p, at_h, promotion, risk, *always),
                "f": (f, best_f, c, at_f, family, community, *always),
                "c": (c, best_c, f, at_c, community, family, *always),
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
