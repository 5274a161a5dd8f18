"""POST /v1/code: the contract's shape, its limits, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from omaha import code_note
from omaha.loading import Engine
from omaha.model import Note
from omaha.output import coded_note_to_json
from service.schemas import CodedNote
from tests.service.conftest import Connect

NOTE = "Stuit rood, geen koorts. Stuit ingesmeerd. K3 G2 S3."


def test_the_answer_is_that_of_the_library(client: TestClient, engine: Engine) -> None:
    answer = client.post("/v1/code", json={"text": NOTE, "id": "wv-001", "discipline": "poh"})

    note = Note(NOTE, id="wv-001", discipline="poh")
    assert answer.status_code == 200
    assert answer.json() == coded_note_to_json(code_note(note, engine.coder))
    assert answer.json()["problems"]
    assert answer.headers["cache-control"] == "no-store"


def test_the_answer_fits_the_schema_and_names_its_versions(
    client: TestClient, engine: Engine
) -> None:
    coded = CodedNote.model_validate(client.post("/v1/code", json={"text": NOTE}).json())

    assert coded.versions == dict(engine.versions)
    for problem in coded.problems:
        for evidence in problem.evidence:
            assert NOTE[evidence.start : evidence.end] == evidence.text


def test_a_number_is_taken_as_an_id(client: TestClient) -> None:
    assert client.post("/v1/code", json={"text": NOTE, "id": 7}).json()["id"] == "7"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "body.text"),
        ({"text": None}, "body.text"),
        ({"text": NOTE, "lang": "fr"}, "body.lang"),
        ({"text": NOTE, "max_problems": 0}, "body.max_problems"),
        ({"text": NOTE, "threshold": 1.5}, "body.threshold"),
        ({"text": NOTE, "open_problems": ["geen koorts"]}, "body.open_problems.0"),
        ({"text": NOTE, "geen koorts": 1}, "body"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_sent_is_repeated(
    client: TestClient, sent: dict[str, Any], field: str
) -> None:
    answer = client.post("/v1/code", json=sent)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == field
    assert "koorts" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize("body", [b'{"text": "Stuit rood', b"\xff\xfe", b"[" * 100_000, b""])
def test_what_is_not_json_is_refused_without_a_word_of_it(client: TestClient, body: bytes) -> None:
    answer = client.post("/v1/code", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in (400, 422)
    assert "Stuit" not in answer.text


@pytest.mark.parametrize("kind", [None, "application/x-www-form-urlencoded", "text/plain"])
def test_a_body_that_does_not_say_it_is_json_is_told_what_to_send(
    client: TestClient, kind: str | None
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = client.post("/v1/code", content=b'{"text": "Stuit rood"}', headers=headers)

    assert answer.status_code == 415
    assert "Content-Type: application/json" in answer.json()["detail"]
    assert "Stuit" not in answer.text


def test_a_note_over_the_limit_is_refused_with_the_limit(connect: Connect) -> None:
    client = connect(note_limit=100)

    assert client.post("/v1/code", json={"text": "x" * 100}).status_code == 200
    refused = client.post("/v1/code", json={"text": "x" * 101})

    assert refused.status_code == 422
    assert (refused.json()["limit"], refused.json()["length"]) == (100, 101)


def test_a_body_over_the_limit_is_refused_before_it_is_read(connect: Connect) -> None:
    client = connect(body_limit=1000)
    read = 0

    def body() -> Any:
        nonlocal read
        for _ in range(50):
            read += 100
            yield b"x" * 100

    announced = client.post("/v1/code", content=b"x" * 1001)
    streamed = client.post("/v1/code", content=body(), headers={"Content-Type": "application/json"})

    for refused in (announced, streamed):
        assert refused.status_code == 413
        assert refused.json()["limit"] == 1000


@pytest.mark.parametrize("field", ["id", "discipline", "open_problems"])
@pytest.mark.parametrize("bsn", ["111222333", "client-111222333", "1112-22-333"])
def test_a_bsn_is_refused_as_an_identifier(client: TestClient, field: str, bsn: str) -> None:
    answer = client.post("/v1/code", json={"text": NOTE, field: [bsn] if field[0] == "o" else bsn})

    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert "111222333" not in answer.text
    assert bsn not in answer.text


def test_nine_digits_in_the_note_itself_are_no_ones_business(client: TestClient) -> None:
    assert client.post("/v1/code", json={"text": "Stuit rood 111222333"}).status_code == 200


def test_a_long_note_is_coded_like_a_short_one(client: TestClient, engine: Engine) -> None:
    text = f"{NOTE} " * 150

    answer = client.post("/v1/code", json={"text": text})

    assert answer.json() == coded_note_to_json(code_note(Note(text), engine.coder))
