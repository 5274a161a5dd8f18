"""Lookups, lists, search, validation and translation, each held to its schema."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from omaha.loading import Engine
from service import schemas


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/v1/concepts/problem/24", schemas.Concept),
        ("/v1/concepts/rating/status-3?lang=en", schemas.Concept),
        ("/v1/concepts?kind=problem", schemas.ConceptList),
        ("/v1/search?q=huid", schemas.Hits),
        ("/v1/translate?code=24&to=icf", schemas.Matches),
        ("/v1/disciplines", schemas.Disciplines),
        ("/v1/version", schemas.Version),
        ("/healthz", schemas.Health),
        ("/readyz", schemas.Health),
    ],
)
def test_an_answer_is_what_its_schema_says(
    client: TestClient, path: str, schema: type[BaseModel]
) -> None:
    answer = client.get(path)

    assert answer.status_code == 200
    assert schema.model_validate(answer.json()).model_dump(mode="json") == answer.json()


def test_every_concept_is_looked_up_in_both_languages(client: TestClient, engine: Engine) -> None:
    for concept in engine.vocabulary:
        for lang in ("nl", "en"):
            path = f"/v1/concepts/{concept.kind}/{concept.code}"
            found = client.get(path, params={"lang": lang}).json()
            assert (found["curie"], found["display"]) == (concept.curie, concept.display(lang))


def test_a_lookup_knows_its_neighbours_versions_and_translation(
    client: TestClient, engine: Engine
) -> None:
    found = client.get("/v1/concepts/sign/2401").json()

    assert found["parent"]["code"] == "24"
    assert found["versions"] == dict(engine.versions)
    assert "unofficial" in found["translation"]
    assert len(client.get("/v1/concepts/problem/24").json()["children"]) > 5


def test_a_new_zealand_code_is_understood(client: TestClient) -> None:
    assert client.get("/v1/concepts/problem/PB0026").json()["code"] == "24"


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/v1/concepts/problem/99", 404, "unknown-code"),
        ("/v1/concepts/thing/24", 404, "unknown-kind"),
        ("/v1/concepts/problem/24?lang=fr", 422, "invalid-input"),
        ("/v1/concepts?kind=thing", 422, "invalid-input"),
        ("/v1/concepts?parent=omaha:problem/99", 404, "unknown-code"),
        ("/v1/concepts?cursor=omaha:problem/99", 422, "invalid-input"),
        ("/v1/search?q=", 422, "invalid-input"),
        ("/v1/search?q=huid&limit=0", 422, "invalid-input"),
        ("/v1/translate?code=24&to=nowhere", 422, "unknown-scheme"),
        ("/v1/translate?code=99&kind=problem&to=icf", 404, "unknown-code"),
    ],
)
def test_what_is_unknown_is_a_problem_with_a_way_out(
    client: TestClient, path: str, status: int, name: str
) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"].endswith(f"/{name}")
    schemas.ProblemDetails.model_validate(answer.json())


def test_pages_put_together_are_the_whole_list(client: TestClient, engine: Engine) -> None:
    found: list[dict[str, Any]] = []
    cursor = None
    while cursor is not None or not found:
        asked: dict[str, Any] = {"kind": "sign", "limit": 50}
        if cursor:
            asked["cursor"] = cursor
        page = client.get("/v1/concepts", params=asked).json()
        assert len(page["items"]) <= 50
        found += page["items"]
        cursor = page["next"]

    assert [each["code"] for each in found] == [c.code for c in engine.vocabulary.of_kind("sign")]


def test_search_is_that_of_the_library(client: TestClient, engine: Engine) -> None:
    hits = client.get("/v1/search", params={"q": "hiud", "limit": 3, "kind": "problem"}).json()

    expected = engine.search.search("hiud", limit=3, kind="problem")
    assert [each["code"] for each in hits["items"]] == [hit.code for hit in expected]
    assert "24" in {each["code"] for each in hits["items"]}


def test_codes_are_checked_each_by_itself(client: TestClient) -> None:
    sent = ["24", {"kind": "sign", "code": "2401"}, "PB0026", {"kind": "problem", "code": "99"}]
    answer = client.post("/v1/validate", json={"codes": sent, "lang": "en"}).json()
    items = schemas.CheckedCodes.model_validate(answer).items

    assert [each.valid for each in items] == [True, True, True, False]
    assert (items[0].kind, items[0].display) == ("problem", "Skin")
    assert items[0].also[0].kind == "target"
    assert items[2].code == "24"
    assert "39" in {each.code for each in items[3].near}


def test_too_many_or_odd_codes_are_refused(client: TestClient) -> None:
    for codes in ([], ["24"] * 501, ["twee woorden"], ["111222333"]):
        assert client.post("/v1/validate", json={"codes": codes}).status_code == 422


def test_translation_goes_both_ways(client: TestClient) -> None:
    out = client.get("/v1/translate", params={"code": "24", "to": "nz"}).json()["items"]
    back = client.get(
        "/v1/translate", params={"code": out[0]["code"], "to": "nz", "reverse": True}
    ).json()["items"]

    assert out[0]["code"] == "PB0026"
    assert back[0]["curie"] == "omaha:problem/24"


def test_a_prediction_is_told_as_one_and_a_known_code_is_not(client: TestClient) -> None:
    predicted = client.get("/v1/translate?code=24&to=zrm&lang=en").json()
    known = client.get("/v1/translate?code=24&to=nz").json()

    assert predicted["notice"] == "Predicted mappings, not clinically reviewed."
    assert {item["predicted"] for item in predicted["items"]} == {True}
    assert (known["notice"], known["items"][0]["predicted"]) == (None, False)
