"""SPARQL over linked data, within limits that hold: a process of its own answers the queries.

A query cannot be interrupted from within, so it runs where it can be killed.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from omaha.errors import OmahaError
from omaha.rdf.prefixes import PREFIXES
from omaha.rdf.worker import read_frame, write_frame

LONGEST_QUERY = 20_000
_WORKER = Path(__file__).parent / "worker.py"
_LOAD_SECONDS = 60.0
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# The tokens that tell a keyword from a word that only looks like one: strings, IRIs, comments,
# variables, words (with what follows a colon, if it is a name). Each takes what it can, closed
# or not, so that no text takes long to look through.
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)|'
    r"'''(?:[^\\]|\\.)*?(?:'''|\Z)|"
    r'"(?:[^"\\\n\r]|\\.)*"?|'
    r"'(?:[^'\\\n\r]|\\.)*'?|"
    r"<[^<>\"{}|^`\\\s]*>|#[^\n\r]*|[?$@]\w+|([\w.-]+)(:[\w.:%\\-]*)?|:[\w.:%\\-]*",
    re.DOTALL,
)
_SERVICE = re.compile(r"\bSERVICE\b", re.IGNORECASE)
_UPDATE = re.compile(r"\b(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", re.IGNORECASE)
_FROM = re.compile(r"\bFROM\b", re.IGNORECASE)
_FORM = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


class QueryError(OmahaError):
    """A query is wrong or not allowed; the text says where or why, and never repeats it."""


class QueryLimitError(OmahaError):
    """A query went over a limit of time, memory or rows; `limit` says which."""

    def __init__(self, limit: str, reason: str) -> None:
        self.limit = limit
        super().__init__(reason)


class BusyError(OmahaError):
    """Other queries were still being answered when the time for this one was up."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the formats that its answer should have.

    `results` is ``json``, ``xml``, ``csv`` or ``tsv`` for rows and yes or no; `graph` is
    ``ttl``, ``jsonld``, ``rdf`` or ``nt`` for triples. Without `default_graphs` all graphs
    together are the default one.
    """

    text: str
    results: str = "json"
    graph: str = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of an answer: rows (or yes or no) in `Query.results`, or a graph."""

    kind: Literal["rows", "graph"]
    body: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds, rows (or triples), and MiB beyond the store itself."""

    seconds: float = 5.0
    rows: int = 10_000
    memory: int = 512


class SparqlEndpoint:
    """Answers one query at a time; starts its process at the first, and again after a kill.

    `quads` gives the store as N-Quads, in parts; it is called at every start.
    """

    def __init__(self, quads: Callable[[], Iterable[bytes]], limits: Limits | None = None) -> None:
        self._quads = quads
        self.limits = limits or Limits()
        self._turn = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None

    def answer(self, query: Query) -> Answer:
        """The answer. Blocks; raises QueryError, QueryLimitError or BusyError."""
        refuse_other_than_queries(query.text)
        if not self._turn.acquire(timeout=self.limits.seconds):
            raise BusyError("other queries are being answered; ask again in a few seconds")
        try:
            return self._ask(self._running(), query)
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the process; a later query starts another."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            worker.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is not None and self._worker.poll() is None:
            return self._worker
        self.close()
        # -P: the folder of the file is not looked through for modules.
        self._worker = subprocess.Popen(
            [sys.executable, "-P", str(_WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        frames = self._exchange(
            self._worker,
            [json.dumps({"memory": self.limits.memory * 2**20}).encode(), b"".join(self._quads())],
            1,
            _LOAD_SECONDS,
        )
        if frames is None:
            self.close()
            raise BusyError("SPARQL cannot be started now, for want of memory or time; ask later")
        return self._worker

    def _ask(self, worker: subprocess.Popen[bytes], query: Query) -> Answer:
        asked = {
            "query": query.text,
            "results": query.results,
            "graph": query.graph,
            "union": not query.default_graphs and not _names_graphs(query.text),
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "rows": self.limits.rows,
            "seconds": self.limits.seconds,
            "prefixes": PREFIXES,
        }
        late = threading.Event()
        frames = self._exchange(
            worker, [json.dumps(asked).encode()], 2, self.limits.seconds, late.set
        )
        if frames is None:
            self.close()
            if late.is_set():
                raise QueryLimitError(
                    "seconds", f"not answered within {self.limits.seconds:g} s; ask for less"
                )
            raise QueryLimitError(
                "memory",
                f"not answered within {self.limits.memory} MiB of memory, or nested too deep; "
                "ask for less",
            )
        if late.is_set():
            self.close()  # answered at the last moment, and killed after it
        kind, body = frames[0].decode(), frames[1]
        if kind == "refused rows":
            raise QueryLimitError("rows", body.decode())
        if kind.startswith("refused"):
            raise QueryError(body.decode())
        return Answer("graph" if kind == "graph" else "rows", body)

    @staticmethod
    def _exchange(
        worker: subprocess.Popen[bytes],
        sent: list[bytes],
        expected: int,
        seconds: float,
        on_late: Callable[[], None] = lambda: None,
    ) -> list[bytes] | None:
        """Frames out, `expected` frames in; None when the process was late (killed) or died."""

        def kill() -> None:
            on_late()
            worker.kill()

        assert worker.stdin is not None
        assert worker.stdout is not None
        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            for frame in sent:
                write_frame(worker.stdin, frame)
            received = [read_frame(worker.stdout) for _ in range(expected)]
        except OSError:
            return None
        finally:
            timer.cancel()
        found = [frame for frame in received if frame is not None]
        return found if len(found) == expected else None


def refuse_other_than_queries(text: str) -> None:
    """Raise QueryError for updates, SERVICE, and what is too long to be looked at.

    >>> refuse_other_than_queries("SELECT ?service { ?service a <http://x/SERVICE> } # LOAD")
    >>> refuse_other_than_queries("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    omaha.rdf.sparql.QueryError: SERVICE is not allowed: nothing is asked of other machines
    """
    if len(text) > LONGEST_QUERY:
        raise QueryError(f"a query of {len(text)} characters is over the limit of {LONGEST_QUERY}")
    words = _keywords(text)
    if _SERVICE.search(words):
        raise QueryError("SERVICE is not allowed: nothing is asked of other machines")
    if _UPDATE.search(words) and not _FORM.search(words):
        raise QueryError("updates are not allowed: only SELECT, ASK, CONSTRUCT and DESCRIBE")


def _names_graphs(text: str) -> bool:
    """Whether a query says itself, with FROM, which graphs are its default one."""
    return _FROM.search(_keywords(text)) is not None


def _keywords(text: str) -> str:
    """The words of a query that are no part of anything else."""
    found = _TOKEN.finditer(_ESCAPE.sub(_unescaped, text))
    return " ".join(each[1] for each in found if each[1] and each[2] is None)


def _unescaped(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number <= 0x10FFFF else ""


__all__ = [
    "LONGEST_QUERY",
    "Answer",
    "BusyError",
    "Limits",
    "Query",
    "QueryError",
    "QueryLimitError",
    "SparqlEndpoint",
    "refuse_other_than_queries",
]
