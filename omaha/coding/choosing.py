"""Candidates of a note: each possible code with the numbers that its formula needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from omaha.coding.assertion import Effect
from omaha.coding.evidence import Heard
from omaha.coding.model import UnitScores
from omaha.coding.scoring import NOTHING, Lexical, problem_values, sign_values

# Below this log-odds of the model, and without a phrase, a code is no candidate.
GATE = -4.0
SIGN_GATE = -5.0
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
        return cls(
            ranges["P"], ranges["S"], ranges["C"], ranges["T"], ranges["M"],
            tuple(name[1:] for name in outputs),
        )


def problem_candidates(
    scores: UnitScores,
    columns: Columns,
    heard: Mapping[str, Heard],
    rated: Collection[str],
) -> list[Candidate]:
    """Every problem that the model, a phrase or a written score (`rated`) brings up."""
    low, high = columns.problems
    codes = columns.codes[low:high]
    if not scores.units:
        return []
    logits = scores.logits[:, low:high]
    count = scores.sentences
    best_unit = logits.argmax(axis=0).tolist()
    sentence = logits[:count].max(axis=0).tolist()
    clause = logits[count:].max(axis=0).tolist() if len(logits) > count else sentence
    best = [max(pair) for pair in zip(sentence, clause, strict=True)]
    order = sorted(range(len(codes)), key=lambda n: -best[n])
    rank = {n: place for place, n in enumerate(order)}
    top = best[order[0]]
    found = []
    for n, code in enumerate(codes):
        phrases = heard.get(code)
        spoken = phrases is not None and phrases.asserted
        if best[n] < GATE and not spoken and code not in rated:
            continue
        lexical = phrases.lexical() if phrases is not None else NO_PHRASES
        column = np.clip(logits[:, n], -30, 30)
        total = float((1.0 / (1.0 + np.exp(-column))).sum())
        values = problem_values(
            sentence[n], clause[n], total, rank[n], lexical, count, top, code in rated
        )
        found.append(Candidate(code, values, best_unit[n]))
    return found


def sign_candidates(
    scores: UnitScores,
    columns: Columns,
    problem: str,
    problem_odds: float,
    heard: Mapping[str, Heard],
) -> list[Candidate]:
    """Every sign of a problem that the model or a phrase brings up."""
    low, high = columns.signs
    places = [n for n in range(low, high) if columns.codes[n][:2] == problem]
    if not places or not scores.units:
        return []
    # The model says "which sign, given the problem"; the problem's own odds come on top.
    given = scores.logits[:, columns.codes.index(problem, columns.problems[0])]
    logits = scores.signs(places[0], places[-1] + 1) + np.minimum(given, 0.0)[:, None]
    best = logits.max(axis=0).tolist()
    units = logits.argmax(axis=0).tolist()
    top = max(best)
    found = []
    for n, place in enumerate(places):
        code = columns.codes[place]
        phrases = heard.get(f"omaha:sign/{code}")
        if best[n] < SIGN_GATE and (phrases is None or not phrases.asserted):
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
    scores: UnitScores, columns: Columns, heard: Mapping[str, Heard]
) -> Iterator[Pair]:
    """For each unit the likeliest categories with the likeliest targets, phrases included."""
    low, high = columns.problems
    first_category, end_category = columns.categories
    first_target, end_target = columns.targets
    phrases = [
        (curie[6:].split("/"), one)
        for curie, one in heard.items()
        if curie[6] in "ct" and one.asserted
    ]
    for number, (first, last) in enumerate(scores.units):
        row = scores.logits[number]
        lexical: dict[str, float] = {}
        for (kind, code), one in phrases:
            for value, mention, _ in one.asserted:
                if first <= mention.places[0] < last:
                    name = kind[0] + code
                    lexical[name] = max(lexical.get(name, 0.0), value)
        targets = row[first_target:end_target].tolist()
        categories = row[first_category:end_category].tolist()
        top_target, top_category = max(targets), max(categories)
        problem = float(row[low:high].max())
        wanted = [
            n
            for n, value in enumerate(targets)
            if value > GATE and value > top_target - 4.0
            or "t" + columns.codes[first_target + n] in lexical
        ]
        for c, category_odds in enumerate(categories):
            category = columns.codes[first_category + c]
            if category_odds < GATE and "c" + category not in lexical:
                continue
            category_grade = lexical.get("c" + category, 0.0)
            for n in wanted:
                target = columns.codes[first_target + n]
                target_grade = lexical.get("t" + target, 0.0)
                yield Pair(
                    category,
                    target,
                    (
                        category_odds, targets[n], targets[n] - top_target,
                        category_odds - top_category, target_grade,
                        1.0 if target_grade else 0.0, category_grade,
                        1.0 if category_grade else 0.0,
                        min(category_odds, targets[n]), problem,
                    ),
                    number,
                )


MODIFIER_FEATURES = (
    "odds", "best", "other", "flag", "other_flag", "sign", "problem", "p13", "p08", "p42",
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
    place = columns.codes.index(name, *columns.modifiers)
    other_name = {"p": "h", "h": "p", "f": "c", "c": "f"}[name]
    other_place = columns.codes.index(other_name, *columns.modifiers)
    flag_name = {"p": "risk", "h": "promotion", "f": "family", "c": "community"}
    first, last = scores.units[candidate.unit]
    flags = {e.status for e in effects if e.first < last and e.last > first}
    return (
        float(scores.logits[candidate.unit, place]),
        float(scores.logits[:, place].max()),
        float(scores.logits[candidate.unit, other_place]),
        1.0 if flag_name[name] in flags else 0.0,
        1.0 if flag_name[other_name] in flags else 0.0,
        sign,
        max(candidate.values[0], candidate.values[1]),
        1.0 if candidate.code == "13" else 0.0,
        1.0 if candidate.code == "08" else 0.0,
        1.0 if candidate.code == "42" else 0.0,
    )


__all__ = [
    "GATE",
    "MODIFIER_FEATURES",
    "NOTHING",
    "Candidate",
    "Columns",
    "Pair",
    "intervention_candidates",
    "modifier_values",
    "problem_candidates",
    "sign_candidates",
]
