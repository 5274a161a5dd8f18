"""Whatever is sent to /v1/code, the answer is 200 or a problem, and never a failure."""

from __future__ import annotations

import json

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from service.schemas import CodedNote, ProblemDetails

QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NOTE = st.fixed_dictionaries(
    {"text": TEXT},
    optional={
        "lang": st.sampled_from(["nl", "en", "auto"]) | JSON,
        "discipline": TEXT | JSON,
        "id": TEXT | st.integers() | JSON,
        "max_problems": st.integers(0, 50) | JSON,
        "threshold": st.floats() | JSON,
        "open_problems": st.lists(st.sampled_from(["24", "99"]) | TEXT, max_size=3) | JSON,
    },
)


def check(client: TestClient, body: bytes) -> None:
    answer = client.post("/v1/code", content=body, headers={"Content-Type": "application/json"})
    if answer.status_code == 200:
        CodedNote.model_validate_json(answer.content)
    else:
        assert answer.status_code in (400, 422), answer.text
        ProblemDetails.model_validate(answer.json())


@QUICK
@given(sent=NOTE | JSON)
def test_any_json(client: TestClient, sent: object) -> None:
    check(client, json.dumps(sent).encode())


@QUICK
@given(body=st.binary(max_size=80))
def test_any_bytes(client: TestClient, body: bytes) -> None:
    check(client, body)
    lines = client.post("/v1/code/batch", content=body).content.splitlines()
    sent = [line for line in body.split(b"\n") if line.strip()]
    assert len(lines) == len(sent)
    assert all("error" in orjson.loads(line) for line in lines)
