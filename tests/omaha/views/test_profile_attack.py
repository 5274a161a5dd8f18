"""Attacks on the published counts: what is hidden stays hidden from one who solves everything.

The attacker sets up every equation and inequality that holds between the published numbers and
solves for the least and the most that each hidden count can be (linear programming, and for
small tables all ways to fill them in).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping

import numpy as np
import pytest
from scipy.optimize import linprog

from omaha.views.profile_counts import Group
from omaha.views.profile_suppression import Shown, Stratum, pooled, suppress

DOMAINS = {"22": "III", "24": "III", "25": "III", "35": "IV", "37": "IV"}
CODES = (*DOMAINS, "III", "IV")
T = 10


def city(seed: int, areas: int, largest: int) -> dict[str, Group]:
    """Areas of units that each have some problems, more or less often.

    In every second city a unit has at most one: a domain then is exactly its problems.
    """
    rng = random.Random(seed)
    rates = {code: rng.choice((0.02, 0.1, 0.3, 0.6, 0.97)) for code in DOMAINS}
    found = {}
    for number in range(areas):
        units = rng.randrange(1, largest)
        held: dict[str, int] = dict.fromkeys(CODES, 0)
        for _ in range(units):
            own = {code for code, rate in rates.items() if rng.random() < rate}
            own = {rng.choice(sorted(own))} if own and seed % 2 else own
            for code in own | {DOMAINS[code] for code in own}:
                held[code] += 1
        found[f"wijk {number}"] = Group(units, held)
    return found


def published(stratum: Stratum) -> list[Shown]:
    assert stratum.total is not None
    return [*stratum.areas, stratum.total]


def attack(shown: list[Shown], code: str, group: int) -> tuple[float, float]:
    """The least and the most that a count can be, given everything that is shown."""
    names = [(c, g) for c in CODES for g in range(len(shown))]
    place = {name: at for at, name in enumerate(names)}
    sums, bounds, over = [], [], []
    for c, g in names:
        value = shown[g].codes[c]
        bounds.append((0, shown[g].units) if value is None else (value, value))
    for c in CODES:
        row = np.zeros(len(names))
        row[[place[c, g] for g in range(len(shown) - 1)]] = 1
        row[place[c, len(shown) - 1]] = -1
        sums.append(row)
    for g in range(len(shown)):
        for domain in set(DOMAINS.values()):
            own = [c for c in DOMAINS if DOMAINS[c] == domain]
            for c in own:
                row = np.zeros(len(names))
                row[place[c, g]], row[place[domain, g]] = 1, -1
                over.append(row)
            row = np.zeros(len(names))
            row[[place[c, g] for c in own]] = -1
            row[place[domain, g]] = 1
            over.append(row)
    found = []
    for sign in (1, -1):
        aim = np.zeros(len(names))
        aim[place[code, group]] = sign
        solved = linprog(aim, over, np.zeros(len(over)), sums, np.zeros(len(sums)), bounds)
        assert solved.success, solved.message
        found.append(sign * solved.fun)
    return found[0], found[1]


def truth(areas: Mapping[str, Group], shown: Shown, code: str) -> int:
    return sum(areas[name].codes[code] for name in shown.members)


@pytest.mark.parametrize("seed", range(30))
def test_one_who_solves_everything_learns_no_more_than_that_a_count_is_small(seed: int) -> None:
    areas = city(seed, areas=2 + seed % 6, largest=(25, 60, 160)[seed % 3])
    stratum = suppress(areas, DOMAINS, T)
    if stratum.total is None:
        assert sum(group.units for group in areas.values()) < T
        return
    shown = published(stratum)
    for group, one in enumerate(shown):
        for code in CODES:
            true = truth(areas, one, code)
            value = one.codes[code]
            assert value in (None, true)
            if true < T:
                assert value is None
                low, high = attack(shown, code, group)
                assert low < 0.5
                assert high > min(T - 1, one.units) - 0.5
            if one.units - true < T:
                assert value is None
                low, high = attack(shown, code, group)
                assert low < one.units - (T - 1) + 0.5


def test_every_way_to_fill_in_a_line_that_is_published() -> None:
    """All completions of one line: each hidden small count can be anything from 0 to 9."""
    counts = {"a": 3, "b": 31, "c": 24, "d": 40}
    areas = {name: Group(60, {"24": count}) for name, count in counts.items()}
    stratum = suppress(areas, {}, T)
    shown = published(stratum)
    assert shown[-1].codes["24"] == 98
    hidden = [one for one in shown[:-1] if one.codes["24"] is None]
    assert ("a",) in [one.members for one in hidden]
    assert len(hidden) == 2  # one more is enough here
    left = 98 - sum(one.codes["24"] or 0 for one in shown[:-1])
    ways = [w for w in itertools.product(range(61), repeat=len(hidden)) if sum(w) == left]
    where = [one.members for one in hidden].index(("a",))
    assert {way[where] for way in ways} >= set(range(T))


def test_hiding_small_counts_alone_would_give_them_away() -> None:
    """The attack finds what plain suppression leaks, so it can fail."""
    areas = {"a": Group(60, {"24": 3}), "b": Group(60, {"24": 31}), "c": Group(60, {"24": 24})}
    held = [dict.fromkeys(CODES, 0) | dict(group.codes) for group in areas.values()]
    plain = [
        Shown((name,), 60, {c: (n if n >= T or c != "24" else None) for c, n in codes.items()})
        for name, codes in zip(areas, held, strict=True)
    ]
    for one in plain:
        one.codes["III"] = one.codes["24"] if one.codes["24"] else None  # type: ignore[index]
    total = {c: sum(h[c] for h in held) for c in CODES} | {"III": 58}
    shown = [*plain, Shown(tuple(areas), 180, total)]
    low, high = attack(shown, "24", 0)
    assert (round(low), round(high)) == (3, 3)


def test_a_domain_does_not_give_its_one_hidden_problem_away() -> None:
    # 40 in the domain, 33 and 0 in two of its problems: at least 7 have the third.
    held = {"22": 33, "24": 7, "25": 0, "35": 0, "37": 0, "III": 40, "IV": 0}
    other = {"22": 50, "24": 45, "25": 0, "35": 0, "37": 0, "III": 70, "IV": 0}
    areas = {"a": Group(100, held), "b": Group(100, other), "c": Group(100, other)}
    shown = published(suppress(areas, DOMAINS, T))

    assert shown[0].codes["24"] is None
    low, high = attack(shown, "24", 0)
    assert low < 0.5
    assert high > 8.5


def test_small_areas_are_taken_together_with_another() -> None:
    areas = {"a": Group(3, {}), "b": Group(40, {}), "c": Group(50, {}), "d": Group(2, {})}

    assert pooled(areas, T) == [("c",), ("a", "b", "d")]
    assert pooled({"a": Group(3, {}), "b": Group(4, {})}, T) == []
    assert pooled({"a": Group(6, {}), "b": Group(7, {})}, T) == [("a", "b")]
    assert pooled({"a": Group(12, {}), "b": Group(0, {})}, T) == [("a",)]


def test_what_is_hidden_does_not_depend_on_the_count_of_the_area_that_goes_along() -> None:
    """The area hidden beside a small one is chosen by size, which is known, not by its count."""
    for count in (14, 25, 39):
        areas = {
            "a": Group(60, {"24": 3}), "b": Group(50, {"24": count}), "c": Group(90, {"24": 20}),
            "d": Group(95, {"24": 50}),
        }  # fmt: skip
        shown = suppress(areas, {}, T).areas
        assert [one.members[0] for one in shown if one.codes["24"] is None] == ["a", "b"]


def test_large_counts_are_all_shown() -> None:
    areas = {name: Group(200, {"24": 60, "III": 60}) for name in "abc"}
    shown = published(suppress(areas, DOMAINS, T))
    assert [one.codes["24"] for one in shown] == [60, 60, 60, 180]
