"""Crosswalks both ways: relations keep their meaning, and no term is an answer."""

from __future__ import annotations

import orjson
import pytest

from omaha.crosswalks import Crosswalks, TargetConcept, TargetScheme, build_crosswalks
from omaha.errors import DataError, UnknownCodeError, UnknownSchemeError
from omaha.mappings import NO_TERM, Mapping
from omaha.model import Concept

SKIN, PAIN = "omaha:problem/24", "omaha:problem/22"
CONCEPTS = [
    Concept("problem", "22", (("en", "Pain"), ("nl", "Pijn")), notations=(("nz", "PB0024"),)),
    Concept("problem", "24", (("en", "Skin"), ("nl", "Huid")), notations=(("nz", "PB0026"),)),
]
BODY = TargetScheme(
    "body", (("en", "Body"),), ("lijf",),
    (TargetConcept("A", (("en", "Outside"), ("nl", "Buitenkant"))),
     TargetConcept("A1", (("en", "Hair"),), "A")),
)  # fmt: skip
ROWS = [
    Mapping(SKIN, "skos:relatedMatch", "body:A1", confidence=0.9),
    Mapping(SKIN, "skos:broadMatch", "body:A", confidence=0.7, comment="skin is outside"),
    Mapping(PAIN, "skos:relatedMatch", NO_TERM, object_source="omaha:scheme/body"),
    Mapping("jeuk", "skos:broadMatch", SKIN, literal=True, lang="nl"),
]


@pytest.fixture
def crosswalks() -> Crosswalks:
    return build_crosswalks(CONCEPTS, [BODY], ROWS)


def test_the_surest_relation_comes_first_and_keeps_its_meaning(crosswalks: Crosswalks) -> None:
    found = crosswalks.translate(SKIN, "body")

    assert [(m.code, m.relation, m.confidence) for m in found] == [
        ("A", "skos:broadMatch", 0.7),
        ("A1", "skos:relatedMatch", 0.9),
    ]
    assert (found[0].display, found[0].comment) == ("Buitenkant", "skin is outside")
    assert crosswalks.translate(SKIN, "body", lang="en")[0].display == "Outside"


def test_backwards_wider_is_narrower_and_related_stays_related(crosswalks: Crosswalks) -> None:
    assert [(m.curie, m.relation) for m in crosswalks.reverse("body", "a")] == [
        (SKIN, "skos:narrowMatch")
    ]
    assert [(m.curie, m.relation) for m in crosswalks.reverse("body", "body:A1")] == [
        (SKIN, "skos:relatedMatch")
    ]


def test_no_term_is_a_statement_of_that_scheme_only(crosswalks: Crosswalks) -> None:
    found = crosswalks.translate(PAIN, "body")

    assert [(m.code, m.relation, m.display) for m in found] == [(None, NO_TERM, "")]
    assert [m.code for m in crosswalks.translate(PAIN, "nz")] == ["PB0024"]


def test_new_zealand_codes_are_other_codes_of_the_same_concept(crosswalks: Crosswalks) -> None:
    found = crosswalks.translate(SKIN, "nz")[0]

    assert (found.code, found.relation, found.display) == ("PB0026", "skos:exactMatch", "Skin")
    assert crosswalks.reverse("NZ", "pb0026")[0].curie == SKIN


def test_schemes_are_found_by_name_and_alias(crosswalks: Crosswalks) -> None:
    assert crosswalks.schemes == ("body", "nz")
    assert crosswalks.scheme(" Lijf ").name == "body"
    with pytest.raises(UnknownSchemeError, match="use one of body, nz"):
        crosswalks.translate(SKIN, "mind")


def test_an_unknown_code_says_what_is_near(crosswalks: Crosswalks) -> None:
    with pytest.raises(UnknownCodeError, match="unknown body code 'A2'; nearest: A, A1"):
        crosswalks.reverse("body", "A2")
    assert crosswalks.translate("omaha:problem/99", "body") == []


@pytest.mark.parametrize(
    "row",
    [
        Mapping(SKIN, "skos:closeMatch", "body:Z"),
        Mapping(SKIN, "skos:closeMatch", "mind:A"),
        Mapping(SKIN, "skos:relatedMatch", NO_TERM, object_source="omaha:scheme/mind"),
    ],
)
def test_a_row_to_nowhere_is_refused(row: Mapping) -> None:
    with pytest.raises(DataError, match="unknown target"):
        build_crosswalks(CONCEPTS, [BODY], [row])


def test_the_compiled_form_gives_the_same_answers(crosswalks: Crosswalks) -> None:
    again = Crosswalks.from_json(orjson.loads(orjson.dumps(crosswalks.to_json())))

    assert again.schemes == crosswalks.schemes
    for curie in (SKIN, PAIN):
        assert again.translate(curie, "lijf") == crosswalks.translate(curie, "lijf")
    assert again.reverse("body", "A") == crosswalks.reverse("body", "A")


def test_no_term_in_two_schemes_are_two_rows() -> None:
    first, second = (
        Mapping(PAIN, "skos:relatedMatch", NO_TERM, object_source=f"omaha:scheme/{name}")
        for name in ("body", "mind")
    )

    assert first.id != second.id


def said(crosswalks: Crosswalks, curie: str) -> set[tuple[str | None, str, bool]]:
    return {(m.code, m.relation, m.predicted) for m in crosswalks.translate(curie, "body")}


def test_what_a_steward_decided_goes_before_what_was_there(crosswalks: Crosswalks) -> None:
    before = said(crosswalks, SKIN)
    predicted = "semapv:BackgroundKnowledgeBasedMatching"
    exact = Mapping(SKIN, "skos:exactMatch", "body:A", justification=predicted)
    not_hair = Mapping(SKIN, "skos:relatedMatch", "body:A1", negative=True)

    judged = crosswalks.with_judged([exact, not_hair])

    assert said(judged, SKIN) == {("A", "skos:exactMatch", False)}
    assert [m.relation for m in judged.reverse("body", "A")] == ["skos:exactMatch"]
    assert said(crosswalks, SKIN) == before
    assert said(judged, PAIN) == said(crosswalks, PAIN)
    assert judged.translate(PAIN, "nz") == crosswalks.translate(PAIN, "nz")


def test_no_term_gives_way_to_a_term_and_comes_in_place_of_terms(crosswalks: Crosswalks) -> None:
    found = Mapping(PAIN, "skos:closeMatch", "body:A1")
    none = Mapping(SKIN, "skos:relatedMatch", NO_TERM, object_source="omaha:scheme/body")

    judged = crosswalks.with_judged([found, none])

    assert said(judged, PAIN) == {("A1", "skos:closeMatch", False)}
    assert said(judged, SKIN) == {(None, NO_TERM, False)}


@pytest.mark.parametrize("object", ["body:Z", "nowhere:A", "omaha:problem/22"])
def test_what_no_scheme_has_changes_nothing(crosswalks: Crosswalks, object: str) -> None:
    rows = [Mapping(SKIN, "skos:closeMatch", object), ROWS[3]]
    assert crosswalks.with_judged(rows) is crosswalks
