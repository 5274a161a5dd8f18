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
from omaha.coding.scoring import Formula, Formulas, vouched
from omaha.coding.setting import Setting
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
    setting: Setting,
    columns: Columns,
    formulas: Formulas,
    displays: Displays,
) -> tuple[CodedProblem, ...]:
    """At most `note.max_problems`, highest score first, none below the threshold."""
    chosen = _choose(note, scores, heard_problems, ratings, setting, columns, formulas)
    asked = [(problem.code, max(problem.values[:2])) for _, problem in chosen]
    every_sign = sign_candidates(scores, columns, asked, heard, setting, NARROW_GATE)
    signs_of = [
        _signs(note.text, lang, words, scores, candidates, heard, formulas, displays)
        for candidates in every_sign
    ]
    weighed = [
        (problem, signs[0].score if signs else 0.0)
        for (_, problem), signs in zip(chosen, signs_of, strict=True)
    ]
    modifiers = modifier_values(scores, columns, weighed, effects, setting)
    found = []
    for (score, problem), signs, values in zip(chosen, signs_of, modifiers, strict=True):
        modifier, client = _modify(values, formulas)
        evidence = best_evidence(note.text, words, heard_problems.get(problem.code))
        found.append(
            CodedProblem(
                code=problem.code,
                display=displays.of("omaha:problem/" + problem.code, lang),
                modifier=modifier,
                client=client,
                score=round(score, 3),
                band=formulas.band(score),
                # A problem that is not actual has no signs.
                signs=signs if modifier == "actual" else (),
                evidence=evidence or (of_unit(note.text, words, scores.units[problem.unit], None),),
                in_plan=None if note.open_problems is None else problem.code in note.open_problems,
            )
        )
    return tuple(found)


def _choose(
    note: Note,
    scores: UnitScores,
    heard: Mapping[str, Heard],
    ratings: Sequence[Rating],
    setting: Setting,
    columns: Columns,
    formulas: Formulas,
) -> list[tuple[float, Candidate]]:
    """The problems to suggest with their scores, in order."""
    least = formulas.show if note.threshold is None else note.threshold
    gate = NARROW_GATE if note.threshold is None else GATE
    rated = {rating.problem for rating in ratings if rating.problem}
    scored = _scored(
        formulas.problem,
        [
            (heard.get(candidate.code), candidate)
            for candidate in problem_candidates(scores, columns, heard, rated, setting, gate)
        ],
        scores,
    )
    chosen = sorted([s for s in scored if s[0] >= least], key=_first)
    return chosen[: note.max_problems]


def _scored(
    formula: Formula, candidates: Sequence[tuple[Heard | None, Candidate]], scores: UnitScores
) -> list[tuple[float, Candidate]]:
    """The score of each candidate, with the last word for what a steward judged."""
    found = []
    for heard, candidate in candidates:
        score = formula.score(candidate.values)
        if heard is not None:
            if heard.refused and heard.refuses(scores.units[candidate.unit]):
                score = 0.0
            elif heard.judged:
                score = vouched(score, heard.judged)
        found.append((score, candidate))
    return found


def _first(scored: tuple[float, Candidate]) -> tuple[float, str]:
    """The highest score comes first, then the lowest code."""
    return -scored[0], scored[1].code


def _signs(
    text: str,
    lang: str,
    words: Words,
    scores: UnitScores,
    candidates: Sequence[Candidate],
    heard: Mapping[str, Heard],
    formulas: Formulas,
    displays: Displays,
) -> tuple[CodedSign, ...]:
    named = [(heard.get("omaha:sign/" + one.code), one) for one in candidates]
    scored = _scored(formulas.sign, named, scores)
    chosen = sorted([s for s in scored if s[0] >= formulas.show_sign], key=_first)
    return tuple(
        [
            CodedSign(
                code=candidate.code,
                display=displays.of("omaha:sign/" + candidate.code, lang),
                score=round(score, 3),
                evidence=best_evidence(text, words, heard.get("omaha:sign/" + candidate.code))
                or (of_unit(text, words, scores.units[candidate.unit], None),),
            )
            for score, candidate in chosen[:MOST_SIGNS]
        ]
    )


def _modify(values: Mapping[str, Sequence[float]], formulas: Formulas) -> tuple[str, str]:
    """Modifier and client by the features of all four modifiers."""
    potential = formulas.potential.log_odds(values["p"])
    promotion = formulas.health_promotion.log_odds(values["h"])
    modifier = "actual"
    if max(potential, promotion) > EVEN:
        modifier = "potential" if potential > promotion else "health_promotion"
    family = formulas.family.log_odds(values["f"])
    community = formulas.community.log_odds(values["c"])
    client = "individual"
    if max(family, community) > EVEN:
        client = "family" if family >= community else "community"
    return modifier, client
