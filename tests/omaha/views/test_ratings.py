"""Written ratings over time: nothing computed, nothing filled in."""

from __future__ import annotations

from omaha.loading import Engine
from omaha.views.ratings import rating_series
from tests.omaha.views.invented import rated, record


def test_first_latest_and_target_go_by_date(engine: Engine) -> None:
    late = record(engine, "2026-05-01", "poh", ratings=[rated("24", "status", 4)])
    early = record(
        engine,
        "2026-03-01",
        "poh",
        ratings=[rated("24", "status", 2), rated("24", "knowledge", 3)],
        goals=[rated("24", "status", 5)],
    )

    knowledge, status = rating_series([late, early], engine.vocabulary, "nl")

    assert (knowledge.scale_display, knowledge.first, knowledge.latest, knowledge.goal) == (
        "Kennis", 3, 3, None,
    )  # fmt: skip
    assert (status.display, status.first, status.latest, status.goal) == ("Huid", 2, 4, 5)
    assert [(point.source.note, point.value) for point in status.points] == [(2, 2), (1, 4)]


def test_a_goal_alone_and_a_rating_of_no_problem_are_told(engine: Engine) -> None:
    one = record(
        engine, None, None, ratings=[rated(None, "status", 3)], goals=[rated("24", "behavior", 4)]
    )

    goal, loose = rating_series([one], engine.vocabulary, "en")

    assert (goal.scale_display, goal.points, goal.first, goal.goal) == ("Behavior", (), None, 4)
    assert (loose.problem, loose.display, loose.latest) == (None, "", 3)


def test_of_two_goals_the_latest_counts(engine: Engine) -> None:
    new = record(engine, "2026-05-01", None, goals=[rated("24", "status", 5)])
    old = record(engine, "2026-03-01", None, goals=[rated("24", "status", 3)])

    assert rating_series([new, old], engine.vocabulary, "nl")[0].goal == 5
