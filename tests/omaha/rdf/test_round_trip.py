"""Turtle -> Vocabulary -> Turtle loses nothing, and refuses what it could not give back."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from rdflib import SKOS, Literal, URIRef
from rdflib.compare import isomorphic

from omaha.errors import DataError
from omaha.model import Concept, Group, Scheme
from omaha.rdf import load_vocabulary, to_graphs, write_vocabulary
from omaha.rdf.reading import parse
from omaha.vocabulary import Vocabulary

ABOUT = (
    "<https://w3id.org/omaha-system/dataset>",
    "<http://www.w3.org/ns/dcat#version>",
    '"2005-r9"',
)
NOTE = "http://www.w3.org/2004/02/skos/core#editorialNote"
# Invented on purpose: blank nodes, a note on a concept, and something that is no concept.
EXTRA = """
@prefix : <https://w3id.org/omaha-system/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/omaha-system/problem/24> skos:changeNote [
    skos:note "why"@en ;
    skos:example ( 1 2 )
] .
<https://example.org/person> skos:note "somebody"@en .
"""


@pytest.fixture
def invented() -> Vocabulary:
    """Two problems with a sign each and one rating scale, none of it real."""
    concepts = [
        Concept("domain", "I", (("en", "Body"),), order=1),
        Concept(
            "problem",
            "24",
            (("en", "Skin"), ("nl", "Huid")),
            (("en", 'State of the "skin".'),),
            parent="omaha:domain/I",
            notations=(("nz", "PB0026"),),
            order=1,
            statements=((NOTE, '"checked"@en'),),
        ),
        Concept("sign", "2401", (("en", "rash"),), parent="omaha:problem/24", order=1),
        Concept("sign", "2402", (("en", "other"),), parent="omaha:problem/24", order=2),
        Concept("problem", "25", (("en", "Hair"),), parent="omaha:domain/I", order=2),
        *(
            Concept("rating", f"status-{n}", (("en", f"level {n}"),), group="status", order=n)
            for n in (1, 2)
        ),
    ]
    schemes = [
        Scheme("problems", ("domain", "problem", "sign"), (("en", "Problems"),)),
        Scheme("ratings", ("rating",), (("en", "Ratings"),), ((NOTE, '"ours"@en'),)),
    ]
    groups = [Group("status", "ratings", (("en", "Status"),), ordered=True, order=1)]
    return Vocabulary("2005-r9", concepts, schemes, groups, [ABOUT])


def test_values_come_back_the_same(invented: Vocabulary, tmp_path: Path) -> None:
    write_vocabulary(invented, tmp_path)
    again = load_vocabulary(tmp_path)
    assert list(again) == list(invented)
    assert again.schemes == invented.schemes
    assert again.groups == invented.groups
    assert (again.release, again.about) == (invented.release, invented.about)


def test_statements_that_no_field_holds_come_back(invented: Vocabulary, tmp_path: Path) -> None:
    write_vocabulary(invented, tmp_path)
    path = tmp_path / "problems.ttl"
    path.write_text(path.read_text() + EXTRA)
    graph = to_graphs(load_vocabulary(tmp_path))["problems"]
    assert len(graph) == len(parse(path))
    assert isomorphic(graph, parse(path))


def test_writing_twice_gives_the_same_bytes(invented: Vocabulary, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_vocabulary(invented, tmp_path)]
    second = [path.read_bytes() for path in write_vocabulary(load_vocabulary(tmp_path), tmp_path)]
    assert first == second


def test_another_namespace_reaches_every_term(invented: Vocabulary) -> None:
    graphs = to_graphs(invented, namespace="https://terms.example/")
    assert not [n for g in graphs.values() for t in g for n in t if "w3id.org" in n.n3()]
    skin = URIRef("https://terms.example/problem/24")
    local = URIRef("https://terms.example/notation/local")
    assert (skin, SKOS.notation, Literal("24", datatype=local)) in graphs["problems"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("skos:narrower problem:24 ,", "skos:narrower ", "lacks"),
        ('"24"^^notation:local', '"24"^^notation:other', "exactly one class of ours"),
        ('"Skin"@en', '"Skin"@en , "Hide"@en', "two values"),
        ("skos:broader domain:I", "skos:broader domain:I , domain:II", "more than one broader"),
        ("sign:2401 ,", "sign:2401 , , ", "not valid Turtle"),
    ],
)
def test_a_broken_file_is_refused_by_name(
    invented: Vocabulary, tmp_path: Path, before: str, after: str, said: str
) -> None:
    write_vocabulary(invented, tmp_path)
    path = tmp_path / "problems.ttl"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(DataError, match=said) as refused:
        load_vocabulary(tmp_path)
    assert refused.value.path == str(path)


def test_a_scale_whose_list_is_in_another_order_is_refused(
    invented: Vocabulary, tmp_path: Path
) -> None:
    write_vocabulary(invented, tmp_path)
    path = tmp_path / "ratings.ttl"
    text = path.read_text()
    swapped = text.replace(
        "( rating:status-1 rating:status-2 )", "( rating:status-2 rating:status-1 )"
    )
    assert swapped != text
    path.write_text(swapped)
    with pytest.raises(DataError, match="another order"):
        load_vocabulary(tmp_path)


def test_a_circle_of_broader_concepts_is_refused(invented: Vocabulary, tmp_path: Path) -> None:
    parents = {"omaha:problem/24": "omaha:problem/25", "omaha:problem/25": "omaha:problem/24"}
    turned = [dataclasses.replace(c, parent=parents.get(c.curie, c.parent)) for c in invented]
    write_vocabulary(
        Vocabulary("2005-r9", turned, invented.schemes, invented.groups, [ABOUT]), tmp_path
    )
    with pytest.raises(DataError, match="omaha:problem/24 is not below a top concept"):
        load_vocabulary(tmp_path)


def test_licensed_labels_are_not_written(invented: Vocabulary, tmp_path: Path) -> None:
    packed = Vocabulary(
        "2005-r9", invented, invented.schemes, invented.groups, [ABOUT], [("x", "sha256:1")]
    )
    with pytest.raises(DataError, match="labels of pack x are not written"):
        write_vocabulary(packed, tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no Turtle files"):
        load_vocabulary(tmp_path)
