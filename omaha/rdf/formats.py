"""The formats in which linked data is told, and how N-Triples become each of them."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse, serialize

from omaha.rdf.prefixes import PREFIXES

# Media type by suffix; the first is given to who does not mind.
MEDIA_TYPES: dict[str, str] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "nt": RdfFormat.N_TRIPLES,
}


@dataclass(frozen=True, slots=True)
class Value:
    """The object of a statement: an IRI (or blank node) when `link`, else text."""

    text: str
    link: bool = False
    blank: bool = False
    lang: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One statement, taken apart."""

    subject: str
    predicate: str
    value: Value


def to_format(ntriples: bytes, suffix: str) -> bytes:
    """N-Triples in the format of a suffix of `MEDIA_TYPES`; raises KeyError for another.

    >>> line = b'<http://x/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "huid"@nl .\\n'
    >>> to_format(line, "ttl").decode().splitlines()[-1]
    '<http://x/a> skos:prefLabel "huid"@nl .'
    """
    if suffix == "nt":
        return ntriples
    used = {name: iri for name, iri in PREFIXES.items() if iri.encode() in ntriples}
    triples = (each.triple for each in parse(ntriples, format=RdfFormat.N_TRIPLES))
    return serialize(triples, format=_FORMATS[suffix], prefixes=used) or b""


def to_statements(ntriples: bytes) -> list[Told]:
    """N-Triples taken apart, for pages that people read.

    >>> to_statements(b'<http://x/a> <http://x/p> "huid"@nl .')[0].value.lang
    'nl'
    """
    return [
        Told(_name(each.subject), each.predicate.value, _value(each.object))
        for each in parse(ntriples, format=RdfFormat.N_TRIPLES)
    ]


def _name(node: object) -> str:
    return f"_:{node.value}" if isinstance(node, BlankNode) else getattr(node, "value", "")


def _value(node: object) -> Value:
    if isinstance(node, NamedNode):
        return Value(node.value, link=True)
    if isinstance(node, Literal):
        return Value(node.value, lang=node.language or "", datatype=node.datatype.value)
    return Value(_name(node), link=True, blank=True)
