"""Phrases are found in any order and form, close together, and inside one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given

from omaha.coding.lexicon import Lexicon
from omaha.coding.matching import Mention, grade
from omaha.coding.text import Words
from tests.omaha.coding.invented import NOTES, lexicon, mentions, phrase


@pytest.fixture(scope="module")
def small() -> Lexicon:
    return lexicon(
        phrase("pijn", "sign/2201"), phrase("pijn in de heup", "sign/2202"),
        phrase("stuit rood", "sign/2401"), phrase("wond", "sign/2402"),
        phrase("niet kunnen slapen", "sign/3601"), phrase("bang om te vallen", "sign/1201"),
        words="dun velletje wonden slaapt kan geslapen zorg heel erg", ranks=("wond", "zorg"),
    )  # fmt: skip


def found(small: Lexicon, text: str) -> dict[str, Mention]:
    words, here = mentions(small, text)
    return {" ".join(words.folded[p] for p in m.places): m for m in here}


@pytest.mark.parametrize(
    ("text", "kind", "gap"),
    [
        ("stuit rood", "exact", 0),
        ("rood stuit", "phrase", 0),
        ("rode stuit", "phrase", 0),
        ("stuit is erg rood", "phrase", 2),
        ("stuitt rood", "fuzzy", 0),
    ],
)
def test_a_phrase_is_found_in_any_order_and_says_how(
    small: Lexicon, text: str, kind: str, gap: int
) -> None:
    (one,) = found(small, text).values()
    assert (one.kind, one.gap) == (kind, gap)


def test_a_compound_holds_the_phrases_of_its_parts(small: Lexicon) -> None:
    (one,) = found(small, "wondzorg gedaan").values()
    assert (one.kind, one.places) == ("compound", (0,))


def test_a_phrase_is_not_found_across_a_sentence_end(small: Lexicon) -> None:
    assert found(small, "stuit. rood") == {}


def test_a_phrase_of_three_words_may_reach_across_a_comma_and_a_shorter_one_may_not(
    small: Lexicon,
) -> None:
    one = found(small, "niet, kunnen slapen")["niet kunnen slapen"]
    assert one.grade == grade("phrase", 1, clauses=2)
    assert found(small, "stuit, rood") == {}


def test_words_too_far_apart_are_no_phrase(small: Lexicon) -> None:
    assert "stuit rood" in found(small, "stuit a b c d e f rood")
    assert found(small, "stuit a b c d e f g h rood") == {}


def test_the_words_nearest_to_each_other_are_taken(small: Lexicon) -> None:
    (one,) = found(small, "rood a b c stuit rood").values()
    assert one.places == (4, 5)


def test_every_place_of_a_single_word_counts(small: Lexicon) -> None:
    _, here = mentions(small, "wond links, wond rechts")
    assert [m.places for m in here] == [(0,), (3,)]


def test_a_phrase_within_a_longer_one_is_marked(small: Lexicon) -> None:
    here = found(small, "pijn in de heup")
    assert here["pijn"].inside
    assert not here["pijn heup"].inside


def test_a_longer_phrase_that_is_scattered_hides_nothing(small: Lexicon) -> None:
    assert not found(small, "pijn a b c d e f heup")["pijn"].inside


def test_the_grade_falls_with_gaps_clauses_and_guesses(small: Lexicon) -> None:
    assert found(small, "stuit rood")["stuit rood"].grade == 1.0
    assert found(small, "stuit is erg rood")["stuit rood"].grade == grade("phrase", 2, 1)
    assert found(small, "wondzorg")["wondzorg"].grade == grade("compound", 0, 1)
    assert all(
        grade(*worse) < 1.0
        for worse in (("phrase", 1, 1), ("phrase", 0, 2), ("fuzzy", 0, 1), ("compound", 0, 1))
    )
    assert grade("phrase", 2, 1) < grade("phrase", 1, 1)
    assert grade("phrase", 99, 1) == 0.1


@given(NOTES)
def test_places_are_words_of_one_sentence_that_hold_the_phrase(small: Lexicon, text: str) -> None:
    words, here = mentions(small, text)
    for mention in here:
        assert list(mention.places) == sorted(set(mention.places))
        assert any(a <= mention.places[0] and mention.places[-1] < b for a, b in words.sentences)
        assert mention.gap >= 0
        assert mention.kind in ("exact", "phrase", "compound", "fuzzy")
    assert mentions(small, text)[1] == here


def test_a_note_of_fifty_thousand_characters_has_few_mentions_a_word(small: Lexicon) -> None:
    words: Words
    words, here = mentions(small, ("pijn stuit heup. " * 3_000)[:50_000])
    assert 0 < len(here) <= 2 * len(words.folded)
