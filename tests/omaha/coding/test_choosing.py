"""Candidates: what the model, a phrase or a written score brings up, with its numbers."""

from __future__ import annotations

from math import exp, log

import pytest

from omaha.coding.assertion import Effect
from omaha.coding.choosing import (
    GATE,
    Candidate,
    Columns,
    intervention_candidates,
    modifier_values,
    problem_candidates,
    sign_candidates,
)
from omaha.coding.evidence import Heard, gather
from omaha.coding.scoring import (
    INTERVENTION_FEATURES,
    MODIFIER_FEATURES,
    PROBLEM_FEATURES,
    SIGN_FEATURES,
)
from omaha.coding.setting import NOTHING
from omaha.coding.text import read_words
from omaha.mappings import Mapping
from tests.omaha.coding.invented import COLUMNS, lexicon, mentions, phrase, scores, setting

WORDS = read_words("erge pijn, rode stuit. wondzorg gedaan")


def heard(text: str, *rows: Mapping) -> tuple[dict[str, Heard], dict[str, Heard]]:
    _, found = mentions(lexicon(*rows), text)
    return gather(found, ["present"] * len(found), None)


def test_columns_are_ranges_of_one_kind_each() -> None:
    found = Columns.of(("C02", "Mp", "P22", "P24", "T63", "S2201", "S2401"))
    assert (found.problems, found.signs) == ((2, 4), (5, 7))
    assert (found.categories, found.targets, found.modifiers) == ((0, 1), (4, 5), (1, 2))
    assert found.codes == ("02", "p", "22", "24", "63", "2201", "2401")
    assert found.signs_of["22"].tolist() == [0]
    assert found.signs_of["24"].tolist() == [1]
    assert found.problem_of_sign.tolist() == [2, 3]


def test_a_problem_below_the_gate_is_no_candidate() -> None:
    here = scores(WORDS, {"P22": 1.0, "P24": GATE - 0.25})
    found = problem_candidates(here, COLUMNS, {}, (), setting(here, WORDS))
    assert [one.code for one in found] == ["22"]


def test_a_phrase_or_a_written_score_brings_a_problem_past_the_gate() -> None:
    by_problem, _ = heard("pijn", phrase("pijn", "problem/22"))
    nothing = scores(WORDS)
    around = setting(nothing, WORDS)
    found = problem_candidates(nothing, COLUMNS, by_problem, (), around)
    assert [
        (c.code, dict(zip(PROBLEM_FEATURES, c.values, strict=True))["seen"]) for c in found
    ] == [("22", 1.0)]
    (rated,) = problem_candidates(nothing, COLUMNS, {}, {"24"}, around)
    values = dict(zip(PROBLEM_FEATURES, rated.values, strict=True))
    assert (rated.code, values["rated"], values["seen"]) == ("24", 1.0, 0.0)


def test_the_best_unit_speaks_for_a_problem_and_clauses_are_apart_from_sentences() -> None:
    here = scores(WORDS, {"P22": 1.0}, {}, {"P22": 3.0}, units=((0, 3),))
    (one,) = problem_candidates(here, COLUMNS, {}, (), setting(here, WORDS))
    values = dict(zip(PROBLEM_FEATURES, one.values, strict=True))
    assert one.unit == 2
    assert values == pytest.approx({
        "sentence": 1.0, "clause": 3.0, "second": NOTHING, "sum": log(1 / (1 + exp(-3.0)) + 1e-6),
        "margin": 3.0 - NOTHING, "square": 9.0, "clause_words": 3.0 * log(3), "best_covered": 0.0,
        "seen": 0.0, "excluded": 0.0, "rated": 0.0, "words": log(3), "words_of_clause": log(3),
        "common": -1.0, "discipline": 0.0, "units": log(2), "words_of_units": 6.0, "denials": 0.0,
    }, abs=1e-6)  # fmt: skip


def test_a_problem_that_is_only_denied_is_not_seen() -> None:
    _, found = mentions(lexicon(phrase("pijn", "problem/22")), "pijn")
    by_problem, _ = gather(found, ["absent"], None)
    here = scores(WORDS, {"P22": 1.0})
    (one,) = problem_candidates(here, COLUMNS, by_problem, (), setting(here, WORDS))
    values = dict(zip(PROBLEM_FEATURES, one.values, strict=True))
    assert (values["seen"], values["excluded"]) == (0.0, 1.0)


def test_a_note_without_units_has_no_candidates() -> None:
    empty = scores(read_words(""))
    around = setting(empty, read_words(""))
    assert problem_candidates(empty, COLUMNS, {}, (), around) == []
    assert sign_candidates(empty, COLUMNS, [("24", 0.0)], {}, around) == [[]]
    assert list(intervention_candidates(empty, COLUMNS, {}, around)) == []


def test_only_signs_of_the_problem_are_candidates() -> None:
    here = scores(WORDS, {"P22": 0.0, "P24": 2.0, "S2201": 3.0, "S2401": 1.0, "S2402": 2.0})
    both = sign_candidates(here, COLUMNS, [("22", 0.0), ("24", 2.0)], {}, setting(here, WORDS))
    assert [one.code for one in both[0]] == ["2201"]
    found = both[1]
    assert [one.code for one in found] == ["2401", "2402"]
    values = dict(zip(SIGN_FEATURES, found[0].values, strict=True))
    assert values == pytest.approx({
        "best": 1.0, "problem": 2.0, "behind": -1.0, "here": 1.0, "problem_here": 2.0,
        "margin": -1.0, "rank": log(2), "other": 0.0, "common": -1.0, "named": 0.0,
        "named_here": 0.0, "words": log(5), "units": log(3), "words_of_units": 3.0,
    })  # fmt: skip
    assert dict(zip(SIGN_FEATURES, found[1].values, strict=True))["other"] == 1.0


def test_a_sign_where_its_problem_is_unlikely_is_less_likely() -> None:
    here = scores(WORDS, {"P24": -3.0, "S2401": 1.0})
    (found,) = sign_candidates(here, COLUMNS, [("24", 0.0)], {}, setting(here, WORDS))
    assert [one.values[0] for one in found] == [-2.0]


def test_a_phrase_brings_a_sign_past_the_gate() -> None:
    _, concepts = heard("stuit rood", phrase("stuit rood", "sign/2401"))
    nothing = scores(WORDS)
    (found,) = sign_candidates(nothing, COLUMNS, [("24", 0.0)], concepts, setting(nothing, WORDS))
    assert [one.code for one in found] == ["2401"]
    values = dict(zip(SIGN_FEATURES, found[0].values, strict=True))
    assert (values["named"], values["named_here"]) == (log(2), 1.0)


def test_interventions_pair_the_likeliest_category_and_target_of_one_unit() -> None:
    here = scores(WORDS, {}, {"C02": 2.0, "T79": 1.0, "T63": -3.5})
    (pair,) = intervention_candidates(here, COLUMNS, {}, setting(here, WORDS))
    values = dict(zip(INTERVENTION_FEATURES, pair.values, strict=True))
    assert (pair.category, pair.target, pair.unit) == ("02", "79", 1)
    assert values == pytest.approx({
        "category": 2.0, "target": 1.0, "top_category": 2.0, "both": 1.0, "together": 0.0,
        "target_seen": 0.0, "second": NOTHING, "action": 2.0, "common": -1.0, "discipline": 0.0,
        "words": log(3), "units": log(3), "words_of_units": 3.0,
    })  # fmt: skip


def test_a_phrase_counts_for_the_unit_in_which_it_stands() -> None:
    text = "erge pijn. wondzorg"
    words = read_words(text)
    _, concepts = heard(text, phrase("wondzorg", "target/79"))
    here = scores(words, {"C02": 2.0}, {"C02": 2.0})
    found = intervention_candidates(here, COLUMNS, concepts, setting(here, words))
    assert {
        (p.target, p.unit, p.values[INTERVENTION_FEATURES.index("target_seen")]) for p in found
    } == {("79", 1, 1.0)}


@pytest.mark.parametrize(
    ("name", "status"),
    [("p", "risk"), ("h", "promotion"), ("f", "family"), ("c", "community")],
)
def test_a_modifier_sees_its_own_cue_in_its_own_unit(name: str, status: str) -> None:
    here = scores(WORDS, {f"M{name}": 1.5, "P24": 0.75}, {f"M{name}": 2.5, "P24": 0.5})
    candidate = Candidate("24", (), 0)
    around = setting(here, WORDS)
    asked = [(candidate, 0.4)]
    (inside,) = modifier_values(here, COLUMNS, asked, [Effect(status, 0, 2, 0, 1)], around)
    (outside,) = modifier_values(here, COLUMNS, asked, [Effect(status, 6, 8, 6, 7)], around)
    values = dict(zip(MODIFIER_FEATURES, inside[name], strict=True))
    told = [values[name] for name in ("odds", "best", "clause", "flag", "problem", "words")]
    assert told == pytest.approx([1.5, 2.5, 1.5, 1.0, 0.75, log(5)])
    assert dict(zip(MODIFIER_FEATURES, outside[name], strict=True))["flag"] == 0.0
