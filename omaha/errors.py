"""The errors of the library: each carries what a caller needs to recover.

Texts name the offending value, the place, and the way out. No error ever holds the
text of a note.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class OmahaError(Exception):
    """Anything that this library refuses to do, with the reason as its text."""


class UnknownCodeError(OmahaError, LookupError):
    """A code is not in the loaded vocabulary; `near` holds the closest codes that are.

    >>> str(UnknownCodeError("99", kind="problem", near=("39", "29")))
    "unknown problem code '99'; nearest: 39, 29"
    """

    def __init__(self, code: str, *, kind: str | None = None, near: Iterable[str] = ()) -> None:
        self.code, self.kind, self.near = code, kind, tuple(near)
        named = f"{kind} code" if kind else "code"
        hint = f"; nearest: {', '.join(self.near)}" if self.near else ""
        super().__init__(f"unknown {named} {code!r}{hint}")


class UnknownKindError(OmahaError, LookupError):
    """A kind of concept does not exist; `allowed` lists those that do."""

    def __init__(self, kind: str, allowed: Iterable[str]) -> None:
        self.kind, self.allowed = kind, tuple(allowed)
        super().__init__(f"unknown kind {kind!r}; use one of {', '.join(self.allowed)}")


class UnknownSchemeError(OmahaError, LookupError):
    """A crosswalk scheme does not exist; `allowed` lists those that do."""

    def __init__(self, scheme: str, allowed: Iterable[str]) -> None:
        self.scheme, self.allowed = scheme, tuple(allowed)
        super().__init__(f"unknown scheme {scheme!r}; use one of {', '.join(self.allowed)}")


class DataError(OmahaError):
    """A row of a data file cannot be used; names file and line (1-based, 0: whole file)."""

    def __init__(self, path: Path | str, line: int, reason: str) -> None:
        self.path, self.line, self.reason = str(path), line, reason
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {reason}")


class InputError(OmahaError, ValueError):
    """A value that a caller sent cannot be used; `field` says which."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{field}: {reason}")


class NoteTooLongError(InputError):
    """A note is longer than the limit, both counted in Unicode code points."""

    def __init__(self, length: int, limit: int) -> None:
        self.length, self.limit = length, limit
        super().__init__("text", f"note of {length} characters is over the limit of {limit}")


class AccessError(OmahaError):
    """A key is missing, unknown, revoked, or does not allow what was asked."""
