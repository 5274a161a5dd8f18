"""Everything that goes out is valid FHIR, by models that we did not write."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import pytest

from omaha.crosswalks import NEW_ZEALAND
from omaha.fhir import FhirError, Json, Terminology
from omaha.fhir.own_names import HL7_OID, HL7_SYSTEM
from omaha.label_packs import LabelPack, LabelRow, apply_label_pack
from omaha.loading import Engine
from tests.omaha.fhir.conftest import COLOURS, Ask, parameters, value_set

PACKAGES = {"R4": "fhir.resources.R4B.", "R5": "fhir.resources."}
PROBLEMS = "https://w3id.org/omaha-system/scheme/problems"
SETS = "https://w3id.org/omaha-system/ValueSet/"


def check(resource: Json, release: str) -> None:
    kind = resource["resourceType"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the models themselves
        module: Any = importlib.import_module(PACKAGES[release] + kind.lower())
        getattr(module, kind).model_validate(resource)


@pytest.mark.parametrize("release", ["R4", "R5"])
def test_all_our_resources_are_valid(terminology: Terminology, release: Any) -> None:
    for kind, resources in terminology.resources[release].items():
        for name, resource in resources.items():
            assert resource["resourceType"] == kind
            assert resource["id"] == name
            check(resource, release)


QUESTIONS: list[tuple[str, Json | None, dict[str, str]]] = [
    ("metadata", None, {}),
    ("metadata", None, {"mode": "terminology"}),
    ("$versions", None, {}),
    ("CodeSystem", None, {"_summary": "true"}),
    ("ConceptMap", None, {"_elements": "url,name"}),
    ("NamingSystem/omaha-oms", None, {"_summary": "text"}),
    ("CodeSystem/$lookup", None, {"system": PROBLEMS, "code": "24"}),
    ("CodeSystem/$validate-code", None, {"url": PROBLEMS, "code": "99"}),
    ("CodeSystem/$subsumes", None, {"system": PROBLEMS, "codeA": "III", "codeB": "24"}),
    ("ValueSet/$expand", None, {"url": SETS + "all-problems", "property": "kind",
                                "includeDesignations": "true", "displayLanguage": "nl"}),
    ("ValueSet/$expand", parameters(COLOURS, valueSet=value_set({"system": COLOURS["url"]})), {}),
    ("ValueSet/$validate-code", None, {"url": SETS + "problems", "system": PROBLEMS, "code": "x"}),
    ("ConceptMap/$translate", None, {"system": PROBLEMS, "code": "24"}),
    ("", {"resourceType": "Bundle", "type": "batch", "entry": [
        {"request": {"method": "GET", "url": "ValueSet/omaha-problems"}},
        {"request": {"method": "GET", "url": "ValueSet/nothing"}}]}, {}),
    ("ValueSet/$expand", None, {"url": "http://example.org/none"}),
    ("CodeSystem/$nothing", None, {}),
]  # fmt: skip


@pytest.mark.parametrize("release", ["R4", "R5"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each[0] or "batch")
def test_every_answer_is_valid(
    ask: Ask, question: tuple[str, Json | None, dict[str, str]], release: str
) -> None:
    path, body, query = question
    try:
        answer = ask(path, body, release=release, **query)
    except FhirError as error:
        answer = error.outcome
    check(answer, release)


def test_our_codes_are_not_sent_under_the_names_of_hl7(terminology: Terminology) -> None:
    assert HL7_SYSTEM not in terminology.library.code_systems
    assert HL7_OID not in terminology.library.code_systems
    named = terminology.resources["R5"]["NamingSystem"]["omaha-oms"]["uniqueId"]
    assert {each["value"] for each in named} == {HL7_SYSTEM, HL7_OID.removeprefix("urn:oid:")}


def test_every_concept_is_there_once(terminology: Terminology, engine: Engine) -> None:
    library = terminology.library
    for scheme in engine.vocabulary.schemes:
        system = library.code_system(f"https://w3id.org/omaha-system/scheme/{scheme.name}")
        assert system is not None
        concepts = [each for each in engine.vocabulary if each.kind in scheme.kinds]
        assert list(system.entries) == [each.code for each in concepts]
        for each in concepts:
            above = engine.vocabulary.by_curie(each.parent).code if each.parent else None
            assert system.entries[each.code].parents == ((above,) if above else ())
    new_zealand = library.code_system(f"https://w3id.org/omaha-system/notation/{NEW_ZEALAND}")
    assert new_zealand is not None
    assert len(new_zealand.entries) == len(engine.vocabulary)


def test_no_value_set_of_ours_is_empty(terminology: Terminology) -> None:
    for found in terminology.library.value_sets.values():
        for each in found:
            assert terminology.library.worked_out[id(each)].members, each.url


def test_dutch_labels_say_what_they_are_worth(terminology: Terminology, engine: Engine) -> None:
    supplement = terminology.resources["R4"]["CodeSystem"]["omaha-problems-nl"]
    assert "unofficial translation" in supplement["copyright"]
    row = LabelRow(2, "problem", "24", "nl", "De huid")
    packed, _ = apply_label_pack(engine.vocabulary, LabelPack("demo", "sha256:0", "d.csv", (row,)))
    other = Terminology(packed, engine.crosswalks, engine.search, dict(engine.versions))
    changed = other.resources["R4"]["CodeSystem"]["omaha-problems-nl"]
    assert "Labels of the pack demo" in changed["copyright"]
    labels = {c["code"]: c["designation"][0]["value"] for c in changed["concept"]}
    assert labels["24"] == "De huid"
