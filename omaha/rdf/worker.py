"""The process that answers SPARQL: started by `omaha.rdf.sparql`, killed when it takes too long.

It is run as a file, imports nothing of ours, and speaks frames over standard input and output:
first the store as N-Quads, then one query after another. Before the first query it takes away
from itself what a query must never have: new memory beyond the limit, and files and sockets.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse_query_results,
    serialize,
)

RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "nt": RdfFormat.N_TRIPLES,
}
_LENGTH_BYTES = 8
_BYTES_A_ROW = 4096
_PLACE = re.compile(r"error at (\d+):(\d+)")


class Refused(Exception):
    """A query that is not answered; `kind` says why, for programs."""

    def __init__(self, kind: str, reason: str) -> None:
        self.kind = kind
        super().__init__(reason)


class _Rows(io.RawIOBase):
    """Takes rows of TSV (a line each, since line ends in terms are escaped) up to a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit, self.rows, self.size, self.parts = limit, -1, 0, list[bytes]()

    def write(self, part: Any) -> int:
        """Keep a part; raises Refused past the limit of rows, or of bytes that so many may be."""
        self.rows += part.count(b"\n")
        self.size += len(part)
        if self.rows > self.limit:
            raise too_many(self.limit)
        if self.size > self.limit * _BYTES_A_ROW:
            raise too_large(self.limit)
        self.parts.append(bytes(part))
        return len(part)


def too_many(limit: int) -> Refused:
    """What is said of an answer with too many rows."""
    return Refused("rows", f"the answer has more than {limit} rows; ask for less, such as by LIMIT")


def too_large(limit: int) -> Refused:
    """What is said of an answer whose rows are too long."""
    return Refused("rows", f"the answer is over {limit * _BYTES_A_ROW} bytes; ask for less")


def answer(store: Store, asked: dict[str, Any]) -> tuple[str, bytes]:
    """The kind of answer (``rows`` or ``graph``) and its bytes; raises Refused."""
    try:
        found = store.query(
            asked["query"],
            prefixes=asked["prefixes"],
            use_default_graph_as_union=asked["union"],
            default_graph=[NamedNode(each) for each in asked["default_graphs"]] or None,
            named_graphs=[NamedNode(each) for each in asked["named_graphs"]] or None,
        )
        if isinstance(found, QueryTriples):
            return "graph", _graph(found, asked)
        return "rows", _results(found, asked)
    except SyntaxError as error:
        raise Refused("syntax", _place(error)) from None
    except (ValueError, RuntimeError, OSError):
        raise Refused("syntax", "the query cannot be evaluated") from None


def _place(error: SyntaxError) -> str:
    """Where a query is wrong; the query itself is not repeated."""
    told = str(error)
    place = _PLACE.match(told)
    where = f" at line {place[1]}, column {place[2]}" if place else ""
    if "Prefix not found" in told:
        return f"not a SPARQL query: a prefix is not declared{where}"
    return f"not a SPARQL query{where}"


def _results(found: QueryBoolean | QuerySolutions, asked: dict[str, Any]) -> bytes:
    wanted = RESULTS[asked["results"]]
    if isinstance(found, QueryBoolean):
        # CSV and TSV have no form for yes and no; the bare word is what others send.
        if asked["results"] in ("csv", "tsv"):
            return b"true" if found else b"false"
        return bytes(found.serialize(format=wanted) or b"")
    rows = _Rows(asked["rows"])
    found.serialize(cast("IO[bytes]", rows), QueryResultsFormat.TSV)
    text = b"".join(rows.parts)
    if wanted == QueryResultsFormat.TSV:
        return text
    counted = parse_query_results(text, format=QueryResultsFormat.TSV)
    return bytes(counted.serialize(format=wanted) or b"")


def _graph(found: QueryTriples, asked: dict[str, Any]) -> bytes:
    limit = asked["rows"]
    triples: list[Triple] = list(islice(found, limit + 1))
    if len(triples) > limit:
        raise too_many(limit)
    plain = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    used = {name: iri for name, iri in asked["prefixes"].items() if iri.encode() in plain}
    written = serialize(triples, format=GRAPHS[asked["graph"]], prefixes=used) or b""
    if len(written) > limit * _BYTES_A_ROW:
        raise too_large(limit)
    return written


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame: eight bytes of length, then so many; None at the end."""
    head = stream.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Send one frame."""
    stream.write(len(body).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(body)
    stream.flush()


def _give_up(memory: int) -> None:
    """From here on: at most `memory` bytes more, and no new file or socket."""
    used = resource.RLIM_INFINITY
    status = Path("/proc/self/statm")
    if status.exists():
        used = int(status.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _allow_seconds(seconds: float) -> None:
    """Let this query use so much time of the processor, and die of more.

    The one who started this process kills it earlier, unless that one is gone itself.
    """
    spent = resource.getrusage(resource.RUSAGE_SELF)
    until = int(spent.ru_utime + spent.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def main() -> int:
    """Load the store, then answer until standard input ends."""
    told, heard = sys.stdin.buffer, sys.stdout.buffer
    limits, quads = read_frame(told), read_frame(told)
    if limits is None or quads is None:
        return 1
    store = Store()
    store.bulk_load(quads, format=RdfFormat.N_QUADS)
    del quads
    _give_up(json.loads(limits)["memory"])
    write_frame(heard, b"ready")
    while (frame := read_frame(told)) is not None:
        asked = json.loads(frame)
        _allow_seconds(asked["seconds"])
        try:
            kind, body = answer(store, asked)
        except Refused as refused:
            kind, body = f"refused {refused.kind}", str(refused).encode()
        except MemoryError:
            return 1
        write_frame(heard, kind.encode())
        write_frame(heard, body)
    return 0


if __name__ == "__main__":
    sys.exit(main())
