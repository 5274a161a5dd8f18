"""Counting coded notes by neighbourhood, period and the like: notes in, numbers out.

Nothing of a note is kept but which problems it names; of a client only a number that means
nothing outside this count.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from omaha.errors import InputError
from omaha.identifiers import refuse_bsn
from omaha.vocabulary import Vocabulary

PERIODS = ("year", "quarter", "month")
PERIOD = "period"
CLIENTS, NOTES = "clients", "notes"
UNKNOWN = "onbekend"
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-\d\d.*)?")
_DUTCH = re.compile(r"\d\d?-(\d\d?)-(\d{4})")
LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class Group:
    """How many units (clients or notes) a group has, and with how many a code was named.

    `codes` holds problems (``24``) and domains (``III``); a domain counts a unit once.
    """

    units: int
    codes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of groups, before anything is hidden: not to be shown to anyone.

    `by` names the values of a group, in order. `unit` is ``clients`` or ``notes``.
    `suggested` says that codes of the coder are among them which nobody has confirmed.
    """

    by: tuple[str, ...]
    unit: str
    groups: Mapping[tuple[str, ...], Group]
    suggested: bool = False


def period_of(date: str, length: str) -> str:
    """The year, quarter or month of a date (2026-03-09, 2026-03 or 9-3-2026).

    Raises InputError for anything else; the date itself is not repeated.

    >>> period_of("2026-03-09", "quarter"), period_of("9-3-2026", "month")
    ('2026-K1', '2026-03')
    """
    if found := _ISO.fullmatch(date.strip()):
        year, month = found[1], int(found[2])
    elif found := _DUTCH.fullmatch(date.strip()):
        year, month = found[2], int(found[1])
    else:
        raise InputError("date", "is no date; write it as 2026-03-09")
    if not 1 <= month <= 12:
        raise InputError("date", "has no such month; write it as 2026-03-09")
    if length == "year":
        return year
    return f"{year}-K{(month + 2) // 3}" if length == "quarter" else f"{year}-{month:02}"


class Tally:
    """Counts notes one by one. Memory grows with groups and clients, never with notes."""

    def __init__(
        self,
        by: Sequence[str],
        domains: Mapping[str, str],
        *,
        length: str = "year",
        bands: Sequence[str] = (),
    ) -> None:
        """`domains` gives the domain of each problem; `bands` are those that count, () is all."""
        self.by = check_by(by)
        self._domains = dict(domains)
        self._places = {code: place for place, code in enumerate(self._domains)}
        self._length, self._bands = length, frozenset(bands)
        self._secret = secrets.token_bytes(16)
        self._groups: dict[tuple[str, ...], int] = {}
        self._units: list[int] = []
        self._counts: list[list[int]] = []
        self._masks: dict[tuple[int, bytes], int] = {}
        self._of_domain = _domain_masks(self._domains)
        self._has_clients: bool | None = None
        self._suggested = False

    def add(self, note: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        """Count one coded note; `context` says what the note itself does not.

        Raises InputError when it cannot be counted; then it is not.
        """
        mask = self._mask(note)
        values = tuple(self._value(name, note, context) for name in self.by)
        client = note.get("client") or context.get("client")
        if self._has_clients is not None and (client is not None) != self._has_clients:
            raise InputError("client", "stands with some notes and not with others")
        pseudonym = b"" if client is None else self._pseudonym(str(client))
        self._has_clients = client is not None
        number = self._groups.setdefault(values, len(self._groups))
        if number == len(self._units):
            self._units.append(0)
            self._counts.append([0] * (len(self._places) + len(self._of_domain)))
        if client is None:
            self._count(number, mask)
        else:
            known = (number, pseudonym)
            self._masks[known] = self._masks.get(known, 0) | mask

    def counts(self) -> Counts:
        """All that was counted."""
        for (number, _), mask in self._masks.items():
            self._count(number, mask)
        self._masks.clear()
        names = (*self._places, *self._of_domain)
        groups = {
            values: Group(
                self._units[number],
                MappingProxyType(dict(zip(names, self._counts[number], strict=True))),
            )
            for values, number in self._groups.items()
        }
        unit = CLIENTS if self._has_clients else NOTES
        return Counts(self.by, unit, MappingProxyType(groups), self._suggested)

    def _count(self, number: int, mask: int) -> None:
        self._units[number] += 1
        counts = self._counts[number]
        left = mask
        while left:
            low = left & -left
            counts[low.bit_length() - 1] += 1
            left ^= low
        for place, domain in enumerate(self._of_domain.values(), len(self._places)):
            counts[place] += bool(mask & domain)

    def _mask(self, note: Mapping[str, Any]) -> int:
        mask = 0
        problems = note.get("problems")
        if not isinstance(problems, list):
            raise InputError("problems", "is no list; send coded notes, as `omaha code` gives them")
        for problem in problems:
            code = problem.get("code") if isinstance(problem, dict) else problem
            place = self._places.get(str(code).zfill(2))
            if place is None:
                raise InputError("problems", "holds a code that is no problem of the Omaha System")
            band = problem.get("band") if isinstance(problem, dict) else None
            self._suggested |= band is not None
            if band is None or not self._bands or band in self._bands:
                mask |= 1 << place
        return mask

    def _value(self, name: str, note: Mapping[str, Any], context: Mapping[str, Any]) -> str:
        value = note.get(name)
        value = context.get(name) if value in (None, "") else value
        if value in (None, "") and name == PERIOD:
            date = note.get("date") or context.get("date")
            return period_of(str(date), self._length) if date else UNKNOWN
        return clean_value(name, value)

    def _pseudonym(self, client: str) -> bytes:
        """The client in this count: eight bytes that change with every run."""
        refuse_bsn("client", client)
        return hashlib.blake2b(
            client.encode(errors="surrogatepass"), digest_size=8, key=self._secret
        ).digest()


def domains_of(vocabulary: Vocabulary) -> dict[str, str]:
    """The domain of each problem, in vocabulary order."""
    problems = [concept for concept in vocabulary if concept.kind == "problem"]
    return {concept.code: vocabulary.ancestors(concept.curie)[0].code for concept in problems}


def clean_value(name: str, value: object) -> str:
    """The name of a group as it is shown; what is missing is `UNKNOWN`.

    Raises InputError for a citizen service number and for what is too long to be a name.
    """
    if value is None or not str(value).strip():
        return UNKNOWN
    text = " ".join(str(value).split())
    refuse_bsn(name, text)
    if len(text) > LONGEST_VALUE or not text.isprintable():
        raise InputError(name, f"must be at most {LONGEST_VALUE} printable characters")
    return text


def check_by(by: Sequence[str]) -> tuple[str, ...]:
    """What to count by; raises InputError for nothing, for more than three and for doubles."""
    names = tuple(name.strip() for name in by)
    if not 1 <= len(names) <= 3 or len(set(names)) != len(names) or not all(names):
        raise InputError("by", "name one to three fields, each once, such as wijk,period")
    for name in names:
        if not name.isprintable() or len(name) > LONGEST_VALUE:
            raise InputError("by", "must be names of fields in printable characters")
        if name in ("client", "id", "problems"):
            raise InputError("by", f"{name!r} would show single clients or notes; leave it out")
    return names


def _domain_masks(domains: Mapping[str, str]) -> dict[str, int]:
    masks: dict[str, int] = {}
    for place, domain in enumerate(domains.values()):
        masks[domain] = masks.get(domain, 0) | 1 << place
    return masks


def counts_from_rows(
    by: Sequence[str], unit: str, rows: Iterable[Mapping[str, Any]], domains: Mapping[str, str]
) -> Counts:
    """Counts that were made elsewhere: one row a group and code.

    A row has the values of `by`, a `code` (problem, domain, or empty for all units of the
    group) and a `count`. Raises InputError for what does not add up.

    >>> noord = {"wijk": "Noord"}
    >>> rows = [noord | {"code": "", "count": 40}, noord | {"code": "24", "count": 12}]
    >>> counts_from_rows(["wijk"], "clients", rows, {"24": "III"}).groups[("Noord",)].units
    40
    """
    names = check_by(by)
    if unit not in (CLIENTS, NOTES):
        raise InputError("unit", "must be clients or notes")
    units: dict[tuple[str, ...], int] = {}
    codes: dict[tuple[str, ...], dict[str, int]] = {}
    known = {*domains, *domains.values()}
    for row in rows:
        values = tuple(clean_value(name, row.get(name)) for name in names)
        code, count = str(row.get("code") or ""), _whole(row.get("count"))
        code = code.zfill(2) if code.isdecimal() else code
        held = codes.setdefault(values, {})
        if code and code not in known:
            raise InputError("code", f"{code[:10]!r} is no problem or domain of the Omaha System")
        if (code in held) if code else (values in units):
            raise InputError("count", "stands twice for one group and code")
        if code:
            held[code] = count
        else:
            units[values] = count
    for values, held in codes.items():
        if values not in units:
            raise InputError("count", "a group has no row without code, which tells all its units")
        _check(held, units[values], domains)
    return Counts(names, unit, {v: Group(n, codes.get(v, {})) for v, n in units.items()})


def _whole(value: object) -> int:
    text = str(value).strip()
    if not text.isdecimal() or len(text) > 12:
        raise InputError("count", "must be a whole number of 0 or more")
    return int(text)


def _check(held: Mapping[str, int], units: int, domains: Mapping[str, str]) -> None:
    if any(count > units for count in held.values()):
        raise InputError("count", "of a code is more than the group has units")
    for domain in set(domains.values()) & held.keys():
        parts = [held.get(code, 0) for code, over in domains.items() if over == domain]
        if not max(parts, default=0) <= held[domain] <= sum(parts):
            raise InputError("count", f"of domain {domain} does not fit that of its problems")
