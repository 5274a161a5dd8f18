"""Written scores: which spellings count, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given

from omaha.coding.ratings import find_ratings
from tests.omaha.coding.invented import NOTES


def found(text: str) -> str:
    return " ".join(f"{rating.scale[0]}{rating.value}" for rating in find_ratings(text))


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("K3 G2 S4", "k3 b2 s4"),
        ("K:3 G:2 S:4", "k3 b2 s4"),
        ("K3, B2, S4", "k3 b2 s4"),
        ("K=3 S=4", "k3 s4"),
        ("kennis 3, gedrag 2", "k3 b2"),
        ("Kennis: 3 / Gedrag: 2 / Status: 4", "k3 b2 s4"),
        ("status van 2 naar 4", "s4"),
        ("status 2 -> 4", "s4"),
        ("knowledge from 2 to 3", "k3"),
        ("behaviour is 4", "b4"),
        ("statusscore 3", "s3"),
        ("KGS 3-2-4", "k3 b2 s4"),
        ("K/G/S: 3, 2, 4", "k3 b2 s4"),
    ],
)
def test_a_score_is_read_however_it_is_written(text: str, scores: str) -> None:
    assert found(text) == scores


@pytest.mark.parametrize(
    "text",
    [
        "S 2 dagen geleden gevallen", "vitamine B12 en K2", "status 6", "status 0", "status 3,5",
        "status 37", "kennis 20%", "pijn 4", "K3", "status 3/10", "gedrag 2 mg", "S4 hoog, K3 laag",
        "burgerlijke status", "bloeddruk 12/8",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_score_is_none(text: str) -> None:
    assert find_ratings(text) == []


def test_a_scale_in_letters_that_fold_to_its_name_is_that_scale() -> None:
    assert found("\u017ftatus 3") == "s3"


@given(NOTES)
def test_scores_stand_in_order_inside_the_note_with_their_value_in_them(text: str) -> None:
    ratings = find_ratings(text)
    assert [r.start for r in ratings] == sorted({r.start for r in ratings})
    for rating in ratings:
        assert 0 <= rating.start < rating.end <= len(text)
        assert str(rating.value) in text[rating.start : rating.end]
        assert rating.value in range(1, 6)
        assert rating.scale in ("knowledge", "behavior", "status")
