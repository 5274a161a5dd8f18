"""The JSON of a coded note is the contract's: its keys, their order, and what is left out."""

from __future__ import annotations

import dataclasses

import orjson

from omaha.model import (
    CodedIntervention,
    CodedNote,
    CodedProblem,
    CodedSign,
    Evidence,
    NotCoded,
    Rating,
)
from omaha.output import coded_note_to_json

SKIN = Evidence(4, 14, "stuit rood", "phrase", "lex:1")
SCORE = Evidence(60, 62, "S3", "rating")
PROBLEM = CodedProblem(
    "24", "Huid", "actual", "individual", 0.93, "accept",
    (CodedSign("2401", "drukplek", 0.91, (SKIN,)),), (SKIN,),
)  # fmt: skip
CODED = CodedNote(
    "wv-001", "nl", "wijkverpleegkundige", (PROBLEM,),
    (CodedIntervention("24", "02", "63", "Behandeling: wondzorg", 0.88, (SKIN,)),),
    (Rating("24", "status", 3, (SCORE,)),), (NotCoded("22", "negated", (SKIN,)),),
    versions=(("vocabulary", "2005-r1"), ("engine", "0.1.0")),
)  # fmt: skip
STUIT = {"start": 4, "end": 14, "text": "stuit rood", "kind": "phrase", "mapping": "lex:1"}


def test_every_field_of_the_contract_is_there_in_its_order() -> None:
    shown = coded_note_to_json(CODED)
    assert list(shown) == [
        "id", "lang", "discipline", "problems", "interventions", "ratings", "not_coded", "note",
        "versions",
    ]  # fmt: skip
    assert shown["problems"] == [
        {
            "code": "24", "display": "Huid", "modifier": "actual", "client": "individual",
            "score": 0.93, "band": "accept",
            "signs": [{"code": "2401", "display": "drukplek", "score": 0.91, "evidence": [STUIT]}],
            "evidence": [STUIT],
        }
    ]  # fmt: skip
    assert shown["interventions"] == [
        {
            "problem": "24", "category": "02", "target": "63", "display": "Behandeling: wondzorg",
            "score": 0.88, "evidence": [STUIT],
        }
    ]  # fmt: skip
    assert shown["not_coded"] == [{"code": "22", "why": "negated", "evidence": [STUIT]}]
    assert shown["versions"] == {"vocabulary": "2005-r1", "engine": "0.1.0"}


def test_evidence_without_a_mapping_names_none() -> None:
    (rating,) = coded_note_to_json(CODED)["ratings"]
    assert rating == {
        "problem": "24", "scale": "status", "value": 3,
        "evidence": [{"start": 60, "end": 62, "text": "S3", "kind": "rating"}],
    }  # fmt: skip


def test_a_problem_says_whether_it_is_in_the_plan_only_when_the_plan_is_known() -> None:
    for known in (True, False):
        problem = dataclasses.replace(PROBLEM, in_plan=known)
        shown = coded_note_to_json(dataclasses.replace(CODED, problems=(problem,)))
        assert shown["problems"][0]["in_plan"] is known
    assert "in_plan" not in coded_note_to_json(CODED)["problems"][0]


def test_warnings_stand_there_only_when_there_are_any() -> None:
    assert "warnings" not in coded_note_to_json(CODED)
    warned = dataclasses.replace(CODED, warnings=("unknown discipline",))
    assert coded_note_to_json(warned)["warnings"] == ["unknown discipline"]


def test_a_note_without_codes_has_empty_lists_and_its_reason() -> None:
    shown = coded_note_to_json(CodedNote(None, None, None, note="empty"))
    assert shown["note"] == "empty"
    assert [shown[key] for key in ("problems", "interventions", "ratings", "not_coded")] == [[]] * 4


def test_it_is_plain_values_all_the_way_down() -> None:
    shown = coded_note_to_json(CODED)
    assert orjson.loads(orjson.dumps(shown)) == shown
