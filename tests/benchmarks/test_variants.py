"""Variants of notes stay true to what they vary, and their loss is what the counts say."""

from __future__ import annotations

import random
import re

import pytest
import wordfreq
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.variants import loss_of, mistyped, with_other_forms, with_typing_errors
from benchmarks.word_forms import Change, WordList, dutch_changes, split
from omaha.similarity import distance

NOTE = "Mw klaagt over pijn in de rug, slaapt slecht en drinkt weinig. Wondverzorging gedaan."


@pytest.fixture(scope="module")
def known() -> WordList:
    return WordList(wordfreq.top_n_list("nl", 120_000))


@settings(max_examples=40)
@given(st.lists(st.text("abcdefgh", min_size=4, max_size=9), min_size=1, max_size=40))
def test_one_word_in_each_eight_is_mistyped_by_one_slip(words: list[str]) -> None:
    varied = with_typing_errors(" ".join(words), random.Random(3)).split()

    changed = [n for n, (old, new) in enumerate(zip(words, varied, strict=True)) if old != new]
    assert [number // 8 for number in changed] == list(range((len(words) + 7) // 8))
    # Two edits: letters that changed places.
    assert all(distance(words[n], varied[n], 3) <= 2 for n in changed)


def test_figures_and_short_words_are_never_mistyped() -> None:
    text = "RR 120/80, T 37.2, mw is op en de tv aan"
    assert with_typing_errors(text, random.Random(1)) == text
    assert all(mistyped("pijn", random.Random(n)) != "pijn" for n in range(50))


def test_variants_are_the_same_for_the_same_seed(known: WordList) -> None:
    made = [
        with_other_forms(NOTE, random.Random(5), lambda words: dutch_changes(words, known))
        for _ in range(2)
    ]
    assert made[0] == made[1] != NOTE


def changes(text: str, known: WordList) -> set[tuple[str, str]]:
    words = re.findall(r"\w+|[^\w\s]", text)
    return {
        (" ".join(words[change.first : change.last]), change.text)
        for change in dutch_changes(words, known)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NOTE, {("klaagt", "klaagde"), ("slaapt", "sliep"), ("drinkt", "dronk"),
                ("Wondverzorging", "wond verzorging"), ("Wondverzorging", "wond-verzorging")}),
        ("Pijn aan zijn arm.", {("arm", "armpje")}),
        ("met slaap problemen", {("slaap problemen", "slaapproblemen")}),
        # No compounds, though both halves are words.
        ("Belangrijk, aangetrokken, opgelopen, vandaag, misschien, mevrouw", set()),
        # A plural would no longer go with its verb or its article.
        ("zijn wonden zijn dicht", set()),
        # The article goes with the diminutive.
        ("de wond is dicht", {("de wond", "het wondje")}),
        ("Zoon komt straks", {("komt", "kwam")}),
    ],
)  # fmt: skip
def test_forms_are_true_dutch(text: str, expected: set[tuple[str, str]], known: WordList) -> None:
    assert changes(text, known) == expected


def test_plurals_lead_back_to_their_noun(known: WordList) -> None:
    found = [known.singulars.get(word) for word in ("wonden", "benen", "tafels", "brieven", "eten")]
    assert found == ["wond", "been", "tafel", "brief", None]


def test_compounds_are_cut_where_both_parts_make_compounds(known: WordList) -> None:
    assert split("bloeddruk", known) == ("bloed", "druk")
    assert split("gehoorapparaat", known) == ("gehoor", "apparaat")
    assert split("belangrijk", known) is None


def test_a_changed_word_keeps_its_capital_and_the_rest_of_the_note() -> None:
    found = with_other_forms(
        "Woont  alleen; moe.", random.Random(1), lambda _: [Change(0, 1, "woonde", "tense")]
    )
    assert found == "Woonde  alleen; moe."


def test_the_loss_is_the_mean_over_rounds_with_its_interval() -> None:
    before = [(1, 1, 1)] * 40
    after = [[(1, 1, 1)] * 20 + [(0, 1, 1)] * 20, [(1, 1, 1)] * 40]
    f1, loss, low, high = loss_of(before, after)

    assert (f1, loss) == (1.0, 0.25)
    assert 0.15 < low < 0.25 < high < 0.35
    assert loss_of(before, [before])[1:] == (0.0, 0.0, 0.0)
