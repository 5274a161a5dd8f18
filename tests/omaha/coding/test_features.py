"""What the clause model sees: a name for each word, marked where it does not hold."""

from __future__ import annotations

import pytest
from hypothesis import given

from omaha.coding.assertion import Effect, by_sentence, find_effects, status_of
from omaha.coding.features import feature_rows, word_features
from omaha.coding.frequent_words import build_frequent_words
from omaha.coding.matching import Keyed, find_mentions
from omaha.coding.model import numbered
from omaha.coding.reading import read_keys
from omaha.coding.text import read_words
from tests.omaha.coding.invented import NOTES, cue, lexicon, mentions, phrase

SMALL = (phrase("stuit rood", "sign/2401"), phrase("pijn", "problem/22", "skos:relatedMatch"))


def of(text: str, status: str = "present", effects: tuple[Effect, ...] = ()) -> list[list[str]]:
    words, found = mentions(lexicon(*SMALL), text)
    keyed = Keyed([(word,) if word[:1].isalnum() else () for word in words.folded], {}, ())
    return word_features(words, keyed, found, [status] * len(found), effects, "nl")


def test_small_words_are_apart_from_words_with_a_meaning() -> None:
    assert of("de been") == [["c:de"], ["been"]]


def test_long_words_also_give_their_beginning_and_punctuation_gives_nothing() -> None:
    found = of("wandelt!")
    assert {"wandelt", "p:wande"} <= set(found[0])
    assert found[1] == []


def test_runs_of_letters_let_parts_of_unknown_words_speak() -> None:
    shared = set(of("traplopen")[0]) & set(of("traploper")[0])
    assert {name for name in shared if name.startswith("g:")} >= {"g:#tra", "g:lope"}


@pytest.mark.parametrize(
    ("status", "mark"),
    [("absent", "¬"), ("past", "<"), ("other_person", "~"), ("hypothetical", "?"), ("risk", "")],
)
def test_words_in_reach_of_a_cue_are_other_features(status: str, mark: str) -> None:
    found = of("geen been", effects=(Effect(status, 1, 2, 0, 1),))
    assert found == [["geen", f"F:{status}"], [f"{mark}been"]]


def test_the_words_of_a_cue_are_not_marked() -> None:
    assert of("been nee", effects=(Effect("absent", 0, 2, 1, 2),)) == [
        ["¬been"],
        ["nee", "F:absent"],
    ]


def test_a_phrase_names_its_concept_how_sure_it_is_and_the_problem_of_a_sign() -> None:
    assert {"Lp22w3"} <= set(of("pijn")[0])
    assert {"Ls24013", "Lp24s"} <= set(of("stuit rood")[0])
    assert {"¬Ls24013", "¬Lp24s"} <= set(of("stuit rood", "absent")[0])


def test_a_phrase_inside_a_longer_one_is_not_named() -> None:
    words, (one,) = mentions(lexicon(*SMALL), "pijn")
    found = word_features(
        words, Keyed([("pijn",)], {}, ()), [one._replace(inside=True)], ["present"], [], "nl"
    )
    assert found == [["pijn"]]


def test_there_is_a_list_for_every_word() -> None:
    text = "Mw. heeft pijn, geen 🙂"
    assert len(of(text)) == len(read_words(text).folded)


@given(NOTES)
def test_rows_are_those_of_the_names(text: str) -> None:
    """What notes are coded with is what the model was trained on, common words or not."""
    small = lexicon(*SMALL, cue("geen", "negated-before"), words="wond zorg heeft")
    names = [f"{mark}{name}" for mark in ("", "¬") for name in ("pijn", "g:pijn", "Lp22w3", "wond")]
    rows = numbered([*names, "c:de", "F:absent", "stuit", "Ls24013", "g:#won", "geen"])
    ready = build_frequent_words(small, {"pijn", "wond", "geen", "stuit"}, rows)
    words = read_words(text)
    effects = find_effects(small, words)
    for common in ({}, ready):
        small.frequent = common
        keyed = read_keys(small, words)
        found = find_mentions(small, words, keyed)
        near = by_sentence(words, effects)
        statuses = [status_of(one.places, near[one.places[0]]) for one in found]
        seen = (words, keyed, found, statuses, effects, "nl")
        given = [sorted(here[at : at + 2] for at in range(0, len(here), 2))
                 for here in feature_rows(*seen, rows)]  # fmt: skip
        assert given == [
            sorted(rows[name] for name in here if name in rows) for here in word_features(*seen)
        ]
