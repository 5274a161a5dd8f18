"""A neighbourhood in numbers: problems and domains by area and period, with small counts hidden.

A share is of the units of the group (clients, or notes where no client is told apart), with the
95 % interval of Wilson, which holds for few and for rare ones. Where the number of residents is
known a rate per 1,000 of them stands beside it, with a Poisson interval (Byar), as counts of
people in care in a population are usually told.

The first field of `by` that is no period is the area; only over areas is a sum told. Over
periods or disciplines it would count clients twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from omaha.errors import InputError
from omaha.intervals import byar, difference, wilson
from omaha.views.profile_counts import CLIENTS, PERIOD, Counts, Group
from omaha.views.profile_suppression import THRESHOLD, Shown, suppress

LEAST_THRESHOLD = 5
EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Change:
    """How much a share grew since an earlier period, in [-1, 1], and the interval of that."""

    since: str
    by: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether more than chance: the interval holds no 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Row:
    """One code in one group. Everything is None when the count is hidden.

    `share` is in [0, 1]; `per_1000` of residents, None when they are not known. `compared`
    says that the whole lies outside the interval: ``higher`` or ``lower`` than the whole.
    """

    code: str
    count: int | None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    per_1000: float | None = None
    per_1000_low: float | None = None
    per_1000_high: float | None = None
    compared: str | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A group as it may be shown: one area, several small ones together, or the whole."""

    members: tuple[str, ...]
    units: int
    rows: Mapping[str, Row]

    @property
    def name(self) -> str:
        """The area, or all that are taken together."""
        return " + ".join(self.members)


@dataclass(frozen=True, slots=True)
class Slice:
    """The areas of one period, or of one period and discipline; `values` are those by name.

    `total` is None when there are too few units for any figure.
    """

    values: Mapping[str, str]
    areas: tuple[Area, ...]
    total: Area | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A neighbourhood in numbers that may be shown. `area` is the field that areas come from."""

    by: tuple[str, ...]
    area: str
    unit: str
    threshold: int
    suggested: bool
    slices: tuple[Slice, ...]


def build_profile(
    counts: Counts,
    domains: Mapping[str, str],
    *,
    threshold: int = THRESHOLD,
    residents: Mapping[str, int] | None = None,
) -> Profile:
    """The figures of some counts that may be shown; `domains` gives the domain of each problem.

    Raises InputError for a threshold below `LEAST_THRESHOLD`.

    >>> noord, zuid = Group(100, {"24": 40}), Group(200, {"24": 50})
    >>> counts = Counts(("wijk",), "clients", {("Noord",): noord, ("Zuid",): zuid})
    >>> (only,) = build_profile(counts, {}).slices
    >>> [(area.name, area.rows["24"].share) for area in (*only.areas, only.total)]
    [('Noord', 0.4), ('Zuid', 0.25), ('Noord + Zuid', 0.3)]
    """
    if threshold < LEAST_THRESHOLD:
        raise InputError("threshold", f"must be at least {LEAST_THRESHOLD}")
    area = next((name for name in counts.by if name != PERIOD), EVERYWHERE)
    others = tuple(name for name in counts.by if name != area)
    known = residents if residents and counts.unit == CLIENTS else {}
    slices: list[Slice] = []
    earlier: dict[tuple[tuple[str, str], ...], Slice] = {}
    for values, groups in _slices(counts, area, others):
        stratum = suppress(groups, domains, threshold)
        rest = tuple((name, values[name]) for name in others if name != PERIOD)
        before = earlier.get(rest)
        total = None if stratum.total is None else _area(stratum.total, None, before, known)
        areas = tuple(_area(shown, total, before, known) for shown in stratum.areas)
        slices.append(Slice(values, areas, total))
        earlier[rest] = slices[-1]
    return Profile(counts.by, area, counts.unit, threshold, counts.suggested, tuple(slices))


def _slices(
    counts: Counts, area: str, others: Sequence[str]
) -> Iterator[tuple[dict[str, str], dict[str, Group]]]:
    """The groups by area of each combination of the other values, earliest period first."""
    found: dict[tuple[str, ...], dict[str, Group]] = {}
    for values, group in counts.groups.items():
        named = dict(zip(counts.by, values, strict=True))
        key = tuple(named[name] for name in others)
        found.setdefault(key, {})[named.get(area, EVERYWHERE)] = group
    for key in sorted(found):
        yield dict(zip(others, key, strict=True)), found[key]


def _area(
    shown: Shown, total: Area | None, before: Slice | None, residents: Mapping[str, int]
) -> Area:
    people = sum(residents.get(name, 0) for name in shown.members)
    people = people if all(name in residents for name in shown.members) else 0
    was = None if before is None else _same(before, shown, whole=total is None)
    since = _period(before)
    rows = {}
    for code, count in shown.codes.items():
        if count is None:
            rows[code] = Row(code, None)
            continue
        low, high = wilson(count, shown.units)
        per, per_low, per_high = _per_1000(count, people)
        whole = total.rows[code].share if total is not None else None
        old = was.rows.get(code) if was is not None else None
        rows[code] = Row(
            code, count, count / shown.units, low, high, per, per_low, per_high,
            None if whole is None else _compared(low, high, whole),
            _change(count, shown.units, old, was, since),
        )  # fmt: skip
    return Area(shown.members, shown.units, rows)


def _per_1000(count: int, people: int) -> tuple[float | None, float | None, float | None]:
    if not people:
        return None, None, None
    low, high = byar(count, people / 1000)
    return count / people * 1000, low, high


def _same(before: Slice, shown: Shown, *, whole: bool) -> Area | None:
    """The same area, taken together with the same others, in an earlier slice."""
    if whole:
        return before.total
    return next((area for area in before.areas if area.members == shown.members), None)


def _period(before: Slice | None) -> str:
    return before.values.get(PERIOD, "") if before is not None else ""


def _compared(low: float, high: float, whole: float) -> str | None:
    if low > whole:
        return "higher"
    return "lower" if high < whole else None


def _change(count: int, units: int, old: Row | None, was: Area | None, since: str) -> Change | None:
    if old is None or old.count is None or was is None or not since:
        return None
    low, high = difference(count, units, old.count, was.units)
    return Change(since, count / units - old.count / was.units, low, high)


def profile_to_json(profile: Profile, displays: Mapping[str, str]) -> dict[str, Any]:
    """The profile as plain values; `displays` names problems and domains by code."""
    return {
        "by": list(profile.by),
        "area": profile.area or None,
        "unit": profile.unit,
        "threshold": profile.threshold,
        "suggested": profile.suggested,
        "slices": [
            {
                "values": dict(part.values),
                "areas": [_area_to_json(area, displays) for area in part.areas],
                "total": None if part.total is None else _area_to_json(part.total, displays),
            }
            for part in profile.slices
        ],
    }


def _area_to_json(area: Area, displays: Mapping[str, str]) -> dict[str, Any]:
    return {
        "members": list(area.members),
        "units": area.units,
        "rows": [_row_to_json(row, displays) for row in area.rows.values()],
    }


def _row_to_json(row: Row, displays: Mapping[str, str]) -> dict[str, Any]:
    kind = "problem" if row.code.isdecimal() else "domain"
    named = {"kind": kind, "code": row.code, "display": displays.get(row.code, row.code)}
    if row.count is None:
        return {**named, "count": None}
    shown: dict[str, Any] = {
        **named,
        "count": row.count,
        "share": _round(row.share),
        "low": _round(row.low),
        "high": _round(row.high),
        "compared": row.compared,
    }
    if row.per_1000 is not None:
        shown |= {"per_1000": _round(row.per_1000), "per_1000_low": _round(row.per_1000_low),
                  "per_1000_high": _round(row.per_1000_high)}  # fmt: skip
    if (change := row.change) is not None:
        shown["change"] = {"since": change.since, "by": _round(change.by), "clear": change.clear,
                           "low": _round(change.low), "high": _round(change.high)}  # fmt: skip
    return shown


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


COLUMNS = (
    "part", "units", "kind", "code", "display", "count", "share", "low", "high",
    "per_1000", "per_1000_low", "per_1000_high", "compared", "since", "change", "change_low",
    "change_high",
)  # fmt: skip


def profile_to_rows(profile: Profile, displays: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The same as rows for a table: the fields of `by`, and `COLUMNS`. A hidden count is empty.

    `part` is ``area``, ``pooled`` (small areas together) or ``total``.
    """
    for part in profile.slices:
        for area in (*part.areas, *([part.total] if part.total else [])):
            kind = "total" if area is part.total else "pooled" if len(area.members) > 1 else "area"
            of_area = {profile.area: area.name if kind != "total" else ""} if profile.area else {}
            for row in _area_to_json(area, displays)["rows"]:
                change = row.pop("change", {})
                yield {
                    **part.values,
                    **of_area,
                    "part": kind,
                    "units": area.units,
                    **row,
                    "since": change.get("since"),
                    "change": change.get("by"),
                    "change_low": change.get("low"),
                    "change_high": change.get("high"),
                }
