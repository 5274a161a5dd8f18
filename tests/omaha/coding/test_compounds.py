"""Dutch compounds are cut into the parts that phrases know, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.coding.compounds import SHORTEST, split_compound

KEYS = {
    word: word
    for word in ("wond", "zorg", "slaap", "probleem", "incontinent", "incontinentie", "materiaal",
                 "beleid", "scheur", "been", "zon", "val", "gevaar", "pijn", "klacht")
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wondzorg", ("wond", "zorg")),
        ("slaapsprobleem", ("slaap", "probleem")),
        ("wond-zorg", ("wond", "zorg")),
        ("wondenzorg", ("wond", "zorg")),
        ("incontinentiemateriaal", ("incontinentie", "materiaal")),
        ("wondzorgbeleid", ("wond", "zorg", "beleid")),
        ("pijnklachten", ()),
        ("zorg", ()),
        ("onbekendewond", ()),
        ("", ()),
    ],
)
def test_a_compound_is_cut_where_both_parts_are_known(word: str, parts: tuple[str, ...]) -> None:
    assert split_compound(word, KEYS.get) == parts


def test_two_parts_win_over_three() -> None:
    keys = {"val": "val", "gevaar": "gevaar", "valgevaar": "valgevaar", "pijn": "pijn"}
    assert split_compound("valgevaarpijn", keys.get) == ("valgevaar", "pijn")


def test_no_part_is_shorter_than_the_least() -> None:
    assert split_compound("opzorg", {"op": "op", "zorg": "zorg"}.get) == ()
    assert len("op") < SHORTEST


@given(st.lists(st.sampled_from(sorted(KEYS)), min_size=2, max_size=2))
def test_any_two_known_words_are_found_in_one(parts: list[str]) -> None:
    assert len(split_compound("".join(parts), KEYS.get)) in (2, 3)


def letters_looked_at(word: str) -> int:
    looked_at = 0

    def part_key(part: str) -> str | None:
        nonlocal looked_at
        looked_at += len(part)
        return KEYS.get(part)

    split_compound(word, part_key)
    return looked_at


def test_a_word_costs_no_more_than_the_square_of_its_length() -> None:
    assert letters_looked_at("wond" * 10) <= 3 * 40**2


def test_a_word_longer_than_any_compound_costs_next_to_nothing() -> None:
    assert letters_looked_at("wond" * 1_000) <= 3 * 40**2
