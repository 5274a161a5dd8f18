"""Edit distance: what counts as one edit, and when words are near."""

from __future__ import annotations

import pytest

from omaha.similarity import distance, near_words


@pytest.mark.parametrize(
    ("first", "second", "edits"),
    [("pijn", "pijn", 0), ("pijn", "pij", 1), ("pijn", "pjin", 1), ("pijn", "pinn", 1),
     ("pijn", "hond", 3)],
)  # fmt: skip
def test_an_edit_is_one_letter_or_one_swap(first: str, second: str, edits: int) -> None:
    assert distance(first, second, 2) == edits


def test_near_words_come_nearest_first_with_their_place() -> None:
    found = near_words("wond", ["hond", "wonden", "wond", "arts"], 1)

    assert found[0] == ("wond", 0, 2)
    assert [(word, edits) for word, edits, _ in found] == [("wond", 0), ("hond", 1)]
