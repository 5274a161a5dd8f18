"""Words, sentences and clauses, with offsets into the note as it came."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from omaha.coding.text import Words, fold, read_words
from tests.omaha.coding.invented import FORMS, NOTES, in_form


def sentences(text: str, abbreviations: frozenset[str] = frozenset()) -> list[str]:
    words = read_words(text, abbreviations)
    return [text[words.starts[a] : words.ends[b - 1]] for a, b in words.sentences]


def clauses(text: str) -> list[str]:
    words = read_words(text)
    return [text[words.starts[a] : words.ends[b - 1]] for a, b in words.clauses]


def assert_covering(ranges: tuple[tuple[int, int], ...], count: int) -> None:
    assert [low for low, _ in ranges] == [0, *(high for _, high in ranges)][: len(ranges)]
    assert all(low < high for low, high in ranges)
    assert (ranges[-1][1] if ranges else 0) == count


@given(NOTES, FORMS)
def test_offsets_point_into_the_note_as_received(text: str, form: str) -> None:
    note = in_form(text, form)
    words = read_words(note)
    assert len(words.folded) == len(words.starts) == len(words.ends)
    last = 0
    for word, start, end in zip(words.folded, words.starts, words.ends, strict=True):
        assert last <= start < end <= len(note)
        assert fold(note[start:end]) == word
        assert not note[last:start].strip()
        last = end
    assert not note[last:].strip()


@given(NOTES)
def test_sentences_cover_all_words_and_each_clause_lies_in_one(text: str) -> None:
    words = read_words(text)
    assert_covering(words.sentences, len(words.folded))
    assert_covering(words.clauses, len(words.folded))
    ends = {high for _, high in words.sentences}
    assert ends <= {high for _, high in words.clauses}


@given(NOTES)
def test_the_same_note_is_cut_the_same_way(text: str) -> None:
    assert read_words(text) == read_words(text)


def test_an_accent_by_itself_is_a_word_of_its_own_and_never_an_empty_one() -> None:
    assert read_words("\u0300 pijn").folded == ("\u0300", "pijn")


def test_a_long_note_has_no_more_words_than_characters() -> None:
    for piece in ("a", "a.", ",", "e\u0301", "🙂", "\n", "10:30 "):
        words = read_words((piece * 50_000)[:50_000])
        assert len(words.clauses) <= len(words.folded) <= 50_000


@pytest.mark.parametrize("text", ["Geïrriteerd café", "crème brûlée", "Noël reünie", "Ångström"])
def test_composed_and_decomposed_letters_are_one_word(text: str) -> None:
    apart = read_words(unicodedata.normalize("NFD", text))
    assert apart.folded == read_words(unicodedata.normalize("NFC", text)).folded
    assert len(apart.folded) == len(text.split())


@pytest.mark.parametrize(
    ("written", "folded"),
    [("PIJN", "pijn"), ("Geïrriteerd", "geirriteerd"), ("z’n", "z'n"), ("Straße", "strasse")],
)
def test_folding_takes_case_accents_and_curly_apostrophes_away(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pijn. Koorts", ["Pijn.", "Koorts"]),
        ("Pijn!Koorts?", ["Pijn!", "Koorts?"]),
        ("pijn\r\nkoorts", ["pijn\r\n", "koorts"]),
        ("• pijn • koorts", ["•", "pijn •", "koorts"]),
        ("pijn; koorts", ["pijn;", "koorts"]),
        ("Mw. heeft pijn", ["Mw. heeft pijn"]),
        ("J. Jansen heeft pijn", ["J. Jansen heeft pijn"]),
        ("t.o.v. gisteren", ["t.o.v. gisteren"]),
        ("temp 38.5 gemeten", ["temp 38.5 gemeten"]),
        ("gaat mw . pijn", ["gaat mw .", "pijn"]),
    ],
)
def test_a_sentence_ends_at_its_mark_but_not_inside_abbreviations_and_numbers(
    text: str, found: list[str]
) -> None:
    assert [part.strip() for part in sentences(text, frozenset({"mw"}))] == [
        f.strip() for f in found
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pijn, koorts", ["pijn,", "koorts"]),
        ("pijn: nee", ["pijn:", "nee"]),
        ("pijn (heup) ja", ["pijn (", "heup)", "ja"]),
        ("37,5 om 10:30 gemeten", ["37,5 om 10:30 gemeten"]),
        ("37, 5", ["37,", "5"]),
        ("pijn – koorts", ["pijn –", "koorts"]),
    ],
)
def test_a_clause_ends_at_a_comma_or_colon_but_not_in_a_number(text: str, found: list[str]) -> None:
    assert clauses(text) == found


def test_hyphens_and_apostrophes_stay_inside_a_word() -> None:
    assert read_words("CVA-zorg 's ochtends z'n").folded == (
        "cva-zorg", "'", "s", "ochtends", "z'n",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", "\t \u00a0"])
def test_a_text_of_nothing_has_no_words(text: str) -> None:
    assert read_words(text) == Words((), (), (), (), ())
