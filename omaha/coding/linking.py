"""Which problem a written score belongs to."""

from __future__ import annotations

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


def link_ratings(
    text: str,
    words: Words,
    found: Sequence[FoundRating],
    heard: Mapping[str, Heard],
    scores: UnitScores,
    columns: Columns,
) -> tuple[Rating, ...]:
    """Each score with the problem named nearest before it, else the likeliest one around it."""
    linked: list[Rating] = []
    problem: str | None = None
    last_end = -1
    for rating in found:
        between = text[last_end : rating.start] if last_end >= 0 else "\n"
        named = _named(words, heard, last_end - 1, rating.start) if last_end >= 0 else None
        if named or len(between) > SERIES or "\n" in between:
            problem = _problem_at(words, rating.start, heard, scores, columns)
        last_end = rating.end
        evidence = Evidence(rating.start, rating.end, text[rating.start : rating.end], "rating")
        linked.append(Rating(problem, rating.scale, rating.value, (evidence,)))
    return tuple(linked)


def _named(words: Words, heard: Mapping[str, Heard], after: int, before: int) -> str | None:
    """The problem whose words stand last between two places of the note, asserted or not."""
    best, place = None, after
    for code, one in heard.items():
        for row in (*one.asserted, *one.excluded):
            start = words.starts[row[1].places[0]]
            if place < start < before:
                best, place = code, start
    return best


def _problem_at(
    words: Words,
    start: int,
    heard: Mapping[str, Heard],
    scores: UnitScores,
    columns: Columns,
) -> str | None:
    low, high = columns.problems
    sentences = scores.units[: scores.sentences]
    here = next(
        (n for n, (a, b) in enumerate(sentences) if words.starts[a] <= start < words.ends[b - 1]),
        None,
    )
    if here is None:
        return None
    named = _named(words, heard, words.starts[sentences[here][0]] - 1, start)
    if named:
        return named
    # The sentence of the score first, then what was told just before it.
    for number in range(here, -1, -1):
        row = scores.logits[number, low:high]
        if row.max() > SPEAKS:
            return columns.codes[low + int(row.argmax())]
    return columns.codes[low + int(scores.logits[:, low:high].max(axis=0).argmax())]
