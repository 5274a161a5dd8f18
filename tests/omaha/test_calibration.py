"""Calibration, what chance gives, and risk against coverage, by hand."""

from __future__ import annotations

import random

import pytest

from omaha.calibration import bins_of, calibration_error, chance_of, risk_coverage


def test_chance_is_what_draws_from_the_scores_give() -> None:
    scores = [0.15, 0.55, 0.85] * 60
    rng = random.Random(1)
    drawn = sorted(
        calibration_error((score, rng.random() < score) for score in scores) for _ in range(400)
    )
    chance = chance_of(scores)

    assert chance.error == pytest.approx(sum(drawn) / 400, abs=0.003)
    assert chance.low == pytest.approx(drawn[10], abs=0.008)
    assert chance.high == pytest.approx(drawn[390], abs=0.012)
    assert chance_of(scores) == chance


def test_chance_falls_with_the_number_of_scores_and_is_none_of_certain_ones() -> None:
    assert chance_of([0.6] * 1600).error < chance_of([0.6] * 100).error / 3
    assert chance_of([1.0, 0.0]).high == 0.0


def test_bins_hold_every_score_once() -> None:
    scores = [(number / 40, number % 3 == 0) for number in range(41)]

    bins = bins_of(scores)
    assert sum(one.count for one in bins) == 41
    assert sum(one.right for one in bins) == 14
    assert all(number / 10 <= one.score <= (number + 1) / 10 for number, one in enumerate(bins))


def test_risk_and_coverage_end_at_recall_and_one_minus_precision() -> None:
    scores = [(0.9, True), (0.8, False), (0.7, True), (0.2, False)]
    points = risk_coverage(scores, true=3)

    assert [point.score for point in points] == [0.9, 0.8, 0.7, 0.2]
    assert [point.coverage for point in points] == pytest.approx([1 / 3, 1 / 3, 2 / 3, 2 / 3])
    assert [point.risk for point in points] == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert risk_coverage([], true=3) == []
