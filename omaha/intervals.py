"""Intervals of shares and rates, without a table and without sampling."""

from __future__ import annotations

from math import sqrt

# The 97.5 % point of the normal distribution: 95 % lie within.
Z = 1.959963984540054


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927): stays in [0, 1], also of few.

    Raises ZeroDivisionError for a share of none.

    >>> [round(bound, 3) for bound in wilson(0, 10)]
    [0.0, 0.278]
    """
    share, weight = count / total, Z * Z / total
    centre = share + weight / 2
    half = Z * sqrt(share * (1 - share) / total + weight / (4 * total))
    low = (centre - half) / (1 + weight) if count else 0.0
    high = (centre + half) / (1 + weight) if count < total else 1.0
    return low, high


def byar(count: int, units: float) -> tuple[float, float]:
    """The 95 % interval of a rate of events in so many units (Poisson, Byar's approximation).

    As the public health figures of several countries are made (Breslow and Day 1987); within
    a few per cent of the exact interval from ten events on, and good enough below.

    >>> [round(bound, 1) for bound in byar(100, 1.0)]
    [81.4, 121.6]
    >>> byar(0, 10.0)[0]
    0.0
    """
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    return low / units, high / units


def difference(count: int, total: int, before: int, total_before: int) -> tuple[float, float]:
    """The 95 % interval of how much a share grew (Newcombe 1998, from two Wilson intervals).

    >>> [round(bound, 4) for bound in difference(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    share, share_before = count / total, before / total_before
    low, high = wilson(count, total)
    low_before, high_before = wilson(before, total_before)
    gap = share - share_before
    return (
        gap - sqrt((share - low) ** 2 + (high_before - share_before) ** 2),
        gap + sqrt((high - share) ** 2 + (share_before - low_before) ** 2),
    )
