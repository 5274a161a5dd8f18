"""Suggested interventions: one of each pair, its words, and the problem that it serves."""

from __future__ import annotations

from omaha.coding.evidence import gather
from omaha.coding.interventions import suggest_interventions
from omaha.coding.presenting import Displays
from omaha.model import CodedIntervention, CodedProblem, Note
from tests.omaha.coding.invented import (
    COLUMNS,
    formulas,
    lexicon,
    mentions,
    phrase,
    scores,
    setting,
)

TEXT = "Erge pijn. Stuit rood, wondzorg gedaan."
DISPLAYS = Displays({"nl": {"omaha:category/02": "Behandeling", "omaha:target/79": "wondzorg"}})
ROW = phrase("wondzorg", "target/79")
ACT = {"C02": 2.0, "T79": 3.0}


def coded(code: str) -> CodedProblem:
    return CodedProblem(code, "", "actual", "individual", 0.9, "accept", (), ())


def suggest(
    *odds: dict[str, float], problems: tuple[CodedProblem, ...] = (), clause: bool = False
) -> tuple[CodedIntervention, ...]:
    words, found = mentions(lexicon(ROW), TEXT)
    _, by_concept = gather(found, ["present"] * len(found), None)
    units = words.clauses[-1:] if clause else None
    here = scores(words, *odds, units=units)
    return suggest_interventions(
        Note(TEXT), "nl", words, here, by_concept, problems, setting(here, words),
        COLUMNS, formulas(), DISPLAYS,
    )  # fmt: skip


def test_an_intervention_is_a_category_and_a_target_with_both_displays() -> None:
    (one,) = suggest({}, ACT)
    assert (one.category, one.target, one.display) == ("02", "79", "Behandeling: wondzorg")
    assert one.score == 0.881


def test_a_pair_in_several_units_is_suggested_once_from_the_best() -> None:
    (one,) = suggest({"C02": 1.0, "T79": 1.0}, ACT)
    assert one.score == 0.881
    assert one.evidence[0].text == "wondzorg"


def test_evidence_is_the_phrase_in_the_unit_else_the_unit() -> None:
    (one,) = suggest(ACT)
    assert [(e.text, e.kind) for e in one.evidence] == [("Erge pijn", "model")]
    (one,) = suggest({}, ACT)
    assert [(e.text, e.kind, e.mapping) for e in one.evidence] == [("wondzorg", "exact", ROW.id)]


def test_nothing_below_the_least_score_is_suggested() -> None:
    assert suggest({}, {"C02": -1.0, "T79": -1.0}) == ()


def test_it_serves_the_coded_problem_that_its_sentence_speaks_of_most() -> None:
    both = (coded("22"), coded("24"))
    (one,) = suggest({"P22": 5.0}, {**ACT, "P22": -1.0, "P24": 2.0}, problems=both)
    assert one.problem == "24"
    (one,) = suggest({}, {"P24": 2.0}, ACT, problems=both, clause=True)
    assert one.problem == "24"


def test_it_serves_no_problem_when_none_is_near() -> None:
    assert suggest({"P22": 5.0}, ACT, problems=(coded("22"),))[0].problem is None
    assert suggest({}, {**ACT, "P24": 5.0})[0].problem is None
