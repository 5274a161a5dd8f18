"""Notes in, codes out, beside a bare scan for the same phrases."""

from __future__ import annotations

import ahocorasick
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.speed import phrase_scan
from omaha import Note, code_note
from omaha.loading import Engine

SHORT = Note("Stuit rood, zinkzalf gesmeerd.", lang="nl")


@pytest.fixture(scope="session")
def scan(engine: Engine) -> ahocorasick.Automaton:
    return phrase_scan(engine.coder.lexicons["nl"])


def bench_short_note(benchmark: BenchmarkFixture, engine: Engine) -> None:
    assert benchmark(code_note, SHORT, engine.coder).problems


def bench_long_note(benchmark: BenchmarkFixture, engine: Engine, notes: list[str]) -> None:
    note = Note(" ".join(notes)[:10_000])
    assert benchmark(code_note, note, engine.coder).problems


def bench_thousand_notes(benchmark: BenchmarkFixture, engine: Engine, notes: list[str]) -> None:
    asked = [Note(text) for text in notes]
    coded = benchmark.pedantic(lambda: [code_note(n, engine.coder) for n in asked], rounds=5)
    assert len(coded) == 1_000


def bench_thousand_notes_bare_scan(
    benchmark: BenchmarkFixture, scan: ahocorasick.Automaton, notes: list[str]
) -> None:
    assert any(benchmark.pedantic(lambda: [list(scan.iter(n.lower())) for n in notes], rounds=5))
