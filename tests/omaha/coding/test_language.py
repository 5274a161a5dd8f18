"""Dutch, English or neither."""

from __future__ import annotations

import pytest

from omaha.coding.language import detect_language
from omaha.coding.lexicon import Lexicon
from omaha.coding.text import read_tokens


@pytest.fixture
def lexicons() -> dict[str, Lexicon]:
    dutch = "de het een mw heeft pijn in haar heup wond gevallen is last"
    english = "the a is has pain in her hip wound fell last client"
    return {
        "nl": Lexicon("nl", known={word: word for word in dutch.split()}),
        "en": Lexicon("en", known={word: word for word in english.split()}),
    }


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Mw heeft pijn in haar heup", "nl"),
        ("The client has pain in her hip", "en"),
        ("pijn heup", "nl"),
        ("pain hip", "en"),
        ("is in", "nl"),
        ("Pani ma silny ból biodra", None),
        ("12 37,5 ...", None),
        ("", None),
        ("שלום עולם", None),
    ],
)
def test_the_language_that_knows_most_words_wins(
    lexicons: dict[str, Lexicon], text: str, lang: str | None
) -> None:
    if text == "is in":
        del lexicons["en"]
    assert detect_language(read_tokens(text).folded, lexicons) == lang


def test_words_that_both_know_are_decided_by_the_small_words(lexicons: dict[str, Lexicon]) -> None:
    assert detect_language(read_tokens("de last is in het").folded, lexicons) == "nl"
    assert detect_language(read_tokens("the last is in a").folded, lexicons) == "en"


def test_few_unknown_words_do_no_harm_and_many_do(lexicons: dict[str, Lexicon]) -> None:
    assert detect_language(read_tokens("Jansen pijn heup xqzt").folded, lexicons) == "nl"
    assert detect_language(read_tokens("xqzt wrtl bvcx plok pijn mjnh").folded, lexicons) is None


def test_the_beginning_of_a_long_note_is_enough(lexicons: dict[str, Lexicon]) -> None:
    text = "mw heeft pijn " * 100 + "the client has pain " * 1_000
    assert detect_language(read_tokens(text).folded, lexicons) == "nl"
