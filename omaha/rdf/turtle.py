"""Turtle that is the same, byte for byte, for the same graph: one statement a line, sorted.

A change of one fact is a change of one line, so that `git diff` reads as a list of facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import RDF, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import to_canonical_graph
from rdflib.term import Node

from omaha.rdf.prefixes import PREFIXES

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_FIRST_TYPES = (SKOS.ConceptScheme, SKOS.Collection, SKOS.OrderedCollection)
_FIRST_PREDICATES = (RDF.type, SKOS.prefLabel, SKOS.notation, SKOS.scopeNote)


def to_turtle(graph: Graph) -> str:
    """The graph as Turtle; schemes first, then groups, then the rest by IRI.

    >>> graph = Graph()
    >>> _ = graph.add((URIRef(PREFIXES["sign"] + "2401"), SKOS.prefLabel, Literal("x", "en")))
    >>> print(to_turtle(graph), end="")
    @prefix sign: <https://w3id.org/omaha-system/sign/> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <BLANKLINE>
    sign:2401
        skos:prefLabel "x"@en .
    """
    if any(isinstance(node, BNode) for node in graph.all_nodes()):
        graph = to_canonical_graph(graph)
    lists = {node for node in graph.subjects(RDF.first, None) if isinstance(node, BNode)}
    subjects = sorted(set(graph.subjects()) - lists, key=lambda s: _subject_key(graph, s))
    blocks = [_block(graph, subject) for subject in subjects]
    used = set(re.findall(r"(?:^|[\s(^])([a-z]+):", "\n".join(_bare(block) for block in blocks)))
    head = [f"@prefix {p}: <{PREFIXES[p]}> ." for p in sorted(PREFIXES) if p in used]
    return "\n".join(head) + "\n\n" + "\n\n".join(blocks) + "\n"


def _bare(block: str) -> str:
    """A block without the insides of its strings and IRIs, so that prefixes can be seen."""
    return re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', " ", block)


def _subject_key(graph: Graph, subject: Node) -> tuple[int, str]:
    types = set(graph.objects(subject, RDF.type))
    ranks = [rank for rank, first in enumerate(_FIRST_TYPES) if first in types]
    return (ranks[0] if ranks else len(_FIRST_TYPES), str(subject))


def _predicate_key(predicate: Node) -> tuple[int, str]:
    known = predicate in _FIRST_PREDICATES
    return (_FIRST_PREDICATES.index(predicate) if known else 99, str(predicate))


def _block(graph: Graph, subject: Node) -> str:
    lines = []
    for predicate in sorted(set(graph.predicates(subject)), key=_predicate_key):
        name = "a" if predicate == RDF.type else term(predicate)
        written = sorted(_object(graph, node) for node in graph.objects(subject, predicate))
        lines.append(f"    {name} " + " ,\n        ".join(written))
    return f"{term(subject)}\n" + " ;\n".join(lines) + " ."


def _object(graph: Graph, node: Node) -> str:
    if isinstance(node, BNode) and (node, RDF.first, None) in graph:
        return f"( {_joined(Collection(graph, node))} )"
    return term(node)


def _joined(nodes: Iterable[Node]) -> str:
    return " ".join(term(node) for node in nodes)


def term(node: Node) -> str:
    """One term as Turtle: with a prefix where one fits, on one line whatever it holds.

    >>> term(URIRef("https://w3id.org/omaha-system/problem/24"))
    'problem:24'
    >>> term(Literal('two\\nlines "x"', "en"))
    '"two\\\\nlines \\\\"x\\\\""@en'
    """
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, URIRef):
        return _prefixed(node)
    return node.n3()


def _prefixed(node: URIRef) -> str:
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if node.startswith(namespace) and _LOCAL_NAME.match(node[len(namespace) :]):
            return f"{prefix}:{node[len(namespace) :]}"
    return node.n3()


def _literal(node: Literal) -> str:
    text = str(node).replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    if node.language:
        return f'"{text}"@{node.language}'
    return f'"{text}"^^{_prefixed(node.datatype)}' if node.datatype else f'"{text}"'
