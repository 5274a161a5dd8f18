"""Missed problems and what stood in their place."""

from __future__ import annotations

from omaha.confusions import find_confusions


def test_every_missed_problem_weighs_one() -> None:
    notes = [
        (frozenset({"24", "22"}), frozenset({"24", "27", "28"})),
        (frozenset({"22"}), frozenset({"27"})),
        (frozenset({"01"}), frozenset({"01", "05"})),
    ]
    found = find_confusions(notes)

    assert [(one.missed, one.given, one.weight, one.notes) for one in found] == [
        ("22", "27", 1.5, 2),
        ("22", "28", 0.5, 1),
    ]


def test_a_note_that_gets_nothing_wrong_has_no_confusion() -> None:
    assert (
        find_confusions([(frozenset({"24"}), frozenset({"24"})), (frozenset(), frozenset())]) == []
    )
