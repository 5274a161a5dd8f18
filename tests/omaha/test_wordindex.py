"""Which known words a typed word may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.wordindex import MOST_COMPLETIONS, WordIndex

WORDS = WordIndex(["benauwd", "brandwond", "risico", "val", "vallen", "valt", "wond", "2401"])


def words_of(found: dict[int, float]) -> set[str]:
    return {WORDS.words[number] for number in found}


def test_a_beginning_completes_and_more_letters_are_closer() -> None:
    found = {WORDS.words[n]: closeness for n, closeness in WORDS.completions("val").items()}

    assert found["val"] == 1.0
    assert found["val"] > found["valt"] > found["vallen"]
    assert words_of(WORDS.completions("x")) == set()


def test_completions_are_cut_off() -> None:
    many = WordIndex(f"a{number:04}" for number in range(MOST_COMPLETIONS + 5))

    assert len(many.completions("a")) == MOST_COMPLETIONS


def test_the_end_of_a_compound_finds_it() -> None:
    assert words_of(WORDS.compounds("wond")) == {"brandwond"}
    assert WORDS.compounds("ond") == {}


@pytest.mark.parametrize("typed", ["benuawd", "benauwt", "bnauwd", "beenauwd", "enauwd", "benauw"])
def test_one_typing_error_anywhere_is_forgiven(typed: str) -> None:
    assert words_of(WORDS.near(typed, 1)) == {"benauwd"}


def test_numbers_and_very_short_words_are_never_near() -> None:
    assert WORDS.near("2402", 1) == {}
    assert WORDS.near("va", 1) == {}


@pytest.mark.parametrize(
    ("typed", "parts"), [("valrisico", ("val", "risico")), ("valsrisico", ("val", "risico")),
                         ("risicoval", ("risico", "val")), ("kortademig", None)]
)  # fmt: skip
def test_a_compound_splits_in_two_known_words(typed: str, parts: tuple[str, str] | None) -> None:
    assert WORDS.split(typed) == parts


@given(
    st.lists(st.text("abcd", min_size=4, max_size=9), min_size=1, max_size=20),
    st.integers(0, 19),
    st.integers(0, 9),
    st.sampled_from(["out", "in", "other", "swap"]),
)
def test_no_single_edit_hides_a_word(words: list[str], which: int, where: int, how: str) -> None:
    word = words[which % len(words)]
    place = where % (len(word) - 1)
    typed = {
        "out": word[:place] + word[place + 1 :],
        "in": word[:place] + "e" + word[place:],
        "other": word[:place] + "e" + word[place + 1 :],
        "swap": word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    }[how]
    index = WordIndex(words)

    assert index.exact(word) in index.near(typed, 1)
