"""Turtle files -> Vocabulary, without losing a statement.

A file is read into values; then the statements that those values imply are taken away from
it. What is missing is an error, and what is left over is kept beside the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from omaha.errors import DataError
from omaha.model import KINDS, Concept, Group, Kind, Scheme, Statement
from omaha.rdf.names import (
    CLASSES,
    DATASET,
    DCAT,
    LOCAL,
    NOTATION,
    OURS,
    SCHEMA,
    concept_iri,
    curie,
    group_iri,
    new_graph,
    scheme_iri,
)
from omaha.rdf.statements import Triple, of_concept, of_group, of_scheme, to_statements
from omaha.vocabulary import Vocabulary

SHAPES = "shapes.ttl"


class _SchemeFile:
    """The parts of one scheme file, gathered while it is read."""

    def __init__(self, path: Path, graph: Graph, scheme: URIRef) -> None:
        self.path, self.graph, self.iri = path, graph, scheme
        self.name = str(scheme).removeprefix(OURS["scheme/"])
        self.groups = sorted(self._read_groups(), key=lambda g: (g.order, g.code))
        self.concepts = self._sorted([self._concept(node) for node in self._concept_nodes()])
        kinds = {concept.kind for concept in self.concepts}
        self.kinds: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind in kinds)

    def _concept_nodes(self) -> list[URIRef]:
        found = self.graph.subjects(SKOS.inScheme, self.iri)
        wanted = {n for n in found if (n, RDF.type, SKOS.Concept) in self.graph}
        return sorted(node for node in wanted if isinstance(node, URIRef))

    def _read_groups(self) -> Iterable[Group]:
        for kind in (SKOS.Collection, SKOS.OrderedCollection):
            for node in self.graph.subjects(RDF.type, kind):
                yield Group(
                    str(node).removeprefix(OURS["group/"]),
                    self.name,
                    self._texts(node, SKOS.prefLabel),
                    self._texts(node, SKOS.scopeNote),
                    ordered=kind == SKOS.OrderedCollection,
                    order=self._position(node),
                )

    def _concept(self, node: URIRef) -> Concept:
        kinds = [k for k in KINDS if (node, RDF.type, CLASSES[k]) in self.graph]
        codes = [str(n) for n in self.graph.objects(node, SKOS.notation) if _system(n) == "local"]
        if len(kinds) != 1 or len(codes) != 1:
            raise self.error(node, "needs exactly one class of ours and one local notation")
        parents = list(self.graph.objects(node, SKOS.broader))
        groups = list(self.graph.subjects(SKOS.member, node))
        if len(parents) > 1 or len(groups) > 1:
            raise self.error(node, "has more than one broader concept or group")
        return Concept(
            kinds[0],
            codes[0],
            self._texts(node, SKOS.prefLabel),
            self._texts(node, SKOS.scopeNote),
            parent=curie(parents[0]) if parents else None,
            notations=self._notations(node),
            group=str(groups[0]).removeprefix(OURS["group/"]) if groups else None,
            order=self._position(node),
        )

    def _notations(self, node: Node) -> tuple[tuple[str, str], ...]:
        found = [(_system(n), str(n)) for n in self.graph.objects(node, SKOS.notation)]
        return tuple(sorted((s, code) for s, code in found if s is not None and s != "local"))

    def _texts(self, node: Node, predicate: Node) -> tuple[tuple[str, str], ...]:
        literals = [n for n in self.graph.objects(node, predicate) if isinstance(n, Literal)]
        texts = sorted((n.language or "", str(n)) for n in literals)
        if len({lang for lang, _ in texts}) < len(texts):
            raise self.error(node, f"has two values of {curie(predicate)} in one language")
        return tuple(texts)

    def _position(self, node: Node) -> int:
        value = self.graph.value(node, SCHEMA.position)
        return int(str(value)) if value is not None and str(value).isdecimal() else 0

    def _sorted(self, concepts: list[Concept]) -> list[Concept]:
        """Depth first below each parent; by group, then by position."""
        groups = {group.code: place for place, group in enumerate(self.groups)}
        concepts.sort(key=lambda c: (groups.get(c.group or "", -1), c.order, c.code))
        below: dict[str | None, list[Concept]] = {}
        for concept in concepts:
            below.setdefault(concept.parent, []).append(concept)
        found: list[Concept] = []
        todo = list(reversed(below.get(None, [])))
        while todo:
            found.append(todo.pop())
            todo += reversed(below.get(found[-1].curie, []))
        if len(found) < len(concepts):
            lost = sorted({c.curie for c in concepts} - {c.curie for c in found})
            raise DataError(self.path, 0, f"{lost[0]} is not below a top concept of its scheme")
        return found

    def error(self, node: Node, reason: str) -> DataError:
        """An error that names the file and the concept."""
        return DataError(self.path, 0, f"{curie(node)} {reason}")


def load_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary that the Turtle files of a folder state; shapes.ttl is not read.

    Raises DataError with file (and line, where Turtle itself is broken) when a file cannot be
    read as one concept scheme, or lacks a statement that the others imply.
    """
    return from_graphs(folder, {path: parse(path) for path in vocabulary_files(folder)})


def from_graphs(folder: Path, graphs: Mapping[Path, Graph]) -> Vocabulary:
    """The same from files that are parsed already; `folder` is named in errors only."""
    files, about = [], new_graph()
    for path, graph in graphs.items():
        found = graph.subjects(RDF.type, SKOS.ConceptScheme)
        schemes = sorted(node for node in found if isinstance(node, URIRef))
        if len(schemes) > 1:
            raise DataError(path, 0, f"{len(schemes)} concept schemes in one file; split it")
        if schemes:
            files.append(_SchemeFile(path, graph, schemes[0]))
        else:
            about += graph
    files.sort(key=lambda file: KINDS.index(file.kinds[0]) if file.kinds else len(KINDS))
    release = about.value(DATASET, DCAT.version)
    if release is None:
        raise DataError(folder, 0, f"no dcat:version of {curie(DATASET)}; add it to dataset.ttl")
    parts = [_finished(file) for file in files]
    return Vocabulary(
        str(release),
        [concept for _, _, concepts in parts for concept in concepts],
        [scheme for scheme, _, _ in parts],
        [group for _, groups, _ in parts for group in groups],
        to_statements(about),
    )


def vocabulary_files(folder: Path) -> list[Path]:
    """The Turtle files of a vocabulary folder by name, without the shapes."""
    found = sorted(path for path in folder.glob("*.ttl") if path.name != SHAPES)
    if not found:
        raise DataError(folder, 0, "no Turtle files here; name the folder of the vocabulary")
    return found


def parse(path: Path) -> Graph:
    """One Turtle file as a graph; raises DataError with the line that is not Turtle."""
    graph = new_graph()
    try:
        # Dangling relative IRIs would take the path of this machine without a public address.
        graph.parse(data=path.read_text(encoding="utf-8"), format="turtle", publicID=str(OURS))
    except BadSyntax as error:
        raise DataError(path, _line(error), f"not valid Turtle: {error._why}") from None
    except (ParserError, UnicodeDecodeError) as error:
        raise DataError(path, 0, f"not valid Turtle: {error}") from None
    return graph


def _line(error: BadSyntax) -> int:
    """Where the parser stopped; its own count of lines lags behind the statement it is in."""
    read = error._str.decode("utf-8")[: error._i]
    return read.count("\n") + 1


def _finished(file: _SchemeFile) -> tuple[Scheme, list[Group], list[Concept]]:
    """The values of a file, each with what the file says of it beyond its fields."""
    titles = file._texts(file.iri, SKOS.prefLabel)
    scheme = Scheme(file.name, file.kinds, titles)
    rest = new_graph()
    rest += file.graph
    implied: list[Triple] = list(of_scheme(scheme))
    implied += [triple for group in file.groups for triple in of_group(group)]
    implied += [triple for c in file.concepts for triple in of_concept(c, file.name)]
    for triple in implied:
        if triple not in rest and triple not in file.graph:
            raise file.error(triple[0], f"lacks {curie(triple[1])} {curie(triple[2])}")
        rest.remove(triple)
    for group in file.groups:
        _take_list(file, rest, group)
    return _shared_out(file, scheme, to_statements(rest))


def _take_list(file: _SchemeFile, rest: Graph, group: Group) -> None:
    """Take the list of an ordered group away; it must hold the members in order."""
    if not group.ordered:
        return
    me = group_iri(group.code)
    head = rest.value(me, SKOS.memberList)
    listed = list(Collection(rest, head)) if head is not None else []
    if listed != [concept_iri(c) for c in file.concepts if c.group == group.code]:
        raise file.error(me, "lists other members, or in another order, than their positions say")
    rest.remove((me, SKOS.memberList, head))
    while head is not None and head != RDF.nil:
        following = rest.value(head, RDF.rest)
        rest.remove((head, None, None))
        head = following


def _shared_out(
    file: _SchemeFile, scheme: Scheme, statements: Iterable[Statement]
) -> tuple[Scheme, list[Group], list[Concept]]:
    owners = {scheme_iri(scheme.name), *map(concept_iri, file.concepts)}
    owners |= {group_iri(group.code) for group in file.groups}
    held: dict[str, list[tuple[str, str]]] = {owner.n3(): [] for owner in owners}
    others = []
    for subject, predicate, value in statements:
        # A blank node keeps its name only among `others`, which are read back in one go.
        if subject in held and not value.startswith("_:"):
            held[subject].append((predicate[1:-1], value))
        else:
            others.append((subject, predicate, value))

    def of(me: URIRef) -> tuple[tuple[str, str], ...]:
        return tuple(held[me.n3()])

    return (
        replace(scheme, statements=of(file.iri), others=tuple(others)),
        [replace(group, statements=of(group_iri(group.code))) for group in file.groups],
        [replace(concept, statements=of(concept_iri(concept))) for concept in file.concepts],
    )


def _system(node: Node) -> str | None:
    """The code system of a notation: ``local``, ``nz``; None when its type is not ours."""
    if not isinstance(node, Literal) or node.datatype is None:
        return None
    if node.datatype == LOCAL:
        return "local"
    text = str(node.datatype)
    return text.removeprefix(NOTATION) if text.startswith(NOTATION) else None
