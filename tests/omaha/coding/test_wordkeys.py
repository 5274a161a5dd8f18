"""Forms of one word meet under one key, different words do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.coding import wordkeys
from omaha.coding.wordkeys import stem, without_noun_ending


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("nl", ["val", "vallen"]),
        ("nl", ["eenzaam", "eenzame", "eenzaamheid"]),
        ("nl", ["wond", "wonden"]),
        ("nl", ["vergeetachtig", "vergeetachtige", "vergeetachtigheid"]),
        ("en", ["fall", "falls", "falling"]),
        ("en", ["wound", "wounds"]),
    ],
)
def test_forms_of_one_word_share_a_key(lang: str, forms: list[str]) -> None:
    assert len({stem(form, lang) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("wond", "woning"), ("pijn", "pijp"), ("huid", "huis")])
def test_other_words_have_other_keys(one: str, other: str) -> None:
    assert stem(one, "nl") != stem(other, "nl")


@pytest.mark.parametrize(
    ("word", "lang", "found"),
    [
        ("moedeloosheid", "nl", "moedeloos"),
        ("bezigheden", "nl", "bezig"),
        ("heide", "nl", "heide"),
        ("eenheid", "nl", "eenheid"),
        ("moedeloosheid", "en", "moedeloosheid"),
    ],
)
def test_a_dutch_noun_loses_its_ending_only_where_a_word_is_left(
    word: str, lang: str, found: str
) -> None:
    assert without_noun_ending(word, lang) == found


@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzéëïöü", max_size=60), st.sampled_from(["nl", "en"])
)
def test_every_word_has_one_lower_case_key(word: str, lang: str) -> None:
    assert stem(word, lang) == stem(word, lang) == stem(word, lang).lower()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_word_of_a_note_is_kept(lang: str) -> None:
    assert wordkeys._STEMMERS[lang].maxCacheSize == 0
