"""Suggested problems: how many, in which order, with which modifier, signs and evidence."""

from __future__ import annotations

import pytest

from omaha.coding.evidence import gather
from omaha.coding.presenting import Displays
from omaha.coding.problems import suggest_problems
from omaha.coding.scoring import MODIFIER_FEATURES, PROBLEM_FEATURES, Formula, Formulas
from omaha.model import CodedProblem, Note, Rating
from tests.omaha.coding.invented import (
    COLUMNS,
    formula,
    formulas,
    lexicon,
    mentions,
    phrase,
    scores,
    setting,
)

TEXT = "Erge pijn. Stuit rood."
DISPLAYS = Displays({"nl": {"omaha:problem/24": "Huid", "omaha:sign/2401": "drukplek"}})
ROWS = (phrase("stuit rood", "sign/2401"),)


def suggest(
    *odds: dict[str, float],
    text: str = TEXT,
    weighed: Formulas | None = None,
    ratings: tuple[Rating, ...] = (),
    **options: object,
) -> tuple[CodedProblem, ...]:
    words, found = mentions(lexicon(*ROWS), text)
    by_problem, by_concept = gather(found, ["present"] * len(found), None)
    here = scores(words, *odds)
    return suggest_problems(
        Note(text, **options), "nl", words, here, by_problem,  # type: ignore[arg-type]
        by_concept, [], ratings, setting(here, words), COLUMNS, weighed or formulas(), DISPLAYS,
    )  # fmt: skip


def test_problems_come_highest_score_first_and_none_below_the_threshold() -> None:
    found = suggest({"P22": 1.0}, {"P24": 2.0})
    assert [(one.code, one.score) for one in found] == [("24", 0.881), ("22", 0.731)]
    assert [one.code for one in suggest({"P22": 1.0}, {"P24": 2.0}, threshold=0.8)] == ["24"]


def test_equal_scores_come_in_the_order_of_codes() -> None:
    assert [one.code for one in suggest({"P22": 1.0, "P24": 1.0})] == ["22", "24"]


def test_no_more_problems_than_asked_for() -> None:
    assert [one.code for one in suggest({"P22": 1.0}, {"P24": 2.0}, max_problems=1)] == ["24"]


def test_a_score_has_its_band_and_a_low_threshold_shows_what_is_dropped() -> None:
    assert [one.band for one in suggest({"P22": 1.0}, {"P24": 2.0})] == ["accept", "ask"]
    assert [one.band for one in suggest({"P22": -1.0}, threshold=0.0) if one.code == "22"] == [
        "drop"
    ]


def test_a_problem_has_its_display_and_its_signs() -> None:
    (one,) = suggest({}, {"P24": 2.0, "S2401": 3.0, "S2402": -3.0})
    assert (one.display, [(s.code, s.display) for s in one.signs]) == (
        "Huid",
        [("2401", "drukplek")],
    )


def test_evidence_is_the_phrase_else_the_unit_and_quotes_the_note() -> None:
    skin, pain = suggest({"P22": 1.0}, {"P24": 2.0})
    assert [(e.text, e.kind, e.mapping) for e in skin.evidence] == [
        ("Stuit rood", "exact", ROWS[0].id)
    ]
    assert [(e.text, e.kind, e.mapping) for e in pain.evidence] == [("Erge pijn", "model", None)]
    assert all(TEXT[e.start : e.end] == e.text for one in (skin, pain) for e in one.evidence)


@pytest.mark.parametrize(
    ("field", "modifier"), [("potential", "potential"), ("health_promotion", "health_promotion")]
)
def test_a_problem_that_is_not_actual_has_no_signs(field: str, modifier: str) -> None:
    sure = Formula(MODIFIER_FEATURES, (0.0,) * len(MODIFIER_FEATURES), 3.0)
    odds = {"P24": 2.0, "S2401": 3.0}
    assert suggest({}, odds)[0].signs
    (one,) = suggest({}, odds, weighed=formulas(**{field: sure}))
    assert (one.modifier, one.signs) == (modifier, ())


@pytest.mark.parametrize("client", ["family", "community"])
def test_the_client_is_the_individual_unless_the_note_says_otherwise(client: str) -> None:
    sure = Formula(MODIFIER_FEATURES, (0.0,) * len(MODIFIER_FEATURES), 3.0)
    assert suggest({}, {"P24": 2.0})[0].client == "individual"
    assert suggest({}, {"P24": 2.0}, weighed=formulas(**{client: sure}))[0].client == client


def test_a_problem_says_whether_it_is_in_the_plan_when_the_plan_is_told() -> None:
    odds = ({"P22": 1.0}, {"P24": 2.0})
    assert [one.in_plan for one in suggest(*odds)] == [None, None]
    assert [one.in_plan for one in suggest(*odds, open_problems=("24",))] == [True, False]


def test_a_written_score_speaks_for_its_problem() -> None:
    weighed = formulas(problem=formula(PROBLEM_FEATURES, rated=5.0), show=0.9)
    assert suggest({"P24": 2.0}, weighed=weighed) == ()
    (one,) = suggest({"P24": 2.0}, weighed=weighed, ratings=(Rating("24", "status", 2, ()),))
    assert one.code == "24"
