"""Supplements: what they add to each operation, and what is said when one cannot be used."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.fhir import FhirError, Json
from omaha.fhir.codesystem import GLOBAL_LANGUAGE_PACK
from omaha.fhir.valueset import SUPPLEMENT
from tests.omaha.fhir.conftest import COLOURS, Ask, colours, issues, parameters, told, value_set

URL = "http://example.org/paint"
PAINT: Json = {
    "resourceType": "CodeSystem", "url": URL, "version": "3", "status": "active",
    "content": "supplement", "supplements": COLOURS["url"], "language": "nl",
    "property": [{"code": "tin", "uri": "http://example.org/tin", "type": "string"}],
    "concept": [
        {"code": "pink", "designation": [{"language": "nl", "value": "Roze"}],
         "property": [{"code": "tin", "valueString": "large"}]}],
}  # fmt: skip
DEMAND = {"url": SUPPLEMENT, "valueCanonical": URL}
DEMANDING = {**value_set(colours(), url="http://example.org/demanding"), "extension": [DEMAND]}
IMPORTING = value_set({"valueSet": [DEMANDING["url"]]}, url="http://example.org/importing")
PLAIN = value_set(colours(), url="http://example.org/plain")
PINK = {"system": COLOURS["url"], "code": "pink", "display": "Roze"}


def asks(wanted: Json, *sent: Json, **plain: Any) -> Json:
    return parameters(COLOURS, DEMANDING, wanted, *sent, url=wanted["url"], **plain)


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        (DEMANDING, {}),
        (IMPORTING, {}),
        (PLAIN, {"useSupplement": URL}),
        (PLAIN, {"useSupplement": f"{URL}|3"}),
    ],
)
def test_a_supplement_counts_wherever_it_is_asked_for(
    ask: Ask, wanted: Json, asked: dict[str, Any]
) -> None:
    body = asks(wanted, PAINT, displayLanguage="nl", property="tin", excludeNested=True, **asked)
    expansion = ask("ValueSet/$expand", body)["expansion"]
    pink = next(each for each in expansion["contains"] if each["code"] == "pink")
    assert pink["display"] == "Roze"
    assert pink["property"] == [{"code": "tin", "valueString": "large"}]
    assert {"code": "tin", "uri": "http://example.org/tin"} in expansion["property"]
    assert {"name": "used-supplement", "valueUri": f"{URL}|3"} in expansion["parameter"]
    found = ask("ValueSet/$validate-code", asks(wanted, PAINT, coding=PINK, **asked))
    assert told(found)["result"] is True


def test_a_supplement_that_nobody_asks_for_changes_nothing(ask: Ask) -> None:
    found = ask("ValueSet/$validate-code", asks(PLAIN, PAINT, coding=PINK))
    assert issues(found) == [("error", "invalid-display", "Coding.display")]


def test_a_global_language_pack_asks_for_itself(ask: Ask) -> None:
    pack = {**PAINT, "extension": [{"url": GLOBAL_LANGUAGE_PACK, "valueBoolean": True}]}
    body = asks(PLAIN, pack, displayLanguage="nl", excludeNested=True)
    expansion = ask("ValueSet/$expand", body)["expansion"]
    assert "Roze" in [each["display"] for each in expansion["contains"]]
    assert {"name": "used-supplement", "valueUri": f"{URL}|3"} in expansion["parameter"]
    found = ask("ValueSet/$validate-code", asks(PLAIN, pack, coding=PINK))
    assert told(found)["result"] is True
    other = {**pack, "supplements": COLOURS["url"] + "|9"}
    assert ask("ValueSet/$expand", asks(PLAIN, other))["expansion"]["total"] == 4


def test_lookup_tells_what_a_supplement_adds(ask: Ask) -> None:
    asked = parameters(
        COLOURS, PAINT, system=COLOURS["url"], code="pink", useSupplement=URL, displayLanguage="nl"
    )
    found = ask("CodeSystem/$lookup", asked)
    assert (told(found)["display"], told(found)["used-supplement"]) == ("Roze", f"{URL}|3")
    parts = [each["part"] for each in found["parameter"] if each["name"] == "property"]
    assert [
        {"name": "code", "valueCode": "tin"},
        {"name": "value", "valueString": "large"},
    ] in parts


@pytest.mark.parametrize("sent", [[], [{**PAINT, "supplements": COLOURS["url"] + "|9"}]])
@pytest.mark.parametrize("wanted", [DEMANDING, IMPORTING])
def test_a_supplement_that_is_needed_and_cannot_be_used_is_told(
    ask: Ask, sent: list[Json], wanted: Json
) -> None:
    with pytest.raises(FhirError, match=f"Required supplement not found: {URL}") as refused:
        ask("ValueSet/$expand", asks(wanted, *sent))
    assert issues(refused.value.outcome) == [("error", "not-found", None)]
    for form in ({"coding": PINK}, {"codeableConcept": {"coding": [PINK]}}):
        found = ask("ValueSet/$validate-code", asks(wanted, *sent, **form))
        assert told(found)["result"] is False
        assert told(found)["x-caused-by-unknown-system"] == URL
        assert issues(found) == [("error", "not-found", None)]


@pytest.mark.parametrize("operation", ["$expand", "$validate-code"])
@pytest.mark.parametrize("wanted", [DEMANDING, PLAIN])
def test_a_supplement_that_the_request_names_and_is_not_here_is_an_error(
    ask: Ask, operation: str, wanted: Json
) -> None:
    plain = {} if operation == "$expand" else {"coding": PINK}
    with pytest.raises(FhirError, match="Required supplement"):
        ask(f"ValueSet/{operation}", asks(wanted, useSupplement="http://example.org/no", **plain))
