"""A linear model of clauses: recognises what nobody wrote down as a phrase.

Trained offline by `script/train` on the labelled clauses of `mappings/`; applied here as one
sum of small integers per clause. Every weight belongs to one word and one concept, so each
decision can be taken apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from omaha.coding.text import Words

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class ClauseModel:
    """Weights as int8 with one scale an output, and a bias.

    Outputs are named ``P24`` (problem), ``C02`` (category), ``T63`` (target), ``Mp Mh Mf Mc``
    (potential, health promotion, family, community) and, last, ``S2401`` (sign, given its
    problem). `weights` are features x outputs without signs; `sign_weights` features x signs,
    for the commonest features only: the first rows. `together` says how often a category and a
    target (``0263``) go together among the samples, as log(1 + count).
    """

    rows: dict[str, int]
    outputs: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    sign_weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    together: dict[str, float]


@dataclass(frozen=True)
class UnitScores:
    """The log-odds of every output but signs (units x outputs): sentences, then their clauses.

    `units` are half-open word ranges; the first `sentences` of them are sentences. `features`
    are the rows of the note's features, `bounds` the part of them that each unit has.
    """

    units: tuple[tuple[int, int], ...]
    sentences: int
    logits: Floats
    model: ClauseModel
    features: Rows
    bounds: tuple[tuple[int, int], ...]

    @cached_property
    def layout(self) -> Layout:
        """The units as they are added up."""
        return Layout.of(self.bounds)

    @cached_property
    def best(self) -> list[float]:
        """The highest log-odds of each output in any unit; none without units."""
        found: list[float] = self.logits.max(axis=0).tolist() if self.units else []
        return found

    @cached_property
    def _for_signs(self) -> tuple[Rows, npt.NDArray[np.int8]]:
        """The rows of features that signs know, 0 for others, and 1 or 0 for each."""
        known = self.features < len(self.model.sign_weights)
        return np.where(known, self.features, 0), known.astype(np.int8)[:, None]

    def signs(self, low: int, high: int) -> Floats:
        """The log-odds of the signs in a range of outputs (units x signs), when asked for."""
        model = self.model
        shift = model.weights.shape[1]
        rows, known = self._for_signs
        gathered = model.sign_weights[rows, low - shift : high - shift] * known
        return _sums(gathered, self.layout) * model.scale[low:high] + model.bias[low:high]


class Layout(NamedTuple):
    """Units as they are added up: begins and ends in turn, what a feature counts, the empty."""

    cuts: Rows
    shares: Floats
    empty: npt.NDArray[np.bool_] | None

    @classmethod
    def of(cls, bounds: Sequence[tuple[int, int]]) -> Layout:
        """The layout of half-open ranges of features; a feature counts less among many."""
        ends = np.array(bounds, dtype=np.intp).reshape(-1, 2)
        counts = ends[:, 1] - ends[:, 0]
        empty = counts == 0
        shares = (2.0 / np.sqrt(np.maximum(counts, 1)))[:, None].astype(np.float32)
        return cls(ends.ravel(), shares, empty if empty.any() else None)


def _sums(gathered: npt.NDArray[np.int8], layout: Layout) -> Floats:
    """The weights of each unit added up.

    Whole numbers of this size are exact in 32-bit floats, which add fastest.
    """
    if not len(gathered):
        return np.zeros((len(layout.shares), gathered.shape[1]), dtype=np.float32)
    # One row of zeros behind, since a range may end there.
    padded = np.zeros((len(gathered) + 1, gathered.shape[1]), dtype=np.float32)
    padded[:-1] = gathered
    totals: Floats = np.add.reduceat(padded, layout.cuts, axis=0)[::2]
    if layout.empty is not None:
        totals[layout.empty] = 0.0
    totals *= layout.shares
    return totals


def find_units(
    words: Words, features: Sequence[Sequence[str]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The sentences that say anything, and the clauses of those that have several."""
    sentences = []
    clauses = []
    number = 0
    for first, last in words.sentences:
        begin = number
        while number < len(words.clauses) and words.clauses[number][0] < last:
            number += 1
        own = words.clauses[begin:number]
        if any(features[first:last]):
            sentences.append((first, last))
            if len(own) > 1:
                clauses += [unit for unit in own if sum(map(bool, features[slice(*unit)])) >= 2]
    return sentences, clauses


def score_units(model: ClauseModel, words: Words, features: Sequence[Sequence[str]]) -> UnitScores:
    """The log-odds of every output for every sentence and clause of a note."""
    sentences, clauses = find_units(words, features)
    units = (*sentences, *clauses)
    found = model.rows.get
    flat: list[int] = []
    starts = [0]
    for here in features:
        flat += [row for name in here if (row := found(name)) is not None]
        starts.append(len(flat))
    numbers = np.array(flat, dtype=np.intp)
    bounds = tuple((starts[first], starts[last]) for first, last in units)
    shift = model.weights.shape[1]
    logits = _sums(model.weights.take(numbers, axis=0), Layout.of(bounds))
    logits *= model.scale[:shift]
    logits += model.bias[:shift]
    return UnitScores(units, len(sentences), logits, model, numbers, bounds)


def model_to_json(model: ClauseModel) -> dict[str, Any]:
    """All but the weights, which are stored as an array of their own."""
    return {
        "rows": sorted(model.rows, key=lambda name: model.rows[name]),
        "outputs": list(model.outputs),
        "scale": [float(value) for value in model.scale],
        "bias": [float(value) for value in model.bias],
        "together": model.together,
    }


def model_from_json(
    stored: dict[str, Any],
    weights: npt.NDArray[np.int8],
    sign_weights: npt.NDArray[np.int8],
) -> ClauseModel:
    """The model back from `model_to_json` and its weights.

    >>> weights = np.array([[1, 2]], dtype=np.int8)
    >>> model = ClauseModel({"pijn": 0}, ("P22", "P24", "S2201"), weights, weights[:, :1],
    ...                     np.ones(3, np.float32), np.zeros(3, np.float32), {})
    >>> model_from_json(model_to_json(model), weights, weights[:, :1]).rows
    {'pijn': 0}
    """
    return ClauseModel(
        rows={name: number for number, name in enumerate(stored["rows"])},
        outputs=tuple(stored["outputs"]),
        # Rows side by side in memory: gathering them otherwise takes many times as long.
        weights=np.ascontiguousarray(weights),
        sign_weights=np.ascontiguousarray(sign_weights),
        scale=np.array(stored["scale"], dtype=np.float32),
        bias=np.array(stored["bias"], dtype=np.float32),
        together=stored["together"],
    )
