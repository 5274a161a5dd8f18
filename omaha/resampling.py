"""Intervals by the bootstrap: figures of sums over notes, each note drawn again and again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
ROUNDS = 1000
SEED = 7


def resampled_sums(rows: Sequence[Sequence[float]]) -> Floats:
    """The sums of the columns over each of `ROUNDS` resamples of rows (rounds x columns).

    The seed is fixed and the generator is the one that numpy never changes, so that the same
    rows always give the same sums.

    >>> resampled_sums([(1, 2)] * 3)[0].tolist()
    [3.0, 6.0]
    """
    count = len(rows)
    drawn = np.random.RandomState(SEED).multinomial(count, np.full(count, 1 / count), size=ROUNDS)
    sums: Floats = drawn.astype(np.float64) @ np.asarray(rows, dtype=np.float64)
    return sums


def middle(values: Floats) -> tuple[float, float]:
    """The middle 95 % of figures; those that are no number (none of none) are left out.

    >>> middle(np.arange(1001.0))
    (25.0, 975.0)
    """
    low, high = np.nanpercentile(values, (2.5, 97.5))
    return float(low), float(high)
