"""The projection of the schemes of others: English, whole, and no words put in their mouth."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

from omaha.rdf.reading import parse
from omaha.rdf.vocpub_targets import MARK, project_target

FILES = sorted((Path(__file__).parents[3] / "vocab" / "schemes").glob("*.ttl"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def pair(request: pytest.FixtureRequest) -> tuple[Graph, Graph]:
    full = parse(request.param)
    return full, project_target(full)


def test_every_code_is_there_once_with_one_english_name(pair: tuple[Graph, Graph]) -> None:
    full, projected = pair

    for node in full.subjects(RDF.type, SKOS.Concept):
        names = list(projected.objects(node, SKOS.prefLabel))
        assert [each.language for each in names if isinstance(each, Literal)] == ["en"]
        assert str(projected.value(node, SKOS.definition)).endswith(MARK)
        assert str(projected.value(node, SKOS.notation)) == str(full.value(node, SKOS.notation))
    assert len(set(projected.subjects(RDF.type, SKOS.Concept))) == len(
        set(full.subjects(RDF.type, SKOS.Concept))
    )


def test_every_code_hangs_below_the_scheme(pair: tuple[Graph, Graph]) -> None:
    _, projected = pair
    (scheme,) = projected.subjects(RDF.type, SKOS.ConceptScheme)

    for node in projected.subjects(RDF.type, SKOS.Concept):
        assert projected.value(node, RDFS.isDefinedBy) == scheme
        above = set(projected.transitive_objects(node, SKOS.broader))
        assert any((each, SKOS.topConceptOf, scheme) in projected for each in above)
        assert all((each, RDF.type, SKOS.Concept) in projected for each in above)


def test_what_is_above_and_unknown_is_left_out() -> None:
    full = Graph().parse(
        data="@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
        "<http://x/s> a skos:ConceptScheme ; skos:prefLabel 'S'@en . "
        "<http://x/1> a skos:Concept ; skos:inScheme <http://x/s> ; skos:notation '1' ; "
        "skos:prefLabel 'one'@en , 'een'@nl ; skos:broader <http://x/0> .",
        format="turtle",
    )

    projected = project_target(full)

    one = URIRef("http://x/1")
    assert projected.value(one, SKOS.broader) is None
    assert projected.value(one, SKOS.topConceptOf) == URIRef("http://x/s")
    assert (
        str(projected.value(one, SKOS.definition))
        == f"The code '1' of 'S', here called 'one'. {MARK}"
    )
