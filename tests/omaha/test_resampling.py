"""The bootstrap against one made by hand."""

from __future__ import annotations

import random

import pytest

from omaha.resampling import ROUNDS, middle, resampled_sums


def test_every_resample_draws_as_many_rows_as_there_are() -> None:
    sums = resampled_sums([(1, value) for value in range(30)])

    assert sums.shape == (ROUNDS, 2)
    assert set(sums[:, 0]) == {30.0}
    assert len(set(sums[:, 1])) > 100


def test_intervals_are_those_of_drawing_rows_one_by_one() -> None:
    values = [float(number % 7) for number in range(50)]
    rng = random.Random(3)
    drawn = sorted(sum(rng.choices(values, k=50)) for _ in range(2000))
    low, high = middle(resampled_sums([(value,) for value in values])[:, 0])

    assert low == pytest.approx(drawn[50], rel=0.04)
    assert high == pytest.approx(drawn[1950], rel=0.04)


def test_resamples_without_a_figure_are_left_out() -> None:
    sums = resampled_sums([(1, 0), (1, 1)])
    with pytest.warns(RuntimeWarning, match="divide|invalid"):
        rates = sums[:, 1] / (sums[:, 1] * 1)
    assert middle(rates) == (1.0, 1.0)
