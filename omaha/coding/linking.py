"""Which problem a written score belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
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
    if not found:
        return ()
    places = _Places(words, heard, scores, columns)
    linked: list[Rating] = []
    # Who once names the problem behind its scores does so again.
    behind: str | None = None
    for series in _series(text, found, places):
        start, end = series[0].start, series[-1].end
        before = None if behind else places.named_before(start)
        behind = None if before else _named_behind(text, end, places)
        problem = before or behind or places.problem_at(start)
        for rating in series:
            evidence = Evidence(rating.start, rating.end, text[rating.start : rating.end], "rating")
            linked.append(Rating(problem, rating.scale, rating.value, (evidence,)))
    return tuple(linked)


def _series(text: str, found: Sequence[FoundRating], places: _Places) -> list[list[FoundRating]]:
    """The scores that belong to one problem, in note order."""
    series: list[list[FoundRating]] = []
    for rating in found:
        last_end = series[-1][-1].end if series else 0
        between = text[last_end : rating.start]
        if (
            not series
            or len(between) > SERIES
            or "\n" in between
            or places.named(last_end - 1, rating.start)
        ):
            series.append([])
        series[-1].append(rating)
    return series


def _named_behind(text: str, end: int, places: _Places) -> str | None:
    """The problem that is named by the words right behind a series of scores."""
    found = _FOR.match(text, end)
    return places.named(found.end() - 1, found.end() + 1) if found else None


class _Places:
    """Where a note names problems, and of what its sentences speak; looked up by code point."""

    def __init__(
        self, words: Words, heard: Mapping[str, Heard], scores: UnitScores, columns: Columns
    ) -> None:
        named: dict[int, str] = {}
        for code, one in heard.items():
            for row in (*one.asserted, *one.excluded):
                named.setdefault(words.starts[row[1].places[0]], code)
        self._named = sorted(named.items())
        self._starts = [start for start, _ in self._named]
        sentences = scores.units[: scores.sentences]
        self._begins = [words.starts[first] for first, _ in sentences]
        self._ends = [words.ends[last - 1] for _, last in sentences]
        logits = scores.logits[:, slice(*columns.problems)]
        codes = columns.codes[slice(*columns.problems)]
        self._likeliest = codes[int(logits.max(axis=0).argmax())] if sentences else ""
        # For each sentence the problem of the last one up to it that speaks of any.
        self._spoken: list[str | None] = []
        for odds, best in zip(
            logits.max(axis=1).tolist(), logits.argmax(axis=1).tolist(), strict=True
        ):
            before = self._spoken[-1] if self._spoken else None
            self._spoken.append(codes[best] if odds > SPEAKS else before)

    def named(self, after: int, before: int) -> str | None:
        """The problem whose words stand last between two places, asserted or not."""
        number = bisect_left(self._starts, before) - 1
        return self._named[number][1] if number >= 0 and self._starts[number] > after else None

    def _sentence(self, start: int) -> int | None:
        number = bisect_right(self._begins, start) - 1
        return number if number >= 0 and start < self._ends[number] else None

    def named_before(self, start: int) -> str | None:
        """The problem that is named last before a score, in its sentence."""
        here = self._sentence(start)
        return None if here is None else self.named(self._begins[here] - 1, start)

    def problem_at(self, start: int) -> str | None:
        """The problem named before a score, else the likeliest one around it.

        The sentence of the score comes first, then what was told just before it.
        """
        here = self._sentence(start)
        if here is None:
            return None
        named = self.named(self._begins[here] - 1, start)
        return named or self._spoken[here] or self._likeliest
