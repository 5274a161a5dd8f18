"""What the service says of itself: description, pages, readiness, errors of any address."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from omaha.loading import Engine
from service.app import create_app
from service.errors import TABLE, problem_for
from service.intended_use import INTENDED_USE
from service.settings import Settings
from tests.service.conftest import Connect


def test_the_description_covers_the_contract(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert set(paths) >= {
        "/v1/code", "/v1/code/batch", "/v1/validate", "/v1/concepts/{kind}/{code}",
        "/v1/concepts", "/v1/search", "/v1/translate", "/v1/disciplines", "/v1/version",
        "/healthz", "/readyz", "/metrics",
        "/v1/views/ratings", "/v1/views/{frame}", "/v1/plan", "/v1/check", "/v1/exchange/{format}",
        "/v1/mappings", "/v1/mappings/queue", "/v1/mappings/conflicts", "/v1/mappings/{id}",
        "/v1/judgements", "/v1/judgements/bulk", "/v1/judgements/undo", "/v1/judgements/stats",
        "/v1/releases", "/v1/releases/{version}/diff", "/v1/releases/{version}/live",
        "/v1/feedback", "/v1/feedback/support",
    }  # fmt: skip


def test_the_description_says_what_the_service_is_not_for(client: TestClient) -> None:
    description = client.get("/openapi.json").json()["info"]["description"]

    for text in INTENDED_USE.values():
        assert text in description
    assert client.get("/v1/version").json()["intended_use"] == INTENDED_USE


def test_every_call_is_described_with_errors_and_every_field_of_a_note(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()

    for path, calls in schema["paths"].items():
        for call in calls.values():
            assert call["summary"], path
            assert call["description"], path
            if path.startswith("/v1/"):
                assert "application/problem+json" in call["responses"]["422"]["content"], path
    fields = schema["components"]["schemas"]["NoteIn"]["properties"]
    assert all(field["description"] for field in fields.values())
    assert schema["components"]["schemas"]["NoteIn"]["examples"]


def test_every_reference_in_the_description_leads_somewhere(client: TestClient) -> None:
    text = client.get("/openapi.json").text
    known = client.get("/openapi.json").json()["components"]["schemas"]

    assert set(re.findall(r'"#/components/schemas/(\w+)"', text)) <= set(known)
    assert not re.search(r'"#/(?!components/schemas/)', text)


@pytest.mark.parametrize("path", ["/v1/code", "/v1/code/batch", "/v1/validate"])
def test_every_example_of_a_body_gives_what_it_shows(client: TestClient, path: str) -> None:
    schema = client.get("/openapi.json").json()
    ((kind, sent),) = schema["paths"][path]["post"]["requestBody"]["content"].items()
    examples = schema["components"]["schemas"][sent["schema"]["$ref"].split("/")[-1]]["examples"]

    assert examples
    for example in examples:
        body = orjson.dumps(example)
        answer = client.post(path, content=body, headers={"Content-Type": kind})
        assert answer.status_code == 200, example
        if "text" in example:
            _assert_codes_all(example["text"], answer.json())
        else:
            assert {True, False} == {each["valid"] for each in answer.json()["items"]}


def _assert_codes_all(text: str, coded: dict[str, Any]) -> None:
    """Something is coded, each word of denial is heard, and each score that is written counts."""
    assert coded["problems"], text
    assert len(coded["ratings"]) == len(re.findall(r"\b[KGBS][1-5]\b", text)), text
    assert bool(coded["not_coded"]) == bool(re.search(r"\b(geen|no)\b", text, re.I)), text


def test_every_example_of_a_parameter_finds_something(client: TestClient) -> None:
    tried = 0
    for path, calls in client.get("/openapi.json").json()["paths"].items():
        values: dict[str, dict[str, str]] = {"path": {}, "query": {}}
        for parameter in calls.get("get", {}).get("parameters", ()):
            shown = [each["value"] for each in parameter.get("examples", {}).values()]
            for value in (*shown, *([parameter["example"]] if "example" in parameter else ())):
                values[parameter["in"]][parameter["name"]] = value
        if any(values.values()):
            tried += 1
            answer = client.get(path.format(**values["path"]), params=values["query"])
            assert answer.status_code == 200, path
            assert answer.json().get("items", ["the concept itself"]), path
    assert tried == 3


def test_the_examples_in_an_answer_are_real(client: TestClient, engine: Engine) -> None:
    parts = client.get("/openapi.json").json()["components"]["schemas"]
    ((code,), (display,)) = (
        parts["Problem"]["properties"][name]["examples"] for name in ("code", "display")
    )
    (versions,) = parts["CodedNote"]["properties"]["versions"]["examples"]

    assert engine.vocabulary.concept("problem", code).display("nl") == display
    real = dict(engine.versions)
    assert versions.keys() == real.keys()
    for name, value in versions.items():
        assert real[name].startswith(value.removesuffix("…")), name


def test_the_address_that_is_printed_is_the_coders_page_and_leads_to_the_docs(
    client: TestClient,
) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert '<a href="/docs">' in page.text


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for name, v in attrs if name in ("src", "href") and v]


def test_the_docs_page_asks_no_other_host(client: TestClient) -> None:
    page = client.get("/docs")
    links = _Links()
    links.feed(page.text)

    assert links.found
    for link in links.found:
        assert client.get(link).status_code == 200, link
    assert not re.search(r"https?://", page.text)
    assert '"validatorUrl": null' in page.text


def test_an_unknown_address_or_method_is_a_problem(client: TestClient) -> None:
    for answer in (client.get("/nowhere"), client.delete("/v1/code")):
        assert answer.status_code in (404, 405)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_until_the_coder_is_loaded_only_health_answers(settings: Settings) -> None:
    def never(_: Settings) -> None:
        raise AssertionError

    app = create_app(settings, load=never)  # type: ignore[arg-type]
    # Without entering the client its lifespan does not run, so nothing is loaded.
    client = TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 1))

    assert client.get("/healthz").status_code == 200
    for path in ("/readyz", "/v1/version", "/v1/concepts/problem/24"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "1"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0].__name__)
def test_a_class_of_error_has_one_status(row: tuple[type[Exception], int, str]) -> None:
    kind, status, name = row[:3]
    error = kind.__new__(kind)
    for field in row[4]:  # type: ignore[misc]
        setattr(error, field, "x")
    if status == 413:
        error.detail = "x"  # type: ignore[attr-defined]

    assert (problem_for(error).status, problem_for(error).name) == (status, name)


def test_the_class_of_every_error_of_the_library_is_in_the_table_or_a_failure() -> None:
    assert problem_for(ValueError("x")).status == 500


def test_metrics_count_by_route_and_outcome(connect: Connect) -> None:
    client = connect()
    client.get("/v1/concepts/problem/24")
    client.get("/v1/concepts/problem/99")
    client.post("/v1/code", json={"text": "Stuit rood."})
    figures = client.get("/metrics").text

    route = 'route="/v1/concepts/{kind}/{code}"'
    assert f'omaha_requests_total{{method="GET",{route},status="200"}} 1.0' in figures
    assert f'omaha_requests_total{{method="GET",{route},status="404"}} 1.0' in figures
    assert 'omaha_notes_total{outcome="coded"} 1.0' in figures
    assert f"omaha_request_seconds_count{{{route}}} 2.0" in figures
