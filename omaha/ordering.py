"""Which rows of a sorted file are out of place, each told once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A row out of place and the row above (else below) which it must stand, by number."""

    row: int
    above: int | None
    below: int | None

    def told(self, lines: Sequence[int]) -> str:
        """Where the row must stand, when row n is on line `lines[n]`."""
        if self.above is not None:
            return f"must stand above line {lines[self.above]}"
        return f"must stand below line {lines[self.below or 0]}"


def find_misplaced(keys: Sequence[Any]) -> list[Misplaced]:
    """The fewest rows whose removal leaves the others sorted; [] when all are.

    >>> find_misplaced(["a", "z", "b", "c"])
    [Misplaced(row=1, above=None, below=3)]
    >>> find_misplaced([1, 2, 3, 1])
    [Misplaced(row=3, above=1, below=None)]
    """
    kept = _longest_run(keys)
    if len(kept) == len(keys):
        return []
    sorted_keys = [keys[row] for row in kept]
    found = []
    for row in sorted(set(range(len(keys))) - set(kept)):
        place = bisect_right(sorted_keys, keys[row])
        above = kept[place] if place < len(kept) else None
        found.append(Misplaced(row, above, None if above is not None else kept[-1]))
    return found


def _longest_run(keys: Sequence[Any]) -> list[int]:
    """The rows of a longest part that is sorted (equal keys allowed), in their order."""
    ends: list[int] = []  # ends[n]: where the run of n + 1 rows with the lowest end stops
    lowest: list[Any] = []
    before: list[int | None] = []
    for row, key in enumerate(keys):
        place = bisect_right(lowest, key)
        before.append(ends[place - 1] if place else None)
        ends[place : place + 1] = [row]
        lowest[place : place + 1] = [key]
    run: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        run.append(last)
        last = before[last]
    return run[::-1]
