"""Which RDF statements follow from a concept, a group or a scheme: the one place that knows.

Writing emits them; reading takes them away from a file to see what else it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, SKOS, BNode, Graph, Literal
from rdflib.collection import Collection
from rdflib.compare import to_canonical_graph
from rdflib.term import Node

from omaha.model import Concept, Group, Scheme, Statement
from omaha.rdf.names import (
    CLASSES,
    LOCAL,
    NOTATION,
    SCHEMA,
    concept_iri,
    group_iri,
    iri,
    new_graph,
    scheme_iri,
)

Triple = tuple[Node, Node, Node]


def of_concept(concept: Concept, scheme: str) -> Iterator[Triple]:
    """What the fields of a concept say, as triples; its further `statements` left out."""
    me, top = concept_iri(concept), scheme_iri(scheme)
    yield me, RDF.type, SKOS.Concept
    yield me, RDF.type, CLASSES[concept.kind]
    yield me, SKOS.inScheme, top
    yield from _texts(me, SKOS.prefLabel, concept.labels)
    yield from _texts(me, SKOS.scopeNote, concept.notes)
    yield me, SKOS.notation, Literal(concept.code, datatype=LOCAL)
    for system, code in concept.notations:
        yield me, SKOS.notation, Literal(code, datatype=NOTATION[system])
    yield from _position(me, concept.order)
    if concept.parent is None:
        yield me, SKOS.topConceptOf, top
        yield top, SKOS.hasTopConcept, me
    else:
        yield me, SKOS.broader, iri(concept.parent)
        yield iri(concept.parent), SKOS.narrower, me
    if concept.group is not None:
        yield group_iri(concept.group), SKOS.member, me


def of_group(group: Group) -> Iterator[Triple]:
    """What the fields of a group say, as triples; the list of an ordered one left out."""
    me = group_iri(group.code)
    yield me, RDF.type, SKOS.OrderedCollection if group.ordered else SKOS.Collection
    yield me, SKOS.inScheme, scheme_iri(group.scheme)
    yield from _texts(me, SKOS.prefLabel, group.labels)
    yield from _texts(me, SKOS.scopeNote, group.notes)
    yield from _position(me, group.order)


def of_scheme(scheme: Scheme) -> Iterator[Triple]:
    """What the fields of a scheme say, as triples."""
    me = scheme_iri(scheme.name)
    yield me, RDF.type, SKOS.ConceptScheme
    yield from _texts(me, SKOS.prefLabel, scheme.titles)


def add_member_list(graph: Graph, group: Group, members: Iterable[Concept]) -> None:
    """Add the ordered list of a rating scale."""
    head = BNode()
    Collection(graph, head, [concept_iri(member) for member in members])
    graph.add((group_iri(group.code), SKOS.memberList, head))


def to_statements(graph: Graph) -> tuple[Statement, ...]:
    """A graph as sorted N-Triples terms; blank nodes get names that depend on content only."""
    if any(isinstance(node, BNode) for node in graph.all_nodes()):
        graph = to_canonical_graph(graph)
    lines = (line for line in graph.serialize(format="nt").splitlines() if line)
    return tuple(sorted(_split(line) for line in lines))


def add_statements(graph: Graph, statements: Iterable[Statement]) -> None:
    """Add statements that `to_statements` gave."""
    graph.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in statements), format="nt")


def _split(line: str) -> Statement:
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest.removesuffix(" .")


def _texts(me: Node, predicate: Node, texts: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    return ((me, predicate, Literal(text, lang)) for lang, text in texts)


def _position(me: Node, order: int) -> Iterator[Triple]:
    if order:
        yield me, SCHEMA.position, Literal(order)


__all__ = [
    "Triple",
    "add_member_list",
    "add_statements",
    "new_graph",
    "of_concept",
    "of_group",
    "of_scheme",
    "to_statements",
]
