"""FHIR over HTTP beside an empty route behind the same middleware, on one connection.

``python -m benchmarks.bench_fhir`` prints a table; pytest-benchmark runs the same requests.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from random import Random
from urllib.parse import urlencode

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.http_app import Connection, request, running

SYSTEM = "https://w3id.org/omaha-system/scheme/problems"
SETS = "https://w3id.org/omaha-system/ValueSet/"


def _get(path: str, **parameters: str) -> bytes:
    return request(f"/fhir/R4/{path}?{urlencode(parameters)}")


def _batch(codes: int) -> bytes:
    """A $batch-validate-code of so many codings, every tenth of them unknown."""
    names = [f"{n % 42 + 1:02}" if n % 10 else "99" for n in range(codes)]
    asked = [
        {"resourceType": "Parameters", "parameter": [
            {"name": "coding", "valueCoding": {"system": SYSTEM, "code": name}}]}
        for name in names
    ]  # fmt: skip
    parameters = [
        {"name": "url", "valueUri": SETS + "problems"},
        *({"name": "validation", "resource": each} for each in asked),
    ]
    body = json.dumps({"resourceType": "Parameters", "parameter": parameters}).encode()
    return request("/fhir/R4/ValueSet/$batch-validate-code", body)


REQUESTS: dict[str, bytes] = {
    "bare, no middleware": request("/bare"),
    "empty, behind the middleware": request("/v1/empty"),
    "empty, with the query of $lookup": request(
        f"/v1/empty?{urlencode({'system': SYSTEM, 'code': '24'})}"
    ),
    "$lookup": _get("CodeSystem/$lookup", system=SYSTEM, code="24"),
    "$lookup, one property": _get("CodeSystem/$lookup", system=SYSTEM, code="24", property="kind"),
    "$validate-code": _get(
        "ValueSet/$validate-code", url=SETS + "problems", system=SYSTEM, code="24"
    ),
    "$translate": _get("ConceptMap/$translate", system=SYSTEM, code="24"),
    "$expand of all signs": _get("ValueSet/$expand", url=SETS + "signs"),
    "$expand of all signs in Dutch": _get(
        "ValueSet/$expand", url=SETS + "signs", displayLanguage="nl"
    ),
    "$expand with filter": _get("ValueSet/$expand", url=SETS + "signs", filter="pijn", count="20"),
    "$expand with misspelt filter": _get(
        "ValueSet/$expand", url=SETS + "signs", filter="stuit roood", count="20"
    ),
    "$batch-validate-code of 100": _batch(100),
}  # fmt: skip


@pytest.fixture(scope="module")
def service() -> Iterator[Connection]:
    with running() as connection:
        yield connection


@pytest.mark.parametrize("name", REQUESTS)
def bench_fhir(benchmark: BenchmarkFixture, service: Connection, name: str) -> None:
    assert benchmark(service.ask, REQUESTS[name])


def measure(connection: Connection, rounds: int = 150) -> dict[str, list[float]]:
    """Milliseconds of each request, taken in turns so that all meet the same machine."""
    taken: dict[str, list[float]] = {name: [] for name in REQUESTS}
    for asked in REQUESTS.values():
        for _ in range(20):
            connection.ask(asked)
    names, dice = list(REQUESTS), Random(1)
    for _ in range(rounds):
        # What comes after a long answer pays for it, so the order is another in each round.
        dice.shuffle(names)
        for name in names:
            asked = REQUESTS[name]
            began = time.perf_counter()
            connection.ask(asked)
            taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def main() -> None:
    """Print p50, p95 and how fast each is beside the empty route behind the middleware."""
    with running() as connection:
        taken = measure(connection)
    empty = statistics.median(taken["empty, behind the middleware"])
    print(f"{'request':34} {'p50 ms':>8} {'p95 ms':>8} {'of empty':>9}")
    for name, times in taken.items():
        middle = statistics.median(times)
        late = statistics.quantiles(times, n=20)[-1]
        print(f"{name:34} {middle:8.3f} {late:8.3f} {empty / middle:9.2f}")


if __name__ == "__main__":
    main()
