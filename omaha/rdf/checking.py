"""Is the vocabulary sound? The SHACL shapes, dangling links, and one place for each concept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pyparsing.exceptions import ParseBaseException
from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from omaha.errors import DataError
from omaha.model import NAMESPACE, Finding
from omaha.rdf.names import curie, is_ours, new_graph
from omaha.rdf.reading import SHAPES, from_graphs, parse, vocabulary_files

_IRI = re.compile(re.escape(NAMESPACE) + r"[^\s,;]+")


class _Files:
    """The parsed files of a folder, and in which of them a subject stands, on which line."""

    def __init__(self, folder: Path, graphs: dict[Path, Graph]) -> None:
        self.folder, self.graphs = folder, graphs
        self.union = new_graph()
        for graph in graphs.values():
            self.union += graph

    def finding(self, node: Node, reason: str, path: Path | None = None) -> Finding:
        """A finding about a node, with file and line where they can be told."""
        holders = [p for p, graph in self.graphs.items() if (node, None, None) in graph]
        found = path or (holders[0] if holders else None)
        line = _line_of(found, self.graphs[found], node) if found else 0
        return Finding(str(found or self.folder), line, f"{curie(node)}: {reason}")


def check_vocabulary(folder: Path) -> list[Finding]:
    """What is wrong with the Turtle files of a folder, sorted by place; [] when all is well.

    Runs the shapes of ``shapes.ttl`` in that folder over all its files together, looks for
    links of ours that lead nowhere and for concepts in the wrong file, and at last reads the
    files as `load_vocabulary` does. A file that is no Turtle is itself a finding.
    """
    graphs, broken = _parsed(folder)
    if broken:
        return broken
    shapes = graphs.pop(folder / SHAPES)
    files = _Files(folder, graphs)
    found = {*_shape_findings(files, shapes), *_dangling(files), *_misplaced(files)}
    return sorted(found or _unreadable(files), key=lambda f: (f.path, f.line, f.reason))


def _parsed(folder: Path) -> tuple[dict[Path, Graph], list[Finding]]:
    """Every Turtle file of the folder, shapes included, and what could not be parsed."""
    graphs, broken = {}, []
    try:
        paths = [*vocabulary_files(folder), folder / SHAPES]
    except DataError as error:
        return {}, [Finding(error.path, error.line, error.reason)]
    for path in paths:
        try:
            graphs[path] = parse(path)
        except DataError as error:
            broken.append(Finding(error.path, error.line, error.reason))
        except FileNotFoundError:
            broken.append(Finding(str(path), 0, "the shapes are missing; restore this file"))
    return graphs, broken


def _shape_findings(files: _Files, shapes: Graph) -> Iterator[Finding]:
    try:
        _, report, told = validate(files.union, shacl_graph=shapes, inplace=True)
    except (ReportableRuntimeError, ParseBaseException, re.error) as error:
        report, told = error, str(error)  # a pattern or a query of the shapes is broken
    if not isinstance(report, Graph):
        reason = f"the shapes cannot be run: {' '.join(told.split())}"
        yield Finding(str(files.folder / SHAPES), 0, reason)
        return
    known = set(files.union.subjects())
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        value = report.value(result, SH.value)
        message = str(report.value(result, SH.resultMessage))
        message = _IRI.sub(lambda found: curie(found[0]), message)
        kind = report.value(result, SH.sourceConstraintComponent)
        lost = is_ours(value) and value not in known
        if focus is None or (lost and kind == SH.ClassConstraintComponent):
            continue  # a link that leads nowhere: `_dangling` tells it better
        if kind == SH.SPARQLConstraintComponent and isinstance(value, URIRef):
            yield files.finding(value, message)
        else:
            shown = f" (here: {curie(value)})" if value is not None and value != focus else ""
            yield files.finding(focus, message + shown)


def _dangling(files: _Files) -> Iterator[Finding]:
    """Links to IRIs of ours that no file says anything about."""
    known = set(files.union.subjects())
    for path, graph in files.graphs.items():
        for subject, value in graph.subject_objects():
            if is_ours(value) and value not in known:
                reason = f"links to {curie(value)}, which is in none of the files"
                yield files.finding(subject, reason, path)


def _misplaced(files: _Files) -> Iterator[Finding]:
    """Subjects of ours that stand in two files, or not in the file of their scheme."""
    places: dict[Node, Path] = {}
    for path, graph in files.graphs.items():
        for subject in set(graph.subjects()):
            if is_ours(subject) and subject in places:
                reason = f"stands in {places[subject].name} too; one file for each concept"
                yield files.finding(subject, reason, path)
            places[subject] = path
        for subject, scheme in graph.subject_objects(SKOS.inScheme):
            elsewhere = (scheme, RDF.type, SKOS.ConceptScheme) not in graph
            if elsewhere and (scheme, None, None) in files.union:
                yield files.finding(subject, f"belongs in the file of {curie(scheme)}", path)


def _unreadable(files: _Files) -> list[Finding]:
    try:
        from_graphs(files.folder, files.graphs)
    except DataError as error:
        return [Finding(error.path, error.line, error.reason)]
    return []


def _line_of(path: Path, graph: Graph, node: Node) -> int:
    """The line on which the statements about a node begin, 0 when it is not found."""
    names = [f"<{node}>"]
    for prefix, namespace in graph.namespaces():
        if namespace and str(node).startswith(namespace):
            names.append(f"{prefix}:{str(node)[len(namespace) :]}")
    starts = re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?:\s|$)")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if starts.match(line):
            return number
    return 0
