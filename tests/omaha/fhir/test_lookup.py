"""$lookup, $subsumes, $translate and $batch-validate-code."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.crosswalks import Crosswalks
from omaha.fhir import FhirError, Json
from omaha.fhir.codesystem import STANDARDS_STATUS
from omaha.fhir.own_concept_maps import RELATIONSHIPS
from omaha.loading import Engine
from tests.omaha.fhir.conftest import COLOURS, Ask, parameters, told

URL = COLOURS["url"]
PROBLEMS = "https://w3id.org/omaha-system/scheme/problems"
NEW_ZEALAND = "https://w3id.org/omaha-system/notation/nz"
ZRM = "https://w3id.org/omaha-system/scheme/zrm2017"


def parts(member: Json) -> dict[str, Any]:
    return {p["name"]: next(v for k, v in p.items() if k != "name") for p in member["part"]}


def members(answer: Json, name: str) -> list[dict[str, Any]]:
    return [parts(each) for each in answer["parameter"] if each["name"] == name]


def test_lookup_tells_all_of_a_code(ask: Ask) -> None:
    found = ask("CodeSystem/$lookup", system=PROBLEMS, code="24")
    assert (told(found)["display"], told(found)["version"]) == ("Skin", "2005-r1")
    properties = {(p["code"], p["value"]) for p in members(found, "property")}
    expected = {("parent", "III"), ("child", "2401"), ("kind", "problem"), ("nz", "PB0026")}
    assert expected <= properties
    labels = {d["language"]: d["value"] for d in members(found, "designation")}
    assert labels == {"en": "Skin", "nl": "Huid"}


def test_lookup_tells_what_is_asked_only(ask: Ask) -> None:
    found = ask("CodeSystem/$lookup", parameters(property=["kind", "lang.nl"]), system=PROBLEMS,
                code="24", displayLanguage="nl")  # fmt: skip
    assert told(found)["display"] == "Huid"
    assert [p["code"] for p in members(found, "property")] == ["kind"]
    assert [d["value"] for d in members(found, "designation")] == ["Huid"]


def test_lookup_by_coding_and_of_what_is_sent(ask: Ask) -> None:
    found = ask("CodeSystem/$lookup", parameters(COLOURS, coding={"system": URL, "code": "rust"}))
    assert told(found)["name"] == "Colours"
    assert ("inactive", True) in {(p["code"], p["value"]) for p in members(found, "property")}


def test_lookup_tells_a_status_that_no_property_tells(ask: Ask) -> None:
    mark = {"url": STANDARDS_STATUS, "valueCode": "withdrawn"}
    system = {**COLOURS, "concept": [{"code": "mauve", "extension": [mark]}]}
    found = ask("CodeSystem/$lookup", parameters(system, system=URL, code="mauve"))
    values = {each["code"]: each["value"] for each in members(found, "property")}
    assert (values["inactive"], values["status"]) == (True, "withdrawn")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"system": PROBLEMS, "code": "99"}, 404),
        ({"system": "http://example.org/none", "code": "99"}, 404),
        ({"system": PROBLEMS, "code": "24", "version": "1999"}, 404),
        ({"code": "24"}, 400),
    ],
)
def test_lookup_of_nothing_is_refused(ask: Ask, asked: dict[str, str], status: int) -> None:
    with pytest.raises(FhirError) as refused:
        ask("CodeSystem/$lookup", **asked)
    assert refused.value.http_status == status


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("III", "2401", "subsumes"),
        ("2401", "24", "subsumed-by"),
        ("24", "24", "equivalent"),
        ("24", "25", "not-subsumed"),
    ],
)
def test_subsumes_follows_the_tree(ask: Ask, a: str, b: str, outcome: str) -> None:
    plain = ask("CodeSystem/$subsumes", system=PROBLEMS, codeA=a, codeB=b)
    assert told(plain) == {"outcome": outcome}
    codings = {
        "codingA": {"system": PROBLEMS, "code": a},
        "codingB": {"system": PROBLEMS, "code": b},
    }
    assert ask("CodeSystem/$subsumes", parameters(**codings)) == plain
    assert ask("CodeSystem/omaha-problems/$subsumes", codeA=a, codeB=b) == plain


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"system": PROBLEMS, "codeA": "24"}, "codeA, codeB"),
        ({"system": PROBLEMS, "codeA": "24", "codeB": "99"}, "Unknown code '99'"),
        ({"codingA": "http://a|1", "codingB": "http://b|1"}, "one code system"),
    ],
)
def test_subsumes_of_nothing_is_refused(ask: Ask, asked: dict[str, str], says: str) -> None:
    with pytest.raises(FhirError, match=says):
        ask("CodeSystem/$subsumes", **asked)


def test_new_zealand_and_back(ask: Ask) -> None:
    for query, code, system in (
        ({"system": PROBLEMS, "code": "24", "targetsystem": NEW_ZEALAND}, "PB0026", NEW_ZEALAND),
        ({"system": NEW_ZEALAND, "code": "PB0026"}, "24", PROBLEMS),
        ({"system": NEW_ZEALAND, "code": "PB0026", "targetSystem": PROBLEMS, "reverse": "true"},
         "24", PROBLEMS),
    ):  # fmt: skip
        (match,) = members(ask("ConceptMap/$translate", **query), "match")
        assert match["concept"]["code"] == code
        assert match["concept"]["system"] == system
        assert match["relationship"] == "equivalent"


def test_every_row_of_every_crosswalk_is_translated_with_its_relation(
    ask: Ask, engine: Engine
) -> None:
    crosswalks: Crosswalks = engine.crosswalks
    for name in crosswalks.schemes:
        for concept in engine.vocabulary.of_kind("problem"):
            rows = crosswalks.translate(concept.curie, name)
            found = ask(f"ConceptMap/omaha-{name}/$translate", system=PROBLEMS, code=concept.code)
            matches = [(m["concept"]["code"], m["relationship"]) for m in members(found, "match")]
            expected = [(r.code, RELATIONSHIPS[r.relation]) for r in rows if r.code]
            assert sorted(matches) == sorted(dict.fromkeys(expected))
            assert told(found)["result"] is bool(expected)


def test_relations_turn_with_the_direction(ask: Ask) -> None:
    there = members(
        ask("ConceptMap/$translate", system=PROBLEMS, code="24", targetSystem=ZRM), "match"
    )
    assert there[0]["relationship"] == "source-is-narrower-than-target"
    back = members(
        ask("ConceptMap/$translate", system=ZRM, code=there[0]["concept"]["code"], reverse="true",
            targetSystem=PROBLEMS),
        "match",
    )  # fmt: skip
    turned = {m["concept"]["code"]: m["relationship"] for m in back}
    assert turned["24"] == "source-is-broader-than-target"


def test_r4_has_equivalences_and_r5_relationships(ask: Ask) -> None:
    found = ask("ConceptMap/$translate", release="R4", system=PROBLEMS, code="24", targetsystem=ZRM)
    (match,) = members(found, "match")
    assert match["equivalence"] == "wider"
    assert "relationship" not in match


def test_a_map_that_is_sent_with_r4_words_and_what_is_unmapped(ask: Ask) -> None:
    sent = {
        "resourceType": "ConceptMap", "url": "http://example.org/map", "status": "draft",
        "group": [{
            "source": URL, "target": "http://example.org/paints",
            "element": [{"code": "red", "target": [{"code": "r1", "equivalence": "narrower"}]}],
            "unmapped": {"mode": "fixed", "code": "rest"}}],
    }  # fmt: skip

    def codes_of(code: str) -> list[tuple[str, str]]:
        found = ask("ConceptMap/$translate", parameters(sent, sourceCode=code, sourceSystem=URL))
        return [(m["concept"]["code"], m["relationship"]) for m in members(found, "match")]

    assert codes_of("red") == [("r1", "source-is-broader-than-target")]
    assert codes_of("blue") == [("rest", "related-to")]


@pytest.mark.parametrize(
    ("asked", "status"), [({"url": "http://example.org/none", "code": "24"}, 404), ({}, 400)]
)
def test_translate_of_nothing_is_refused(ask: Ask, asked: dict[str, str], status: int) -> None:
    with pytest.raises(FhirError) as refused:
        ask("ConceptMap/$translate", **asked)
    assert refused.value.http_status == status


def test_a_code_without_a_map_is_an_answer(ask: Ask) -> None:
    found = ask("ConceptMap/$translate", system=PROBLEMS, code="99")
    assert told(found)["result"] is False


def test_a_batch_answers_each_in_its_place(ask: Ask) -> None:
    def one(**plain: Any) -> Json:
        return parameters(**plain)

    shared = parameters(COLOURS, url="https://w3id.org/omaha-system/ValueSet/problems")
    shared["parameter"] += [
        {"name": "validation", "resource": each}
        for each in (
            one(coding={"system": PROBLEMS, "code": "24"}),
            one(nothing="x"),
            one(coding={"system": PROBLEMS, "code": "99"}),
            one(coding={"system": URL, "code": "red"}, url="http://example.org/none"),
        )
    ]
    found = ask("ValueSet/$batch-validate-code", shared)
    answers = [each["resource"] for each in found["parameter"]]
    assert [a["resourceType"] for a in answers] == [
        "Parameters", "OperationOutcome", "Parameters", "OperationOutcome",
    ]  # fmt: skip
    assert [told(answers[n])["result"] for n in (0, 2)] == [True, False]
    with pytest.raises(FhirError, match="one or more"):
        ask("ValueSet/$batch-validate-code", parameters())
