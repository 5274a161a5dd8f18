"""FHIR: valid resources, references that lead somewhere, and suggestions that stay suggestions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from omaha.errors import InputError
from omaha.exchange.bundle import to_bundle
from omaha.identifiers import BsnRefusedError
from omaha.loading import Engine
from omaha.records import Record
from omaha.systems import system_url, systems_by_kind
from tests.omaha.views.invented import denied, named, rated, record

SNOMED = "http://snomed.info/sct"


def concept_map(*targets: tuple[str, str]) -> dict[str, Any]:
    """A site's own map of Skin, of (equivalence, invented code)."""
    found = [{"code": code, "equivalence": equivalence} for equivalence, code in targets]
    element = {"code": "24", "target": found}
    group = {"source": system_url("problems"), "target": SNOMED, "element": [element]}
    return {"resourceType": "ConceptMap", "status": "active", "group": [group]}


@pytest.fixture
def records(engine: Engine) -> list[Record]:
    words = [{"start": 0, "end": 10, "text": "geheimenis", "kind": "phrase"}]
    return [
        record(
            engine,
            "2026-03-01",
            "wijkverpleegkundige",
            problems=[named("24", "2401", evidence=words), named("25", modifier="potential")],
            interventions=[{"problem": "24", "category": "02", "target": "63"},
                           {"problem": None, "category": "03", "target": "37"}],
            ratings=[rated("24", "status", 2), rated(None, "status", 3)],
            goals=[rated("24", "status", 4)],
            not_coded=[denied("22")],
        ),
        record(
            engine,
            "2026-04-01",
            "poh",
            problems=[named("24", "2401", "2405")],
            ratings=[rated("24", "status", 2)],
        ),
    ]  # fmt: skip


def bundle(engine: Engine, records: list[Record], **options: Any) -> dict[str, Any]:
    made = to_bundle(records, engine.vocabulary, dict(engine.versions), **options)
    Bundle.model_validate(made)
    return made


def resources(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [entry["resource"] for entry in made["entry"]]
    return [each for each in found if each["resourceType"] == kind]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_a_bundle_is_valid_and_every_reference_leads_somewhere(
    engine: Engine, records: list[Record]
) -> None:
    made = bundle(engine, records, subject="Patient/1")
    urls = {entry["fullUrl"] for entry in made["entry"]}

    assert len(urls) == len(made["entry"])
    assert set(references(made)) <= urls | {"Patient/1"}
    kinds = [entry["resource"]["resourceType"] for entry in made["entry"]]
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "Condition": 2, "Observation": 3, "Goal": 1, "ServiceRequest": 2, "CarePlan": 1,
    }  # fmt: skip
    assert bundle(engine, [])["entry"][0]["resource"]["resourceType"] == "CarePlan"


def test_two_notes_that_name_a_problem_share_one_condition_with_all_signs(
    engine: Engine, records: list[Record]
) -> None:
    skin = resources(bundle(engine, records), "Condition")[0]

    assert skin["code"]["coding"] == [
        {"system": system_url("problems"), "version": "2005-r1", "code": "24", "display": "Huid"}
    ]
    signs = [each["code"][0]["coding"][0]["code"] for each in skin["evidence"]]
    assert signs == ["2401", "2405"]
    assert [each["coding"][0]["code"] for each in skin["category"]] == ["actual", "individual"]
    assert skin["recordedDate"] == "2026-03-01"


def test_a_rating_points_to_its_problem_and_tells_level_and_number(
    engine: Engine, records: list[Record]
) -> None:
    made = bundle(engine, records, lang="en")
    first, loose, later = resources(made, "Observation")

    (scale,) = first["code"]["coding"]
    assert (scale["system"], scale["code"]) == ("https://w3id.org/omaha-system/group", "status")
    (coding,) = first["valueCodeableConcept"]["coding"]
    assert (coding["code"], coding["extension"][0]["valueDecimal"]) == ("status-2", 2)
    assert first["focus"][0]["reference"] == made["entry"][0]["fullUrl"]
    assert "focus" not in loose
    assert later["effectiveDateTime"] == "2026-04-01"


def test_every_code_of_ours_is_a_concept_of_the_system_it_stands_under(
    engine: Engine, records: list[Record]
) -> None:
    systems = systems_by_kind(engine.vocabulary)
    kinds: dict[str, list[str]] = {url: [] for url in systems.values()}
    for concept in engine.vocabulary:
        kinds[systems[concept.kind]].append(concept.code)
    found = list(codings(bundle(engine, records)))

    assert len(found) > 15
    for coding in found:
        assert coding["code"] in kinds[coding["system"]]


def codings(value: Any) -> Iterator[dict[str, Any]]:
    """Every coding under a scheme of ours."""
    if isinstance(value, dict):
        if "/scheme/" in value.get("system", ""):
            yield value
        for inner in value.values():
            yield from codings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from codings(inner)


def test_a_suggestion_stays_one_until_it_is_confirmed(
    engine: Engine, records: list[Record]
) -> None:
    def said(made: dict[str, Any]) -> list[str]:
        plan, request = resources(made, "CarePlan")[0], resources(made, "ServiceRequest")[0]
        condition = resources(made, "Condition")[0]["verificationStatus"]["coding"][0]["code"]
        goal = resources(made, "Goal")[0]["lifecycleStatus"]
        return [condition, resources(made, "Observation")[0]["status"], goal,
                plan["status"], plan["intent"], request["status"], request["intent"]]  # fmt: skip

    assert said(bundle(engine, records)) == [
        "unconfirmed", "preliminary", "proposed", "draft", "proposal", "draft", "proposal",
    ]  # fmt: skip
    assert said(bundle(engine, records, confirmed=True)) == [
        "confirmed", "final", "active", "active", "plan", "active", "plan",
    ]  # fmt: skip


def test_a_site_puts_its_own_codes_beside_ours_when_they_mean_the_same(
    engine: Engine, records: list[Record]
) -> None:
    beside = concept_map(("equivalent", "1"), ("wider", "2"), ("relatedto", "3"), ("equal", "4"))
    skin, other = resources(bundle(engine, records, concept_map=beside), "Condition")

    assert [(c["system"], c["code"]) for c in skin["code"]["coding"]] == [
        (system_url("problems"), "24"),
        (SNOMED, "1"),
        (SNOMED, "4"),
    ]
    assert len(other["code"]["coding"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [[], {}, {"resourceType": "Patient"}, {"resourceType": "ConceptMap", "group": 1},
     {"resourceType": "ConceptMap", "group": [{}]}],
)  # fmt: skip
def test_what_is_no_concept_map_is_refused(engine: Engine, wrong: Any) -> None:
    with pytest.raises(InputError, match="concept_map"):
        to_bundle([], engine.vocabulary, {}, concept_map=wrong)


def test_no_word_of_a_note_goes_along_and_denials_stay_behind(
    engine: Engine, records: list[Record]
) -> None:
    text = json.dumps(bundle(engine, records))

    assert "geheimenis" not in text
    assert '"22"' not in text


def test_the_same_notes_give_the_same_bundle_and_others_other_identifiers(
    engine: Engine, records: list[Record]
) -> None:
    first = bundle(engine, records, subject="Patient/1")

    assert first == bundle(engine, records, subject="Patient/1")
    other = bundle(engine, records, subject="Patient/2")
    urls = [{entry["fullUrl"] for entry in made["entry"]} for made in (first, other)]
    assert urls[0].isdisjoint(urls[1])


def test_what_was_left_out_and_what_made_it_is_told(engine: Engine, records: list[Record]) -> None:
    tags = bundle(engine, records, left_out=True)["meta"]["tag"]

    assert [tag["code"] for tag in tags] == [*dict(engine.versions).values(), "SUBSETTED"]
    (plan,) = resources(bundle(engine, records), "CarePlan")
    assert "onofficiële vertaling" in plan["description"]


def test_a_citizen_service_number_is_no_subject(engine: Engine) -> None:
    with pytest.raises(BsnRefusedError):
        to_bundle([], engine.vocabulary, {}, subject="Patient/111222333")
    with pytest.raises(InputError, match="subject"):
        to_bundle([], engine.vocabulary, {}, subject=" ")
