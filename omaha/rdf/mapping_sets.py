"""Mapping sets as RDF, with the properties that SSSOM 1.1 names for its slots.

Source: the slot URIs of the SSSOM schema (mapping-commons/sssom). A mapping is an
``owl:Axiom`` about subject, predicate and object; what it claims is stated beside it, unless
it denies it or found no term. Phrases are literals, so of those only the axiom is stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from omaha.mappings import NO_TERM, Mapping
from omaha.model import NAMESPACE

_SSSOM = "https://w3id.org/sssom/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_DCTERMS = "http://purl.org/dc/terms/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SLOT = re.compile(r'([a-z_]+): "?(.*?)"?')
_PREFIX = re.compile(r"\s+([A-Za-z0-9_]+): (\S+)")
# Slots of a set that have a property of their own; the others have one named after them.
_OF_SET = {
    "mapping_set_title": _DCTERMS + "title",
    "mapping_set_description": _DCTERMS + "description",
    "mapping_set_version": _OWL + "versionInfo",
    "license": _DCTERMS + "license",
}
_LINKS = frozenset({"license", "subject_source", "object_source"})
_NOT_SLOTS = frozenset({"mapping_set_id", "curie_map", "extension_definitions"})
# The prefixes that SSSOM knows without being told.
_BUILT_IN = {
    "omaha": NAMESPACE,
    "owl": _OWL,
    "rdf": _RDF,
    "rdfs": _RDFS,
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": _SSSOM,
}
# What the extension slots of phrases mean.
_EXTENSIONS = {
    "discipline": "Only in notes of this discipline, or of any",
    "cue": "The cue that these words are",
}


def mapping_iri(row: Mapping) -> str:
    """The IRI of a row.

    >>> row = Mapping("stuit rood", "skos:broadMatch", "omaha:sign/2401", literal=True, lang="nl")
    >>> mapping_iri(row)
    'https://w3id.org/omaha-system/mapping/lex/e56cde851107'
    """
    return f"{NAMESPACE}mapping/{row.id.replace(':', '/')}"


def to_triples(iri: str, metadata: Sequence[str], rows: Sequence[Mapping]) -> Iterator[Triple]:
    """Everything that a mapping set and its rows say. `metadata` are lines without ``#``."""
    prefixes = dict(_BUILT_IN)
    prefixes.update((m[1], m[2]) for line in metadata if (m := _PREFIX.fullmatch(line)))
    me = NamedNode(iri)
    yield _typed(me, _SSSOM + "MappingSet")
    for line in metadata:
        slot = _SLOT.fullmatch(line)
        if slot and slot[2] and slot[1] not in _NOT_SLOTS:
            value = _link(slot[2], prefixes) if slot[1] in _LINKS else Literal(slot[2])
            yield Triple(me, NamedNode(_OF_SET.get(slot[1], _SSSOM + slot[1])), value)
    if any(row.literal for row in rows):
        for name, meaning in _EXTENSIONS.items():
            yield _typed(NamedNode(NAMESPACE + name), _RDF + "Property")
            label = Literal(meaning, language="en")
            yield Triple(NamedNode(NAMESPACE + name), NamedNode(_RDFS + "label"), label)
    for row in rows:
        yield Triple(me, NamedNode(_SSSOM + "mappings"), NamedNode(mapping_iri(row)))
        yield from _row(row, prefixes)


def _row(row: Mapping, prefixes: dict[str, str]) -> Iterator[Triple]:
    me = NamedNode(mapping_iri(row))
    predicate, target = _link(row.predicate, prefixes), _link(row.object, prefixes)
    yield _typed(me, _OWL + "Axiom")
    yield Triple(me, NamedNode(_OWL + "annotatedProperty"), predicate)
    yield Triple(me, NamedNode(_OWL + "annotatedTarget"), target)
    if row.literal:
        words = Literal(row.subject, language=row.lang)
        yield Triple(me, NamedNode(_SSSOM + "subject_label"), words)
    else:
        subject = _link(row.subject, prefixes)
        yield Triple(me, NamedNode(_OWL + "annotatedSource"), subject)
        if not row.negative and row.object != NO_TERM:
            yield Triple(subject, predicate, target)
    reason = _link(row.justification, prefixes)
    yield Triple(me, NamedNode(_SSSOM + "mapping_justification"), reason)
    if row.object_source:
        yield Triple(me, NamedNode(_SSSOM + "object_source"), _link(row.object_source, prefixes))
    for page in filter(None, row.see_also.split("|")):
        yield Triple(me, NamedNode(_RDFS + "seeAlso"), NamedNode(page))
    for name, text in _texts(row):
        yield Triple(me, NamedNode(name), Literal(text))
    if row.date:
        date = Literal(row.date, datatype=NamedNode(_XSD + "date"))
        yield Triple(me, NamedNode("http://purl.org/pav/authoredOn"), date)
    if row.confidence is not None:
        sure = Literal(f"{row.confidence:g}", datatype=NamedNode(_XSD + "double"))
        yield Triple(me, NamedNode(_SSSOM + "confidence"), sure)


def _texts(row: Mapping) -> Iterator[tuple[str, str]]:
    """Slots with plain text, those that say something."""
    for name, text in (
        (_SSSOM + "subject_label", row.subject_label),
        (_SSSOM + "object_label", row.object_label),
        (_SSSOM + "author_label", row.source),
        (_SSSOM + "predicate_modifier", "Not" if row.negative else ""),
        (_RDFS + "comment", row.comment),
        (NAMESPACE + "cue", row.cue),
        (NAMESPACE + "discipline", "" if row.discipline == "any" else row.discipline),
    ):
        if text:
            yield name, text


def _typed(me: NamedNode, kind: str) -> Triple:
    return Triple(me, NamedNode(_RDF + "type"), NamedNode(kind))


def _link(text: str, prefixes: dict[str, str]) -> NamedNode:
    """A CURIE in full, or an IRI as it is."""
    prefix, _, rest = text.partition(":")
    return NamedNode(prefixes[prefix] + rest if prefix in prefixes else text)
