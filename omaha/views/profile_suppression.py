"""Which counts may be shown, so that nobody can be found back behind a small one.

Published of one stratum (a period, or a period and discipline): the areas, and the sum over
them. A count is *sensitive* when fewer than the threshold have the code, or fewer than the
threshold have it not (with all of a small group, who belongs to it is known to have it).

1. Areas with fewer units than the threshold are taken together, with at least one other.
2. Sensitive counts are hidden.
3. More is hidden until every sensitive count is safe: as far as anybody can tell from all that
   is published, it may be anything from 0 up to the threshold. See `Hiding`.

Which area is hidden next depends on sizes of groups, which are known, and never on the count
itself, from which the hidden one could be guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from omaha.views.profile_counts import Group

THRESHOLD = 10
_Ints = npt.NDArray[np.int64]
_Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as it may be shown; a code that stands as None is hidden.

    `members` are the areas taken together; of a single area that area alone.
    """

    members: tuple[str, ...]
    units: int
    codes: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Stratum:
    """The areas of one stratum, largest group of pooled ones last, and the sum over all.

    Without enough units for even one group there are none, and `total` is None.
    """

    areas: tuple[Shown, ...]
    total: Shown | None


def suppress(
    areas: Mapping[str, Group], domains: Mapping[str, str], threshold: int = THRESHOLD
) -> Stratum:
    """What may be shown of the areas of one stratum; `domains` gives the domain of a problem.

    >>> groups = {"Noord": Group(50, {"24": 20}), "Zuid": Group(60, {"24": 7})}
    >>> [shown.codes["24"] for shown in suppress(groups, {"24": "III"}).areas]
    [None, None]
    """
    pools = pooled(areas, threshold)
    if not pools:
        return Stratum((), None)
    codes = list(dict.fromkeys(code for group in areas.values() for code in group.codes))
    counts = np.zeros((len(codes), len(pools) + 1), dtype=np.int64)
    sizes = np.zeros(len(pools) + 1, dtype=np.int64)
    for place, members in enumerate(pools):
        for name in members:
            sizes[place] += areas[name].units
            for row, code in enumerate(codes):
                counts[row, place] += areas[name].codes.get(code, 0)
    counts[:, -1], sizes[-1] = counts.sum(axis=1), sizes.sum()
    hidden = Hiding(counts, sizes, families(codes, domains), threshold).hide()
    shown = [
        Shown(
            members,
            int(sizes[place]),
            {
                code: None if hidden[row, place] else int(counts[row, place])
                for row, code in enumerate(codes)
            },
        )
        for place, members in enumerate([*pools, tuple(areas)])
    ]
    return Stratum(tuple(shown[:-1]), shown[-1])


def pooled(areas: Mapping[str, Group], threshold: int) -> list[tuple[str, ...]]:
    """The areas, those with too few units taken together; [] when all are too few.

    The pool takes the next areas by name until it is large enough and has two members.

    >>> pooled({"a": Group(4, {}), "b": Group(30, {}), "c": Group(20, {})}, 10)
    [('c',), ('a', 'b')]
    """
    names = sorted(name for name, group in areas.items() if group.units)
    small = [name for name in names if areas[name].units < threshold]
    if sum(areas[name].units for name in names) < threshold:
        return []
    if not small:
        return [(name,) for name in names]
    pool = list(small)
    for name in [name for name in names if name not in small]:
        if len(pool) >= 2 and sum(areas[each].units for each in pool) >= threshold:
            break
        pool.append(name)
    return [*((name,) for name in names if name not in pool), tuple(sorted(pool))]


def families(codes: Sequence[str], domains: Mapping[str, str]) -> list[tuple[int, _Ints]]:
    """The row of each domain that is counted, with the rows of its problems."""
    place = {code: row for row, code in enumerate(codes)}
    found = []
    for domain in dict.fromkeys(domains.values()):
        rows = [place[code] for code, over in domains.items() if over == domain and code in place]
        if domain in place and rows:
            found.append((place[domain], np.array(rows, dtype=np.int64)))
    return found


class Hiding:
    """The counts of a stratum and which are hidden, more and more until all are safe.

    Arrays are codes x groups, of which the last group is the sum over the others. A count is
    safe when there is another table that agrees with everything published in which it is 0, and
    one in which it is just below the threshold (or, of nearly all, one in which that many more
    have it not). Such a table is made from the true one by moving units between hidden counts:
    up in one area and down in another, so that sums stay; within an area a problem stays at
    most its domain, and the problems of a domain together at least the domain.
    """

    def __init__(
        self, counts: _Ints, sizes: _Ints, families: list[tuple[int, _Ints]], threshold: int
    ) -> None:
        self._counts, self._sizes = counts, np.broadcast_to(sizes, counts.shape)
        self._families, self._reach = families, threshold - 1
        self._few = counts < threshold
        self._most = self._sizes - counts < threshold
        self.hidden: _Bools = self._few | self._most
        # How far each count can go up and down while its domain stays; of a domain, while its
        # problems stay. A code without a counted domain is bound by the size of the group.
        self._above, self._below = self._sizes - counts, counts.copy()
        self._over: dict[int, int] = {}
        for domain, rows in families:
            spare = self._spare(domain, rows)
            self._above[rows] = counts[domain] - counts[rows]
            self._below[rows] = np.minimum(counts[rows], spare)
            self._above[domain] = np.minimum(spare, self._above[domain])
            self._below[domain] = counts[domain] - counts[rows].max(axis=0)
            self._over |= dict.fromkeys(rows.tolist(), domain)
        # Groups in the order in which they are given up: the smallest first, the sum last.
        self._order = [int(g) for g in np.argsort(sizes[:-1], kind="stable")] + [len(sizes) - 1]

    def _spare(self, domain: int, rows: _Ints) -> _Ints:
        """How much more the problems of a domain count together than the domain itself."""
        found: _Ints = self._counts[rows].sum(axis=0) - self._counts[domain]
        return found

    def hide(self) -> _Bools:
        """Hide until every sensitive count is safe; which counts are hidden."""
        while True:
            wider, before = self._unsafe(), self.hidden.copy()
            if not wider.any():
                return self.hidden
            for row in np.flatnonzero(wider):
                if not self._hide_next(int(row)):
                    self._give_up(int(row))
            if (self.hidden == before).all():
                self.hidden[:] = True
                return self.hidden

    def _room(self, above: _Ints, below: _Ints) -> tuple[_Ints, _Ints]:
        """How far the others of its line let each count go up, and down.

        `above` and `below` say how far each of them can, 0 where it is not hidden.
        """
        all_above = above[:, :-1].sum(axis=1, keepdims=True)
        all_below = below[:, :-1].sum(axis=1, keepdims=True)
        up = np.hstack([all_below - below[:, :-1] + above[:, -1:], all_above])
        down = np.hstack([all_above - above[:, :-1] + below[:, -1:], all_below])
        return up, down

    def _unsafe(self) -> _Bools:
        """The lines that have to be hidden further; domains that tell are hidden here."""
        up, down = self._room(self._above * self.hidden, self._below * self.hidden)
        raised = np.where(self._few, self._reach - self._counts, 0)
        nearly = np.where(self._most, self._reach - (self._sizes - self._counts), 0)
        lowered = np.maximum(np.where(self._few, self._counts, 0), nearly)
        tied_up, tied_down = raised > up, lowered > down
        wider: _Bools = np.zeros(len(self._counts), dtype=bool)
        for domain, rows in self._families:
            with_up, with_down = self._together(domain, rows)
            # A problem can only rise with a small domain; it falls by what its domain has to
            # spare, or while another problem rises, or with its domain.
            small = np.maximum(self._reach - self._counts[domain], 0) * (raised[rows] > 0)
            lack = np.maximum(lowered[rows] - self._spare(domain, rows), 0)
            lack = np.where(lack <= self._sibling_room(rows, up), 0, lack)
            rise_alone = ~tied_up[rows] & (small <= up[domain])
            self.hidden[domain] |= ((lack > 0) & (lowered[rows] > with_down)).any(axis=0)
            fall_alone = ~tied_down[rows] & (lack <= down[domain])
            rows_tied_up = ~rise_alone & (raised[rows] > with_up)
            rows_tied_down = ~fall_alone & (lowered[rows] > with_down)
            wider[rows] |= (rows_tied_up | rows_tied_down).any(axis=1)
            wider[domain] |= bool((rows_tied_up & (small > up[domain])).any())
            wider[domain] |= bool((rows_tied_down & (lack > down[domain])).any())
            # The domain itself: a problem rises or falls with it, or makes room for it.
            together = self._counts[rows].sum(axis=0)
            short = np.where(self._few[domain], self._reach - together, 0)
            falls = np.maximum(self._counts[rows] - (self._counts[domain] - lowered[domain]), 0)
            falls *= lowered[domain] > 0
            cannot_rise = tied_up[domain] | (short > up[rows].max(axis=0))
            cannot_rise &= raised[domain] > with_up.max(axis=0)
            cannot_fall = tied_down[domain] | (falls > down[rows]).any(axis=0)
            cannot_fall &= lowered[domain] > with_down.max(axis=0)
            if cannot_rise.any() or cannot_fall.any():
                wider[domain] = True
                wider[rows] = True
            tied_up[[domain, *rows]] = tied_down[[domain, *rows]] = False
        wider |= (tied_up | tied_down).any(axis=1)  # codes whose domain is not counted
        return wider

    def _together(self, domain: int, rows: _Ints) -> tuple[_Ints, _Ints]:
        """How far each problem can go up, and down, with its domain by as much.

        Where both are hidden; what the problems count more than the domain then stays the same.
        """
        counts, over = self._counts[rows], self._counts[domain]
        both = self.hidden[rows] & self.hidden[domain]
        ordered = np.sort(counts, axis=0)
        second = ordered[-2] if len(rows) > 1 else np.zeros_like(over)
        is_best = np.arange(len(rows))[:, None] == counts.argmax(axis=0)
        others = np.where(is_best, second, ordered[-1])
        above = (self._sizes[rows] - over) * both
        below = np.minimum(counts, over - others) * both
        up, down = self._room(above, below)
        return np.minimum(up, above), np.minimum(down, below)

    def _sibling_room(self, rows: _Ints, up: _Ints) -> _Ints:
        """How far some other hidden problem of the domain can rise, for each problem.

        Only one of them: two would share what their partners in other areas have to spare.
        """
        room = np.minimum(self._above[rows], up[rows]) * self.hidden[rows]
        if len(rows) == 1:
            return np.zeros_like(room)
        ordered = np.sort(room, axis=0)
        is_best = np.arange(len(rows))[:, None] == room.argmax(axis=0)
        found: _Ints = np.where(is_best, ordered[-2], ordered[-1])
        return found

    def _hide_next(self, row: int) -> bool:
        for group in self._order:
            if not self.hidden[row, group]:
                self.hidden[row, group] = True
                return True
        return False

    def _give_up(self, row: int) -> None:
        """Hide a whole line, its domain and all problems of it: nothing ties them any more."""
        over = self._over.get(row, row)
        for domain, rows in self._families:
            if domain == over:
                self.hidden[rows] = True
                self.hidden[domain] = True
                self._above[[*rows, domain]] = self._sizes[[*rows, domain]]
                self._below[[*rows, domain]] = self._sizes[[*rows, domain]]
