"""How good a coder is: its notes against gold notes, with intervals.

Notes are JSON objects of the contract's shape on both sides. Figures are micro averages;
an interval is the middle 95 % of 1,000 resamples of notes with a fixed seed, so that the
same notes always give the same figures.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from omaha.errors import InputError

ROUNDS = 1000
SEED = 7
BINS = 10
# Problems that a note mentions and that are not to be coded are read from `not_coded`.
MEASURES = (
    "problem",
    "problem+modifier",
    "sign",
    "intervention",
    "intervention target",
    "rating",
)
_Counts = tuple[int, int, int]
_Json = Mapping[str, Any]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision, recall and F1 in [0, 1], and the interval of F1."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; `rate` is None of none."""

    count: int
    total: int

    @property
    def rate(self) -> float | None:
        """The share in [0, 1]."""
        return self.count / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error of the scores of problems, in [0, 1], and its interval."""

    error: float
    low: float
    high: float
    scores: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of a set of notes.

    `denied` are problems that the gold notes name as not to be coded, coded all the same;
    `nothing` are notes with nothing to code that got a problem. A measure that neither side
    uses is left out of `figures`. `calibration` is None without a single score.
    """

    notes: int
    figures: Mapping[str, Figure]
    denied: Share
    nothing: Share
    calibration: Calibration | None


def evaluate(pairs: Sequence[tuple[_Json, _Json]]) -> Evaluation:
    """The figures of (gold note, coded note) pairs. Raises InputError when there are none.

    >>> gold = {"problems": [{"code": "24", "modifier": "actual"}, {"code": "22"}]}
    >>> said = {"problems": [{"code": "24", "modifier": "potential", "score": 0.8}]}
    >>> found = evaluate([(gold, said)])
    >>> problem = found.figures["problem"]
    >>> problem.precision, problem.recall, round(problem.f1, 3)
    (1.0, 0.5, 0.667)
    >>> found.figures["problem+modifier"].f1, round(found.calibration.error, 3)
    (0.0, 0.2)
    """
    if not pairs:
        raise InputError("gold", "no notes to evaluate on")
    facts = [(facts_of(gold), facts_of(said)) for gold, said in pairs]
    figures = {}
    for measure in MEASURES:
        counts = [_counts(true[measure], said[measure]) for true, said in facts]
        if any(said or true for _, said, true in counts):
            figures[measure] = _figure(counts)
    return Evaluation(
        notes=len(pairs),
        figures=figures,
        denied=_denied(pairs, facts),
        nothing=_nothing(facts),
        calibration=_calibration([_scores(gold, said) for gold, said in pairs]),
    )


def grouped_by(
    pairs: Iterable[tuple[_Json, _Json]], field: str
) -> dict[str, list[tuple[_Json, _Json]]]:
    """The pairs by the value of a field of the gold note, in order of that value.

    >>> list(grouped_by([({"style": "plain"}, {}), ({"style": "hard"}, {})], "style"))
    ['hard', 'plain']
    """
    groups: dict[str, list[tuple[_Json, _Json]]] = {}
    for gold, said in pairs:
        groups.setdefault(str(gold.get(field)), []).append((gold, said))
    return dict(sorted(groups.items()))


def facts_of(note: _Json) -> dict[str, frozenset[Any]]:
    """The facts that a note states, by measure. Signs are codes, or objects with a code.

    >>> facts_of({"problems": [{"code": "7", "signs": [{"code": "0701"}]}]})["problem"]
    frozenset({'07'})
    """
    problems = note.get("problems") or []
    interventions = note.get("interventions") or []
    return {
        "problem": frozenset(_two(p) for p in problems),
        "problem+modifier": frozenset((_two(p), p.get("modifier")) for p in problems),
        "sign": frozenset(_code(s) for p in problems for s in p.get("signs") or []),
        "intervention": frozenset(
            (str(i["category"]).zfill(2), str(i["target"]).zfill(2)) for i in interventions
        ),
        "intervention target": frozenset(str(i["target"]).zfill(2) for i in interventions),
        "rating": frozenset(
            (str(r["problem"]).zfill(2), r["scale"], int(r["value"]))
            for r in note.get("ratings") or []
        ),
    }


def _code(value: Any) -> str:
    return str(value["code"] if isinstance(value, Mapping) else value)


def _two(value: Any) -> str:
    return _code(value).zfill(2)


def _counts(true: frozenset[Any], said: frozenset[Any]) -> _Counts:
    return len(true & said), len(said), len(true)


def precision_recall_f1(counts: Iterable[_Counts]) -> tuple[float, float, float]:
    """Micro averages of (right, said, true) counts; of nothing said or true, 1.

    >>> precision_recall_f1([(1, 2, 1), (1, 2, 3)])
    (0.5, 0.5, 0.5)
    """
    right = said = true = 0
    for hit, told, there in counts:
        right, said, true = right + hit, said + told, true + there
    precision = right / said if said else 1.0
    recall = right / true if true else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _figure(counts: Sequence[_Counts]) -> Figure:
    low, high = _interval(counts, lambda rows: precision_recall_f1(rows)[2])
    return Figure(*precision_recall_f1(counts), low, high)


def _interval(rows: Sequence[_T], figure: Callable[[Sequence[_T]], float]) -> tuple[float, float]:
    rng = random.Random(SEED)
    values = sorted(figure(rng.choices(rows, k=len(rows))) for _ in range(ROUNDS))
    return values[int(0.025 * ROUNDS)], values[int(0.975 * ROUNDS)]


def _denied(
    pairs: Iterable[tuple[_Json, _Json]],
    facts: Iterable[tuple[Mapping[str, frozenset[Any]], Mapping[str, frozenset[Any]]]],
) -> Share:
    count = total = 0
    for (gold, _), (true, said) in zip(pairs, facts, strict=True):
        for item in gold.get("not_coded") or []:
            if (code := _two(item)) not in true["problem"]:
                total += 1
                count += code in said["problem"]
    return Share(count, total)


def _nothing(
    facts: Iterable[tuple[Mapping[str, frozenset[Any]], Mapping[str, frozenset[Any]]]],
) -> Share:
    empty = [said for true, said in facts if not true["problem"]]
    return Share(sum(bool(said["problem"]) for said in empty), len(empty))


def _scores(gold: _Json, said: _Json) -> list[tuple[float, bool]]:
    true = facts_of(gold)["problem"]
    return [
        (float(p["score"]), _two(p) in true)
        for p in said.get("problems") or []
        if p.get("score") is not None
    ]


def calibration_error(scores: Iterable[tuple[float, bool]]) -> float:
    """The mean gap between score and share of right ones, over ten bins of equal width.

    >>> round(calibration_error([(0.8, True), (0.8, True), (0.8, False), (0.8, True)]), 3)
    0.05
    """
    totals = [[0, 0.0, 0] for _ in range(BINS)]
    for score, right in scores:
        held = totals[min(BINS - 1, int(score * BINS))]
        held[0] += 1
        held[1] += score
        held[2] += right
    number = sum(count for count, _, _ in totals)
    return sum(abs(score - right) for _, score, right in totals) / number if number else 0.0


def _calibration(scores: Sequence[list[tuple[float, bool]]]) -> Calibration | None:
    number = sum(map(len, scores))
    if not number:
        return None

    def error(rows: Sequence[list[tuple[float, bool]]]) -> float:
        return calibration_error(pair for row in rows for pair in row)

    return Calibration(error(scores), *_interval(scores, error), number)


__all__ = [
    "MEASURES",
    "Calibration",
    "Evaluation",
    "Figure",
    "Share",
    "calibration_error",
    "evaluate",
    "facts_of",
    "grouped_by",
    "precision_recall_f1",
]
