"""Typing errors are mended where one known word is meant, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.coding.fuzzy import index_mendable, mend
from omaha.coding.lexicon import Lexicon

WORDS = ("benauwd", "wond", "koorts", "duizeligheid", "gevallen", "bevallen", "decubitus")


@pytest.fixture
def lexicon() -> Lexicon:
    found = Lexicon("nl", known={word: word for word in WORDS})
    index_mendable(found, set(WORDS))
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("benuawd", "benauwd"),
        ("bnauwd", "benauwd"),
        ("benauwwd", "benauwd"),
        ("bemauwd", "benauwd"),
        ("duizligheeid", "duizeligheid"),
        ("kaarts", None),
        ("fiets", None),
        ("won", None),
        ("k00rts", None),
        ("wondje1", None),
    ],
)
def test_one_edit_is_mended_and_two_in_a_long_word(
    lexicon: Lexicon, typed: str, meant: str | None
) -> None:
    assert mend(lexicon, typed) == meant


def test_a_word_between_two_is_left_alone_unless_they_share_a_key(lexicon: Lexicon) -> None:
    assert mend(lexicon, "tevallen") is None
    lexicon.known["bevallen"] = lexicon.known["gevallen"]
    assert mend(lexicon, "tevallen") in ("gevallen", "bevallen")


@given(
    st.sampled_from([word for word in WORDS if "vallen" not in word and len(word) > 4]), st.data()
)
def test_every_letter_left_out_is_mended(word: str, data: st.DataObject) -> None:
    found = Lexicon("nl", known={one: one for one in WORDS})
    index_mendable(found, set(WORDS))
    cut = data.draw(st.integers(0, len(word) - 1))
    assert mend(found, word[:cut] + word[cut + 1 :]) == word


def test_the_order_of_the_words_does_not_matter() -> None:
    one, other = Lexicon("nl"), Lexicon("nl")
    index_mendable(one, set(WORDS))
    index_mendable(other, {*WORDS[3:], *WORDS[:3]})
    assert one.mended == other.mended
