"""The English projection of each scheme, in the shape that the VocPub profile wants.

VocPub allows one scheme a file and one preferred label in all, and wants a definition of
everything. The Omaha System's own definitions are not ours to copy, so a definition here is
our scope note or one made from the concept's place, and its text says which.
"""

from __future__ import annotations

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from omaha.errors import DataError
from omaha.model import NAMESPACE, Concept, Group, Scheme
from omaha.rdf.names import SCHEMA, concept_iri, group_iri, new_graph, scheme_iri
from omaha.rdf.writing import to_graphs
from omaha.vocabulary import Vocabulary

OURS_MARK = "[scope note in our own words, not part of the Omaha System]"
MADE_MARK = "[made from its place in the scheme, not part of the Omaha System]"

_KEPT = frozenset({
    RDF.type, SKOS.prefLabel, SKOS.notation, SKOS.inScheme, SKOS.broader, SKOS.narrower,
    SKOS.topConceptOf, SKOS.hasTopConcept, SKOS.member, PROV.wasDerivedFrom,
})  # fmt: skip
_RENAMED = {
    DCTERMS.description: SKOS.definition,
    DCTERMS.created: SCHEMA.dateCreated,
    DCTERMS.modified: SCHEMA.dateModified,
    DCTERMS.creator: SCHEMA.creator,
    DCTERMS.publisher: SCHEMA.publisher,
    DCTERMS.license: SCHEMA.license,
    DCTERMS.bibliographicCitation: SCHEMA.citation,
}
_NOUNS = {
    "domain": "domain", "problem": "problem", "sign": "sign or symptom", "target": "target",
    "category": "intervention category", "modifier": "modifier", "rating": "rating",
}  # fmt: skip


def to_vocpub(vocabulary: Vocabulary) -> dict[str, Graph]:
    """One graph for each scheme by name: English only, one label and one definition for all.

    Raises DataError when a scheme lacks what a published vocabulary states of itself.
    """
    graphs = to_graphs(vocabulary)
    about = graphs.get("dataset", new_graph())
    return {
        scheme.name: _projected(vocabulary, scheme, graphs[scheme.name], about)
        for scheme in vocabulary.schemes
    }


def definition(vocabulary: Vocabulary, concept: Concept) -> str:
    """The scope note of a concept, or a sentence made from its place; marked as which.

    >>> skin = Concept("problem", "24", (("en", "Skin"),), (("en", "State of the skin."),))
    >>> rash = Concept("sign", "2405", (("en", "rash"),), parent=skin.curie)
    >>> vocabulary = Vocabulary("2005-r1", [skin, rash], [])
    >>> definition(vocabulary, skin)
    'State of the skin. [scope note in our own words, not part of the Omaha System]'
    >>> definition(vocabulary, rash).removesuffix(MADE_MARK)
    "The sign or symptom 'rash' of the problem 'Skin'. "
    """
    note = dict(concept.notes).get("en")
    if note is not None:
        return f"{note} {OURS_MARK}"
    text = f"The {_NOUNS[concept.kind]} '{concept.display('en')}'"
    if concept.parent is not None:
        above = vocabulary.by_curie(concept.parent)
        text += f" of the {_NOUNS[above.kind]} '{above.display('en')}'"
    elif concept.kind == "rating":
        groups = {group.code: group.display("en") for group in vocabulary.groups}
        named = groups.get(concept.group or "", concept.group)
        text += f", level {concept.order} of the scale '{named}'"
    return f"{text}. {MADE_MARK}"


def _projected(vocabulary: Vocabulary, scheme: Scheme, full: Graph, about: Graph) -> Graph:
    graph, me = new_graph(), scheme_iri(scheme.name)
    for subject, predicate, value in full:
        kept = predicate if predicate in _KEPT else None
        if subject == me:
            kept = _RENAMED.get(predicate, kept) if isinstance(predicate, URIRef) else kept
        if kept is not None and _is_english(value):
            graph.add((subject, kept, value))
    citation = graph.value(me, SCHEMA.citation)
    if citation is None:
        raise DataError(f"{scheme.name}.ttl", 0, "no dcterms:bibliographicCitation; add the book")
    for concept in vocabulary:
        if concept.kind in scheme.kinds:
            _describe(graph, concept_iri(concept), definition(vocabulary, concept), me, citation)
    for group in vocabulary.groups:
        if group.scheme == scheme.name:
            _describe(graph, group_iri(group.code), _group_definition(group), me, citation)
    for agent in set(graph.objects(me, SCHEMA.publisher)) | set(graph.objects(me, SCHEMA.creator)):
        _add_agent(graph, about, agent)
    return graph


def _describe(graph: Graph, node: Node, text: str, scheme: Node, citation: Node) -> None:
    graph.add((node, SKOS.definition, Literal(text, "en")))
    graph.add((node, RDFS.isDefinedBy, scheme))
    graph.add((node, SCHEMA.citation, citation))


def _group_definition(group: Group) -> str:
    note = dict(group.notes).get("en")
    if note is not None:
        return f"{note} {OURS_MARK}"
    return f"The group '{group.display('en')}'. {MADE_MARK}"


def _add_agent(graph: Graph, about: Graph, agent: Node) -> None:
    graph.add((agent, RDF.type, SCHEMA.Organization))
    for predicate in (SCHEMA.name, SCHEMA.url):
        for value in about.objects(agent, predicate):
            graph.add((agent, predicate, value))
    if (agent, SCHEMA.url, None) not in graph:
        graph.add((agent, SCHEMA.url, Literal(NAMESPACE, datatype=XSD.anyURI)))


def _is_english(node: Node) -> bool:
    return not isinstance(node, Literal) or node.language in (None, "en")
