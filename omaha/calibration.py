"""Whether scores mean what they say: of the problems that get 0.8, are four in five right?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from omaha.resampling import ROUNDS, SEED, Floats, middle

BINS = 10
_Scored = tuple[float, bool]
# So many draws at a time; the memory of a million scores stays small.
_AT_A_TIME = 4_000_000


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores in one tenth of [0, 1]: how many, their mean, how many were right."""

    count: int
    score: float
    right: int

    @property
    def rate(self) -> float:
        """The share that was right, in [0, 1]."""
        return self.right / self.count


@dataclass(frozen=True, slots=True)
class Chance:
    """What a perfectly calibrated coder with the same scores would show by chance."""

    error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """Taking every suggestion of at least `score`: coverage of true codes, share wrong."""

    score: float
    coverage: float
    risk: float


def bin_of(score: float) -> int:
    """The tenth that a score in [0, 1] belongs to.

    >>> bin_of(0.0), bin_of(0.25), bin_of(1.0)
    (0, 2, 9)
    """
    return min(BINS - 1, int(score * BINS))


def bin_sums(scores: Iterable[_Scored]) -> list[float]:
    """Count, sum of scores and number right of each tenth, side by side (3 x 10 numbers)."""
    sums = [0.0] * (3 * BINS)
    for score, right in scores:
        place = 3 * bin_of(score)
        sums[place] += 1
        sums[place + 1] += score
        sums[place + 2] += right
    return sums


def bins_of(scores: Iterable[_Scored]) -> list[Bin]:
    """The tenths that hold any score, lowest first.

    >>> bins_of([(0.8, True), (0.85, False)])
    [Bin(count=2, score=0.825, right=1)]
    """
    sums = bin_sums(scores)
    return [
        Bin(int(count), total / count, int(right))
        for count, total, right in zip(sums[::3], sums[1::3], sums[2::3], strict=True)
        if count
    ]


def errors_of(sums: Floats) -> Floats:
    """The expected calibration error of rows of `bin_sums`; no number where there is no score."""
    gaps = np.abs(sums[:, 1::3] - sums[:, 2::3]).sum(axis=1)
    counts = sums[:, ::3].sum(axis=1)
    errors: Floats = np.divide(gaps, counts, out=np.full(len(gaps), np.nan), where=counts > 0)
    return errors


def calibration_error(scores: Iterable[_Scored]) -> float:
    """The mean gap between score and share of right ones, over ten bins of equal width.

    >>> round(calibration_error([(0.8, True), (0.8, True), (0.8, False), (0.8, True)]), 3)
    0.05
    """
    return float(np.nan_to_num(errors_of(np.array([bin_sums(scores)])))[0])


def chance_of(scores: Sequence[float]) -> Chance:
    """The calibration error when each score comes true exactly as often as it says.

    Few scores never fall just as they should: the error is above 0 by chance alone. Mean and
    middle 95 % of draws with a fixed seed.

    >>> chance = chance_of([0.5] * 100)
    >>> chance.low < 0.01 < chance.error < 0.06 < chance.high
    True
    """
    values = np.asarray(scores)
    member = np.zeros((len(values), BINS))
    member[np.arange(len(values)), [bin_of(score) for score in scores]] = 1.0
    rng = np.random.RandomState(SEED)
    errors: list[Floats] = []
    step = max(1, _AT_A_TIME // len(values))
    for begin in range(0, ROUNDS, step):
        drawn = rng.random_sample((min(step, ROUNDS - begin), len(values))) < values
        errors.append(np.abs((drawn - values) @ member).sum(axis=1) / len(values))
    found = np.concatenate(errors)
    return Chance(float(found.mean()), *middle(found))


def risk_coverage(scores: Iterable[_Scored], true: int) -> list[Point]:
    """Risk against coverage, highest score first; `true` is how many codes there are to find.

    Suggestions of one score are taken together, since nothing tells them apart.

    >>> risk_coverage([(0.9, True), (0.6, False), (0.6, True), (0.6, False)], true=4)
    [Point(score=0.9, coverage=0.25, risk=0.0), Point(score=0.6, coverage=0.5, risk=0.5)]
    """
    ranked = sorted(scores, reverse=True)
    points: list[Point] = []
    right = 0
    for number, (score, hit) in enumerate(ranked, 1):
        right += hit
        if number == len(ranked) or ranked[number][0] != score:
            points.append(Point(score, right / true if true else 0.0, 1 - right / number))
    return points
