"""Each word of a note under its keys, and how they were found."""

from __future__ import annotations

import pytest
from hypothesis import given

from omaha.coding.lexicon import Lexicon
from omaha.coding.reading import read_keys
from omaha.coding.text import read_words
from tests.omaha.coding.invented import NOTES, lexicon, phrase


@pytest.fixture(scope="module")
def small() -> Lexicon:
    return lexicon(
        phrase("wond", "sign/2401"), phrase("benauwd", "sign/2601"), phrase("zorg", "target/63"),
        phrase("valgevaar", "problem/24"), words="slaapkamer slaap kamer wondzorg",
        ranks=("wond", "zorg", "slaap", "kamer"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("word", "keys", "how"),
    [
        ("wond", ("wond",), None),
        ("wondzorg", ("wondzorg", "wond", "zorg"), "compound"),
        ("slaapwond", ("slaapwond", "slap", "wond"), "compound"),
        ("wond-zorg", None, "compound"),
        ("benuawd", ("benauwd",), "fuzzy"),
        ("xqzt", ("xqzt",), None),
        ("37,5", ("37",), None),
        ("!", (), None),
    ],
)
def test_a_word_is_known_taken_apart_mended_or_itself(
    small: Lexicon, word: str, keys: tuple[str, ...] | None, how: str | None
) -> None:
    found = read_keys(small, read_words(word))
    assert found.how.get(0) == how
    if keys is not None:
        assert found.keys[0] == keys


def test_a_known_word_is_never_mended(small: Lexicon) -> None:
    assert read_keys(small, read_words("kamer zorg")).how == {}


def test_english_words_are_not_taken_apart() -> None:
    english = Lexicon("en", known={"wond": "wond", "zorg": "zorg"},
                      compound_parts={"wond": "wond", "zorg": "zorg"})  # fmt: skip
    assert read_keys(english, read_words("wondzorg")).how == {}


@given(NOTES)
def test_every_word_has_keys_and_nothing_is_kept(small: Lexicon, text: str) -> None:
    words = read_words(text)
    before = dict(small.known)
    found = read_keys(small, words)
    assert len(found.keys) == len(words.folded)
    for word, keys in zip(words.folded, found.keys, strict=True):
        assert bool(keys) == word[:1].isalnum()
    assert small.known == before
