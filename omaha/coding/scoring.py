"""From evidence to calibrated scores: one small logistic formula for each kind of code.

Each formula sees a handful of numbers that a person can check: what the model says of the
best sentence and clause, which phrases stand there and how well they match. The
coefficients are fitted by `script/train` and stored with the model's weights.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import exp
from operator import mul
from typing import Any

from omaha.model import Band


@dataclass(frozen=True, slots=True)
class Formula:
    """A logistic formula: score = curve(intercept + sum of coefficient times feature).

    `curve` maps log-odds to probability through points (log-odds, probability), rising in
    both; empty means the logistic function itself.
    """

    features: tuple[str, ...]
    coefficients: tuple[float, ...]
    intercept: float
    curve: tuple[tuple[float, float], ...] = ()

    def log_odds(self, values: Sequence[float]) -> float:
        """The raw log-odds; `values` in the order of `features`.

        >>> Formula(("a", "b"), (2.0, -1.0), 0.5).log_odds((1.0, 2.0))
        0.5
        """
        return sum(map(mul, self.coefficients, values), self.intercept)

    def score(self, values: Sequence[float]) -> float:
        """The calibrated score in [0, 1].

        >>> Formula(("a",), (1.0,), 0.0).score((0.0,))
        0.5
        >>> Formula(("a",), (1.0,), 0.0, ((-1.0, 0.2), (1.0, 0.6))).score((0.0,))
        0.4
        """
        raw = sum(map(mul, self.coefficients, values), self.intercept)
        return self.calibrated(raw) if self.curve else logistic(raw)

    def calibrated(self, raw: float) -> float:
        """The score in [0, 1] of some log-odds."""
        if not self.curve:
            return logistic(raw)
        place = bisect_right(self.curve, (raw, 2.0))
        if place == 0:
            return self.curve[0][1]
        if place == len(self.curve):
            return self.curve[-1][1]
        (left, low), (right, high) = self.curve[place - 1], self.curve[place]
        return low + (high - low) * (raw - left) / (right - left)


PROBLEM_FEATURES = (
    "sentence",
    "clause",
    "second",
    "sum",
    "margin",
    "square",
    "clause_words",
    "best_covered",
    "seen",
    "excluded",
    "rated",
    "words",
    "words_of_clause",
    "common",
    "discipline",
    "units",
    "words_of_units",
    "denials",
)
SIGN_FEATURES = (
    "best",
    "problem",
    "behind",
    "here",
    "problem_here",
    "margin",
    "rank",
    "other",
    "common",
    "named",
    "named_here",
    "words",
    "units",
    "words_of_units",
)
INTERVENTION_FEATURES = (
    "category",
    "target",
    "top_category",
    "both",
    "together",
    "target_seen",
    "second",
    "action",
    "common",
    "discipline",
    "words",
    "units",
    "words_of_units",
)
MODIFIER_FEATURES = (
    "odds",
    "best",
    "other",
    "clause",
    "flag",
    "other_flag",
    "sign",
    "problem",
    "words",
    "p13",
    "p08",
)


# The score of words that a steward accepted, said in full.
JUDGED = 0.95


def vouched(score: float, judged: float) -> float:
    """A score where a steward vouches for the words; `judged` is how well they match.

    >>> vouched(0.3, 1.0), vouched(0.99, 1.0), vouched(0.3, 0.0)
    (0.95, 0.99, 0.3)
    """
    return max(score, JUDGED * judged)


def logistic(value: float) -> float:
    """The probability of a log-odds.

    >>> logistic(0.0)
    0.5
    """
    if value < -60.0:
        return 0.0
    return 1.0 / (1.0 + exp(-value))


@dataclass(frozen=True, slots=True)
class Formulas:
    """All formulas of one engine, with the scores from which a code is shown.

    `show` is the least score of a shown problem, `accept` of one in the accept band; signs
    and interventions have a least score of their own. All in [0, 1].
    """

    problem: Formula
    sign: Formula
    intervention: Formula
    potential: Formula
    health_promotion: Formula
    family: Formula
    community: Formula
    show: float
    accept: float
    show_sign: float
    show_intervention: float

    def band(self, score: float) -> Band:
        """``accept``, ``ask`` or ``drop`` for a problem's score."""
        if score >= self.accept:
            return "accept"
        return "ask" if score >= self.show else "drop"


def formulas_to_json(formulas: Formulas) -> dict[str, Any]:
    """Plain lists and numbers, as stored with the weights."""
    return asdict(formulas)


def formulas_from_json(stored: dict[str, Any]) -> Formulas:
    """The formulas back from `formulas_to_json`.

    >>> f = Formula(("a",), (1.0,), 0.5, ((0.0, 0.1), (1.0, 0.9)))
    >>> formulas = Formulas(f, f, f, f, f, f, f, 0.3, 0.8, 0.4, 0.4)
    >>> formulas_from_json(formulas_to_json(formulas)) == formulas
    True
    """
    fields: dict[str, Any] = {
        name: Formula(
            tuple(value["features"]),
            tuple(value["coefficients"]),
            value["intercept"],
            tuple((left, right) for left, right in value["curve"]),
        )
        if isinstance(value, dict)
        else value
        for name, value in stored.items()
    }
    return Formulas(**fields)
