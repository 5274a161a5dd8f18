"""The clause model: which units are scored, and the sum that gives their log-odds."""

from __future__ import annotations

import numpy as np
import pytest

from omaha.coding.model import (
    ClauseModel,
    find_units,
    model_from_json,
    model_to_json,
    score_units,
)
from omaha.coding.text import read_words


@pytest.fixture
def model() -> ClauseModel:
    return ClauseModel(
        rows={"pijn": 0, "rood": 1},
        outputs=("P22", "P24", "S2201"),
        weights=np.array([[10, -2], [0, 8]], dtype=np.int8),
        sign_weights=np.array([[4]], dtype=np.int8),
        scale=np.array([0.5, 0.25, 1.0], dtype=np.float32),
        bias=np.array([-1.0, -2.0, -3.0], dtype=np.float32),
        together={"0263": 1.5},
    )


def features(text: str) -> list[list[str]]:
    return [[word] if word[:1].isalnum() else [] for word in read_words(text).folded]


def test_log_odds_are_the_scaled_sum_over_the_root_of_the_count(model: ClauseModel) -> None:
    text = "pijn rood fiets"
    scores = score_units(model, read_words(text), features(text))
    # Two features are known: (10, 6) times 2 over root 2, times scale, plus bias.
    assert scores.units == ((0, 3),)
    assert scores.logits[0].tolist() == pytest.approx(
        [10 * 2**0.5 * 0.5 - 1, 6 * 2**0.5 * 0.25 - 2]
    )


def test_signs_are_scored_when_asked_for_by_the_features_that_have_weights_for_them(
    model: ClauseModel,
) -> None:
    scores = score_units(model, read_words("pijn. rood"), [["pijn"], [], ["rood"]])
    assert scores.logits.shape == (2, 2)
    assert scores.signs(2, 3).tolist() == [[4 * 2 - 3.0], [-3.0]]


def test_the_best_of_each_output_is_that_of_any_unit(model: ClauseModel) -> None:
    scores = score_units(model, read_words("pijn. rood"), [["pijn"], [], ["rood"]])
    assert scores.best == [9.0, 2.0]
    assert score_units(model, read_words(""), []).best == []


def test_a_sentence_without_known_words_has_the_bias(model: ClauseModel) -> None:
    scores = score_units(model, read_words("fiets"), [["fiets"]])
    assert scores.logits[0].tolist() == [-1.0, -2.0]


def test_sentences_come_first_then_the_clauses_of_those_that_have_several(
    model: ClauseModel,
) -> None:
    text = "pijn. veel pijn, erg rood"
    scores = score_units(model, read_words(text), features(text))
    assert scores.sentences == 2
    assert scores.units == ((0, 2), (2, 7), (2, 5), (5, 7))


def test_clauses_of_one_word_and_sentences_of_none_are_no_units() -> None:
    words = read_words("... pijn, erg rood")
    own = [[w] if w[:1].isalnum() else [] for w in words.folded]
    assert find_units(words, own) == ([(3, 7)], [(5, 7)])


def test_many_weights_do_not_overflow(model: ClauseModel) -> None:
    scores = score_units(model, read_words("pijn"), [["pijn"] * 5_000])
    assert scores.logits[0, 0] == pytest.approx(5_000 * 10 * 2 / 5_000**0.5 * 0.5 - 1)


def test_a_note_without_words_has_no_units(model: ClauseModel) -> None:
    assert score_units(model, read_words(""), []).logits.shape == (0, 2)


def test_what_is_stored_comes_back_the_same(model: ClauseModel) -> None:
    back = model_from_json(model_to_json(model), model.weights, model.sign_weights)
    assert (back.rows, back.outputs) == (model.rows, model.outputs)
    assert back.scale.tolist() == model.scale.tolist()
    assert back.bias.tolist() == model.bias.tolist()
    assert back.bias.dtype == np.float32
