"""What is sent about one client: read strictly, and never repeated in an error."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omaha import Note, code_note, coded_note_to_json
from omaha.errors import InputError
from omaha.identifiers import BsnRefusedError
from omaha.loading import Engine
from omaha.record_reading import read_record
from omaha.records import Draft, Record

SECRET = "mevrouw struikelde"


def read(engine: Engine, sent: object) -> Record:
    found = read_record(sent, "note", engine.vocabulary)
    assert isinstance(found, Record)
    return found


def test_an_answer_of_the_coder_comes_back_as_it_was(engine: Engine) -> None:
    text = "Stuit rood, zinkzalf gesmeerd. Geen pijn. Huid: kennis 2, status 3. Schulden."
    coded = code_note(Note(text, id="n1", discipline="poh"), engine.coder)
    assert coded.problems
    assert coded.interventions
    assert coded.ratings
    assert coded.not_coded

    again = read(engine, coded_note_to_json(coded)).coded

    assert coded_note_to_json(again) | {"versions": {}} == coded_note_to_json(coded) | {
        "versions": {}
    }


def test_only_what_is_known_needs_to_be_sent(engine: Engine) -> None:
    found = read(engine, {"problems": [{"code": "24", "signs": ["2401"]}]})

    (problem,) = found.coded.problems
    assert (problem.modifier, problem.client, problem.score) == ("actual", "individual", 1.0)
    assert (problem.display, problem.signs[0].code) == ("Huid", "2401")
    assert (found.date, found.goals) == (None, ())


def test_codes_of_new_zealand_and_aliases_of_disciplines_become_ours(engine: Engine) -> None:
    found = read(engine, {"problems": [{"code": "PB0026"}], "discipline": "Practice nurse"})

    assert found.coded.problems[0].code == "24"
    assert found.coded.discipline == "poh"


def test_a_note_to_code_keeps_its_date_and_goals(engine: Engine) -> None:
    goal = {"problem": "24", "scale": "status", "value": 4}
    sent = {"text": "Stuit rood.", "date": "2026-03-01T09:30:00+01:00", "goals": [goal]}
    draft = read_record(sent, "note", engine.vocabulary)

    assert isinstance(draft, Draft)
    assert (draft.note.lang, draft.date, draft.goals[0].value) == ("auto", "2026-03-01", 4)


def test_words_of_the_care_record_are_kept_with_their_place(engine: Engine) -> None:
    found = read(
        engine,
        {
            "problems": [{"code": "24", "signs": ["2401", {"code": "2411", "text": "jeuk"}]}],
            "interventions": [{"problem": None, "category": "02", "target": "63", "text": "zalf"}],
        },
    )

    assert [(text.place, text.problem, text.code) for text in found.texts] == [
        ("note.problems.0.signs.1", "24", "2411"),
        ("note.interventions.0", None, "63"),
    ]


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ([], "note"),
        ({}, "note"),
        ({"error": {}, "line": 3}, "note"),
        ({"problems": [], SECRET: 1}, "note"),
        ({"text": "x", "problems": []}, "note"),
        ({"text": 1}, "note.text"),
        ({"text": "half \ud800"}, "note.text"),
        ({"problems": [], "id": "half \ud800"}, "note.id"),
        ({"problems": SECRET}, "note.problems"),
        ({"problems": [SECRET]}, "note.problems.0"),
        ({"problems": [{"code": SECRET}]}, "note.problems.0.code"),
        ({"problems": [{"code": "99"}]}, "note.problems.0.code"),
        ({"problems": [{"code": "24", "modifier": SECRET}]}, "note.problems.0.modifier"),
        ({"problems": [{"code": "24", "modifer": "actual"}]}, "note.problems.0"),
        ({"problems": [{"code": "24", "score": 2}]}, "note.problems.0.score"),
        ({"problems": [{"code": "24", "signs": [{"code": "24"}]}]}, "note.problems.0.signs.0.code"),
        ({"problems": [], "ratings": [{"scale": "status"}]}, "note.ratings.0.value"),
        ({"problems": [], "ratings": [{"value": 3}]}, "note.ratings.0.scale"),
        ({"problems": [], "ratings": [{"scale": "status", "value": 6}]}, "note.ratings.0.value"),
        ({"problems": [], "goals": [{"scale": "status", "value": 3}]}, "note.goals.0.problem"),
        ({"problems": [], "not_coded": [{"code": "24"}]}, "note.not_coded.0.why"),
        ({"problems": [], "interventions": [{"target": "63"}]}, "note.interventions.0.category"),
        ({"problems": [], "date": SECRET}, "note.date"),
        ({"problems": [], "date": "2026-02-30"}, "note.date"),
        ({"problems": [], "lang": "fr"}, "note.lang"),
    ],
)
def test_what_cannot_be_used_is_refused_by_place(engine: Engine, sent: object, place: str) -> None:
    with pytest.raises(InputError) as refused:
        read(engine, sent)

    assert refused.value.field == place
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("field", ["id", "discipline"])
def test_a_citizen_service_number_is_refused(engine: Engine, field: str) -> None:
    with pytest.raises(BsnRefusedError):
        read(engine, {"problems": [], field: "111222333"})


_NAMES = st.sampled_from(
    "id date discipline lang goals text problems interventions ratings not_coded code signs "
    "modifier client score band evidence start end kind problem scale value category target "
    "why mapping display".split()
)
_LEAVES: Any = (
    st.none() | st.booleans() | st.integers() | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=12)
    | st.sampled_from(["24", "2401", "02", "63", "actual", "status", "negated", "2026-01-01"])
)  # fmt: skip
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=6),
    max_leaves=20,
)
_NOTE = st.dictionaries(_NAMES, _JSON, max_size=6).map(lambda note: {"problems": [], **note})


@settings(max_examples=300, deadline=None)
@given(sent=_JSON | _NOTE)
def test_any_json_is_read_or_refused(engine: Engine, sent: object) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(read_record(sent, "note", engine.vocabulary), Record | Draft)
