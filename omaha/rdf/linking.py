"""Turtle files and mapping sets -> the graphs of linked data, as sorted N-Triples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from omaha.mappings import Mapping
from omaha.model import NAMESPACE
from omaha.rdf.mapping_sets import to_triples

_BLANK = re.compile(r"(^|\s)_:(\w+)", re.MULTILINE)
_SHAPES = "shapes.ttl"
# The name of a mapping set (that of its file), its metadata block and its rows.
NamedSet = tuple[str, Sequence[str], Sequence[Mapping]]


def build_graphs(vocab: Path, release: str, sets: Iterable[NamedSet]) -> dict[str, str]:
    """Graphs by IRI: the release, each scheme that we translate to, and each mapping set.

    `vocab` is the folder of the vocabulary. The files are what is served: a label pack never
    comes into it.
    """
    files = sorted(path for path in vocab.glob("*.ttl") if path.name != _SHAPES)
    graphs = {f"{NAMESPACE}release/{release}": _from_turtle(files, "v")}
    for path in sorted((vocab / "schemes").glob("*.ttl")):
        graphs[f"{NAMESPACE}scheme/{path.stem}"] = _from_turtle([path], path.stem)
    for name, metadata, rows in sets:
        iri = f"{NAMESPACE}mappings/{name}"
        graphs[iri] = _sorted(to_triples(iri, metadata, rows))
    return graphs


def _from_turtle(paths: Iterable[Path], blanks: str) -> str:
    """Files together; blank nodes are named after what is said of them, beginning `blanks`."""
    found = Dataset()
    for path in paths:
        for read in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=NAMESPACE):
            found.add(Quad(read.subject, read.predicate, read.object))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    text = _sorted(quad.triple for quad in found)
    return _BLANK.sub(rf"\1_:{blanks}\2", text) if "_:" in text else text


def _sorted(triples: Iterable[Triple]) -> str:
    written = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    lines = sorted(set(written.decode().splitlines(keepends=True)))
    return "".join(lines)


__all__ = ["NamedSet", "build_graphs"]
