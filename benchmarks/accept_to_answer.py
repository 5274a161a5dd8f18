"""From a steward's accept to the nurse's changed answer, on the same node and on another.

    python -m benchmarks.accept_to_answer [--words 1000] [--accepts 30]

Two real services (`python -m service`) share one store, with keys. A steward accepts one word
after the other on the first; each is timed until the first codes by it, and until the second
does. All the while a nurse sends notes to the second, one after the other, and her longest
wait is told beside that of a minute in which nothing is accepted.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from omaha.curation import Steward
from omaha.mappings import Mapping
from omaha.store import CurationStore, KeyStore, Verdict, open_store

ROOT = Path(__file__).parent.parent
NOORD = "Noord"
NOTE = "Stuit rood, zinkzalf gesmeerd. Geen pijn. Slaapt slecht door de hoest."


class Node:
    """A kept-alive connection to one service, with a key."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def ask(self, path: str, sent: dict[str, Any]) -> Any:
        """The JSON answer to a POST; raises RuntimeError for any but 200."""
        self._connection.request("POST", path, json.dumps(sent), self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
        return json.loads(body)

    def knows(self, words: str, id: str) -> bool:
        """Whether a note of these words is coded by that mapping."""
        coded = self.ask("/v1/code", {"text": f"{words}.", "lang": "nl"})
        found = [e.get("mapping") for i in coded["interventions"] for e in i["evidence"]]
        return id in found


@contextmanager
def service(url: str) -> Iterator[int]:
    """A service on the store at `url`; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "OMAHA_STORE": url, "OMAHA_LOG_LEVEL": "ERROR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "--port", str(port)], cwd=ROOT, env=environ,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(port: int) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            pass
        if time.monotonic() > until:
            raise RuntimeError("the service did not start")
        time.sleep(0.1)


def fill(url: str, words: int) -> str:
    """A store with accepted words of one organisation; returns a key of it."""
    store = open_store(url)
    curation, anna = CurationStore(store), Steward("anna", NOORD)
    rows = [
        Mapping(f"oudwoord{n} gebracht", "skos:broadMatch", "omaha:target/39", True, "nl",
                organisation=NOORD)
        for n in range(words)
    ]  # fmt: skip
    said = [Verdict(e.mapping.id, "accept", "", "list") for e in curation.propose(rows, anna)]
    curation.judge_each(said, anna)
    key = KeyStore(store).create("anna", NOORD, ["read", "code", "curate"])
    store.dispose()
    return key.token


def send_notes(node: Node, until: threading.Event) -> list[float]:
    """The waits of a nurse who sends one note after the other, in seconds."""
    waits = []
    while not until.is_set():
        began = time.perf_counter()
        node.ask("/v1/code", {"text": NOTE, "lang": "nl"})
        waits.append(time.perf_counter() - began)
        time.sleep(0.01)
    return waits


def accept_all(here: Node, there: Node, word: str, number: int) -> tuple[list[float], list[float]]:
    """Accept words on one node; seconds until it codes by each, and until the other does."""
    same, other = [], []
    for each in range(number):
        words = f"{word}{each} aangereikt"
        claim = {"words": words, "object": "omaha:target/39"}
        id = here.ask("/v1/mappings", claim)["id"]
        began = time.perf_counter()
        here.ask("/v1/judgements", {"mapping": id, "verdict": "accept"})
        if not here.knows(words, id):
            raise RuntimeError("the worker that took the judgement does not code by it")
        same.append(time.perf_counter() - began)
        while not there.knows(words, id):
            time.sleep(0.005)
        other.append(time.perf_counter() - began)
    return same, other


def main() -> int:
    """Print the figures; 1 when one is over what was promised."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--accepts", type=int, default=30)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        url = f"sqlite:///{folder}/store.db"
        key = fill(url, asked.words)
        ports = [stack.enter_context(service(url)) for _ in range(2)]
        accept_all(Node(ports[0], key), Node(ports[1], key), "eerste", 1)
        nurse = Node(ports[1], key)
        quiet = _while(nurse, lambda: time.sleep(10))[0]
        here, there = (Node(port, key) for port in ports)
        busy, (same, other) = _while(
            nurse, lambda: accept_all(here, there, "nieuwwoord", asked.accepts)
        )
    print(f"{asked.words} words there, {asked.accepts} accepted one by one, in ms:")
    for name, seconds in (
        ("accept to changed answer, same worker", same),
        ("accept to changed answer, another node", other),
        ("a note of a nurse, nothing accepted", quiet),
        ("a note of a nurse meanwhile", busy),
    ):
        spread = sorted(seconds)
        half, nearly, most = statistics.median(spread), spread[int(len(spread) * 0.95)], spread[-1]
        print(f"  {name:40} {half * 1e3:7.1f} median {nearly * 1e3:7.1f} p95 {most * 1e3:7.1f} max")
    return int(statistics.median(same) > 0.1 or max(other) > 1)


def _while(nurse: Node, call: Any) -> tuple[list[float], Any]:
    """The nurse's waits while something is done, and what came of it."""
    until, waits = threading.Event(), []
    thread = threading.Thread(target=lambda: waits.extend(send_notes(nurse, until)))
    thread.start()
    try:
        found = call()
    finally:
        until.set()
        thread.join()
    return waits, found


if __name__ == "__main__":
    sys.exit(main())
