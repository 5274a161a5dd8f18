"""The setting of a note: its units, denials and phrases, and what its discipline writes about."""

from __future__ import annotations

from math import log

import pytest

from omaha.coding.assertion import Effect
from omaha.coding.text import read_words
from tests.omaha.coding.invented import lexicon, mentions, phrase, scores, setting

WORDS = read_words("erge pijn, rode stuit. wondzorg gedaan")
HERE = scores(WORDS, units=((0, 3), (3, 5)))


def test_words_are_counted_for_each_unit_and_for_the_finest_of_them() -> None:
    found = setting(HERE, WORDS)
    assert found.lengths == pytest.approx([log(5), log(3), log(3), log(3)])
    assert found.units == pytest.approx(log(3))
    assert found.words == 3.0


def test_denials_are_counted_and_other_effects_are_not() -> None:
    effects = [Effect("absent", 0, 2, 0, 1), Effect("past", 0, 2, 0, 1)]
    assert setting(HERE, WORDS, effects=effects).denials == 0.5


def test_a_word_under_two_phrases_is_covered_once() -> None:
    rows = (phrase("erge pijn", "problem/22"), phrase("pijn", "sign/2201"))
    words, found = mentions(lexicon(*rows), "erge pijn, rode stuit")
    here = scores(words)
    assert setting(here, words, mentions=found).covered == 0.5


def test_a_known_discipline_lifts_what_it_writes_about() -> None:
    assert set(setting(HERE, WORDS, "poh").lift) == {0.5}
    assert set(setting(HERE, WORDS, "kapper").lift) == set(setting(HERE, WORDS).lift) == {0.0}


def test_a_note_without_words_has_a_setting() -> None:
    nothing = read_words("")
    found = setting(scores(nothing), nothing)
    assert (found.words, found.covered, found.lengths) == (0.0, 0.0, [])


def test_beyond_enough_units_and_words_a_note_is_no_longer() -> None:
    long = read_words("erge pijn, rode stuit. " * 30)
    longer = read_words("erge pijn, rode stuit. " * 60)
    found, further = (setting(scores(words), words) for words in (long, longer))
    assert found.units == further.units == pytest.approx(log(21))
    one = read_words("pijn " * 40)
    assert setting(scores(one), one).lengths == pytest.approx([log(21)])
