"""FHIR over HTTP: media types, caching, errors, access, and a client that we did not write."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from omaha.access import Sight
from omaha.store import KeyStore
from service.app import create_app
from service.backend import Backend
from service.fhir_ready import LARGEST, MOST_KEPT, ReadyAnswers
from service.routes.fhir import LARGE
from service.settings import Settings

Connect = Callable[..., TestClient]
PROBLEMS = "https://w3id.org/omaha-system/scheme/problems"
SIGNS = "https://w3id.org/omaha-system/ValueSet/signs"
LOOKUP = "/fhir/R4/CodeSystem/$lookup"


def outcome(answer: Any, status: int) -> str:
    """The issue code of an error, which must be an OperationOutcome."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/fhir+json"
    assert answer.json()["resourceType"] == "OperationOutcome"
    told = answer.json()["issue"]
    assert told[-1]["diagnostics"] == f"X-Request-Id: {answer.headers['x-request-id']}"
    code: str = told[0]["code"]
    return code


@pytest.mark.parametrize("release", ["R4", "R5"])
def test_a_lookup_is_the_same_the_second_time(client: TestClient, release: str) -> None:
    query = {"system": PROBLEMS, "code": "24", "displayLanguage": "nl"}
    answers = [client.get(f"/fhir/{release}/CodeSystem/$lookup", params=query) for _ in (1, 2)]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["content-type"] == "application/fhir+json"
    values = {p["name"]: p.get("valueString") for p in answers[1].json()["parameter"]}
    assert values["display"] == "Huid"


def test_what_is_ready_depends_on_language_and_release(client: TestClient) -> None:
    def display(release: str, language: str) -> str:
        address = f"/fhir/{release}/ValueSet/$expand"
        answer = client.get(
            address, params={"url": SIGNS, "count": "1", "property": "kind"},
            headers={"Accept-Language": language},
        ).json()["expansion"]  # fmt: skip
        assert ("property" in answer) is (release == "R5")
        shown: str = answer["contains"][0]["display"]
        return shown

    for _ in (1, 2):
        assert display("R4", "nl") == display("R5", "nl") != display("R5", "en")


def test_a_resource_is_sent_once(client: TestClient) -> None:
    address = "/fhir/R4/ValueSet/omaha-signs"
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200
    assert client.head(address).status_code == 200


def test_searches_take_a_form(client: TestClient) -> None:
    answer = client.post("/fhir/R4/ValueSet/_search", data={"url": SIGNS})
    assert [each["resource"]["id"] for each in answer.json()["entry"]] == ["omaha-signs"]
    assert answer.json()["entry"][0]["fullUrl"].endswith("/fhir/R4/ValueSet/omaha-signs")


def test_json_may_be_asked_for_in_any_way_and_nothing_else(client: TestClient) -> None:
    for accept in ("application/fhir+json; fhirVersion=4.0", "application/json", "*/*"):
        assert client.get("/fhir/R4/metadata", headers={"Accept": accept}).status_code == 200
    assert client.get("/fhir/R4/metadata?_format=json&_pretty=true").text.startswith("{\n")
    xml = {"Accept": "application/fhir+xml"}
    assert outcome(client.get("/fhir/R4/metadata", headers=xml), 406) == "not-supported"
    refused = client.get(LOOKUP, params={"system": PROBLEMS, "code": "24"}, headers=xml)
    assert outcome(refused, 406) == "not-supported"


@pytest.mark.parametrize(
    ("method", "address", "sent", "status", "code"),
    [
        ("GET", "/fhir/R9/metadata", {}, 404, "not-found"),
        ("GET", "/fhir", {}, 404, "not-found"),
        ("GET", "/fhir/R4", {}, 404, "not-supported"),
        ("GET", "/fhir/R4/Patient/1", {}, 404, "not-supported"),
        ("PUT", "/fhir/R4/ValueSet/omaha-signs", {"json": {}}, 405, "not-supported"),
        ("POST", LOOKUP, {"content": b"{", "headers": {"Content-Type": "application/json"}},
         400, "structure"),
        ("POST", LOOKUP, {"content": b"<a/>", "headers": {"Content-Type": "application/xml"}},
         415, "not-supported"),
        ("POST", LOOKUP, {"json": {"resourceType": "Parameters", "parameter": 5}},
         400, "structure"),
        ("POST", LOOKUP, {"json": {"x": "y" * 2_000_000}}, 413, "too-long"),
        ("GET", LOOKUP + "?system=x&code=111222333", {}, 422, "invalid"),
    ],
)  # fmt: skip
def test_every_error_is_an_operation_outcome(
    client: TestClient, method: str, address: str, sent: dict[str, Any], status: int, code: str
) -> None:
    assert outcome(client.request(method, address, **sent), status) == code


def test_a_failure_is_one_too_and_tells_nothing(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("words of a note")

    monkeypatch.setattr("service.routes.fhir.respond", fail)
    with caplog.at_level(logging.INFO):
        answer = connect().get("/fhir/R4/metadata")
    assert outcome(answer, 500) == "exception"
    assert "words of a note" not in answer.text + caplog.text


def test_a_key_is_needed_and_limits_what_is_seen(connect: Connect, keys: KeyStore) -> None:
    narrow = keys.create("desk", "Wijkteam Noord", ["read"], [], ["problem", "domain/III"])
    client = connect(key=narrow)
    found = client.get("/fhir/R4/ValueSet/omaha-all-problems/$expand").json()["expansion"]
    assert found["total"] == 18
    assert {each["code"] for each in found["contains"]} == {f"{n}" for n in range(17, 35)}
    assert client.get("/fhir/R4/ValueSet/omaha-signs").status_code == 404
    assert client.get(LOOKUP, params={"system": PROBLEMS, "code": "01"}).status_code == 404
    assert client.get(LOOKUP, params={"system": PROBLEMS, "code": "24"}).status_code == 200
    translated = client.get("/fhir/R4/ConceptMap/omaha-nz").json()["group"]
    assert {e["code"] for g in translated for e in g["element"]} <= {str(n) for n in range(17, 35)}
    new_zealand = {"system": "https://w3id.org/omaha-system/notation/nz", "code": "SS2601"}
    answer = client.get("/fhir/R4/ConceptMap/$translate", params=new_zealand).json()
    assert answer["parameter"][0] == {"name": "result", "valueBoolean": False}
    client.headers.pop("Authorization")
    assert outcome(client.get("/fhir/R4/metadata"), 401) == "login"
    other = keys.create("coder", "Wijkteam Noord", ["code"], [], [])
    client.headers["Authorization"] = f"Bearer {other.token}"
    assert outcome(client.get("/fhir/R4/metadata"), 403) == "forbidden"


def test_words_that_are_looked_for_are_not_kept_or_logged(
    client: TestClient, backend: Backend, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        for name in ("filter", "display"):
            client.get("/fhir/R4/ValueSet/$expand", params={"url": SIGNS, name: "zeldzaamwoord"})
    ours = [str(vars(each)) for each in caplog.records if each.name.startswith("omaha")]
    assert len(ours) >= 2
    assert not any("zeldzaamwoord" in each for each in ours)
    kept = backend.fhir((Sight(), backend.engine.crosswalks), backend.versions).ready._kept
    assert not any(b"zeldzaamwoord" in query for _, _, query, _ in kept)


def test_what_is_large_is_answered_too(client: TestClient) -> None:
    concepts = [{"code": str(number), "display": "x" * 20} for number in range(2000)]
    system = {"resourceType": "CodeSystem", "url": "http://a", "concept": concepts}
    wanted = {"resourceType": "ValueSet", "compose": {"include": [{"system": "http://a"}]}}
    sent = [{"name": "tx-resource", "resource": system}, {"name": "valueSet", "resource": wanted}]
    body = json.dumps({"resourceType": "Parameters", "parameter": sent})
    assert len(body) > LARGE
    headers = {"Content-Type": "application/fhir+json"}
    answer = client.post("/fhir/R4/ValueSet/$expand", content=body, headers=headers)
    assert answer.json()["expansion"]["total"] == 2000
    broken = body.replace('"http://a"}]', '"http://b"}]')
    assert broken != body
    refused = client.post("/fhir/R4/ValueSet/$expand", content=broken, headers=headers)
    assert outcome(refused, 404) == "not-found"


def test_answers_that_are_kept_have_their_limits() -> None:
    ready = ReadyAnswers()
    path = "CodeSystem/$lookup"
    for number in range(MOST_KEPT + 5):
        ready.keep(("R4", path, b"code=%d" % number, ""), b"{}")
    assert len(ready._kept) == 5
    ready.keep(("R4", path, b"code=large", ""), b"x" * (LARGEST + 1))
    assert ready.find(("R4", path, b"code=large", "")) is None


def test_metrics_name_the_operation(client: TestClient) -> None:
    client.get("/fhir/R4/ValueSet/$expand", params={"url": SIGNS})
    client.get("/fhir/R4/ValueSet/some-id")
    page = client.get("/metrics").text
    assert 'route="/fhir/{release}/ValueSet/$expand"' in page
    assert "some-id" not in page


@pytest.fixture
def address(settings: Settings, backend: Backend) -> Iterator[str]:
    """A service that listens, in a thread of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(settings, load=lambda _: backend)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not (server.started and app.state.omaha.backend):
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/fhir"
    server.should_exit = True
    thread.join(20)


@pytest.mark.parametrize("release", ["R4", "R5"])
def test_fhirpy_fills_a_picklist_validates_and_translates(address: str, release: str) -> None:
    from fhirpy import SyncFHIRClient
    from fhirpy.base.exceptions import ResourceNotFound

    client = SyncFHIRClient(f"{address}/{release}")
    capabilities = client.execute("metadata", method="get")
    assert capabilities["fhirVersion"] == {"R4": "4.0.1", "R5": "5.0.0"}[release]
    (found,) = client.resources("ValueSet").search(name__exact="OmahaProblems").fetch()
    assert len(client.resources("ValueSet").limit(4).fetch_all()) == 21
    picklist = client.execute(
        f"ValueSet/{found['id']}/$expand", method="get", params={"displayLanguage": "nl"}
    )
    labels = {each["code"]: each["display"] for each in picklist["expansion"]["contains"]}
    assert labels["24"] == "Huid"
    coding = {"system": PROBLEMS, "code": "24", "display": "Huid"}
    asked = [{"name": "url", "valueUri": found["url"]}, {"name": "coding", "valueCoding": coding}]
    body = {"resourceType": "Parameters", "parameter": asked}
    valid = client.execute("ValueSet/$validate-code", method="post", data=body)
    assert valid["parameter"][0]["valueBoolean"] is True
    query = {"system": "https://w3id.org/omaha-system/notation/nz", "code": "PB0026"}
    ours = client.execute("ConceptMap/$translate", method="get", params=query)
    assert '"code": "24"' in json.dumps(dict(ours))
    with pytest.raises(ResourceNotFound):
        client.reference("ValueSet", "nothing").to_resource()
