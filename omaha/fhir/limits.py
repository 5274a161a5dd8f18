"""How much work one request may cause, and how far value sets may lead into each other."""

from __future__ import annotations

from omaha.fhir import findings
from omaha.fhir.outcome import FhirError, refuse
from omaha.fhir.valueset import ValueSet

MOST_MEMBERS = 100_000
MOST_DEPTH = 40
# Concepts looked at for one request, those of every include counted; seconds of work.
MOST_WORK = 3_000_000


class Work:
    """What a request has cost so far, in concepts looked at; shared by the parts of a batch."""

    def __init__(self) -> None:
        self._done = 0

    def count(self, concepts: int) -> None:
        """Add to it; raises FhirError when that is too much."""
        self._done += concepts
        if self._done > MOST_WORK:
            raise refuse(
                422, "too-costly",
                f"this takes looking at more than {MOST_WORK} concepts; ask less at a time",
                kind="too-costly",
            )  # fmt: skip


class Step:
    """One step from a value set into one that it imports; refuses circles and endless chains."""

    def __init__(self, path: list[ValueSet], value_set: ValueSet) -> None:
        self._path, self._value_set = path, value_set

    def __enter__(self) -> None:
        if any(each is self._value_set for each in self._path):
            way = [each.canonical for each in self._path]
            raise FhirError(422, findings.circular(self._value_set.canonical, way))
        if len(self._path) >= MOST_DEPTH:
            raise refuse(422, "too-costly", f"value sets import each other over {MOST_DEPTH} deep")
        self._path.append(self._value_set)

    def __exit__(self, *_error: object) -> None:
        self._path.pop()


def too_many(value_set: ValueSet) -> FhirError:
    """The error for a value set with more concepts than may be shown."""
    return refuse(
        422, "too-costly",
        f"The value set '{value_set.canonical}' expansion has too many codes to display "
        f"(>{MOST_MEMBERS})",
        kind="too-costly",
    )  # fmt: skip
