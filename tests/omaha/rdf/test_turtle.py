"""Turtle is written the same way every time, and every literal survives."""

from __future__ import annotations

import pytest
from rdflib import RDF, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from omaha.rdf.names import LOCAL, OURS
from omaha.rdf.turtle import to_turtle


def _reread(text: str) -> Graph:
    graph = Graph()
    graph.parse(data=text, format="turtle")
    return graph


@pytest.mark.parametrize(
    "text",
    ['a "quoted" word', "back\\slash", "two\nlines\r\n\tand a tab", "cliënt …", "", "ends with \\"],
)
def test_any_text_survives(text: str) -> None:
    graph = Graph()
    graph.add((OURS["sign/2401"], SKOS.prefLabel, Literal(text, "nl")))
    assert isomorphic(_reread(to_turtle(graph)), graph)


def test_lists_blank_nodes_types_and_foreign_names_survive() -> None:
    graph, head, blank = Graph(), BNode(), BNode()
    Collection(graph, head, [OURS["rating/status-1"], OURS["rating/status-2"]])
    graph.add((OURS["group/status"], SKOS.memberList, head))
    graph.add((OURS["group/status"], SKOS.note, blank))
    graph.add((blank, RDF.value, Literal("24", datatype=LOCAL)))
    graph.add((URIRef("https://example.org/a(b)"), RDF.type, URIRef("https://example.org/x/y")))
    assert isomorphic(_reread(to_turtle(graph)), graph)


def test_the_order_of_adding_does_not_show() -> None:
    triples = [(OURS[f"problem/{n:02d}"], SKOS.prefLabel, Literal(str(n), "en")) for n in range(9)]
    one, two = Graph(), Graph()
    for triple in triples:
        one.add(triple)
    for triple in reversed(triples):
        two.add(triple)
    assert to_turtle(one) == to_turtle(two)


def test_a_prefix_inside_a_text_is_not_declared() -> None:
    graph = Graph()
    graph.add((OURS["sign/2401"], SKOS.prefLabel, Literal("see dcat: and void:x", "en")))
    head = [line for line in to_turtle(graph).splitlines() if line.startswith("@prefix")]
    assert [line.split()[1] for line in head] == ["sign:", "skos:"]
