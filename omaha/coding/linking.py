"""Which problem a written score belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from omaha.coding.choosing import Columns
from omaha.coding.evidence import Heard
from omaha.coding.model import UnitScores
from omaha.coding.ratings import FoundRating
from omaha.coding.text import Words
from omaha.model import CodedProblem, Evidence, Rating


def link_ratings(
    text: str,
    words: Words,
    found: Sequence[FoundRating],
    heard: Mapping[str, Heard],
    scores: UnitScores,
    columns: Columns,
    problems: tuple[CodedProblem, ...],
) -> tuple[Rating, ...]:
    """Each score with the problem named nearest before it, else the likeliest one around it.

    Scores a few signs apart are one series and belong to one problem.
    """
    coded = {problem.code for problem in problems}
    near = {code: one for code, one in heard.items() if code in coded} or heard
    linked: list[Rating] = []
    problem: str | None = None
    last_end = -100
    for rating in found:
        gap = text[last_end : rating.start] if last_end >= 0 else "\n"
        if len(gap) > 40 or "\n" in gap or _named(words, near, last_end, rating.start):
            problem = _nearest(words, rating.start, near, scores, columns, problems)
        last_end = rating.end
        evidence = Evidence(rating.start, rating.end, text[rating.start : rating.end], "rating")
        linked.append(Rating(problem, rating.scale, rating.value, (evidence,)))
    return tuple(linked)


def _named(words: Words, heard: Mapping[str, Heard], after: int, before: int) -> str | None:
    """The problem whose words stand last between two places of the note."""
    best, place = None, after
    for code, one in heard.items():
        for _, mention, _ in one.asserted:
            start = words.starts[mention.places[0]]
            if place < start < before:
                best, place = code, start
    return best


def _nearest(
    words: Words,
    start: int,
    heard: Mapping[str, Heard],
    scores: UnitScores,
    columns: Columns,
    problems: tuple[CodedProblem, ...],
) -> str | None:
    sentence = next(
        (
            number
            for number in range(scores.sentences)
            if words.starts[scores.units[number][0]]
            <= start
            < words.ends[scores.units[number][1] - 1]
        ),
        None,
    )
    low, _ = columns.problems
    if sentence is not None:
        first = words.starts[scores.units[sentence][0]]
        named = _named(words, heard, first - 1, start)
        if named:
            return named
        # The sentence of the score first, then what was told just before it.
        for number in range(sentence, -1, -1):
            odds = {
                p.code: float(scores.logits[number, columns.codes.index(p.code, low)])
                for p in problems
            }
            if odds and max(odds.values()) > -1.0:
                return max(odds, key=lambda code: odds[code])
    return problems[0].code if problems else None
