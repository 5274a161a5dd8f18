"""Vocabulary -> RDF graphs and Turtle files, one scheme a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from omaha.errors import DataError
from omaha.model import NAMESPACE, Concept, Group, Scheme
from omaha.rdf.names import concept_iri, group_iri, new_graph, scheme_iri
from omaha.rdf.statements import (
    add_member_list,
    add_statements,
    of_concept,
    of_group,
    of_scheme,
)
from omaha.rdf.turtle import to_turtle
from omaha.vocabulary import Vocabulary


def to_graphs(vocabulary: Vocabulary, *, namespace: str = NAMESPACE) -> dict[str, Graph]:
    """One graph for each scheme by name, and ``dataset`` for what is said of the whole.

    `namespace` replaces the default one in every IRI of ours.

    >>> skin = Concept("problem", "24", (("en", "Skin"),))
    >>> scheme = Scheme("problems", ("problem",), (("en", "Problems"),))
    >>> graphs = to_graphs(Vocabulary("2005-r1", [skin], [scheme]))
    >>> sorted(graphs), len(graphs["problems"])
    (['problems'], 9)
    """
    graphs = {scheme.name: _scheme_graph(vocabulary, scheme) for scheme in vocabulary.schemes}
    if vocabulary.about:
        graphs["dataset"] = new_graph()
        add_statements(graphs["dataset"], vocabulary.about)
    if namespace != NAMESPACE:
        return {name: _moved(graph, namespace) for name, graph in graphs.items()}
    return graphs


def write_vocabulary(vocabulary: Vocabulary, folder: Path) -> list[Path]:
    """Write one Turtle file a graph into `folder`, sorted; the paths that were written.

    Raises DataError when a label pack was applied: licensed labels do not go into the files.
    """
    if vocabulary.label_packs:
        named = ", ".join(name for name, _ in vocabulary.label_packs)
        reason = f"labels of pack {named} are not written to files; load without label packs"
        raise DataError(folder, 0, reason)
    written = []
    for name, graph in sorted(to_graphs(vocabulary).items()):
        path = folder / f"{name}.ttl"
        path.write_text(to_turtle(graph), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _scheme_graph(vocabulary: Vocabulary, scheme: Scheme) -> Graph:
    graph = new_graph()
    concepts = [concept for concept in vocabulary if concept.kind in scheme.kinds]
    _add(graph, of_scheme(scheme))
    add_statements(graph, _full(scheme_iri(scheme.name), scheme.statements))
    for concept in concepts:
        _add(graph, of_concept(concept, scheme.name))
    add_statements(graph, [s for c in concepts for s in _full(concept_iri(c), c.statements)])
    for group in vocabulary.groups:
        if group.scheme == scheme.name:
            _add_group(graph, group, [c for c in concepts if c.group == group.code])
    add_statements(graph, scheme.others)
    return graph


def _add_group(graph: Graph, group: Group, members: list[Concept]) -> None:
    _add(graph, of_group(group))
    if group.ordered:
        add_member_list(graph, group, members)
    add_statements(graph, _full(group_iri(group.code), group.statements))


def _add(graph: Graph, triples: Iterable[tuple[Node, Node, Node]]) -> None:
    for triple in triples:
        graph.add(triple)


def _full(me: URIRef, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [(me.n3(), f"<{predicate}>", value) for predicate, value in pairs]


def _moved(graph: Graph, namespace: str) -> Graph:
    moved = Graph(bind_namespaces="none")
    for prefix, known in graph.namespaces():
        moved.bind(prefix, str(known).replace(NAMESPACE, namespace, 1))
    for subject, predicate, value in graph:
        moved.add((_move(subject, namespace), _move(predicate, namespace), _move(value, namespace)))
    return moved


def _move(node: Node, namespace: str) -> Node:
    if isinstance(node, URIRef) and node.startswith(NAMESPACE):
        return URIRef(namespace + node[len(NAMESPACE) :])
    if isinstance(node, Literal) and node.datatype and node.datatype.startswith(NAMESPACE):
        moved = URIRef(namespace + node.datatype[len(NAMESPACE) :])
        return Literal(str(node), datatype=moved)
    return node
