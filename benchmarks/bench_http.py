"""Requests to a uvicorn process on loopback, one kept-alive connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.http_app import NOTE, Connection, request, running


@pytest.fixture(scope="module")
def service() -> Iterator[Connection]:
    with running() as connection:
        yield connection


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/bare", b""),
        ("/v1/empty", b""),
        ("/v1/concepts/problem/24", b""),
        ("/v1/code", NOTE),
    ],
    ids=["bare", "empty", "lookup", "note"],
)
def bench_http(benchmark: BenchmarkFixture, service: Connection, path: str, body: bytes) -> None:
    assert benchmark(service.ask, request(path, body))
