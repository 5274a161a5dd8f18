"""Knowledge, Behavior and Status scores that a note writes out; never an opinion of ours."""

from __future__ import annotations

import re
from typing import NamedTuple

SCALES = {
    "k": "knowledge",
    "kennis": "knowledge",
    "knowl": "knowledge",
    "gedr": "behavior",
    "behav": "behavior",
    "knowledge": "knowledge",
    "g": "behavior",
    "b": "behavior",
    "gedrag": "behavior",
    "behavior": "behavior",
    "behaviour": "behavior",
    "s": "status",
    "status": "status",
}
_NAME = r"kennis|gedrag|gedr|status|knowledge|knowl|behaviou?r|behav"
_GAP = r"(?:[-\s]?(?:score|rating))?\s*(?:nu|now|op|at|is|was|blijft|wordt|of|:|=)?\s*"
# "van 2 naar 4", "2 -> 4", "from 2 to 4": the last value is the one of today.
_CHANGE = (
    r"(?:(?:van|from|was)\s*[1-5]\s*(?:naar|to|->|→|,?\s*nu|now)\s*"
    r"|[1-5]\s*(?:->|→|naar|to)\s*)?"
)
_WORDED = re.compile(
    rf"\b({_NAME}){_GAP}{_CHANGE}([1-5])(?![\d.,]\d|\d|\s*(?:/\s*10|x\b|mg\b|%))", re.I
)
_LETTER = re.compile(rf"(?<![\w-])([KGBS])\s?[:=]?\s?{_CHANGE}([1-5])(?!\w|[.,]\d|\d|\s*x\b|%)")
_TRIPLE = re.compile(
    r"\bK\s?[/-]?\s?[GB]\s?[/-]?\s?S\b(?:[-\s]?scores?)?\D{0,24}?"
    r"([1-5])\s*[-/, ]\s*([1-5])\s*[-/, ]\s*([1-5])(?!\d)",
    re.I,
)


_VALUE = re.compile("[1-5]")
# What each scale name has in it; looking for these takes no time.
_PARTS_OF_NAMES = ("kennis", "gedr", "status", "knowl", "behav")
# "KGS" begins with a K that no letter stands before.
_TRIPLE_BEGINS = re.compile(r"[Kk\u212a]\s?[/-]?\s?[GgBb]")


class FoundRating(NamedTuple):
    """A written score: its scale, its value 1-5, and where it stands (code points)."""

    scale: str
    value: int
    start: int
    end: int


def find_ratings(text: str) -> list[FoundRating]:
    """Every written score of a note, in note order.

    Single letters count only where at least two scales stand together, since ``S 2`` alone
    may be anything; scale names count alone.

    >>> [(r.scale, r.value) for r in find_ratings("Huid: K3 G2 S4")]
    [('knowledge', 3), ('behavior', 2), ('status', 4)]
    >>> [(r.scale, r.value) for r in find_ratings("status van 2 naar 4, kennis 3")]
    [('status', 4), ('knowledge', 3)]
    >>> [(r.scale, r.value) for r in find_ratings("KGS 3-2-4")]
    [('knowledge', 3), ('behavior', 2), ('status', 4)]
    >>> find_ratings("S 2 dagen geleden gevallen")
    []
    """
    if _VALUE.search(text) is None:
        return []
    found = {}
    for match in _TRIPLE.finditer(text) if _TRIPLE_BEGINS.search(text) else ():
        for number, scale in enumerate(("knowledge", "behavior", "status"), 1):
            start, end = match.span(number)
            found[start] = FoundRating(scale, int(match[number]), start, end)
    plain = text.casefold()
    for match in _WORDED.finditer(text) if any(n in plain for n in _PARTS_OF_NAMES) else ():
        start, end = match.span()
        found[start] = FoundRating(SCALES[match[1].casefold()], int(match[2]), start, end)
    letters = [
        FoundRating(SCALES[m[1].lower()], int(m[2]), *m.span()) for m in _LETTER.finditer(text)
    ]
    for number, rating in enumerate(letters):
        beside = letters[max(0, number - 1) : number] + letters[number + 1 : number + 2]
        if any(_together(text, rating, other) for other in beside):
            found.setdefault(rating.start, rating)
    return [found[start] for start in sorted(found)]


def _together(text: str, one: FoundRating, other: FoundRating) -> bool:
    """Whether two letters belong to one series: other scales, a few signs apart, one line."""
    first, last = sorted((one, other), key=lambda r: r.start)
    between = text[first.end : last.start]
    return one.scale != other.scale and len(between) <= 4 and "\n" not in between
