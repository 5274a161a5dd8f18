"""Run SHACL shapes from outside over the projection of each scheme."""

from __future__ import annotations

from pathlib import Path

from pyshacl import validate
from rdflib import RDF, SH, Graph
from rdflib.term import Node

from omaha.errors import DataError
from omaha.model import Finding
from omaha.rdf.names import curie
from omaha.rdf.reading import parse
from omaha.rdf.vocpub import to_vocpub
from omaha.rdf.vocpub_targets import project_target
from omaha.vocabulary import Vocabulary


def check_vocpub(
    vocabulary: Vocabulary, shapes: Path, targets: Path | None = None
) -> list[Finding]:
    """What the VocPub shapes of a file find in the English projection; warnings count too.

    `targets` is the folder of the schemes that are translated to. Findings name the scheme
    as their path, as a projection has no file. Raises DataError when the shapes cannot be read.
    """
    wanted = parse(shapes)
    found = []
    projected = to_vocpub(vocabulary)
    for path in sorted(targets.glob("*.ttl")) if targets is not None else ():
        projected[path.stem] = project_target(parse(path))
    for name, graph in projected.items():
        _, report, _ = validate(graph, shacl_graph=wanted, advanced=True)
        if not isinstance(report, Graph):
            raise DataError(shapes, 0, "the shapes cannot be run")
        found += [_finding(name, report, n) for n in report.subjects(RDF.type, SH.ValidationResult)]
    return sorted(found, key=lambda finding: (finding.path, finding.reason))


def _finding(name: str, report: Graph, result: Node) -> Finding:
    focus = report.value(result, SH.focusNode)
    severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
    message = report.value(result, SH.resultMessage)
    return Finding(f"projection of {name}", 0, f"{curie(focus)}: {severity}: {message}")
