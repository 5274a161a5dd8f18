"""The vocabulary, the schemes and the mappings as linked data: graphs of N-Triples lines.

Each release, each scheme of others and each mapping set is a graph of its own, named by the
IRI under which it is described. Lines are sorted, so what is said of one subject stands
together and can be cut out without a library for RDF.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from omaha.model import NAMESPACE

_BLANK = re.compile(rb" (_:[A-Za-z0-9]+) \.$", re.MULTILINE)
_MATCH = b"Match>"
_CORE = b"<http://www.w3.org/2004/02/skos/core#"

# Where a subject stands: the number of a graph, and the half-open range of its bytes there.
_Place = tuple[int, int, int]


class LinkedData:
    """All graphs of one release. Immutable; the index is made when it is first needed.

    >>> name = NAMESPACE + "problem/24"
    >>> line = f'<{name}> <http://www.w3.org/2004/02/skos/core#notation> "24" .\\n'
    >>> linked = LinkedData({NAMESPACE + "release/1": line})
    >>> linked.describe(name).decode() == line, linked.describe(name + "x")
    (True, b'')
    """

    def __init__(self, graphs: Mapping[str, str]) -> None:
        """`graphs` are sorted N-Triples by graph IRI; blank nodes are named apart."""
        self._names = tuple(graphs)
        self._texts = tuple(text.encode() for text in graphs.values())

    @property
    def graphs(self) -> tuple[str, ...]:
        """The IRIs of all graphs."""
        return self._names

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over all graphs: what every answer depends on."""
        return hashlib.sha256(b"".join(self.quads())).hexdigest()

    def triples(self, graph: str) -> bytes:
        """One graph as N-Triples; raises KeyError for another name."""
        try:
            return self._texts[self._names.index(graph)]
        except ValueError:
            raise KeyError(graph) from None

    def quads(self) -> Iterator[bytes]:
        """All graphs as N-Quads, a graph at a time."""
        for name, text in zip(self._names, self._texts, strict=True):
            # A line end within a literal is escaped, so this is the end of a line only.
            yield text.replace(b" .\n", b" <" + name.encode() + b"> .\n")

    def __contains__(self, iri: str) -> bool:
        return self._key(iri) in self._places

    def describe(self, iri: str) -> bytes:
        """What is said of an IRI, as N-Triples; b"" when nothing is.

        Takes blank nodes along, and the mappings of others that lead to it.
        """
        found = b"".join(self._blocks([self._key(iri)]))
        return found and found + b"".join(self._incoming.get(self._key(iri), ()))

    def lines(self, iri: str, predicates: Iterable[str]) -> bytes:
        """What is said of an IRI with some predicates (IRIs), as N-Triples."""
        wanted = tuple(self._key(iri) + b" " + self._key(each) for each in predicates)
        block = b"".join(self._texts[g][b:e] for g, b, e in self._places.get(self._key(iri), ()))
        return b"".join(x for x in block.splitlines(keepends=True) if x.startswith(wanted))

    def _blocks(self, todo: list[bytes]) -> Iterable[bytes]:
        seen: set[bytes] = set()
        while todo:
            subject = todo.pop()
            if subject in seen:
                continue
            seen.add(subject)
            for graph, begin, end in self._places.get(subject, ()):
                block = self._texts[graph][begin:end]
                todo += _BLANK.findall(block)
                yield block

    @staticmethod
    def _key(iri: str) -> bytes:
        return f"<{iri}>".encode()

    @cached_property
    def _places(self) -> dict[bytes, tuple[_Place, ...]]:
        found: dict[bytes, tuple[_Place, ...]] = {}
        for graph, text in enumerate(self._texts):
            subject, begin, end = b"", 0, 0
            for line in text.splitlines(keepends=True):
                mine = line[: line.index(b" ")]
                if mine != subject:
                    if subject:
                        found[subject] = (*found.get(subject, ()), (graph, begin, end))
                    subject, begin = mine, end
                end += len(line)
            if subject:
                found[subject] = (*found.get(subject, ()), (graph, begin, end))
        return found

    @cached_property
    def _incoming(self) -> dict[bytes, list[bytes]]:
        found: dict[bytes, list[bytes]] = {}
        for text in self._texts:
            for line in text.splitlines(keepends=True):
                if _MATCH in line:
                    _, predicate, value = line.split(b" ", 2)
                    if predicate.startswith(_CORE) and predicate.endswith(_MATCH):
                        found.setdefault(value.removesuffix(b" .\n"), []).append(line)
        return found


def local_name(iri: str) -> str:
    """What comes after our namespace, such as ``problem/24``; another IRI as it is.

    >>> local_name("https://w3id.org/omaha-system/release/2005-r1")
    'release/2005-r1'
    """
    return iri.removeprefix(NAMESPACE)


def dump_name(graph: str) -> str:
    """The file name of the dump of a graph.

    >>> dump_name("https://w3id.org/omaha-system/mappings/omaha-zrm")
    'mappings-omaha-zrm.nt'
    """
    return local_name(graph).replace("/", "-") + ".nt"
