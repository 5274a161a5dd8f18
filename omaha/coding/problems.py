"""The suggested problems of a note, with modifier, client, signs and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from omaha.coding.assertion import Effect
from omaha.coding.choosing import (
    GATE,
    NARROW_GATE,
    Candidate,
    Columns,
    modifier_values,
    problem_candidates,
    sign_candidates,
)
from omaha.coding.evidence import Heard
from omaha.coding.model import UnitScores
from omaha.coding.presenting import Displays, best_evidence, of_unit
from omaha.coding.scoring import Formula, Formulas
from omaha.coding.text import Words
from omaha.model import CodedProblem, CodedSign, Note, Rating

MOST_SIGNS = 4
# Log-odds from which something is likelier than not.
EVEN = 0.0


def suggest_problems(
    note: Note,
    lang: str,
    words: Words,
    scores: UnitScores,
    heard_problems: Mapping[str, Heard],
    heard: Mapping[str, Heard],
    effects: Sequence[Effect],
    ratings: Sequence[Rating],
    columns: Columns,
    formulas: Formulas,
    displays: Displays,
) -> tuple[CodedProblem, ...]:
    """At most `note.max_problems`, highest score first, none below the threshold."""
    least = formulas.show if note.threshold is None else note.threshold
    gate = NARROW_GATE if note.threshold is None else GATE
    rated = {rating.problem for rating in ratings if rating.problem}
    scored = [
        (formulas.problem.score(candidate.values), candidate)
        for candidate in problem_candidates(scores, columns, heard_problems, rated, gate)
    ]
    chosen = sorted((s for s in scored if s[0] >= least), key=lambda s: (-s[0], s[1].code))
    found = []
    for score, candidate in chosen[: note.max_problems]:
        signs = _signs(
            note.text, lang, words, scores, candidate, heard, columns, formulas, displays
        )
        modifier, client, signs = _modify(scores, columns, candidate, signs, effects, formulas)
        evidence = best_evidence(note.text, words, heard_problems.get(candidate.code))
        found.append(
            CodedProblem(
                code=candidate.code,
                display=displays.of(f"omaha:problem/{candidate.code}", lang),
                modifier=modifier,
                client=client,
                score=round(score, 3),
                band=formulas.band(score),
                signs=signs,
                evidence=evidence
                or (of_unit(note.text, words, scores.units[candidate.unit], None),),
                in_plan=None
                if note.open_problems is None
                else candidate.code in note.open_problems,
            )
        )
    return tuple(found)


def _signs(
    text: str,
    lang: str,
    words: Words,
    scores: UnitScores,
    problem: Candidate,
    heard: Mapping[str, Heard],
    columns: Columns,
    formulas: Formulas,
    displays: Displays,
) -> tuple[CodedSign, ...]:
    odds = max(problem.values[0], problem.values[1])
    scored = [
        (formulas.sign.score(candidate.values), candidate)
        for candidate in sign_candidates(scores, columns, problem.code, odds, heard, NARROW_GATE)
    ]
    chosen = sorted(
        (s for s in scored if s[0] >= formulas.show_sign), key=lambda s: (-s[0], s[1].code)
    )
    return tuple(
        CodedSign(
            code=candidate.code,
            display=displays.of(f"omaha:sign/{candidate.code}", lang),
            score=round(score, 3),
            evidence=best_evidence(text, words, heard.get(f"omaha:sign/{candidate.code}"))
            or (of_unit(text, words, scores.units[candidate.unit], None),),
        )
        for score, candidate in chosen[:MOST_SIGNS]
    )


def _modify(
    scores: UnitScores,
    columns: Columns,
    problem: Candidate,
    signs: tuple[CodedSign, ...],
    effects: Sequence[Effect],
    formulas: Formulas,
) -> tuple[str, str, tuple[CodedSign, ...]]:
    """Modifier and client; a problem that is not actual has no signs."""
    best = signs[0].score if signs else 0.0

    def odds(name: str, formula: Formula) -> float:
        return formula.log_odds(modifier_values(name, scores, columns, problem, best, effects))

    potential, promotion = odds("p", formulas.potential), odds("h", formulas.health_promotion)
    modifier = "actual"
    if max(potential, promotion) > EVEN:
        modifier = "potential" if potential > promotion else "health_promotion"
    family, community = odds("f", formulas.family), odds("c", formulas.community)
    client = "individual"
    if max(family, community) > EVEN:
        client = "family" if family >= community else "community"
    return modifier, client, signs if modifier == "actual" else ()
