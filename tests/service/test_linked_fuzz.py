"""Whatever is sent to linked data, SPARQL and reconciliation is answered, or is a problem."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

QUICK = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXT = st.text(max_size=40)
WORDS = st.lists(
    st.sampled_from(
        ["SELECT", "*", "{", "}", "?s", "?p", "GRAPH", "FROM", "<http://x/>", "'a'", "SERVICE",
         "ASK", "FILTER", "(", ")", ".", "skos:prefLabel", "#", "\\u0053", "LIMIT 1", "INSERT"]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["query", "type", "properties", "ids", "id", "pid", "v", "settings"])
            | TEXT,
            inner,
            max_size=3,
        )
    ),
    max_leaves=10,
)


@pytest.fixture(scope="module")
def client(reader: TestClient) -> TestClient:
    """The service that all share: nothing here changes it."""
    return reader


@QUICK
@given(path=TEXT | st.sampled_from(["problem/24", "dataset"]), accept=st.text("*/;,.q=01texhml"))
def test_any_address_and_liking(client: TestClient, path: str, accept: str) -> None:
    answer = client.get(f"/id/{quote(path)}", headers={"Accept": accept})

    assert answer.status_code in (200, 303, 404, 406, 422)


@QUICK
@given(query=WORDS | TEXT, graph=TEXT)
def test_any_query(client: TestClient, query: str, graph: str) -> None:
    sent = {"query": query, "default-graph-uri": graph}

    assert client.post("/sparql", data=sent).status_code in (200, 400, 422)


@QUICK
@given(sent=JSON)
def test_any_batch(client: TestClient, sent: object) -> None:
    for field in ("queries", "extend"):
        for value in (sent, {"q": sent}):
            answer = client.post("/reconcile", data={field: json.dumps(value)})
            assert answer.status_code in (200, 422), answer.text


@QUICK
@given(body=st.binary(max_size=60))
def test_any_bytes(client: TestClient, body: bytes) -> None:
    for path in ("/sparql", "/reconcile"):
        for kind in ("application/x-www-form-urlencoded", "application/sparql-query"):
            answer = client.post(path, content=body, headers={"Content-Type": kind})
            assert answer.status_code in (200, 400, 415, 422)
