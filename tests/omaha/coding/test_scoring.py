"""Formulas: log-odds, the curve that calibrates them, bands and features in their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.coding.scoring import Formula, formulas_from_json, formulas_to_json, logistic
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


@pytest.mark.parametrize(
    ("score", "band"), [(0.8, "accept"), (0.79, "ask"), (0.5, "ask"), (0.49, "drop")]
)
def test_bands_begin_at_their_least_score(score: float, band: str) -> None:
    assert formulas(show=0.5, accept=0.8).band(score) == band


def test_what_is_stored_comes_back_the_same() -> None:
    one = formulas(problem=Formula(("a",), (1.5,), -0.5, CURVE))
    assert formulas_from_json(formulas_to_json(one)) == one
