"""A coded note as the JSON that callers rely on (CONTRACT: "A coded note")."""

from __future__ import annotations

from typing import Any

from omaha.model import CodedNote, CodedProblem, Evidence


def coded_note_to_json(coded: CodedNote) -> dict[str, Any]:
    """Plain dicts and lists, ready for a JSON writer; key order is the contract's.

    >>> coded_note_to_json(CodedNote("n1", "nl", None, note="nothing_found"))["note"]
    'nothing_found'
    """
    answer: dict[str, Any] = {
        "id": coded.id,
        "lang": coded.lang,
        "discipline": coded.discipline,
        "problems": [_problem(problem) for problem in coded.problems],
        "interventions": [
            {
                "problem": action.problem,
                "category": action.category,
                "target": action.target,
                "display": action.display,
                "score": action.score,
                "evidence": _evidence(action.evidence),
            }
            for action in coded.interventions
        ],
        "ratings": [
            {
                "problem": rating.problem,
                "scale": rating.scale,
                "value": rating.value,
                "evidence": _evidence(rating.evidence),
            }
            for rating in coded.ratings
        ],
        "not_coded": [
            {"code": one.code, "why": one.why, "evidence": _evidence(one.evidence)}
            for one in coded.not_coded
        ],
        "note": coded.note,
        "versions": dict(coded.versions),
    }
    if coded.warnings:
        answer["warnings"] = list(coded.warnings)
    return answer


def _problem(problem: CodedProblem) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "code": problem.code,
        "display": problem.display,
        "modifier": problem.modifier,
        "client": problem.client,
        "score": problem.score,
        "band": problem.band,
        "signs": [
            {
                "code": sign.code,
                "display": sign.display,
                "score": sign.score,
                "evidence": _evidence(sign.evidence),
            }
            for sign in problem.signs
        ],
        "evidence": _evidence(problem.evidence),
    }
    if problem.in_plan is not None:
        shown["in_plan"] = problem.in_plan
    return shown


def _evidence(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [
        {"start": e.start, "end": e.end, "text": e.text, "kind": e.kind}
        | ({} if e.mapping is None else {"mapping": e.mapping})
        for e in evidence
    ]
