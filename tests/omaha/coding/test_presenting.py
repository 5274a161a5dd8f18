"""Evidence as callers see it, and why a problem that was heard is not coded."""

from __future__ import annotations

import pytest

from omaha.coding.evidence import Heard, gather
from omaha.coding.presenting import (
    MOST_EVIDENCE,
    Displays,
    best_evidence,
    joined,
    not_coded,
    of_unit,
)
from omaha.coding.text import Words, read_words
from omaha.mappings import Mapping
from tests.omaha.coding.invented import lexicon, mentions, phrase


def heard(text: str, *rows: Mapping, status: str = "present") -> tuple[Words, dict[str, Heard]]:
    words, found = mentions(lexicon(*rows), text)
    return words, gather(found, [status] * len(found), None)[0]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("Erge pijn.", "Erge pijn"), ("- (rood)", "rood"), ("...", "."), ("koorts 🙂", "koorts")],
)
def test_a_unit_is_quoted_without_the_punctuation_around_it(text: str, quoted: str) -> None:
    words = read_words(text)
    evidence = of_unit(text, words, (0, len(words.folded)), None)
    assert (evidence.text, evidence.kind) == (quoted, "model")
    assert text[evidence.start : evidence.end] == quoted


def test_a_phrase_is_quoted_from_its_first_to_its_last_word_as_it_was_written() -> None:
    text = "STUIT is érg rood"
    row = phrase("stuit rood", "sign/2401")
    words, found = heard(text, row)
    (evidence,) = best_evidence(text, words, found["24"])
    assert (evidence.text, evidence.kind, evidence.mapping) == (text, "phrase", row.id)


def test_the_best_evidence_comes_first_and_no_words_twice() -> None:
    rows = (
        phrase("pijn", "sign/2201", "skos:relatedMatch"),
        phrase("pijn", "sign/2202"),
        phrase("zeer", "sign/2202"),
        phrase("au", "sign/2201", "skos:relatedMatch"),
    )
    text = "au pijn zeer"
    words, found = heard(text, *rows)
    quoted = [evidence.text for evidence in best_evidence(text, words, found["22"])]
    assert (sorted(quoted[:2]), quoted[2:]) == (["pijn", "zeer"], ["au"])


def test_there_is_little_evidence_and_none_where_nothing_was_heard() -> None:
    text = "pijn " * 9
    words, found = heard(text, phrase("pijn", "sign/2201"))
    assert len(best_evidence(text, words, found["22"])) == MOST_EVIDENCE
    assert best_evidence(text, words, None) == ()


@pytest.mark.parametrize(
    ("status", "why"),
    [("absent", "negated"), ("past", "past"), ("other_person", "other_person"),
     ("hypothetical", "hypothetical")],
)  # fmt: skip
def test_a_problem_left_out_says_why(status: str, why: str) -> None:
    words, found = heard("geen pijn", phrase("pijn", "problem/22"), status=status)
    (one,) = not_coded("geen pijn", words, found, ())
    assert (one.code, one.why, [e.text for e in one.evidence]) == ("22", why, ["pijn"])


def test_a_problem_that_is_coded_is_not_also_left_out() -> None:
    words, found = heard("pijn", phrase("pijn", "problem/22"), status="absent")
    assert not_coded("pijn", words, found, {"22"}) == ()


def test_what_was_heard_badly_is_not_worth_saying() -> None:
    text = "stuit is wel heel heel erg rood"
    words, found = heard(text, phrase("stuit rood", "sign/2401"), status="absent")
    assert found["24"].excluded
    assert not_coded(text, words, found, ()) == ()


def test_words_that_stand_for_two_signs_are_quoted_once() -> None:
    rows = (phrase("pijn", "sign/2201"), phrase("pijn", "sign/2202"))
    words, found = heard("pijn", *rows, status="past")
    (one,) = not_coded("pijn", words, found, ())
    assert len(one.evidence) == 1


def test_a_display_is_in_the_language_and_the_curie_where_there_is_none() -> None:
    displays = Displays({"nl": {"omaha:problem/24": "Huid"}, "en": {}})
    assert displays.of("omaha:problem/24", "nl") == "Huid"
    assert displays.of("omaha:problem/24", "en") == "omaha:problem/24"
    assert joined(("Toezicht", "wondzorg")) == "Toezicht: wondzorg"
