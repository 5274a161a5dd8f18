"""The English projection: one language, one label, and definitions that say whose they are."""

from __future__ import annotations

from rdflib import RDF, RDFS, SKOS, Literal

from omaha.model import Concept, Group, Scheme
from omaha.rdf import to_vocpub
from omaha.rdf.names import OURS, SCHEMA
from omaha.rdf.vocpub import MADE_MARK, OURS_MARK
from omaha.vocabulary import Vocabulary

CITED = (("http://purl.org/dc/terms/bibliographicCitation", '"A book"'),)


def _vocabulary() -> Vocabulary:
    skin = Concept("problem", "24", (("en", "Skin"), ("nl", "Huid")), (("en", "E."), ("nl", "N.")))
    rash = Concept("sign", "2401", (("en", "rash"), ("nl", "uitslag")), parent=skin.curie)
    level = Concept("rating", "status-1", (("en", "bad"),), group="status", order=1)
    group = Group("status", "ratings", (("en", "Status"), ("nl", "Status")), ordered=True)
    schemes = [
        Scheme("problems", ("problem", "sign"), (("en", "P"), ("nl", "A")), CITED),
        Scheme("ratings", ("rating",), (("en", "R"),), CITED),
    ]
    return Vocabulary("2005-r9", [skin, rash, level], schemes, [group])


def test_nothing_but_english_is_left() -> None:
    for graph in to_vocpub(_vocabulary()).values():
        literals = [node for node in graph.objects() if isinstance(node, Literal)]
        assert {node.language for node in literals} <= {None, "en"}
        assert len(list(graph.subjects(RDF.type, SKOS.ConceptScheme))) == 1


def test_a_definition_says_whose_it_is() -> None:
    graphs = to_vocpub(_vocabulary())
    problems, ratings = graphs["problems"], graphs["ratings"]
    assert str(problems.value(OURS["problem/24"], SKOS.definition)) == f"E. {OURS_MARK}"
    made = str(problems.value(OURS["sign/2401"], SKOS.definition))
    assert made == f"The sign or symptom 'rash' of the problem 'Skin'. {MADE_MARK}"
    level = str(ratings.value(OURS["rating/status-1"], SKOS.definition))
    assert level == f"The rating 'bad', level 1 of the scale 'Status'. {MADE_MARK}"
    assert str(ratings.value(OURS["group/status"], SKOS.definition)).endswith(MADE_MARK)


def test_every_concept_names_its_scheme_and_the_book() -> None:
    graph = to_vocpub(_vocabulary())["problems"]
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert graph.value(concept, RDFS.isDefinedBy) == OURS["scheme/problems"]
        assert str(graph.value(concept, SCHEMA.citation)) == "A book"
