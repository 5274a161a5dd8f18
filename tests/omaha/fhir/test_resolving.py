"""Several versions of one code system or value set in one request, and who decides between them."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.fhir import FhirError, Json
from tests.omaha.fhir.conftest import Ask, codes, issues, parameters, told, value_set

SYSTEM, INNER, OUTER = "http://example.org/c", "http://example.org/in", "http://example.org/out"


def system(version: str, *found: str, **members: Any) -> Json:
    return {
        "resourceType": "CodeSystem", "url": SYSTEM, "version": version, "status": "active",
        "content": "complete", "caseSensitive": True, **members,
        "concept": [{"code": code, "display": f"{code} of {version}"} for code in found],
    }  # fmt: skip


FIRST, SECOND = system("1.0.0", "a", "old"), system("2.0.0", "a", "new")
ONE = value_set({"system": SYSTEM, "concept": [{"code": "old"}]}, url=INNER, version="1.0.0")
TWO = value_set({"system": SYSTEM, "concept": [{"code": "new"}]}, url=INNER, version="2.0.0")
BOTH_SYSTEMS = {"system": SYSTEM, "version": "*"}


def including(**members: Any) -> Json:
    return value_set({"system": SYSTEM, **members}, url=OUTER)


def expand(ask: Ask, wanted: Json, *sent: Json, **plain: Any) -> Json:
    sent = (FIRST, SECOND, wanted, *sent)
    return ask("ValueSet/$expand", parameters(*sent, url=wanted["url"], **plain))


def validate(ask: Ask, wanted: Json, *sent: Json, **plain: Any) -> Json:
    sent = (FIRST, SECOND, wanted, *sent)
    return ask("ValueSet/$validate-code", parameters(*sent, url=wanted["url"], **plain))


@pytest.mark.parametrize(
    ("reference", "asked", "found"),
    [
        (INNER, {}, ["new"]),
        (f"{INNER}|1.0.0", {}, ["old"]),
        (INNER, {"default_valueset_version": f"{INNER}|1.x.x"}, ["old"]),
        (f"{INNER}|2.0.0", {"default_valueset_version": f"{INNER}|1.0.0"}, ["new"]),
        (f"{INNER}|2.0.0", {"force_valueset_version": f"{INNER}|1.0.0"}, ["old"]),
        (INNER, {"check_valueset_version": f"{INNER}|1.0.0"}, ["old"]),
    ],
)
def test_a_request_decides_about_versions_of_value_sets(
    ask: Ask, reference: str, asked: dict[str, Any], found: list[str]
) -> None:
    every = value_set(BOTH_SYSTEMS, url="http://example.org/every")
    one = {**ONE, "compose": {"include": [{**ONE["compose"]["include"][0], "version": "1.0.0"}]}}
    sent = (FIRST, SECOND, one, TWO, every)
    outer = value_set({"valueSet": [reference]}, url=OUTER)
    assert codes(ask("ValueSet/$expand", parameters(*sent, url=reference, **asked))) == found
    answer = expand(ask, outer, one, TWO, **asked)
    assert codes(answer) == found
    told_version = "1.0.0" if found == ["old"] else "2.0.0"
    assert {"name": "used-valueset", "valueUri": f"{INNER}|{told_version}"} in answer["expansion"][
        "parameter"
    ]
    answer = validate(ask, outer, one, TWO, coding={"system": SYSTEM, "code": found[0]}, **asked)
    assert told(answer)["result"] is True


@pytest.mark.parametrize("operation", ["$expand", "$validate-code"])
def test_a_version_that_is_not_allowed_is_refused(ask: Ask, operation: str) -> None:
    outer = value_set({"valueSet": [f"{INNER}|2.0.0"]}, url=OUTER)
    asked = parameters(
        FIRST, SECOND, TWO, outer, url=OUTER, check_valueset_version=f"{INNER}|1.0.0",
        **({} if operation == "$expand" else {"coding": {"system": SYSTEM, "code": "new"}}),
    )  # fmt: skip
    with pytest.raises(FhirError, match="not allowed for value set") as refused:
        ask(f"ValueSet/{operation}", asked)
    assert issues(refused.value.outcome) == [("error", "version-error", None)]


@pytest.mark.parametrize("name", ["force_system_version", "default_valueset_version"])
def test_two_versions_for_one_url_are_refused(ask: Ask, name: str) -> None:
    url = SYSTEM if "system" in name else INNER
    with pytest.raises(FhirError, match="multiple versions"):
        expand(ask, including(), ONE, TWO, **{name: [f"{url}|1.0.0", f"{url}|2.0.0"]})


def test_an_import_in_a_version_that_is_not_there_is_named(ask: Ask) -> None:
    with pytest.raises(FhirError, match=r"included value set '.*/in' version '9'"):
        expand(ask, value_set({"valueSet": [f"{INNER}|9"]}, url=OUTER), ONE)
    outer = value_set({"system": SYSTEM}, exclude=[{"valueSet": [f"{INNER}|9"]}], url=OUTER)
    with pytest.raises(FhirError, match="excluded value set"):
        expand(ask, outer, ONE)


def test_every_version_is_meant_by_an_asterisk(ask: Ask) -> None:
    wanted = including(version="*")
    assert codes(expand(ask, wanted)) == ["a", "new", "old"]
    for code, version in (("a", "2.0.0"), ("old", "1.0.0")):
        answer = told(validate(ask, wanted, coding={"system": SYSTEM, "code": code}))
        assert (answer["result"], answer["version"]) == (True, version)


@pytest.mark.parametrize(
    ("included", "given", "found"),
    [
        ("1.0.0", "2.0.0", {"vs-invalid"}),
        ("1.x.x", "2.0.0", {"vs-invalid"}),
        ("1.0.0", "3.0.0", {"not-found", "vs-invalid"}),
        ("3.0.0", None, {"not-found"}),
        ("3.0.0", "1.0.0", {"not-found", "vs-invalid"}),
        (None, "3.0.0", {"not-found"}),
        (None, "1.0.0", set()),
    ],
)
def test_versions_of_a_coding_and_of_the_value_set_are_compared(
    ask: Ask, included: str | None, given: str | None, found: set[str]
) -> None:
    wanted = including(**({"version": included} if included else {}))
    coding = {"system": SYSTEM, "code": "a", **({"version": given} if given else {})}
    answer = validate(ask, wanted, coding=coding)
    assert {kind for _, kind, _ in issues(answer)} == found
    assert told(answer)["result"] is not bool(found)
    if included == "3.0.0":
        assert told(answer)["x-caused-by-unknown-system"] == f"{SYSTEM}|3.0.0"
    if included == "1.x.x":
        assert "version '1.0.0' resulting from the version '1.x.x'" in told(answer)["message"]


def test_a_display_is_right_in_any_version_that_is_included(ask: Ask) -> None:
    both = [{"system": SYSTEM, "version": each} for each in ("1.0.0", "2.0.0")]
    for wanted, given, found in (
        (value_set(*both, url=OUTER), None, "2.0.0"),
        (value_set(*both, url=OUTER), "1.0.0", None),
        (value_set(both[0], url=OUTER), None, None),
    ):
        coding = {"system": SYSTEM, "code": "a", "display": "a of 2.0.0"}
        coding |= {"version": given} if given else {}
        answer = told(validate(ask, wanted, coding=coding))
        assert answer["result"] is (found is not None)
        assert answer["version"] == (found or "1.0.0")


def test_a_missing_version_of_one_coding_is_not_told_of_another(ask: Ask) -> None:
    concept = {
        "coding": [
            {"system": SYSTEM, "code": "a", "version": "3.0.0"},
            {"system": SYSTEM, "code": "nothing", "version": "2.0.0"},
        ]
    }
    found = issues(validate(ask, including(), codeableConcept=concept))
    assert ("error", "not-found", "CodeableConcept.coding[0].system") in found
    assert ("error", "not-found", "CodeableConcept.coding[1].system") not in found


def test_a_check_is_on_the_version_that_the_value_set_has(ask: Ask) -> None:
    coding = {"system": SYSTEM, "code": "old"}
    answer = validate(
        ask, including(version="2.0.0"), coding=coding, check_system_version=f"{SYSTEM}|1.0.0"
    )
    assert ("error", "version-error", "Coding.version") in issues(answer)
    assert told(answer)["version"] == "2.0.0"


def test_a_code_that_needs_a_version_is_not_valid_without(ask: Ask) -> None:
    needing = system("1.0.0", "a", versionNeeded=True)
    for version, result in ((None, False), ("1.0.0", True)):
        coding = {"system": SYSTEM, "code": "a", **({"version": version} if version else {})}
        answer = ask("CodeSystem/$validate-code", parameters(needing, coding=coding))
        assert told(answer)["result"] is result


@pytest.mark.parametrize("content", ["example", "not-present"])
def test_examples_of_codes_decide_nothing(ask: Ask, content: str) -> None:
    sent = system("1.0.0", "a", content=content)
    with pytest.raises(FhirError, match="doesn't provide any codes"):
        ask("ValueSet/$expand", parameters(sent, including(), url=OUTER))
    answer = ask("CodeSystem/$validate-code", parameters(sent, url=SYSTEM, code="a"))
    assert told(answer)["result"] is False
    assert issues(answer) == [("error", "not-found", "system")]


def test_a_supplement_is_no_code_system(ask: Ask) -> None:
    sent = {**system("1", "a"), "url": "http://example.org/s", "content": "supplement",
            "supplements": SYSTEM}  # fmt: skip
    wanted = value_set({"system": "http://example.org/s"}, url=OUTER)
    with pytest.raises(FhirError, match=f"underlying CodeSystem '{SYSTEM}'"):
        expand(ask, wanted, sent)
    with pytest.raises(FhirError, match="is a supplement"):
        ask("CodeSystem/$lookup", parameters(sent, system="http://example.org/s", code="a"))
