"""The suggested interventions of a note, each linked to the problem that it serves."""

from __future__ import annotations

from collections.abc import Mapping

from omaha.coding.choosing import NARROW_GATE, Columns, Pair, intervention_candidates
from omaha.coding.evidence import Heard
from omaha.coding.model import UnitScores
from omaha.coding.presenting import Displays, best_evidence, joined, of_unit
from omaha.coding.scoring import Formulas
from omaha.coding.text import Words
from omaha.model import CodedIntervention, CodedProblem, Evidence, Note

MOST = 8
# Below this log-odds in the sentence, a coded problem is not what the action serves.
SERVES = -2.0


def suggest_interventions(
    note: Note,
    lang: str,
    words: Words,
    scores: UnitScores,
    heard: Mapping[str, Heard],
    problems: tuple[CodedProblem, ...],
    columns: Columns,
    formulas: Formulas,
    displays: Displays,
) -> tuple[CodedIntervention, ...]:
    """At most eight, highest score first; the best unit speaks for each pair."""
    best: dict[tuple[str, str], tuple[float, Pair]] = {}
    for pair in intervention_candidates(scores, columns, heard, NARROW_GATE):
        odds = formulas.intervention.log_odds(pair.values)
        key = (pair.category, pair.target)
        if key not in best or odds > best[key][0]:
            best[key] = (odds, pair)
    scored = [(formulas.intervention.calibrated(odds), pair) for odds, pair in best.values()]
    chosen = sorted(
        (s for s in scored if s[0] >= formulas.show_intervention),
        key=lambda s: (-s[0], s[1].category, s[1].target),
    )
    return tuple(
        CodedIntervention(
            problem=_served(scores, columns, pair.unit, problems),
            category=pair.category,
            target=pair.target,
            display=joined(
                (
                    displays.of(f"omaha:category/{pair.category}", lang),
                    displays.of(f"omaha:target/{pair.target}", lang),
                )
            ),
            score=round(score, 3),
            evidence=_evidence(note.text, words, scores, heard, pair),
        )
        for score, pair in chosen[:MOST]
    )


def _evidence(
    text: str, words: Words, scores: UnitScores, heard: Mapping[str, Heard], pair: Pair
) -> tuple[Evidence, ...]:
    unit = scores.units[pair.unit]
    first, last = words.starts[unit[0]], words.ends[unit[1] - 1]
    found = [
        evidence
        for curie in (f"omaha:target/{pair.target}", f"omaha:category/{pair.category}")
        for evidence in best_evidence(text, words, heard.get(curie))
        if first <= evidence.start and evidence.end <= last
    ]
    return tuple(found) or (of_unit(text, words, unit, None),)


def _served(
    scores: UnitScores, columns: Columns, unit: int, problems: tuple[CodedProblem, ...]
) -> str | None:
    """The coded problem that the unit of the action speaks of most, None for none."""
    low, _ = columns.problems
    first, last = scores.units[unit]
    around = [
        number for number, (start, end) in enumerate(scores.units) if start <= first and last <= end
    ]
    best, best_odds = None, SERVES
    for problem in problems:
        column = columns.codes.index(problem.code, low)
        odds = max(float(scores.logits[number, column]) for number in around)
        if odds > best_odds:
            best, best_odds = problem.code, odds
    return best
