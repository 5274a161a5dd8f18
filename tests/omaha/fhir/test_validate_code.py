"""$validate-code: each way in which a code can be right or wrong, told where it stands."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.fhir import FhirError, Json
from omaha.fhir.codesystem import STANDARDS_STATUS
from tests.omaha.fhir.conftest import COLOURS, Ask, colours, issues, parameters, told, value_set

URL = COLOURS["url"]
SET = value_set(colours())


def validate(ask: Ask, *sent: Json, wanted: Json | None = SET, **plain: Any) -> Json:
    if wanted is None:
        return ask("CodeSystem/$validate-code", parameters(COLOURS, *sent, **plain))
    return ask("ValueSet/$validate-code", parameters(COLOURS, *sent, valueSet=wanted, **plain))


def coding(code: str, **members: str) -> Json:
    return {"system": URL, "code": code, **members}


@pytest.mark.parametrize(
    "asked",
    [
        {"code": "pink", "system": URL},
        {"code": "pink", "inferSystem": True},
        {"coding": coding("pink")},
        {"codeableConcept": {"coding": [coding("pink")]}},
    ],
)
def test_a_code_is_valid_in_every_form(ask: Ask, asked: dict[str, Any]) -> None:
    found = told(validate(ask, **asked))
    assert found["result"] is True
    assert (found["code"], found["system"], found["version"]) == ("pink", URL, "1.0.0")
    assert found["display"] == "Pink"
    assert "issues" not in found


def test_an_unknown_code_is_told_as_such_and_as_outside(ask: Ask) -> None:
    found = validate(ask, coding=coding("green"))
    assert told(found)["result"] is False
    assert set(issues(found)) == {
        ("error", "not-in-vs", "Coding.code"), ("error", "invalid-code", "Coding.code"),
    }  # fmt: skip
    assert issues(validate(ask, wanted=None, url=URL, code="green")) == [
        ("error", "invalid-code", "code")
    ]


def test_a_known_code_outside_the_value_set(ask: Ask) -> None:
    wanted = value_set(colours(concept=[{"code": "red"}]))
    found = validate(ask, wanted=wanted, code="pink", system=URL)
    assert issues(found) == [("error", "not-in-vs", "code")]
    assert "http://example.org/set" in told(found)["message"]
    assert told(found)["display"] == "Pink"


def test_an_excluded_code_is_outside(ask: Ask) -> None:
    wanted = value_set(colours(), exclude=[colours(("concept", "is-a", "red"))])
    assert told(validate(ask, wanted=wanted, coding=coding("blue")))["result"] is True
    assert told(validate(ask, wanted=wanted, coding=coding("pink")))["result"] is False


def test_of_several_codings_one_will_do_unless_another_is_wrong(ask: Ask) -> None:
    wanted = value_set(colours(concept=[{"code": "red"}]))
    both = {"coding": [coding("pink"), coding("red")], "text": "some red"}
    found = validate(ask, wanted=wanted, codeableConcept=both)
    assert told(found)["result"] is True
    assert told(found)["code"] == "red"
    assert told(found)["codeableConcept"] == both
    assert issues(found) == [
        ("information", "this-code-not-in-vs", "CodeableConcept.coding[0].code")
    ]
    wrong = {"coding": [coding("green"), coding("red")]}
    assert told(validate(ask, wanted=wanted, codeableConcept=wrong))["result"] is False
    none = validate(ask, wanted=wanted, codeableConcept={"coding": [coding("pink")]})
    assert ("error", "not-in-vs", None) in issues(none)
    assert "code" not in told(none)


@pytest.mark.parametrize(
    ("display", "languages", "expected"),
    [
        ("Red", "", None),
        ("rEd", "", None),
        ("Rood", "", None),
        ("gules", "", "error"),
        ("Rood", "nl", None),
        ("Red", "nl", "error"),
        ("Red", "fr", "information"),
        ("Scarlet", "fr", "error"),
    ],
)
def test_displays_are_checked_in_the_languages_asked(
    ask: Ask, display: str, languages: str, expected: str | None
) -> None:
    asked: dict[str, Any] = {"displayLanguage": languages} if languages else {}
    found = validate(ask, coding=coding("red", display=display), **asked)
    levels = [level for level, kind, _ in issues(found) if kind == "invalid-display"]
    assert levels == ([expected] if expected else [])
    assert told(found)["result"] is (expected != "error")
    lenient = validate(
        ask, coding=coding("red", display=display), lenient_display_validation=True, **asked
    )
    assert told(lenient)["result"] is True


def test_spaces_in_a_display_are_told_apart(ask: Ask) -> None:
    named = {**COLOURS, "concept": [{"code": "a", "display": "Deep blue"}]}
    found = ask(
        "CodeSystem/$validate-code", parameters(named, coding=coding("a", display="Deep  blue"))
    )
    assert "Wrong whitespace" in told(found)["message"]


def test_a_display_of_the_value_set_is_valid_there(ask: Ask) -> None:
    wanted = value_set(colours(concept=[{"code": "red", "display": "Crimson"}]))
    found = validate(ask, wanted=wanted, coding=coding("red", display="Crimson"))
    assert told(found)["result"] is True


def test_inactive_codes_are_warned_of_and_refused_where_only_active_ones_count(ask: Ask) -> None:
    warned = validate(ask, coding=coding("rust"))
    assert told(warned)["result"] is True
    assert (told(warned)["inactive"], told(warned)["status"]) == (True, "retired")
    assert issues(warned) == [("warning", "code-comment", "Coding")]
    strict = value_set(colours(), inactive=False)
    for found in (
        validate(ask, coding=coding("rust"), activeOnly=True),
        validate(ask, wanted=strict, coding=coding("rust")),
    ):
        assert told(found)["result"] is False
        assert ("error", "code-rule", "Coding.code") in issues(found)
        assert ("error", "not-in-vs", "Coding.code") in issues(found)


def test_abstract_codes_are_refused_when_asked(ask: Ask) -> None:
    assert told(validate(ask, coding=coding("red")))["result"] is True
    found = validate(ask, coding=coding("red"), abstract=False)
    assert ("error", "code-rule", "Coding.code") in issues(found)


def test_deprecated_codes_are_warned_of(ask: Ask) -> None:
    url = "http://hl7.org/fhir/StructureDefinition/"
    status = {"url": url + "structuredefinition-standards-status", "valueCode": "deprecated"}
    old = {"code": "a", "extension": [status]}
    system = {**COLOURS, "concept": [old, {"code": "b"}]}
    found = ask("ValueSet/$validate-code", parameters(system, valueSet=SET, coding=coding("a")))
    assert issues(found) == [("warning", "code-comment", "Coding")]
    assert told(found)["status"] == "deprecated"
    mark = {"url": url + "valueset-deprecated", "valueBoolean": True}
    wanted = value_set(colours(concept=[{"code": "b", "extension": [mark]}]))
    found = ask("ValueSet/$validate-code", parameters(system, valueSet=wanted, coding=coding("b")))
    assert "marked with a status of deprecated" in told(found)["message"]


@pytest.mark.parametrize(
    ("mark", "inactive", "status", "says"),
    [
        ({"property": [{"code": "status", "valueCode": "deprecated"}]}, None, "deprecated",
         "is deprecated"),
        ({"property": [{"code": "deprecated", "valueDateTime": "2020-01-01"}]}, None,
         "deprecated", "is deprecated"),
        ({"property": [{"code": "deprecated", "valueBoolean": False}]}, None, None, None),
        ({"extension": [{"url": STANDARDS_STATUS, "valueCode": "withdrawn"}]}, True, "withdrawn",
         "a status of withdrawn and inactive"),
        ({"property": [{"code": "inactive", "valueBoolean": True}]}, True, None,
         "a status of inactive"),
    ],
)  # fmt: skip
def test_every_way_to_take_a_code_out_of_use_is_told(
    ask: Ask, mark: Json, inactive: bool | None, status: str | None, says: str | None
) -> None:
    system = {**COLOURS, "concept": [{"code": "a", **mark}]}
    found = told(
        ask("ValueSet/$validate-code", parameters(system, valueSet=SET, coding=coding("a")))
    )
    assert found["result"] is True
    assert (found.get("inactive"), found.get("status")) == (inactive, status)
    assert (says or "") in found.get("message", "")
    (shown,) = ask("ValueSet/$expand", parameters(system, valueSet=SET))["expansion"]["contains"]
    told_status = status or ("inactive" if inactive else None)
    assert shown.get("inactive") is inactive
    assert shown.get("property") == (
        [{"code": "status", "valueCode": told_status}] if told_status else None
    )


def test_a_value_set_may_withdraw_a_code(ask: Ask) -> None:
    mark = {"url": STANDARDS_STATUS, "valueCode": "withdrawn"}
    wanted = value_set(colours(concept=[{"code": "blue", "extension": [mark]}]))
    found = validate(ask, wanted=wanted, coding=coding("blue"))
    assert "marked with a status of withdrawn" in told(found)["message"]
    assert "inactive" not in told(found)


def test_a_display_that_was_right_once_is_warned_of_and_never_chosen(ask: Ask) -> None:
    mark = {"url": STANDARDS_STATUS, "valueCode": "withdrawn"}
    texts = [{"language": "nl", "value": "Karmijn", "extension": [mark]},
             {"language": "nl", "value": "Rood"}]  # fmt: skip
    system = {**COLOURS, "concept": [{"code": "red", "display": "Red", "designation": texts}]}
    asked = parameters(
        system, valueSet=SET, coding=coding("red", display="Karmijn"), displayLanguage="nl"
    )
    found = ask("ValueSet/$validate-code", asked)
    assert (told(found)["result"], told(found)["display"]) == (True, "Rood")
    assert issues(found) == [("warning", "display-comment", "Coding.display")]
    assert "The correct display is 'Rood'" in told(found)["message"]


def test_other_case_is_normalised_where_case_does_not_count(ask: Ask) -> None:
    loose = {**COLOURS, "caseSensitive": False}
    found = ask("ValueSet/$validate-code", parameters(loose, valueSet=SET, coding=coding("RED")))
    assert told(found)["result"] is True
    assert told(found)["normalized-code"] == "red"
    assert issues(found) == [("information", "code-rule", "Coding.code")]
    assert told(validate(ask, coding=coding("RED")))["result"] is False


def test_a_fragment_leaves_unknown_codes_open(ask: Ask) -> None:
    part = {**COLOURS, "content": "fragment"}
    found = ask("ValueSet/$validate-code", parameters(part, valueSet=SET, coding=coding("green")))
    assert told(found)["result"] is True
    assert issues(found) == [("warning", "invalid-code", "Coding.code")]
    listed = value_set(colours(concept=[{"code": "red"}]))
    asked = parameters(part, valueSet=listed, coding=coding("green"))
    found = ask("ValueSet/$validate-code", asked)
    assert told(found)["result"] is False


def test_standing_of_what_was_used_is_told(ask: Ask) -> None:
    draft = {**COLOURS, "status": "draft"}
    found = ask("ValueSet/$validate-code", parameters(draft, valueSet=SET, coding=coding("blue")))
    assert told(found)["result"] is True
    assert issues(found) == [("information", "status-check", None)]
    assert "message" not in told(found)


@pytest.mark.parametrize(
    ("system", "kind"),
    [
        ("http://example.org/none", "not-found"),
        ("http://example.org/other", "invalid-data"),
        ("http://s", "invalid-data"),
        ("colours", "invalid-data"),
    ],
)
def test_a_system_that_is_none_is_told_at_its_place(ask: Ask, system: str, kind: str) -> None:
    other = value_set(colours(), url="http://example.org/other")
    extra = {"resourceType": "CodeSystem", "url": "http://s", "content": "supplement",
             "supplements": URL}  # fmt: skip
    found = validate(ask, other, extra, coding={"system": system, "code": "red"})
    assert ("error", kind, "Coding.system") in issues(found)
    assert ("error", "not-in-vs", "Coding.code") in issues(found)
    assert ("x-unknown-system" in told(found)) is (system in ("http://example.org/none", "colours"))


def test_a_coding_without_system_is_warned_of(ask: Ask) -> None:
    found = validate(ask, coding={"code": "red"})
    assert ("warning", "invalid-data", "Coding") in issues(found)
    assert told(found)["result"] is False


def test_a_value_set_that_lacks_a_system_leaves_the_question_open(ask: Ask) -> None:
    wanted = value_set({"system": "http://example.org/none"})
    found = validate(ask, wanted=wanted, coding={"system": "http://example.org/none", "code": "a"})
    assert told(found)["x-caused-by-unknown-system"] == "http://example.org/none"
    assert issues(found) == [("error", "not-found", "Coding.system")]


def test_an_import_that_is_not_there_is_told_in_the_answer(ask: Ask) -> None:
    wanted = value_set({"valueSet": ["http://example.org/none"]})
    found = validate(ask, wanted=wanted, coding=coding("red"))
    assert told(found)["result"] is False
    assert issues(found) == [("error", "not-found", None)]


def test_versions_that_differ_are_told(ask: Ask) -> None:
    newer = {**COLOURS, "version": "2.0.0"}
    fixed = value_set(colours(version="1.0.0"))
    found = validate(ask, newer, wanted=fixed, coding=coding("red", version="2.0.0"))
    assert issues(found) == [("error", "vs-invalid", "Coding.version")]
    missing = validate(ask, newer, coding=coding("red", version="3.0.0"))
    assert told(missing)["result"] is False
    assert "Valid versions: 1.0.0 or 2.0.0" in told(missing)["message"]
    assert told(validate(ask, newer, coding=coding("red")))["version"] == "2.0.0"
    first = validate(ask, newer, coding=coding("red", version="1.0.0"))
    assert (told(first)["result"], told(first)["version"]) == (True, "1.0.0")


def test_versions_differ_only_when_none_of_the_value_set_fits(ask: Ask) -> None:
    newer = {**COLOURS, "version": "2.0.0"}
    both = value_set(colours(concept=[{"code": "blue"}], version="1.0.0"), colours(version="2.0.0"))
    asked = coding("red", version="1.0.0")
    assert issues(validate(ask, newer, wanted=both, coding=asked)) == [
        ("error", "not-in-vs", "Coding.code")
    ]
    assert told(validate(ask, newer, wanted=both, coding=coding("red")))["version"] == "2.0.0"
    several = {"coding": [coding("red", version="3"), coding("red", version="2.0.0")]}
    found = issues(validate(ask, newer, wanted=both, codeableConcept=several))
    assert [where for _, kind, where in found if kind == "vs-invalid"] == [
        "CodeableConcept.coding[0].version"
    ]


def test_a_code_of_several_systems_cannot_be_inferred(ask: Ask) -> None:
    other = {**COLOURS, "url": "http://example.org/paints"}
    wanted = value_set(colours(), {"system": other["url"]})
    found = validate(ask, other, wanted=wanted, code="red", inferSystem=True)
    assert ("error", "cannot-infer", "code") in issues(found)
    assert "multiple matches" in told(found)["message"]


def test_membership_alone_can_be_asked(ask: Ask) -> None:
    wrong = coding("red", display="Wrong")
    assert issues(validate(ask, coding=wrong)) == [("error", "invalid-display", "Coding.display")]
    assert issues(validate(ask, coding=wrong, valueset_membership_only=True)) == []
    outside = validate(ask, coding=coding("green"), valueset_membership_only=True)
    assert issues(outside) == [("error", "not-in-vs", "Coding.code")]


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("ValueSet/$validate-code", {"url": "http://none", "code": "a", "system": URL}, 404),
        ("ValueSet/$validate-code", {"code": "a", "system": URL}, 400),
        ("ValueSet/$validate-code", {"url": "x", "code": "a"}, 400),
        ("ValueSet/$validate-code", {"url": "x", "code": "a", "system": URL, "sytem": "b"}, 400),
        ("CodeSystem/$validate-code", {"code": "a"}, 400),
        ("CodeSystem/$validate-code", {"url": URL, "coding": {"system": "b", "code": "a"}}, 400),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_refused(
    ask: Ask, path: str, asked: dict[str, Any], status: int
) -> None:
    with pytest.raises(FhirError) as refused:
        ask(path, parameters(COLOURS, **asked))
    assert refused.value.http_status == status


def test_ours_by_address_and_by_resource(ask: Ask) -> None:
    assert told(ask("CodeSystem/omaha-problems/$validate-code", code="24"))["display"] == "Skin"
    assert told(ask("ValueSet/omaha-problems/$validate-code", code="24", inferSystem="true"))[
        "result"
    ]
    assert not told(ask("ValueSet/omaha-problems/$validate-code", code="2401", inferSystem="true"))[
        "result"
    ]
    with pytest.raises(FhirError, match="the address names it"):
        ask("ValueSet/omaha-problems/$validate-code", code="24", url="http://a")
