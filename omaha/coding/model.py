"""A linear model of clauses: recognises what nobody wrote down as a phrase.

Trained offline by `script/train` on the labelled clauses of `mappings/`; applied here as one
sum of small integers per clause. Every weight belongs to one word and one concept, so each
decision can be taken apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from sys import byteorder
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from omaha.coding.text import Words

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]
# The rows of features of a note, of one word or of a range of them: each two bytes.
RowNumbers = npt.NDArray[np.uint16]
ROW_BYTES = 2
# Units times features added up at once: the work grows with the square of the units. So many,
# times the outputs, are also few enough for numpy's BLAS to do them by itself (262,144): a second
# thread would save nothing, and where other programs share the machine it is waited for.
_AT_ONCE = 2_000
# A clause of fewer words says nothing that its sentence does not.
LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class ClauseModel:
    """The row of each feature (its number in `ROW_BYTES`), and the weights of the rows.

    Weights are int8 with one scale an output, and a bias; those of signs apart.
    Outputs are named ``P24`` (problem), ``C02`` (category), ``T63`` (target), ``Mp Mh Mf Mc``
    (potential, health promotion, family, community) and, last, ``S2401`` (sign, given its
    problem). `weights` are features x outputs without signs; `sign_weights` features x signs,
    for the commonest features only: the first rows, and one of zeros behind. `together`
    (categories x targets) says how often they go together among the samples, as log(1 + count).
    `shares` say, by discipline, how often each output is written about: as a log share for
    ``any``, as the log of a ratio to that for a discipline, zeros for ``none`` known.
    """

    rows: Mapping[str, bytes]
    outputs: tuple[str, ...]
    weights: Bytes
    sign_weights: Bytes
    scale: Floats
    bias: Floats
    sign_scale: Floats
    sign_bias: Floats
    together: Sequence[Sequence[float]]
    shares: Mapping[str, Sequence[float]]


class Sums:
    """Features added up to units: as many features as the units need, units in their order.

    `bounds` are the features of each unit, a half-open range. Units that follow one another
    are taken together, so that the cost stays linear in the length of a note.
    """

    def __init__(self, bounds: Sequence[tuple[int, int]]) -> None:
        self._blocks: list[tuple[int, int, int, Floats]] = []
        begin = 0
        while begin < len(bounds):
            some = bounds[begin : _end_of_block(bounds, begin)]
            low, high = min(some)[0], max([last for _, last in some])
            belongs = np.zeros((len(some), high - low), dtype=np.float32)
            for number, (first, last) in enumerate(some):
                belongs[number, first - low : last - low] = 1.0
            self._blocks.append((begin, low, high, belongs))
            begin += len(some)
        # Among many features each counts less.
        shares = [2.0 / max(1, last - first) ** 0.5 for first, last in bounds]
        self._shares = np.array(shares, dtype=np.float32)[:, None]

    def of(self, weights: Bytes) -> Floats:
        """The weights (features x outputs) of each unit added up, as a feature counts in it.

        Whole numbers of this size are exact in 32-bit floats, in any order.
        """
        if len(self._blocks) == 1:
            ((_, low, high, belongs),) = self._blocks
            totals: Floats = belongs @ weights[low:high].astype(np.float32)
        else:
            totals = np.empty((len(self._shares), weights.shape[1]), dtype=np.float32)
            for begin, low, high, belongs in self._blocks:
                end = begin + len(belongs)
                totals[begin:end] = belongs @ weights[low:high].astype(np.float32)
        totals *= self._shares
        return totals


def _end_of_block(bounds: Sequence[tuple[int, int]], begin: int) -> int:
    """Where the units end that are added up together with one of them: at least that one.

    >>> _end_of_block([(0, 30), (30, 60), (60, 90), (0, 30)], 0)
    4
    >>> _end_of_block([(0, 900), (900, 960), (960, 5_000)], 0)
    2
    """
    low, high = bounds[begin]
    end = begin + 1
    while end < len(bounds):
        first, last = bounds[end]
        low, high = min(low, first), max(high, last)
        if (end - begin + 1) * (high - low) > _AT_ONCE:
            break
        end += 1
    return end


class UnitScores(NamedTuple):
    """The log-odds of every output but signs (units x outputs): sentences, then their clauses.

    `units` are half-open word ranges; the first `sentences` of them are sentences. `finest` are
    the numbers of those that hold no other: clauses, and sentences of one. `features` are the
    rows of the note's features, `sums` adds them up to units.
    """

    units: tuple[tuple[int, int], ...]
    sentences: int
    finest: tuple[int, ...]
    logits: Floats
    model: ClauseModel
    features: RowNumbers
    sums: Sums

    def signs(self, columns: npt.NDArray[np.intp]) -> Floats:
        """The log-odds of some signs, numbered from the first one (units x signs)."""
        model = self.model
        # What signs do not know is sent to the last row, which weighs nothing.
        known = model.sign_weights.take(self.features, axis=0, mode="clip")
        found = self.sums.of(known.take(columns, axis=1))
        found *= model.sign_scale[columns]
        found += model.sign_bias[columns]
        return found


def find_units(
    words: Words, keys: Sequence[Sequence[str]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[int]]:
    """The sentences that say anything, the clauses of those that have several, and the finest.

    `keys` are those of each word, none for punctuation. The finest are the numbers, among
    sentences and then clauses, of the units that hold no other.
    """
    said = [0, *accumulate([1 if key else 0 for key in keys])]
    sentences: list[tuple[int, int]] = []
    clauses: list[tuple[int, int]] = []
    alone = []
    number = 0
    every = words.clauses
    for first, last in words.sentences:
        begin = number
        while number < len(every) and every[number][0] < last:
            number += 1
        if said[last] > said[first]:
            before = len(clauses)
            if number - begin > 1:
                clauses += [
                    unit
                    for unit in every[begin:number]
                    if said[unit[1]] - said[unit[0]] >= LEAST_WORDS
                ]
            if len(clauses) == before:
                alone.append(len(sentences))
            sentences.append((first, last))
    return sentences, clauses, [*alone, *range(len(sentences), len(sentences) + len(clauses))]


def score_units(
    model: ClauseModel, words: Words, keys: Sequence[Sequence[str]], rows: Sequence[bytes]
) -> UnitScores:
    """The log-odds of every output for every sentence and clause of a note.

    `keys` and `rows` (row numbers, `ROW_BYTES` each) are those of each word.
    """
    sentences, clauses, finest = find_units(words, keys)
    units = (*sentences, *clauses)
    starts = [0, *accumulate([len(here) // ROW_BYTES for here in rows])]
    sums = Sums([(starts[first], starts[last]) for first, last in units])
    features = np.frombuffer(b"".join(rows), dtype=np.uint16)
    logits = sums.of(model.weights.take(features, axis=0))
    logits *= model.scale
    logits += model.bias
    return UnitScores(units, len(sentences), tuple(finest), logits, model, features, sums)


def with_nothing(weights: Bytes) -> Bytes:
    """Weights and one more row, of zeros.

    >>> with_nothing(np.array([[3, 4]], dtype=np.int8)).tolist()
    [[3, 4], [0, 0]]
    """
    return np.concatenate([weights, np.zeros((1, weights.shape[1]), dtype=np.int8)])


def numbered(names: Iterable[str]) -> dict[str, bytes]:
    """Names with their numbers from 0 on, two bytes each; raises OverflowError above 65,535.

    >>> np.frombuffer(b"".join(numbered(["pijn", "rood"]).values()), np.uint16).tolist()
    [0, 1]
    """
    return {name: number.to_bytes(ROW_BYTES, byteorder) for number, name in enumerate(names)}


def model_to_json(model: ClauseModel) -> dict[str, Any]:
    """All but the weights, which are stored as an array of their own."""
    return {
        "rows": list(model.rows),
        "outputs": list(model.outputs),
        "scale": [*model.scale.tolist(), *model.sign_scale.tolist()],
        "bias": [*model.bias.tolist(), *model.sign_bias.tolist()],
        "together": model.together,
        "shares": model.shares,
    }


def model_from_json(stored: dict[str, Any], weights: Bytes, sign_weights: Bytes) -> ClauseModel:
    """The model back from `model_to_json` and its weights, those of signs without the last row.

    >>> weights = np.array([[1, 2]], dtype=np.int8)
    >>> stored = {"rows": ["pijn"], "outputs": ["P22", "P24", "S2201"], "scale": [1, 1, 1],
    ...           "bias": [0, 0, 0], "together": [[1.5]], "shares": {"any": [-1, -1, 0]}}
    >>> model_from_json(stored, weights, weights[:, :1]).sign_weights.tolist()
    [[1], [0]]
    """
    shift = weights.shape[1]
    scale = np.array(stored["scale"], dtype=np.float32)
    bias = np.array(stored["bias"], dtype=np.float32)
    return ClauseModel(
        rows=numbered(stored["rows"]),
        outputs=tuple(stored["outputs"]),
        # Rows side by side in memory: gathering them otherwise takes many times as long.
        weights=np.ascontiguousarray(weights),
        sign_weights=with_nothing(sign_weights),
        scale=scale[:shift],
        bias=bias[:shift],
        sign_scale=scale[shift:],
        sign_bias=bias[shift:],
        together=stored["together"],
        shares=stored["shares"],
    )
