"""The figures of an evaluation, against numbers worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.errors import InputError
from omaha.evaluation import calibration_error, evaluate, grouped_by

GOLD = {
    "id": "a",
    "style": "plain",
    "problems": [
        {"code": "24", "modifier": "actual", "signs": ["2401", "2405"]},
        {"code": "22", "modifier": "actual", "signs": []},
    ],
    "interventions": [{"problem": "24", "category": "02", "target": "63"}],
    "ratings": [{"problem": "24", "scale": "status", "value": 3}],
    "not_coded": [{"code": "26", "why": "past"}, {"code": "24", "why": "negated"}],
}
SAID = {
    "problems": [
        {"code": "24", "modifier": "potential", "signs": [{"code": "2401"}], "score": 0.95},
        {"code": "26", "modifier": "actual", "signs": [], "score": 0.35},
        {"code": "27", "modifier": "actual", "signs": [], "score": 0.3},
    ],
    "interventions": [{"problem": None, "category": "04", "target": "63"}],
    "ratings": [],
}
EMPTY: dict[str, object] = {"id": "b", "style": "hard", "problems": []}


def test_figures_are_micro_averages() -> None:
    found = evaluate([(GOLD, SAID), (EMPTY, {"problems": []})])

    problem = found.figures["problem"]
    assert (problem.precision, problem.recall) == (1 / 3, 1 / 2)
    assert problem.f1 == pytest.approx(0.4)
    assert found.figures["problem+modifier"].f1 == 0.0
    assert found.figures["sign"].recall == 1 / 2
    assert found.figures["intervention"].f1 == 0.0
    assert found.figures["intervention target"].f1 == 1.0
    assert (found.figures["rating"].precision, found.figures["rating"].recall) == (1.0, 0.0)


def test_denied_problems_and_notes_with_nothing_are_counted() -> None:
    found = evaluate([(GOLD, SAID), (EMPTY, {"problems": [{"code": "01", "score": 0.5}]})])

    # 24 is denied once and coded elsewhere in the same note: it does not count.
    assert (found.denied.count, found.denied.total) == (1, 1)
    assert (found.nothing.count, found.nothing.total, found.nothing.rate) == (1, 1, 1.0)


def test_a_measure_that_nobody_uses_is_left_out() -> None:
    found = evaluate([(EMPTY, {})])

    assert dict(found.figures) == {}
    assert found.calibration is None
    assert found.denied.rate is None


def test_calibration_error_by_hand() -> None:
    # One right of two in [0.9, 1]: |0.95 + 0.9 - 1| = 0.85; none of one in [0.2, 0.3): 0.2.
    scores = [(0.95, True), (0.9, False), (0.2, False)]

    assert calibration_error(scores) == pytest.approx((0.85 + 0.2) / 3)
    assert calibration_error([(1.0, True)]) == 0.0


def test_intervals_hold_the_figure_and_are_the_same_every_time() -> None:
    pairs: list[tuple[dict[str, Any], dict[str, Any]]]
    pairs = [(GOLD, SAID), (GOLD, GOLD), (EMPTY, {})] * 5
    found = evaluate(pairs)
    figure = found.figures["problem"]

    assert figure.low < figure.f1 < figure.high
    assert evaluate(pairs) == found
    assert found.calibration is not None
    assert found.calibration.low <= found.calibration.error <= found.calibration.high


def test_band_accept_is_measured_by_what_is_right_and_what_it_finds() -> None:
    said = {
        "problems": [
            {"code": "24", "score": 0.95, "band": "accept"},
            {"code": "22", "score": 0.5, "band": "ask"},
            {"code": "26", "score": 0.9, "band": "accept"},
        ]
    }
    found = evaluate([(GOLD, said), (GOLD, {"problems": []})])

    assert (found.accepted.count, found.accepted.total) == (1, 2)
    assert (found.covered.count, found.covered.total) == (1, 4)
    assert (found.accepted.low, found.accepted.high) == (0.5, 0.5)
    assert (found.covered.low, found.covered.high) == (0.0, 0.5)


def test_shares_have_an_interval_and_none_of_none() -> None:
    pairs: list[tuple[dict[str, Any], dict[str, Any]]]
    pairs = [(EMPTY, {"problems": [{"code": "01"}]}), (EMPTY, {}), (EMPTY, {})] * 5
    found = evaluate(pairs)

    assert found.nothing.rate == pytest.approx(1 / 3)
    assert found.nothing.low is not None
    assert found.nothing.high is not None
    assert 0 < found.nothing.low < 1 / 3 < found.nothing.high < 1
    assert (found.denied.low, found.accepted.high, found.calibration) == (None, None, None)


def test_groups_come_by_value() -> None:
    groups = grouped_by([(GOLD, SAID), (EMPTY, {})], "style")

    assert {name: len(pairs) for name, pairs in groups.items()} == {"hard": 1, "plain": 1}
    assert list(grouped_by([(GOLD, SAID)], "author")) == ["None"]


def test_nothing_to_evaluate_is_refused() -> None:
    with pytest.raises(InputError, match="no notes"):
        evaluate([])
