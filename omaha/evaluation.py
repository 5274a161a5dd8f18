"""How good a coder is: its notes against gold notes, with intervals.

Notes are JSON objects of the contract's shape on both sides. Figures are micro averages;
an interval is the middle 95 % of 1,000 resamples of notes with a fixed seed, so that the
same notes always give the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from omaha.calibration import Chance, bin_sums, calibration_error, chance_of, errors_of
from omaha.errors import InputError
from omaha.resampling import Floats, middle, resampled_sums

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
_Facts = Mapping[str, frozenset[Any]]
_Json = Mapping[str, Any]
Pair = tuple[_Json, _Json]


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
    """How many of how many, and the interval of the share; of none everything is None."""

    count: int
    total: int
    low: float | None = None
    high: float | None = None

    @property
    def rate(self) -> float | None:
        """The share in [0, 1]."""
        return self.count / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error of the scores of problems, in [0, 1], and its interval.

    `chance` is what a perfectly calibrated coder with these scores would show.
    """

    error: float
    low: float
    high: float
    scores: int
    chance: Chance


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of a set of notes.

    `denied` are problems that the gold notes name as not to be coded, coded all the same;
    `nothing` are notes with nothing to code that got a problem. Of the problems in band
    ``accept``, `accepted` is the share that is right and `covered` the share of all true
    problems that they find. A measure that neither side uses is left out of `figures`.
    `calibration` is None without a single score.
    """

    notes: int
    figures: Mapping[str, Figure]
    denied: Share
    nothing: Share
    accepted: Share
    covered: Share
    calibration: Calibration | None


def evaluate(pairs: Sequence[Pair]) -> Evaluation:
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
    # Every figure is made of sums over notes: one row of numbers a note, resampled once.
    rows = [_row(gold, said) for gold, said in pairs]
    sums = resampled_sums(rows)
    totals = [round(sum(column)) for column in zip(*(row[:_BINNED] for row in rows), strict=True)]
    scores = [pair for gold, said in pairs for pair in scored_problems(gold, said)]
    return Evaluation(
        notes=len(pairs),
        figures={
            measure: _figure((totals[at], totals[at + 1], totals[at + 2]), sums[:, at : at + 3])
            for measure, at in _PLACES
            if totals[at + 1] or totals[at + 2]
        },
        denied=_share(totals, sums, _DENIED, _DENIED + 1),
        nothing=_share(totals, sums, _DENIED + 2, _DENIED + 3),
        accepted=_share(totals, sums, _ACCEPTED, _ACCEPTED + 1),
        covered=_share(totals, sums, _ACCEPTED, _TRUE_PROBLEMS),
        calibration=_calibration(scores, sums[:, _BINNED:]),
    )


# Where the numbers of a note stand in its row: three of each measure, four of what should
# not have been coded, two of band `accept`, and the tenths of the scores.
_PLACES = tuple(zip(MEASURES, range(0, 3 * len(MEASURES), 3), strict=True))
_TRUE_PROBLEMS = 2
_DENIED = 3 * len(MEASURES)
_ACCEPTED = _DENIED + 4
_BINNED = _ACCEPTED + 2


def _row(gold: _Json, said: _Json) -> list[float]:
    true, given = facts_of(gold), facts_of(said)
    row: list[float] = []
    for measure in MEASURES:
        row += _counts(true[measure], given[measure])
    left_out = [_two(item) for item in gold.get("not_coded") or []]
    denied = [code for code in left_out if code not in true["problem"]]
    empty = not true["problem"]
    row += [sum(code in given["problem"] for code in denied), len(denied)]
    row += [empty and bool(given["problem"]), empty]
    accepted = {_two(p) for p in said.get("problems") or [] if p.get("band") == "accept"}
    row += [len(accepted & true["problem"]), len(accepted)]
    return row + bin_sums(scored_problems(gold, said))


def grouped_by(pairs: Iterable[Pair], field: str) -> dict[str, list[Pair]]:
    """The pairs by the value of a field of the gold note, in order of that value.

    >>> list(grouped_by([({"style": "plain"}, {}), ({"style": "hard"}, {})], "style"))
    ['hard', 'plain']
    """
    groups: dict[str, list[Pair]] = {}
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


def scored_problems(gold: _Json, said: _Json) -> list[tuple[float, bool]]:
    """The score of each problem that was given with one, and whether it is right."""
    true = facts_of(gold)["problem"]
    return [
        (float(p["score"]), _two(p) in true)
        for p in said.get("problems") or []
        if p.get("score") is not None
    ]


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
    right, said, true = map(sum, zip(*counts, strict=True))
    precision = right / said if said else 1.0
    recall = right / true if true else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _figure(counts: _Counts, sums: Floats) -> Figure:
    # F1 is twice the right ones over all that was said or true.
    f1 = _ratio(2 * sums[:, 0], sums[:, 1] + sums[:, 2])
    return Figure(*precision_recall_f1([counts]), *middle(f1))


def _share(totals: Sequence[int], sums: Floats, part: int, whole: int) -> Share:
    if not totals[whole]:
        return Share(totals[part], 0)
    return Share(totals[part], totals[whole], *middle(_ratio(sums[:, part], sums[:, whole])))


def _ratio(over: Floats, under: Floats) -> Floats:
    found: Floats = np.divide(over, under, out=np.full(len(over), np.nan), where=under > 0)
    return found


def _calibration(scores: Sequence[tuple[float, bool]], sums: Floats) -> Calibration | None:
    if not scores:
        return None
    chance = chance_of([score for score, _ in scores])
    low, high = middle(errors_of(sums))
    return Calibration(calibration_error(scores), low, high, len(scores), chance)


__all__ = [
    "MEASURES",
    "Calibration",
    "Evaluation",
    "Figure",
    "Pair",
    "Share",
    "calibration_error",
    "evaluate",
    "facts_of",
    "grouped_by",
    "precision_recall_f1",
    "scored_problems",
]
