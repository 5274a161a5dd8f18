"""The clause model: which units are scored, and the sum that gives their log-odds."""

from __future__ import annotations

import numpy as np
import pytest

from omaha.coding.features import row_bytes
from omaha.coding.model import (
    ClauseModel,
    Sums,
    UnitScores,
    find_units,
    model_from_json,
    model_to_json,
    numbered,
    score_units,
    with_nothing,
)
from omaha.coding.text import read_words


@pytest.fixture
def model() -> ClauseModel:
    return ClauseModel(
        rows=numbered(["pijn", "rood"]),
        outputs=("P22", "P24", "S2201"),
        weights=np.array([[10, -2], [0, 8]], dtype=np.int8),
        sign_weights=with_nothing(np.array([[4]], dtype=np.int8)),
        scale=np.array([0.5, 0.25], dtype=np.float32),
        bias=np.array([-1.0, -2.0], dtype=np.float32),
        sign_scale=np.array([1.0], dtype=np.float32),
        sign_bias=np.array([-3.0], dtype=np.float32),
        together=[[1.5]],
        shares={"any": [-1.0, 0.0], "none": [0.0, 0.0]},
    )


def scored(model: ClauseModel, text: str, times: int = 1) -> UnitScores:
    words = read_words(text)
    keys = [(word,) if word[:1].isalnum() else () for word in words.folded]
    return score_units(model, words, keys, [row_bytes(model.rows, key) * times for key in keys])


def test_log_odds_are_the_scaled_sum_over_the_root_of_the_count(model: ClauseModel) -> None:
    scores = scored(model, "pijn rood fiets")
    # Two features are known: (10, 6) times 2 over root 2, times scale, plus bias.
    assert scores.units == ((0, 3),)
    assert scores.logits[0].tolist() == pytest.approx(
        [10 * 2**0.5 * 0.5 - 1, 6 * 2**0.5 * 0.25 - 2]
    )


def test_signs_are_scored_when_asked_for_by_the_features_that_have_weights_for_them(
    model: ClauseModel,
) -> None:
    scores = scored(model, "pijn. rood")
    assert scores.logits.shape == (2, 2)
    assert scores.signs(np.array([0])).tolist() == [[4 * 2 - 3.0], [-3.0]]


def test_a_sentence_without_known_words_has_the_bias(model: ClauseModel) -> None:
    assert scored(model, "fiets").logits[0].tolist() == [-1.0, -2.0]


def test_many_units_are_added_up_as_one_would_be(model: ClauseModel) -> None:
    alone = scored(model, "veel pijn, erg rood").logits
    many = scored(model, "veel pijn, erg rood. " * 40)
    assert many.sentences == 40
    assert np.allclose(many.logits[:40], alone[0])
    assert np.allclose(many.logits[40::2], alone[1])
    assert np.allclose(many.logits[41::2], alone[2])


def test_no_product_is_so_large_that_threads_are_waited_for() -> None:
    sentences = [(n, n + 30) for n in range(0, 3_000, 30)]
    clauses = [(n, n + 10) for n in range(0, 3_000, 10)]
    bounds = [*sentences, *clauses]
    weights = np.ones((3_000, 2), dtype=np.int8)
    sums = Sums(bounds)
    shapes = [belongs.shape for *_, belongs in sums._blocks]
    assert all(units * features <= 2_000 for units, features in shapes)
    assert sum(units for units, _ in shapes) == len(bounds)
    assert np.allclose(sums.of(weights)[:, 0], [2 * (b - a) ** 0.5 for a, b in bounds])


def test_sentences_come_first_then_the_clauses_of_those_that_have_several(
    model: ClauseModel,
) -> None:
    scores = scored(model, "pijn. veel pijn, erg rood")
    assert scores.sentences == 2
    assert scores.units == ((0, 2), (2, 7), (2, 5), (5, 7))


def test_clauses_of_one_word_and_sentences_of_none_are_no_units() -> None:
    words = read_words("... pijn, erg rood")
    own = [(w,) if w[:1].isalnum() else () for w in words.folded]
    assert find_units(words, own) == ([(3, 7)], [(5, 7)], [1])


def test_the_finest_units_are_clauses_and_sentences_without() -> None:
    words = read_words("erge pijn. rode stuit, veel jeuk. moe")
    own = [(w,) if w[:1].isalnum() else () for w in words.folded]
    sentences, clauses, finest = find_units(words, own)
    assert [[*sentences, *clauses][n] for n in finest] == [(0, 3), (9, 10), (3, 6), (6, 9)]


def test_many_weights_do_not_overflow(model: ClauseModel) -> None:
    scores = scored(model, "pijn", times=5_000)
    assert scores.logits[0, 0] == pytest.approx(5_000 * 10 * 2 / 5_000**0.5 * 0.5 - 1)


def test_a_note_without_words_has_no_units(model: ClauseModel) -> None:
    assert scored(model, "").logits.shape == (0, 2)


def test_what_is_stored_comes_back_the_same(model: ClauseModel) -> None:
    back = model_from_json(model_to_json(model), model.weights, model.sign_weights[:-1])
    assert (back.rows, back.outputs) == (model.rows, model.outputs)
    for name in ("scale", "bias", "sign_scale", "sign_bias", "weights", "sign_weights"):
        assert getattr(back, name).tolist() == getattr(model, name).tolist()
    assert back.bias.dtype == np.float32
