"""The VocPub projection of the schemes that we translate to, which are others'.

Their definitions are not ours to copy: a definition here is made from code, name and scheme,
and its text says so. What lies above a code and is not in the file is left out, and the code
then stands at the top.
"""

from __future__ import annotations

from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from omaha.model import NAMESPACE
from omaha.rdf.names import OURS, SCHEMA, new_graph

MARK = "[made from code and name, not a text of the owner of the scheme]"
_AGENT = OURS["agent/project"]


def project_target(full: Graph) -> Graph:
    """One scheme in English, in the shape that VocPub wants, from its file as a graph."""
    graph = new_graph()
    scheme = next(iter(full.subjects(RDF.type, SKOS.ConceptScheme)))
    title, origin = _english(full, scheme, SKOS.prefLabel), _origin(full, scheme)
    _name(graph, scheme, SKOS.ConceptScheme, title, f"{title}. {MARK}")
    graph.add((scheme, SKOS.historyNote, Literal(origin, "en")))
    for mine, theirs in (("dateCreated", DCTERMS.created), ("dateModified", DCTERMS.modified)):
        for value in full.objects(scheme, theirs):
            graph.add((scheme, SCHEMA[mine], value))
    for predicate in (SCHEMA.creator, SCHEMA.publisher):
        graph.add((scheme, predicate, _AGENT))
    known = set(full.subjects(SKOS.inScheme, scheme))
    for node in known:
        _add_concept(graph, full, node, scheme, title, origin, known)
    _add_project(graph)
    return graph


def _add_concept(
    graph: Graph,
    full: Graph,
    node: Node,
    scheme: Node,
    title: str,
    origin: str,
    known: set[Node],
) -> None:
    name, code = _english(full, node, SKOS.prefLabel), full.value(node, SKOS.notation)
    text = f"The code '{code}' of '{title}', here called '{name}'. {MARK}"
    _name(graph, node, SKOS.Concept, name, text)
    graph.add((node, SKOS.inScheme, scheme))
    graph.add((node, RDFS.isDefinedBy, scheme))
    graph.add((node, SKOS.historyNote, Literal(origin, "en")))
    graph.add((node, SKOS.notation, Literal(str(code), datatype=OURS["notation/other"])))
    above = [each for each in full.objects(node, SKOS.broader) if each in known]
    for each in above:
        graph.add((node, SKOS.broader, each))
        graph.add((each, SKOS.narrower, node))
    if not above:
        graph.add((node, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, node))


def _name(graph: Graph, node: Node, kind: URIRef, name: str, definition: str) -> None:
    graph.add((node, RDF.type, kind))
    graph.add((node, SKOS.prefLabel, Literal(name, "en")))
    graph.add((node, SKOS.definition, Literal(definition, "en")))


def _origin(full: Graph, scheme: Node) -> str:
    """Whose the scheme is, and where its names were seen."""
    note = _english(full, scheme, SKOS.editorialNote)
    pages = sorted(str(page) for page in full.objects(scheme, DCTERMS.source))
    return " ".join([note, *(f"Seen at {page}." for page in pages)])


def _english(full: Graph, node: Node, predicate: URIRef) -> str:
    texts = sorted(
        str(each)
        for each in full.objects(node, predicate)
        if isinstance(each, Literal) and each.language == "en"
    )
    return " ".join(texts) or str(node)


def _add_project(graph: Graph) -> None:
    graph.add((_AGENT, RDF.type, SCHEMA.Organization))
    graph.add((_AGENT, SCHEMA.name, Literal("omaha-system project")))
    graph.add((_AGENT, SCHEMA.url, Literal(NAMESPACE, datatype=XSD.anyURI)))
