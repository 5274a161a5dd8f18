"""Frames, ratings, plan, check and exchange over HTTP, and what a key may not see of them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from pydantic import BaseModel
from starlette.testclient import TestClient

from omaha.access import LEFT_OUT
from omaha.store import KeyStore
from service.schemas import ProblemDetails
from service.view_schemas import CheckAnswer, FrameAnswer, PlanAnswer, RatingsAnswer
from tests.service.conftest import Connect

MEETING = Path(__file__).parents[2] / "examples" / "wijkteam"
NOTES = [json.loads(line) for line in (MEETING / "notes.jsonl").read_text().splitlines()]
PLAN = json.loads((MEETING / "plan.json").read_text())
CODED = [{"discipline": "poh", "date": "2026-03-01", "id": "g1",
          "problems": [{"code": "24", "signs": ["2401"]}, {"code": "01"}],
          "ratings": [{"problem": "24", "scale": "status", "value": 2}]}]  # fmt: skip
ADDRESSES = (
    "/v1/views/zrm", "/v1/views/ratings", "/v1/plan", "/v1/exchange/fhir", "/v1/exchange/csv",
)  # fmt: skip
ANSWERS: dict[str, type[BaseModel]] = {
    "/v1/views/pg": FrameAnswer,
    "/v1/views/icf": FrameAnswer,
    "/v1/views/ratings": RatingsAnswer,
    "/v1/plan": PlanAnswer,
}


def ask(client: TestClient, path: str, **body: Any) -> Any:
    answer = client.post(path, json={"notes": NOTES, **body})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer


@pytest.mark.parametrize(("path", "schema"), ANSWERS.items())
def test_an_answer_keeps_to_its_schema_to_the_field(
    client: TestClient, path: str, schema: type[BaseModel]
) -> None:
    answer = ask(client, path).json()

    assert schema.model_validate(answer).model_dump(mode="json", exclude_unset=True) == answer
    assert [note["seen"] for note in answer["notes"]] == [True] * 5
    assert answer["left_out"] is False


def test_a_check_keeps_to_its_schema(client: TestClient) -> None:
    answer = client.post("/v1/check", json={"plan": PLAN})

    assert answer.status_code == 200
    found = answer.json()
    assert CheckAnswer.model_validate(found).model_dump(mode="json") == found
    assert found["remarks"][0]["place"].startswith("plan.")


@pytest.mark.parametrize(
    "path", ["/v1/views/pg", "/v1/views/ratings", "/v1/plan", "/v1/check", "/v1/exchange/fhir"]
)
def test_every_example_in_the_description_works(client: TestClient, path: str) -> None:
    schema = client.get("/openapi.json").json()
    known = path.replace("/pg", "/{frame}").replace("/fhir", "/{format}")
    body = schema["paths"][known]["post"]["requestBody"]["content"]["application/json"]["schema"]
    examples = schema["components"]["schemas"][body["$ref"].split("/")[-1]]["examples"]

    assert examples
    for example in examples:
        assert client.post(path, json=example).status_code == 200


def test_coded_notes_give_what_their_texts_give(client: TestClient) -> None:
    coded = []
    for note in NOTES:
        about = {name: note[name] for name in ("id", "discipline", "text")}
        more = {name: note[name] for name in ("date", "goals") if name in note}
        coded.append(client.post("/v1/code", json=about).json() | more)

    for path in ("/v1/plan", "/v1/views/zrm", "/v1/views/ratings"):
        assert ask(client, path, notes=coded).json() == ask(client, path).json()


@pytest.mark.parametrize("path", ["/v1/views/gordon", "/v1/views/ratings", "/v1/plan"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_page_comes_in_both_languages_and_asks_no_other_host(
    client: TestClient, path: str, lang: str
) -> None:
    answer = ask(client, f"{path}?format=html", lang=lang)

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert f'<html lang="{lang}">' in answer.text
    assert ("<svg" in answer.text) == path.endswith("ratings")
    assert "src=" not in answer.text


def test_a_chart_comes_as_svg_and_png(client: TestClient) -> None:
    svg = ask(client, "/v1/views/ratings?format=svg")
    png = ask(client, "/v1/views/ratings?format=png")

    assert (svg.headers["content-type"], svg.content[:4]) == ("image/svg+xml", b"<svg")
    assert (png.headers["content-type"], png.content[1:4]) == ("image/png", b"PNG")


def test_exchange_gives_fhir_csv_and_parquet(client: TestClient) -> None:
    fhir = ask(client, "/v1/exchange/fhir", subject="Patient/1", confirmed=True)
    rows = list(csv.DictReader(io.StringIO(ask(client, "/v1/exchange/csv").text)))
    table = parquet.read_table(io.BytesIO(ask(client, "/v1/exchange/parquet").content))

    assert fhir.headers["content-type"] == "application/fhir+json"
    assert Bundle.model_validate(fhir.json()).entry
    assert table.num_rows == len(rows) > 20
    assert "omaha-left-out" not in fhir.headers


def test_a_key_for_some_domains_sees_no_other_and_is_told(connect: Connect, keys: KeyStore) -> None:
    key = keys.create(name="wmo", organisation="Noord", scopes=["read", "code"],
                      contents=["domain/I", "domain/II"])  # fmt: skip
    client = connect(key=key)

    plan = ask(client, "/v1/plan").json()
    codes = [p["code"] for p in (*plan["problems"], *plan["not_named"])]
    assert {"01", "06"} <= set(codes)
    assert all(int(code) <= 15 for code in codes)
    assert (plan["left_out"], plan["warnings"]) == (True, [LEFT_OUT])
    view = ask(client, "/v1/views/zrm").json()
    assert all(int(e["problem"]) <= 15 for place in view["places"] for e in place["entries"])
    assert ask(client, "/v1/views/ratings").json()["series"] == []
    fhir = ask(client, "/v1/exchange/fhir")
    assert fhir.headers["omaha-left-out"] == "true"
    assert fhir.json()["meta"]["tag"][-1]["code"] == "SUBSETTED"
    assert "weggelaten" in ask(client, "/v1/plan?format=html").text


def test_of_other_disciplines_a_key_sees_the_contact_only(connect: Connect, keys: KeyStore) -> None:
    key = keys.create(name="wmo", organisation="Noord", scopes=["read", "code"],
                      disciplines=["wmo_consulent"])  # fmt: skip
    client = connect(key=key)

    answer = ask(client, "/v1/plan")

    plan = answer.json()
    assert [n["seen"] for n in plan["notes"]] == [False, False, False, True, False]
    assert {n["source"]["id"] for n in plan["notes"]} == {note["id"] for note in NOTES}
    assert {voice for p in plan["problems"] for voice in p["voices"]} == {"wmo_consulent"}
    assert plan["left_out"] is True
    for word in ("Wond", "eenzaam", "Somber", "gevallen"):
        assert word not in answer.text
    rows = csv.DictReader(io.StringIO(ask(client, "/v1/exchange/csv").text))
    assert {row["note"] for row in rows} == {"4"}
    assert "contact geweest" in ask(client, "/v1/plan?format=html").text


def test_a_request_narrows_and_never_widens(connect: Connect, keys: KeyStore) -> None:
    key = keys.create(name="x", organisation="Noord", scopes=["read"], contents=["domain/I"])
    client = connect(key=key)

    wider = client.post("/v1/plan", json={"notes": CODED, "contents": ["domain/III"]})
    assert wider.status_code == 403
    narrow = ask(client, "/v1/plan", notes=CODED, contents=["problem"]).json()
    assert [p["code"] for p in narrow["problems"]] == ["01"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_notes_to_code_need_the_scope_code(connect: Connect, keys: KeyStore, path: str) -> None:
    client = connect(key=keys.create(name="x", organisation="Noord", scopes=["read"]))

    assert client.post(path, json={"notes": NOTES}).status_code == 403
    assert client.post(path, json={"notes": CODED}).status_code == 200


def test_what_a_key_does_not_see_is_not_remarked_as_missing(
    connect: Connect, keys: KeyStore
) -> None:
    key = keys.create(name="x", organisation="Noord", scopes=["read"], contents=["problem"])
    answer = connect(key=key).post("/v1/check", json={"plan": PLAN}).json()

    assert answer["left_out"] is True
    assert {r["rule"] for r in answer["remarks"]} == {"always-individual-actual"}
    assert "problem-without-sign" in answer["not_tried"]


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("/v1/plan", {"notes": []}, 422, None),
        ("/v1/plan", {"notes": [{"text": "x", "modifer": 1}]}, 422, "notes.0"),
        ("/v1/plan", {"notes": [CODED[0], {"problems": [{"code": "99"}]}]}, 422,
         "notes.1.problems.0.code"),
        ("/v1/plan", {"notes": [{"problems": [], "id": "111222333"}]}, 422, "notes.0.id"),
        ("/v1/views/zrm2020", {"notes": CODED}, 422, None),
        ("/v1/views/nz", {"notes": CODED}, 422, None),
        ("/v1/views/zrm?format=svg", {"notes": CODED}, 422, None),
        ("/v1/check", {"plan": {"text": "stuit rood"}}, 422, "plan"),
        ("/v1/check", {"plan": PLAN, "limits": {"copied-line": 3}}, 422, "limits"),
        ("/v1/check", {"plan": PLAN, "rules": {"stuit rood": False}}, 422, "rules"),
        ("/v1/exchange/fhir", {"notes": CODED, "subject": "Patient/111222333"}, 422, "subject"),
        ("/v1/exchange/fhir", {"notes": CODED, "concept_map": {}}, 422, "concept_map"),
        ("/v1/exchange/xml", {"notes": CODED}, 422, None),
        ("/v1/plan", {"notes": [{"text": "x" * 50_001}]}, 422, "text"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_a_problem_that_names_the_place(
    client: TestClient, path: str, body: Any, status: int, field: str | None
) -> None:
    answer = client.post(path, json=body)

    assert answer.status_code == status
    problem = answer.json()
    assert problem.get("field") == field
    assert "stuit rood" not in answer.text


_NAMES = st.sampled_from(
    "notes text problems code signs ratings goals interventions date discipline plan rules "
    "limits contents lang subject concept_map group element scale value problem "
    "target source equivalence".split()
)
_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
_CODES = st.sampled_from(["24", "2401", "status", "2026-01-01", "ConceptMap", "equal"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXT | _CODES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)
_MAP = st.fixed_dictionaries(
    {"resourceType": st.just("ConceptMap"), "group": st.lists(_JSON, max_size=2)}
)
_BODY = (
    _JSON
    | st.fixed_dictionaries({"notes": st.lists(_JSON, min_size=1, max_size=2)})
    | st.fixed_dictionaries({"plan": _JSON})
    | st.fixed_dictionaries({"notes": st.just(CODED), "concept_map": _MAP, "subject": _TEXT})
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    path=st.sampled_from([*ADDRESSES, "/v1/check"]),
    body=_BODY,
)
def test_whatever_is_sent_the_answer_is_200_or_a_problem(
    client: TestClient, path: str, body: object
) -> None:
    answer = client.post(
        path, content=json.dumps(body), headers={"Content-Type": "application/json"},
    )  # fmt: skip

    if answer.status_code != 200:
        assert answer.status_code == 422, answer.text
        ProblemDetails.model_validate(answer.json())
