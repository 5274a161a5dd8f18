"""Knowledge, Behavior and Status over time: what the notes write out, and what is aimed at.

No value is computed, and none is filled in between two notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omaha.records import SCALES, Record
from omaha.views.naming import Source, spoken
from omaha.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Point:
    """A rating that a note writes out: `value` 1-5."""

    source: Source
    value: int


@dataclass(frozen=True, slots=True)
class Series:
    """One scale of one problem: `points` oldest first; `goal` 1-5, None without one.

    `problem` is None for ratings that belong to no problem. `first` and `latest` are None
    when there is a goal only.
    """

    problem: str | None
    display: str
    scale: str
    scale_display: str
    points: tuple[Point, ...]
    first: int | None
    latest: int | None
    goal: int | None


def rating_series(records: Sequence[Record], vocabulary: Vocabulary, lang: str) -> list[Series]:
    """The ratings of one client's notes by problem (vocabulary order) and scale.

    Of several goals for one scale the latest counts.
    """
    points: dict[tuple[str | None, str], list[Point]] = {}
    goals: dict[tuple[str | None, str], int] = {}
    for source, record in spoken(records):
        for rating in record.coded.ratings:
            point = Point(source, rating.value)
            points.setdefault((rating.problem, rating.scale), []).append(point)
        goals |= {(goal.problem, goal.scale): goal.value for goal in record.goals}
    problems = [concept.code for concept in vocabulary.of_kind("problem")]
    return [
        _series(problem, scale, points.get((problem, scale), []), goals, vocabulary, lang)
        for problem in (*problems, None)
        for scale in SCALES
        if (problem, scale) in points or (problem, scale) in goals
    ]


def _series(
    problem: str | None,
    scale: str,
    points: Sequence[Point],
    goals: dict[tuple[str | None, str], int],
    vocabulary: Vocabulary,
    lang: str,
) -> Series:
    names = {group.code: group.display(lang) for group in vocabulary.groups}
    return Series(
        problem=problem,
        display=vocabulary.concept("problem", problem).display(lang) if problem else "",
        scale=scale,
        scale_display=names.get(scale, scale),
        points=tuple(points),
        first=points[0].value if points else None,
        latest=points[-1].value if points else None,
        goal=goals.get((problem, scale)),
    )
