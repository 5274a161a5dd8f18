"""The names of the RDF side: namespaces, prefixes, and CURIE <-> IRI.

Everything of our own lives below one namespace: concepts at ``problem/24``, schemes at
``scheme/problems``, groups at ``group/knowledge``, datatypes at ``notation/nz``.
"""

from __future__ import annotations

from rdflib import Graph, Namespace, URIRef

from omaha.model import KINDS, NAMESPACE, Concept, Kind
from omaha.rdf.prefixes import PREFIXES

OURS = Namespace(NAMESPACE)
DEF = Namespace(NAMESPACE + "def/")
NOTATION = Namespace(NAMESPACE + "notation/")
SCHEMA = Namespace("https://schema.org/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")

DATASET = OURS["dataset"]
LOCAL = NOTATION["local"]
CLASSES: dict[Kind, URIRef] = {kind: DEF[kind.capitalize()] for kind in KINDS}


def iri(curie: str) -> URIRef:
    """The IRI of one of our CURIEs.

    >>> iri("omaha:problem/24")
    rdflib.term.URIRef('https://w3id.org/omaha-system/problem/24')
    """
    return OURS[curie.removeprefix("omaha:")]


def curie(node: object) -> str:
    """The CURIE of an IRI below our namespace; any other node as its plain text.

    >>> curie(OURS["sign/2401"])
    'omaha:sign/2401'
    """
    text = str(node)
    return f"omaha:{text.removeprefix(NAMESPACE)}" if text.startswith(NAMESPACE) else text


def is_ours(node: object) -> bool:
    """Whether a node is an IRI below our namespace."""
    return isinstance(node, URIRef) and node.startswith(NAMESPACE)


def scheme_iri(name: str) -> URIRef:
    """The IRI of the scheme with that local name, such as ``problems``."""
    return OURS[f"scheme/{name}"]


def group_iri(code: str) -> URIRef:
    """The IRI of the group with that code, such as ``knowledge``."""
    return OURS[f"group/{code}"]


def concept_iri(concept: Concept) -> URIRef:
    """The IRI of a concept."""
    return iri(concept.curie)


def new_graph() -> Graph:
    """An empty graph that knows our prefixes and no others."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph
