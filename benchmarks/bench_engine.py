"""Loading, looking up and searching, in process."""

from __future__ import annotations

from itertools import cycle

from pytest_benchmark.fixture import BenchmarkFixture

from omaha.loading import Engine, load_engine

WORDS = cycle(
    ["wond", "pijn lopen", "eenzam", "benuawd", "skin", "huid rood", "medicatei", "slaap"]
)


def bench_load_from_the_compiled_form(benchmark: BenchmarkFixture, engine: Engine) -> None:
    assert benchmark.pedantic(load_engine, rounds=5).versions == engine.versions


def bench_lookup(benchmark: BenchmarkFixture, engine: Engine) -> None:
    assert benchmark(engine.vocabulary.concept, "problem", "24").code == "24"


def bench_search(benchmark: BenchmarkFixture, engine: Engine) -> None:
    assert benchmark(lambda: engine.search.search(next(WORDS)))
