"""The schemes of `vocab/schemes/` that crosswalks lead to: SKOS -> TargetScheme."""

from __future__ import annotations

from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from omaha.crosswalks import TargetConcept, TargetScheme
from omaha.errors import DataError
from omaha.rdf.reading import parse


def load_target_schemes(folder: Path) -> list[TargetScheme]:
    """The scheme of each Turtle file of a folder, by file name; [] when there are none.

    Raises DataError when a file is not one concept scheme with names and codes.
    """
    return [_scheme(path, parse(path)) for path in sorted(folder.glob("*.ttl"))]


def _scheme(path: Path, graph: Graph) -> TargetScheme:
    schemes = list(graph.subjects(RDF.type, SKOS.ConceptScheme))
    if len(schemes) != 1:
        raise DataError(path, 0, f"{len(schemes)} concept schemes; one file holds one")
    scheme = schemes[0]
    name = graph.value(scheme, DCTERMS.identifier)
    if name is None or not _texts(graph, scheme):
        raise DataError(path, 0, "the scheme needs a dcterms:identifier and a skos:prefLabel")
    nodes = [node for node in graph.subjects(SKOS.inScheme, scheme) if isinstance(node, URIRef)]
    found = [_concept(path, graph, node) for node in sorted(nodes)]
    aliases = sorted(str(alias) for alias in graph.objects(scheme, SKOS.altLabel))
    concepts = tuple(sorted(found, key=lambda concept: concept.code))
    return TargetScheme(str(name), _texts(graph, scheme), tuple(aliases), concepts)


def _concept(path: Path, graph: Graph, node: URIRef) -> TargetConcept:
    codes = [str(code) for code in graph.objects(node, SKOS.notation)]
    labels = _texts(graph, node)
    if len(codes) != 1 or not labels:
        raise DataError(path, 0, f"{node} needs one skos:notation and a skos:prefLabel")
    above = graph.value(node, SKOS.broader)
    parent = None if above is None else graph.value(above, SKOS.notation)
    kind = graph.value(node, DCTERMS.type)
    up = None if parent is None else str(parent)
    return TargetConcept(codes[0], labels, up, "" if kind is None else str(kind))


def _texts(graph: Graph, node: Node) -> tuple[tuple[str, str], ...]:
    found = (label for label in graph.objects(node, SKOS.prefLabel) if isinstance(label, Literal))
    return tuple(sorted((label.language or "", str(label)) for label in found))
