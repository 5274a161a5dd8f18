"""Which problem a written score belongs to."""

from __future__ import annotations

import pytest

from omaha.coding.evidence import gather
from omaha.coding.linking import link_ratings
from omaha.coding.ratings import find_ratings
from omaha.model import Rating
from tests.omaha.coding.invented import COLUMNS, lexicon, mentions, phrase, scores

ROWS = (phrase("pijn", "problem/22"), phrase("huid", "problem/24"))


def linked(text: str, *odds: dict[str, float]) -> tuple[Rating, ...]:
    words, found = mentions(lexicon(*ROWS), text)
    by_problem, _ = gather(found, ["present"] * len(found), None)
    return link_ratings(text, words, find_ratings(text), by_problem, scores(words, *odds), COLUMNS)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("Pijn: K3 G2 S4", ["22", "22", "22"]),
        ("Huid status 2, pijn status 4", ["24", "22"]),
        ("Pijn: kennis 3, gedrag 2. Huid: kennis 4", ["22", "22", "24"]),
        ("Pijn kennis 3\nHuid kennis 2", ["22", "24"]),
    ],
)
def test_a_score_belongs_to_the_problem_named_before_it(text: str, problems: list[str]) -> None:
    assert [rating.problem for rating in linked(text)] == problems


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("Kennis 3, gedrag 2 en status 4 bij pijn", ["22", "22", "22"]),
        ("Status 3 (t.a.v. de huid), kennis 4 voor pijn.", ["24", "22"]),
        ("Rates knowl 4, status 3 for huid; pijn status 2", ["24", "24", "22"]),
        ("Huid: status 3 bij pijn", ["24"]),
    ],
)
def test_a_problem_named_right_behind_its_scores_has_them(text: str, problems: list[str]) -> None:
    assert [rating.problem for rating in linked(text)] == problems


def test_without_a_name_the_sentence_decides_then_what_was_told_before() -> None:
    text = "Rode stuit. Kennis 3."
    assert linked(text, {"P24": 3.0}, {"P22": 2.0})[0].problem == "22"
    assert linked(text, {"P24": 3.0}, {"P22": -5.0})[0].problem == "24"


def test_a_score_quotes_its_own_words() -> None:
    text = "Pijn: Kennis 3"
    (rating,) = linked(text)
    (evidence,) = rating.evidence
    assert (rating.scale, rating.value, evidence.kind) == ("knowledge", 3, "rating")
    assert text[evidence.start : evidence.end] == evidence.text == "Kennis 3"


def test_thousands_of_scores_are_looked_up_and_not_searched_for() -> None:
    # Ten thousand scores that each search the note again would take minutes.
    found = linked("Pijn: K3 G2\n" * 5_000)
    assert len(found) == 10_000
    assert {rating.problem for rating in found} == {"22"}
