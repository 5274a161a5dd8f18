"""The suggested interventions of a note, each linked to the problem that it serves."""

from __future__ import annotations

from collections.abc import Mapping

from omaha.coding.choosing import NARROW_GATE, Columns, intervention_candidates
from omaha.coding.evidence import Heard
from omaha.coding.model import UnitScores
from omaha.coding.presenting import Displays, best_evidence, joined, of_unit
from omaha.coding.scoring import Formulas, vouched
from omaha.coding.setting import Setting
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
    setting: Setting,
    columns: Columns,
    formulas: Formulas,
    displays: Displays,
) -> tuple[CodedIntervention, ...]:
    """At most eight, highest score first; the best unit speaks for each pair."""
    chosen = _choose(scores, columns, heard, setting, formulas)
    return tuple(
        [
            CodedIntervention(
                problem=_served(scores, columns, unit, problems),
                category=category,
                target=target,
                display=joined(
                    (
                        displays.of("omaha:category/" + category, lang),
                        displays.of("omaha:target/" + target, lang),
                    )
                ),
                score=round(score, 3),
                evidence=_evidence(note.text, words, scores.units[unit], heard, category, target),
            )
            for score, category, target, unit in chosen
        ]
    )


def _choose(
    scores: UnitScores,
    columns: Columns,
    heard: Mapping[str, Heard],
    setting: Setting,
    formulas: Formulas,
) -> list[tuple[float, str, str, int]]:
    """The interventions to suggest: score, category, target, the unit that speaks for it."""
    formula = formulas.intervention
    judged = {c[-2:]: one for c, one in heard.items() if c[6] == "t" and one.judged}
    best: dict[tuple[str, str], tuple[bool, float, int]] = {}
    for category, target, values, unit in intervention_candidates(
        scores, columns, heard, setting, NARROW_GATE
    ):
        odds = formula.log_odds(values)
        key = (category, target)
        # The unit with words that a steward vouches for speaks before any other.
        first, last = scores.units[unit]
        vouches = target in judged and first <= judged[target].judged_at < last
        if key not in best or (vouches, odds) > best[key][:2]:
            best[key] = (vouches, odds, unit)
    scored = [(formula.calibrated(odds), *key, unit) for key, (_, odds, unit) in best.items()]
    for code, one in judged.items():
        # The likeliest category goes with it.
        score, category, target, unit = max(s for s in scored if s[2] == code)
        scored.remove((score, category, target, unit))
        scored.append((vouched(score, one.judged), category, target, unit))
    shown = [one for one in scored if one[0] >= formulas.show_intervention]
    return sorted(shown, key=lambda one: (-one[0], *one[1:]))[:MOST]


def _evidence(
    text: str,
    words: Words,
    unit: tuple[int, int],
    heard: Mapping[str, Heard],
    category: str,
    target: str,
) -> tuple[Evidence, ...]:
    first, last = words.starts[unit[0]], words.ends[unit[1] - 1]
    found = [
        evidence
        for curie in ("omaha:target/" + target, "omaha:category/" + category)
        for evidence in best_evidence(text, words, heard.get(curie))
        if first <= evidence.start and evidence.end <= last
    ]
    return tuple(found) or (of_unit(text, words, unit, None),)


def _served(
    scores: UnitScores, columns: Columns, unit: int, problems: tuple[CodedProblem, ...]
) -> str | None:
    """The coded problem that the unit of the action speaks of most, None for none."""
    first, last = scores.units[unit]
    around = [
        number for number, (start, end) in enumerate(scores.units) if start <= first and last <= end
    ]
    best, best_odds = None, SERVES
    for problem in problems:
        odds_of: list[float] = scores.logits[:, columns.problem[problem.code]].tolist()
        odds = max([odds_of[number] for number in around])
        if odds > best_odds:
            best, best_odds = problem.code, odds
    return best
