"""Curation: judgements, the queue, releases; and many stewards at once on PostgreSQL.

The stewards are run with ``python -m benchmarks.bench_curation --seconds 60``.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from omaha.coding.pipeline import Coder
from omaha.curation import Steward
from omaha.live import LiveCoders
from omaha.loading import Engine
from omaha.mappings import Mapping
from omaha.store import (
    CurationStore,
    Filter,
    ReleaseStore,
    Verdict,
    open_store,
    verify_store,
)

_T = TypeVar("_T")
ANNA, BO = Steward("anna", "Noord"), Steward("bo", "Zuid")


def claims(number: int, organisation: str = "") -> list[Mapping]:
    """Made-up phrases for made-up work, no two alike."""
    return [
        Mapping(
            f"woord{each} ding{each % 977}", "skos:broadMatch", f"omaha:target/{each % 76 + 1:02}",
            literal=True, lang="nl", confidence=(each * 37 % 100) / 100, organisation=organisation,
        )
        for each in range(number)
    ]  # fmt: skip


def stored(path: Path, rows: list[Mapping]) -> tuple[CurationStore, list[str]]:
    """A new SQLite store with these mappings, and their ids."""
    curation = CurationStore(open_store(f"sqlite:///{path}"))
    return curation, [entry.mapping.id for entry in curation.propose(rows, ANNA)]


def bench_10_000_judgements_imported(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    curation, ids = stored(tmp_path / "store.db", claims(10_000))
    said = [Verdict(id, "accept") for id in ids]
    assert benchmark.pedantic(curation.judge_each, (said, ANNA), rounds=1) == 10_000
    assert curation.count(Filter(), ANNA) == {"in_review": 10_000}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> CurationStore:
    """100,000 mappings, of which one steward has judged the first 5,000 of the queue."""
    curation, _ = stored(tmp_path_factory.mktemp("large") / "store.db", claims(100_000))
    for _ in range(5):
        first = [entry.mapping.id for entry in curation.queue(ANNA, 1_000)]
        curation.judge_each([Verdict(id, "accept") for id in first], ANNA)
    return curation


@pytest.mark.parametrize("by", [ANNA, BO], ids=["who-judged", "who-did-not"])
def bench_a_page_of_the_queue_at_100_000(
    benchmark: BenchmarkFixture, large: CurationStore, by: Steward
) -> None:
    assert len(benchmark(large.queue, by, 20)) == 20


def bench_one_judgement(benchmark: BenchmarkFixture, large: CurationStore) -> None:
    ids = iter([entry.mapping.id for entry in large.queue(ANNA, 1_000)])
    benchmark.pedantic(lambda: large.judge(Verdict(next(ids), "accept"), ANNA), rounds=200)


def bench_a_release_of_50_000_built_and_loaded(
    benchmark: BenchmarkFixture, tmp_path: Path, engine: Engine
) -> None:
    """Frozen in the store, read back, and laid on a worker's coder, that then codes by it.

    `extra_info` has the parts, in seconds on the wall and of this process.
    """
    curation, ids = stored(tmp_path / "store.db", claims(50_000))
    for by in (ANNA, BO):
        curation.judge_each([Verdict(id, "accept", "", "list") for id in ids], by)
    releases = ReleaseStore(curation.engine)
    live = LiveCoders(releases)

    def timed(name: str, call: Callable[[], _T]) -> _T:
        wall, own = time.perf_counter(), time.process_time()
        found = call()
        benchmark.extra_info[name] = round(time.perf_counter() - wall, 3)
        benchmark.extra_info[f"{name} (process)"] = round(time.process_time() - own, 3)
        return found

    def build_and_load() -> Coder:
        made = timed("build", lambda: releases.build(ANNA))
        timed("go live", lambda: releases.go_live(made.version, ANNA))
        timed("read and lay on", lambda: live.refresh(engine.coder))
        return live.coder(engine.coder, "Noord")

    coder = benchmark.pedantic(build_and_load, rounds=1)
    benchmark.extra_info["process"] = sum(
        seconds for name, seconds in benchmark.extra_info.items() if name.endswith("(process)")
    )
    assert dict(coder.versions)["release"].startswith("1+")
    assert sum(map(len, coder.lexicons["nl"].phrases.values())) == 50_000

    timed("read alone", releases.live)
    # The next release, that says one thing more: only that is laid on.
    more = curation.propose([replace(claims(1)[0], subject="een woord meer")], ANNA)
    for by in (ANNA, BO):
        curation.judge(Verdict(more[0].mapping.id, "accept"), by)
    releases.go_live(releases.build(ANNA).version, ANNA)
    timed("one word more: read and lay on", lambda: live.refresh(engine.coder))


@pytest.mark.parametrize("number", [10, 1_000, 10_000])
def bench_one_word_more(
    benchmark: BenchmarkFixture, tmp_path: Path, engine: Engine, number: int
) -> None:
    """From the judgement to the coder that knows it, beside words that are there already."""
    curation, ids = stored(tmp_path / "store.db", claims(number + 200, "Noord"))
    curation.judge_each([Verdict(id, "accept", "", "list") for id in ids[:number]], ANNA)
    live = LiveCoders(ReleaseStore(curation.engine))
    live.refresh(engine.coder)
    more = iter(ids[number:])

    def accept() -> None:
        curation.judge(Verdict(next(more), "accept", "", "list"), ANNA)
        assert live.refresh(engine.coder)

    began = time.process_time()
    benchmark.pedantic(accept, rounds=50)
    # On a busy machine the clock on the wall says little.
    benchmark.extra_info["cpu_ms"] = (time.process_time() - began) / 50 * 1000


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = importlib.import_module("pgserver")
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


def run_stewards(url: str, number: int, seconds: float) -> bool:
    """Let stewards judge side by side, each with an own connection; False when any was lost."""
    store = open_store(url)
    curation = CurationStore(store)
    # More than can be judged, so that every judgement is of a mapping still open.
    ids = [entry.mapping.id for entry in curation.propose(claims(20_000), ANNA)]
    waits: list[list[float]] = [[] for _ in range(number)]
    errors: list[str] = []
    # All have their connection before the clock runs.
    ready = threading.Barrier(number)

    def judge(steward: int) -> None:
        mine = CurationStore(open_store(url))
        by = Steward(f"steward {steward}", "Noord")
        given = waits[steward]
        mine.count(Filter(status="conflict"), by)
        ready.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until and len(given) * number < len(ids) * 2 - number:
            # Two stewards judge each mapping, at about the same time.
            id = ids[len(given) * (number // 2) + steward // 2]
            began = time.monotonic()
            try:
                mine.judge(Verdict(id, "accept", "", "bench"), by)
            except Exception as error:  # noqa: BLE001 - counted and told
                errors.append(f"{type(error).__name__}: {error}")
                return
            given.append(time.monotonic() - began)
        mine.close()

    threads = [threading.Thread(target=judge, args=(each,)) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = sorted(wait for own in waits for wait in own)
    counts = curation.count(Filter(), ANNA)
    kept = counts.get("in_review", 0) + 2 * counts.get("accepted", 0)
    found = verify_store(store)
    half, nearly = (every[int(len(every) * share)] for share in (0.5, 0.95))
    print(
        f"{number} stewards, {seconds:g} s: {len(every)} judgements, "
        f"{len(every) / seconds:.0f} a second; wait {half:.2f} s in the middle, {nearly:.2f} s at "
        f"95 %, {every[-1]:.2f} s at most; {len(errors)} errors, {len(every) - kept} lost, "
        f"store {'whole' if not found else found[:3]}"
    )
    for error in sorted(set(errors))[:3]:
        print(error, file=sys.stderr)
    store.dispose()
    return not errors and kept == len(every) and not found


def main() -> int:
    """Run the stewards; 1 when one judgement was lost or failed."""
    parser = argparse.ArgumentParser(description="Many stewards at once on PostgreSQL.")
    parser.add_argument("--stewards", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with postgresql() as url:
        return 0 if run_stewards(url, asked.stewards, asked.seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
