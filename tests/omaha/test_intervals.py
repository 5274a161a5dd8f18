"""Intervals against published values and exact probabilities."""

from __future__ import annotations

from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.intervals import byar, wilson


def test_published_intervals() -> None:
    # Newcombe 1998, table I, method 3; Breslow and Day 1987, table 2.10 (exact 5.42 to 22.64).
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert byar(11, 1.0) == pytest.approx((5.49, 19.68), abs=0.02)


@given(st.integers(1, 60), st.data())
def test_wilson_holds_the_share_and_stays_a_share(total: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, total))
    low, high = wilson(count, total)
    assert 0 <= low <= count / total <= high <= 1


@pytest.mark.parametrize("true", [0.05, 0.3, 0.5])
def test_wilson_covers_about_nineteen_times_in_twenty(true: float) -> None:
    total = 80
    covered = sum(
        comb(total, count) * true**count * (1 - true) ** (total - count)
        for count in range(total + 1)
        if wilson(count, total)[0] <= true <= wilson(count, total)[1]
    )
    assert covered == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize("mean", [4.0, 12.0, 40.0])
def test_byar_covers_about_nineteen_times_in_twenty(mean: float) -> None:
    covered = sum(
        exp(-mean) * mean**count / factorial(count)
        for count in range(120)
        if byar(count, 1.0)[0] <= mean <= byar(count, 1.0)[1]
    )
    assert covered == pytest.approx(0.96, abs=0.02)


def test_a_rate_is_of_its_units() -> None:
    assert byar(20, 4.0) == pytest.approx([bound / 4 for bound in byar(20, 1.0)])
    low, high = byar(0, 1.0)
    assert low == 0.0
    assert high == pytest.approx(3.69, abs=0.1)
