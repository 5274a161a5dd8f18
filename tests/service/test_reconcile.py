"""/reconcile as OpenRefine uses it. The JSON schemas are tried by script/conformance."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from omaha.model import KINDS, NAMESPACE
from omaha.store import KeyStore
from tests.service.conftest import Connect


@pytest.fixture(scope="module")
def client(reader: TestClient) -> TestClient:
    """The service that all share: nothing here changes it."""
    return reader


def ask(client: TestClient, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return {name: each["result"] for name, each in answer.json().items()}


def extend(client: TestClient, ids: list[str], properties: list[Any]) -> Any:
    sent = json.dumps({"ids": ids, "properties": properties})
    return client.post("/reconcile", data={"extend": sent}).json()


def test_the_manifest_names_addresses_that_answer(client: TestClient) -> None:
    told = client.get("/reconcile").json()

    assert told["versions"] == ["0.2"]
    assert told["identifierSpace"] == NAMESPACE
    assert [each["id"] for each in told["defaultTypes"]] == list(KINDS)
    assert "authentication" not in told
    for place in (told["view"]["url"], told["preview"]["url"]):
        shown = client.get(place.replace("{{id}}", "problem%2F24"))
        assert shown.status_code == 200
    for place in told["suggest"].values():
        url = place["service_url"] + place["service_path"]
        assert client.get(url, params={"prefix": "s"}).json()["result"]
    proposed = told["extend"]["propose_properties"]
    assert client.get(proposed["service_url"] + proposed["service_path"]).json()["properties"]


def test_a_manifest_behind_keys_says_so(connect: Connect, keys: KeyStore) -> None:
    key = keys.create(name="refine", organisation="N", scopes=["read"])

    assert connect().get("/reconcile").status_code == 401
    told = connect(key=key).get("/reconcile").json()
    assert told["authentication"] == {"type": "apiKey", "name": "Authorization", "in": "header"}


def test_a_batch_is_answered_by_name(client: TestClient) -> None:
    found = ask(
        client,
        q0={"query": "Huid", "type": "problem"},
        q1={"query": "stuit roood", "limit": 1},
        nothing={"query": "xyzzyqq"},
    )

    best = found["q0"][0]
    assert (best["id"], best["name"], best["score"], best["match"]) == (
        "problem/24", "Huid", 100.0, True,
    )  # fmt: skip
    assert best["type"] == [{"id": "problem", "name": "Aandachtsgebied"}]
    assert [each["id"] for each in found["q1"]] == ["sign/2401"]
    assert found["nothing"] == []


def test_get_answers_as_post_does(client: TestClient) -> None:
    queries = json.dumps({"q0": {"query": "Skin"}})

    by_get = client.get("/reconcile", params={"queries": queries})

    assert by_get.content == client.post("/reconcile", data={"queries": queries}).content
    assert by_get.headers["access-control-allow-origin"] == "*"


def test_names_come_in_the_language_that_was_asked(client: TestClient) -> None:
    sent = {"queries": json.dumps({"q0": {"query": "Huid", "type": "problem"}})}

    (best, *_) = client.post("/reconcile?lang=en", data=sent).json()["q0"]["result"]

    assert (best["name"], best["description"]) == ("Skin", "Problem 24, Physiological")


def test_a_table_is_extended(client: TestClient) -> None:
    properties = [
        {"id": "zrm2017"},
        {"id": "domain", "settings": {"lang": "en"}},
        {"id": "nz", "settings": {}},
    ]

    found = extend(client, ["problem/24", "problem/99"], properties)

    assert [each["id"] for each in found["meta"]] == ["zrm2017", "domain", "nz"]
    assert found["rows"]["problem/24"] == {
        "zrm2017": [{"str": "07"}],
        "domain": [{"id": "domain/III", "name": "Physiological"}],
        "nz": [{"str": "PB0026"}],
    }
    assert found["rows"]["problem/99"] == {"zrm2017": [], "domain": [], "nz": []}
    named = extend(client, ["problem/24"], [{"id": "zrm2017", "settings": {"named": True}}])
    assert named["rows"]["problem/24"]["zrm2017"] == [{"str": "Lichamelijke gezondheid"}]


def test_names_are_completed(client: TestClient) -> None:
    def names(what: str, **params: Any) -> list[str]:
        found = client.get(f"/reconcile/suggest/{what}", params=params).json()["result"]
        return [each["id"] for each in found]

    assert names("entity", prefix="medicijng", type="problem")[0] == "problem/42"
    assert names("entity", prefix="pi", cursor=10) != names("entity", prefix="pi")
    assert names("entity", prefix=" ") == []
    assert names("type", prefix="aand") == ["problem"]
    assert names("type", prefix="") == list(KINDS)
    assert names("property", prefix="zelfred") == ["zrm2013", "zrm2017"]


def test_a_preview_may_be_shown_within_other_pages(client: TestClient) -> None:
    answer = client.get("/reconcile/preview", params={"id": "problem/24", "lang": "nl"})

    assert "24 Huid" in answer.text
    assert "Toestand van huid en nagels" in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert client.get("/reconcile/preview", params={"id": "problem/99"}).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"queries": "pijn"},
        {"queries": "[]"},
        {"queries": '{"q": {"query": "pijn", "type": "pijn"}}'},
        {"queries": '{"q": {"query": "pijn", "properties": [{"pid": "pijn", "v": 1}]}}'},
        {"queries": json.dumps({f"q{n}": {"query": "pijn"} for n in range(101)})},
        {"extend": '{"ids": "pijn", "properties": []}'},
        {"extend": '{"ids": [1], "properties": []}'},
        {"extend": '{"ids": [], "properties": ["pijn"]}'},
        {"extend": '{"ids": [], "properties": [{"id": "pijn"}]}'},
        {"extend": '{"ids": [], "properties": [{"id": "code", "settings": {"lang": "pijn"}}]}'},
        {"queries": '{"q": {"query": "111222333"}}'},
    ],
)
def test_what_cannot_be_used_is_refused_without_repeating_it(
    client: TestClient, sent: dict[str, str]
) -> None:
    answer = client.post("/reconcile", data=sent)

    assert answer.status_code in (415, 422), answer.text
    assert "pijn" not in answer.text
    assert "111222333" not in answer.text


def test_another_body_is_refused(client: TestClient) -> None:
    assert client.post("/reconcile", json={"queries": {}}).status_code == 415


def test_a_key_that_sees_part_finds_that_part(connect: Connect, keys: KeyStore) -> None:
    key = keys.create(name="a", organisation="N", scopes=["read"], contents=["domain/IV"])
    client = connect(key=key)

    skin = {"query": "Huid", "type": "problem"}
    found = ask(client, skin=skin, drug={"query": "Medicijngebruik"})

    assert found["skin"] == []
    assert found["drug"][0]["id"] == "problem/42"
    rows = extend(client, ["problem/24", "problem/42"], [{"id": "code"}])["rows"]
    assert rows == {"problem/24": {"code": []}, "problem/42": {"code": [{"str": "42"}]}}
    assert client.get("/reconcile/preview", params={"id": "problem/24"}).status_code == 403
