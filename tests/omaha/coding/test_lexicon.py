"""Phrases and cues as an index: keys, merging, and where a phrase is found from."""

from __future__ import annotations

import pytest

from omaha.coding.compilation import lexicon_from_json, lexicon_to_json
from omaha.coding.lexicon import Lexicon, Sense, add_cues, add_phrases, content_keys
from tests.omaha.coding.invented import cue, lexicon, phrase


def test_small_words_carry_no_meaning_but_denials_do() -> None:
    assert content_keys(Lexicon("nl"), ["kan", "niet", "op", "de", "trap"]) == (
        "kan",
        "niet",
        "trap",
    )


def test_a_phrase_of_small_words_only_keeps_them() -> None:
    assert content_keys(Lexicon("nl"), ["op", "en", "om"]) == ("op", "en", "om")


@pytest.mark.parametrize(
    ("word", "key"),
    [("viel", "val"), ("wonden", "wond"), (".", ""), ("37,5", "37,5"), ("x2", "x2")],
)
def test_the_key_is_the_known_one_else_the_stem(word: str, key: str) -> None:
    assert Lexicon("nl", known={"viel": "val"}).key(word) == key


def test_phrases_of_the_same_words_in_another_order_are_one() -> None:
    found = lexicon(phrase("rode stuit", "sign/2401"), phrase("stuit rode", "sign/2402"))
    ((one,),) = found.phrases.values()
    assert {sense.curie for sense in one.senses} == {"omaha:sign/2401", "omaha:sign/2402"}


def test_of_two_rows_for_one_concept_the_surest_stays() -> None:
    found = lexicon(
        phrase("pijn", "sign/2201", "skos:relatedMatch"),
        phrase("Pijn", "sign/2201", "skos:exactMatch"),
    )
    ((one,),) = found.phrases.values()
    assert [sense.weight for sense in one.senses] == [1.0]


def test_a_denial_of_a_meaning_stands_beside_the_meaning() -> None:
    found = lexicon(phrase("bloed", "sign/2401"), phrase("bloed", "sign/2401", negative=True))
    assert sorted(sense.negative for sense in found.phrases["bloed"][0].senses) == [False, True]


def test_a_phrase_is_indexed_by_its_rarest_word_only() -> None:
    found = lexicon(
        phrase("pijn heup", "sign/2201"),
        phrase("pijn knie", "sign/2201"),
        phrase("pijn", "sign/2201"),
    )
    assert [phrase.words for phrase in found.phrases["pijn"]] == [("pijn",)]
    (heup,) = found.phrases[found.key("heup")]
    assert (heup.words, heup.rest) == (("pijn", "heup"), ("pijn",))


def test_of_the_phrases_of_one_word_the_shortest_comes_first() -> None:
    found = lexicon(
        phrase("niet pijn", "sign/2201"),
        phrase("pijn", "sign/2201"),
        phrase("niet slapen", "sign/3601"),
        phrase("niet eten", "sign/3501"),
    )
    assert [phrase.words for phrase in found.phrases["pijn"]] == [("pijn",), ("niet", "pijn")]


def test_a_phrase_without_words_is_left_out() -> None:
    found = Lexicon("nl")
    add_phrases(found, {"...": [Sense("omaha:sign/2401", 1.0, "lex:1")]})
    assert found.phrases == {}


def test_cues_form_a_tree_and_abbreviations_a_set() -> None:
    found = Lexicon("nl")
    add_cues(found, [("geen", "negated-before"), ("geen last van", "negated-before"),
                     ("geen", "scope-end"), ("Mw.", "abbreviation")])  # fmt: skip
    assert found.abbreviations == {"mw"}
    geen = found.cues["geen"]
    assert isinstance(geen, dict)
    assert geen[""] == ["negated-before", "scope-end"]
    assert geen["last"]["van"][""] == ["negated-before"]


def test_what_is_stored_comes_back_the_same() -> None:
    found = lexicon(
        phrase("wond", "sign/2401", discipline="poh"), phrase("niet goed slapen", "sign/3601"),
        cue("geen", "negated-before"), cue("mw.", "abbreviation"),
        words="wondzorg", ranks=("wond", "zorg"),
    )  # fmt: skip
    assert found.parts == {"wondzorg": "wond zorg"}
    assert lexicon_from_json(lexicon_to_json(found)) == found
