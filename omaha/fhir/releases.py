"""Versions of code systems and value sets: which fit what was asked, and which is newest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

_WILD = frozenset("xX*")


class Versioned(Protocol):
    """Anything that has a version."""

    @property
    def version(self) -> str | None:
        """The version, None when it has none."""


T = TypeVar("T", bound=Versioned)


def version_fits(version: str | None, wanted: str | None) -> bool:
    """Whether a version is what was asked for: the same, a more exact one, or by wildcard.

    >>> [version_fits("1.2.0", w) for w in ("1.2.0", "1.2", "1", "1.x.0", "1.2.x", "1.3", None)]
    [True, True, True, True, True, False, True]
    >>> version_fits("2005-r1", "2005"), version_fits("1.20.0", "1.2"), version_fits(None, "1")
    (False, False, False)
    >>> version_fits("2005-r1", "*"), version_fits(None, "*")
    (True, True)
    """
    if wanted in (None, "*") or version == wanted:
        return True
    if version is None:
        return False
    have, asked = version.split("."), wanted.split(".")
    if len(asked) > len(have) or not (len(have) > 1):
        return False
    return all(a == b or a in _WILD for a, b in zip(asked, have, strict=False))


def version_key(version: str | None) -> tuple[object, ...]:
    """A key that sorts versions: numbers by value, a release after its pre-releases.

    >>> sorted(["1.10.0", "1.2.0", "1.2.0-rc", "2005-r1"], key=version_key)
    ['1.2.0-rc', '1.2.0', '1.10.0', '2005-r1']
    """
    if version is None:
        return ()
    main, dash, rest = version.partition("-")
    parts: tuple[object, ...] = tuple(
        (1, int(part), "") if part.isdecimal() else (0, 0, part)
        for part in re.split(r"[._+]", main)
    )
    return (*parts, (0, 0, rest) if dash else (0, 1, ""))


def newest_first(found: Iterable[T], wanted: str | None = None) -> list[T]:
    """Those that fit, newest first; equals stay in their order."""
    fitting = [each for each in found if version_fits(each.version, wanted)]
    if len(fitting) < 2:
        return fitting
    return sorted(fitting, key=lambda each: version_key(each.version), reverse=True)


def newest(found: Iterable[T], wanted: str | None = None) -> T | None:
    """The newest of those that fit, None when none does; of equals the first."""
    return next(iter(newest_first(found, wanted)), None)


@dataclass(frozen=True, slots=True)
class VersionRules:
    """What a request says about versions, of code systems or of value sets, by URL.

    `defaults` hold where nothing else names one, `checks` must fit the version that is used,
    and `forced` overrides what a value set says.

    >>> rules = VersionRules({"http://a": "1"}, forced={"http://b": "2"})
    >>> rules.wanted("http://a", None), rules.wanted("http://a", "3"), rules.wanted("http://b", "3")
    ('1', '3', '2')
    """

    defaults: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    forced: Mapping[str, str] = field(default_factory=dict)

    def wanted(self, url: str, said: str | None) -> str | None:
        """The version to look for, when a value set says `said`."""
        return self.forced.get(url) or said or self.defaults.get(url) or self.checks.get(url)
