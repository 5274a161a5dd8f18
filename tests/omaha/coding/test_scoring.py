"""Formulas: log-odds, the curve that calibrates them, bands and features in their order."""

from __future__ import annotations

from math import log, log1p

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.coding.scoring import (
    PROBLEM_FEATURES,
    SIGN_FEATURES,
    Formula,
    Lexical,
    formulas_from_json,
    formulas_to_json,
    logistic,
    problem_values,
    sign_values,
)
from tests.omaha.coding.invented import formulas

CURVE = ((-2.0, 0.1), (0.0, 0.3), (2.0, 0.9))


@pytest.mark.parametrize(
    ("raw", "score"),
    [(-9.0, 0.1), (-2.0, 0.1), (-1.0, 0.2), (0.0, 0.3), (1.0, 0.6), (2.0, 0.9), (9.0, 0.9)],
)
def test_the_curve_is_followed_between_its_points_and_flat_beyond(raw: float, score: float) -> None:
    assert Formula(("a",), (1.0,), 0.0, CURVE).score((raw,)) == pytest.approx(score)


@given(st.lists(st.floats(-500, 500), min_size=2, max_size=2))
def test_a_score_lies_between_0_and_1_and_rises_with_the_log_odds(raw: list[float]) -> None:
    low, high = sorted(raw)
    for formula in (Formula(("a",), (1.0,), 0.0), Formula(("a",), (1.0,), 0.0, CURVE)):
        assert 0.0 <= formula.score((low,)) <= formula.score((high,)) <= 1.0


def test_the_logistic_function_bears_any_number() -> None:
    assert logistic(-1e9) == 0.0
    assert logistic(1e9) == 1.0


def test_features_stand_in_the_order_of_their_names() -> None:
    lexical = Lexical(0.9, 0.4, 0.2, 3)
    values = dict(
        zip(PROBLEM_FEATURES, problem_values(1.0, 2.0, 0.5, 4, lexical, 6, 3.0, True), strict=True)
    )
    assert values == pytest.approx({
        "sentence": 1.0, "clause": 2.0, "sum": log(0.5 + 1e-6), "rank": log1p(4), "strong": 0.9,
        "weak": 0.4, "excluded": 0.2, "count": log1p(3), "length": log1p(6), "behind": -1.0,
        "strong_x": 1.8, "seen": 1.0, "rated": 1.0, "top": 3.0,
        "only_excluded": 0.0,
    })  # fmt: skip
    sign = dict(zip(SIGN_FEATURES, sign_values(1.0, 2.0, 3.0, lexical), strict=True))
    assert (sign["best"], sign["problem"], sign["behind"]) == (1.0, 2.0, -2.0)


def test_a_problem_that_no_phrase_names_is_not_seen() -> None:
    values = problem_values(1.0, 1.0, 0.5, 0, Lexical(excluded=1.0), 1, 1.0, False)
    assert values[PROBLEM_FEATURES.index("seen")] == 0.0


@pytest.mark.parametrize(
    ("score", "band"), [(0.8, "accept"), (0.79, "ask"), (0.5, "ask"), (0.49, "drop")]
)
def test_bands_begin_at_their_least_score(score: float, band: str) -> None:
    assert formulas(show=0.5, accept=0.8).band(score) == band


def test_what_is_stored_comes_back_the_same() -> None:
    one = formulas(problem=Formula(("a",), (1.5,), -0.5, CURVE))
    assert formulas_from_json(formulas_to_json(one)) == one
