"""Edit distance between words; the one place that knows rapidfuzz."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA


def distance(first: str, second: str, limit: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours; `limit` + 1 if more.

    >>> distance("benauwd", "benuawd", 2), distance("kat", "hond", 1)
    (1, 2)
    """
    return OSA.distance(first, second, score_cutoff=limit)


def near_words(word: str, words: Sequence[str], limit: int) -> list[tuple[str, int, int]]:
    """The words at most `limit` edits away, nearest first, as (word, edits, place in `words`).

    >>> near_words("benuawd", ["benauwd", "gebouwd", "bewaard"], 1)
    [('benauwd', 1, 0)]
    """
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=limit, limit=None)
    return [(near, int(edits), place) for near, edits, place in found]


def shortened(word: str) -> list[str]:
    """The word itself and every way to leave one letter out.

    Two words that differ by one edit share at least one of these.

    >>> shortened("wond")
    ['wond', 'ond', 'wnd', 'wod', 'won']
    """
    return [word, *[word[:cut] + word[cut + 1 :] for cut in range(len(word))]]
