"""Which problem a written score belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from omaha.coding.choosing import Columns
from omaha.coding.evidence import Heard
from omaha.coding.model import UnitScores
from omaha.coding.ratings import FoundRating
from omaha.coding.text import Words
from omaha.model import Evidence, Rating

# Scores this close together, on one line and with no problem named between, are one series.
SERIES = 40
# From this log-odds a sentence speaks of a problem clearly enough to carry a score.
SPEAKS = -1.0
# What stands between a score and the name of its problem behind it: "status 3 for skin".
_FOR = re.compile(
    r"\s*\(?\b(?:voor|bij|op|rond|qua|inzake|t\.?a\.?v\.?|m\.?b\.?t\.?|for|on|in|with|regarding|re):?"
    r"(?:\s+(?:het\s+gebied\s+van|the\s+area\s+of|de|het|haar|zijn|the|her|his))?\s+",
    re.I,
)


def link_ratings(
    text: str,
    words: Words,
    found: Sequence[FoundRating],
    heard: Mapping[str, Heard],
    scores: UnitScores,
    columns: Columns,
) -> tuple[Rating, ...]:
    """Each score with the problem named nearest before it, or right behind its series.

    Without a name it belongs to the likeliest problem around it.
    """
    linked: list[Rating] = []
    # Who once names the problem behind its scores does so again.
    behind: str | None = None
    for series in _series(text, words, found, heard):
        start, end = series[0].start, series[-1].end
        before = None if behind else _named_before(words, start, heard, scores)
        behind = None if before else _named_behind(text, words, end, heard)
        problem = before or behind or _problem_at(words, start, heard, scores, columns)
        for rating in series:
            evidence = Evidence(rating.start, rating.end, text[rating.start : rating.end], "rating")
            linked.append(Rating(problem, rating.scale, rating.value, (evidence,)))
    return tuple(linked)


def _series(
    text: str, words: Words, found: Sequence[FoundRating], heard: Mapping[str, Heard]
) -> list[list[FoundRating]]:
    """The scores that belong to one problem, in note order."""
    series: list[list[FoundRating]] = []
    for rating in found:
        last_end = series[-1][-1].end if series else 0
        between = text[last_end : rating.start]
        if (
            not series
            or len(between) > SERIES
            or "\n" in between
            or _named(words, heard, last_end - 1, rating.start)
        ):
            series.append([])
        series[-1].append(rating)
    return series


def _named(words: Words, heard: Mapping[str, Heard], after: int, before: int) -> str | None:
    """The problem whose words stand last between two places of the note, asserted or not."""
    best, place = None, after
    for code, one in heard.items():
        for row in (*one.asserted, *one.excluded):
            start = words.starts[row[1].places[0]]
            if place < start < before:
                best, place = code, start
    return best


def _named_behind(text: str, words: Words, end: int, heard: Mapping[str, Heard]) -> str | None:
    """The problem that is named by the words right behind a series of scores."""
    found = _FOR.match(text, end)
    return _named(words, heard, found.end() - 1, found.end() + 1) if found else None


def _named_before(
    words: Words, start: int, heard: Mapping[str, Heard], scores: UnitScores
) -> str | None:
    """The problem that is named last before a score, in its sentence."""
    here = _sentence_at(words, start, scores)
    if here is None:
        return None
    return _named(words, heard, words.starts[scores.units[here][0]] - 1, start)


def _sentence_at(words: Words, start: int, scores: UnitScores) -> int | None:
    for number, (first, last) in enumerate(scores.units[: scores.sentences]):
        if words.starts[first] <= start < words.ends[last - 1]:
            return number
    return None


def _problem_at(
    words: Words,
    start: int,
    heard: Mapping[str, Heard],
    scores: UnitScores,
    columns: Columns,
) -> str | None:
    """The problem named before a score, else the likeliest one around it."""
    low, high = columns.problems
    here = _sentence_at(words, start, scores)
    if here is None:
        return None
    named = _named_before(words, start, heard, scores)
    if named:
        return named
    # The sentence of the score first, then what was told just before it.
    for number in range(here, -1, -1):
        row = scores.logits[number, low:high]
        if row.max() > SPEAKS:
            return columns.codes[low + int(row.argmax())]
    return columns.codes[low + int(scores.logits[:, low:high].max(axis=0).argmax())]
