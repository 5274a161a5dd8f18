"""What is here as linked data, and where to get it: VoID, DCAT, and the SPARQL service.

Sources: VoID (W3C Interest Group Note, 2011), DCAT 3, SPARQL 1.1 Service Description.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from omaha.linked import LinkedData, dump_name
from omaha.model import NAMESPACE
from omaha.rdf.prefixes import PREFIXES

ALL = "all.nq"
DATASET = NAMESPACE + "dataset"
_IANA = "https://www.iana.org/assignments/media-types/"
_W3C = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "JSON-LD", "RDF_XML", "N-Triples")

Node = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Dump:
    """A file with a whole graph, or all graphs. `graph` is None for all; `sha256` is hex."""

    name: str
    graph: str | None
    media_type: str
    triples: int
    size: int
    sha256: str


def find_dumps(linked: LinkedData) -> list[Dump]:
    """Every dump: all graphs as N-Quads first, then each graph as N-Triples."""
    every = _dump(ALL, None, "application/n-quads", linked.quads())
    return [every] + [
        _dump(dump_name(graph), graph, "application/n-triples", [linked.triples(graph)])
        for graph in linked.graphs
    ]


def _dump(name: str, graph: str | None, media_type: str, parts: Iterable[bytes]) -> Dump:
    digest, lines, size = hashlib.sha256(), 0, 0
    for part in parts:
        digest.update(part)
        lines += part.count(b"\n")
        size += len(part)
    return Dump(name, graph, media_type, lines, size, digest.hexdigest())


def describe_catalog(linked: LinkedData, dumps: Iterable[Dump], url: str) -> bytes:
    """VoID and DCAT as N-Triples. `url` is that of the service, without a slash at the end."""
    me, dataset = NamedNode(f"{url}/.well-known/void"), NamedNode(DATASET)
    sparql, catalog = NamedNode(f"{url}/sparql"), NamedNode(f"{url}/")
    triples = [
        _link(me, "rdf:type", _iri("void:DatasetDescription")),
        _link(me, "foaf:primaryTopic", dataset),
        _link(dataset, "void:sparqlEndpoint", sparql),
        _link(catalog, "rdf:type", _iri("dcat:Catalog")),
        _link(catalog, "dcat:dataset", dataset),
        _link(catalog, "dcat:service", sparql),
        _link(sparql, "rdf:type", _iri("dcat:DataService")),
        _link(sparql, "dcat:endpointURL", sparql),
        _link(sparql, "dcat:servesDataset", dataset),
    ]
    for dump in dumps:
        subset = dataset if dump.graph is None else NamedNode(dump.graph)
        triples += _of_dump(dump, subset, NamedNode(f"{url}/dumps/{dump.name}"))
        if dump.graph is not None:
            triples.append(_link(dataset, "void:subset", subset))
    return linked.describe(DATASET) + _written(triples)


def _of_dump(dump: Dump, subset: Node, file: Node) -> Iterator[Triple]:
    checksum = BlankNode("sum" + dump.sha256[:16])
    yield _link(subset, "rdf:type", _iri("void:Dataset"))
    yield _text(subset, "void:triples", str(dump.triples), "integer")
    yield _link(subset, "void:dataDump", file)
    yield _link(subset, "dcat:distribution", file)
    yield _link(file, "rdf:type", _iri("dcat:Distribution"))
    yield _text(file, "dcterms:title", dump.name)
    yield _link(file, "dcat:downloadURL", file)
    yield _link(file, "dcat:mediaType", NamedNode(_IANA + dump.media_type))
    yield _text(file, "dcat:byteSize", str(dump.size), "nonNegativeInteger")
    yield _link(file, "spdx:checksum", checksum)
    yield _link(checksum, "rdf:type", _iri("spdx:Checksum"))
    yield _link(checksum, "spdx:algorithm", _iri("spdx:checksumAlgorithm_sha256"))
    yield _text(checksum, "spdx:checksumValue", dump.sha256, "hexBinary")


def describe_service(linked: LinkedData, url: str) -> bytes:
    """The SPARQL 1.1 service description as N-Triples; `url` is that of the endpoint."""
    me, dataset, default = NamedNode(url), BlankNode("dataset"), BlankNode("default")
    triples = [
        _link(me, "rdf:type", _iri("sd:Service")),
        _link(me, "sd:endpoint", me),
        _link(me, "sd:supportedLanguage", _iri("sd:SPARQL11Query")),
        _link(me, "sd:feature", _iri("sd:UnionDefaultGraph")),
        _link(me, "sd:defaultDataset", dataset),
        _link(dataset, "rdf:type", _iri("sd:Dataset")),
        _link(dataset, "sd:defaultGraph", default),
        _link(default, "rdf:type", _iri("sd:Graph")),
        _text(default, "void:triples", str(_size(linked, linked.graphs)), "integer"),
    ]
    triples += [
        _link(me, "sd:resultFormat", NamedNode(_W3C + name)) for name in (*_RESULTS, *_GRAPHS)
    ]
    for number, name in enumerate(linked.graphs):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        triples += [
            _link(dataset, "sd:namedGraph", named),
            _link(named, "rdf:type", _iri("sd:NamedGraph")),
            _link(named, "sd:name", NamedNode(name)),
            _link(named, "sd:graph", graph),
            _link(graph, "rdf:type", _iri("sd:Graph")),
            _text(graph, "void:triples", str(_size(linked, [name])), "integer"),
        ]
    return _written(triples)


def _size(linked: LinkedData, graphs: Iterable[str]) -> int:
    return sum(linked.triples(graph).count(b"\n") for graph in graphs)


def _iri(curie: str) -> NamedNode:
    prefix, _, name = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


def _link(subject: Node, predicate: str, value: Node) -> Triple:
    return Triple(subject, _iri(predicate), value)


def _text(subject: Node, predicate: str, text: str, datatype: str = "string") -> Triple:
    return Triple(subject, _iri(predicate), Literal(text, datatype=_iri(f"xsd:{datatype}")))


def _written(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
