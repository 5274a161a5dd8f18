"""POST /v1/code/batch: in order, bad lines in place, streamed both ways."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import orjson
import pytest
from starlette.testclient import TestClient

from service.batch import read_lines
from tests.service.conftest import Connect

NOTE = "Stuit rood, geen koorts."


def send(client: TestClient, body: bytes) -> list[dict[str, object]]:
    answer = client.post("/v1/code/batch", content=body)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [orjson.loads(line) for line in answer.content.splitlines()]


def test_each_line_is_answered_as_if_it_came_alone(client: TestClient) -> None:
    notes = [{"text": f"{NOTE} {n}", "id": f"wv-{n}"} for n in range(300)]

    answers = send(client, b"\n".join(map(orjson.dumps, notes)))

    assert [each["id"] for each in answers] == [each["id"] for each in notes]
    assert answers[7] == client.post("/v1/code", json=notes[7]).json()


def test_bad_lines_are_answered_in_their_place_and_the_rest_go_on(connect: Connect) -> None:
    client = connect(body_limit=500, note_limit=100)
    lines = [
        b'{"text": "Stuit rood", "id": "good"}',
        b'{"text": "geen koorts',
        b"",
        b'{"text": "geen koorts", "id": "111222333"}',
        b'{"id": "no-text"}',
        orjson.dumps({"text": "koorts " * 60, "id": "long"}),
        orjson.dumps({"text": "koorts " * 100, "id": "huge"}),
        b"[1]",
        b'{"text": "Stuit rood", "id": "last"}\r',
    ]

    answers = send(client, b"\n".join(lines))

    told = [(e["id"], e.get("line"), (e.get("error") or {}).get("status")) for e in answers]  # type: ignore[attr-defined]
    assert told == [
        ("good", None, None),
        (None, 2, 400),
        (None, 4, 422),
        ("no-text", 5, 422),
        ("long", 6, 422),
        (None, 7, 413),
        (None, 8, 422),
        ("last", None, None),
    ]
    assert "koorts" not in str(answers)
    assert "111222333" not in str(answers)


@pytest.mark.parametrize("between", [b"", b" ", b","])
def test_lines_without_their_ends_are_told_how_to_keep_them(
    connect: Connect, between: bytes
) -> None:
    joined = between.join([b'{"text": "geen koorts"}'] * 3)

    for limit, status in ((1000, 400), (50, 413)):
        (answer,) = send(connect(body_limit=limit), joined)
        error = answer["error"]
        assert isinstance(error, dict)
        assert error["status"] == status
        assert "--data-binary" in error["detail"]
        assert "koorts" not in str(answer)


def test_an_empty_batch_has_an_empty_answer(client: TestClient) -> None:
    assert send(client, b"") == []
    assert send(client, b"\n \n") == []


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_lines_are_the_same_however_they_are_cut(size: int) -> None:
    body = b"one\n\ntwo\nabcdefghijklmn\nthree"

    async def chunks() -> AsyncIterator[bytes]:
        for place in range(0, len(body), size):
            yield body[place : place + size]

    async def read() -> list[tuple[int, bytes | None]]:
        return [line async for lines in read_lines(chunks(), 8) for line in lines]

    assert asyncio.run(read()) == [(1, b"one"), (3, b"two"), (4, None), (5, b"three")]
