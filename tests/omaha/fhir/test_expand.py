"""$expand: what belongs to a value set, and how it is shown."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.fhir import FhirError, Json
from omaha.fhir.valueset import EXPANSION_PARAMETER
from omaha.loading import Engine
from tests.omaha.fhir.conftest import COLOURS, Ask, codes, colours, parameters, value_set

PATH = "ValueSet/$expand"
OURS = "https://w3id.org/omaha-system/"
SIGNS = OURS + "ValueSet/signs"


def expand(ask: Ask, wanted: Json, *sent: Json, **plain: Any) -> Json:
    return ask(PATH, parameters(COLOURS, *sent, valueSet=wanted, **plain))


def test_a_tree_comes_as_a_tree_and_flat_when_asked(ask: Ask) -> None:
    tree = expand(ask, value_set(colours()))["expansion"]
    assert [each["code"] for each in tree["contains"]] == ["red", "blue"]
    assert [each["code"] for each in tree["contains"][0]["contains"]] == ["pink", "rust"]
    flat = expand(ask, value_set(colours()), excludeNested=True)["expansion"]
    assert [each["code"] for each in flat["contains"]] == ["red", "pink", "rust", "blue"]
    assert tree["total"] == flat["total"] == 4


def test_concepts_say_that_they_are_abstract_or_inactive(ask: Ask) -> None:
    red, _, rust, _ = expand(ask, value_set(colours()), excludeNested=True)["expansion"]["contains"]
    assert red["abstract"] is True
    assert rust["inactive"] is True


@pytest.mark.parametrize("how", ["asked", "said"])
def test_inactive_concepts_are_left_out_when_asked_or_said(ask: Ask, how: str) -> None:
    wanted = value_set(colours(), **({"inactive": False} if how == "said" else {}))
    plain = {"activeOnly": True} if how == "asked" else {}
    assert codes(expand(ask, wanted, **plain)) == ["red", "pink", "blue"]


def test_includes_are_joined_and_excludes_taken_out(ask: Ask) -> None:
    wanted = value_set(
        colours(("concept", "is-a", "red")), colours(concept=[{"code": "blue"}]),
        exclude=[colours(concept=[{"code": "pink"}, {"code": "nothing"}])],
    )  # fmt: skip
    assert codes(expand(ask, wanted)) == ["red", "rust", "blue"]


def test_all_may_be_excluded(ask: Ask) -> None:
    found = expand(ask, value_set(colours(), exclude=[colours()]))["expansion"]
    assert found["total"] == 0
    assert "contains" not in found


def test_parts_of_an_include_must_all_hold(ask: Ask) -> None:
    warm = value_set(colours(("warm", "=", "true")), url="http://example.org/warm")
    both = value_set(colours(("concept", "descendent-of", "red"), valueSet=[warm["url"]]))
    found = expand(ask, both, warm)
    assert codes(found) == ["pink"]
    told = [(each["name"], each.get("valueUri")) for each in found["expansion"]["parameter"]]
    assert ("used-valueset", warm["url"]) in told
    assert ("used-codesystem", "http://example.org/colours|1.0.0") in told


def test_a_contained_value_set_is_found(ask: Ask) -> None:
    inner = {**value_set(colours(concept=[{"code": "blue"}])), "id": "one"}
    assert codes(expand(ask, value_set({"valueSet": ["#one"]}, contained=[inner]))) == ["blue"]


def test_a_circle_of_value_sets_is_refused(ask: Ask) -> None:
    names = ("http://example.org/a", "http://example.org/b")
    sets = [value_set({"valueSet": [names[1 - n]]}, url=names[n]) for n in (0, 1)]
    with pytest.raises(FhirError, match="Cyclic reference") as refused:
        expand(ask, sets[0], *sets)
    assert refused.value.http_status == 422


def test_value_sets_that_multiply_are_worked_out_once_each(ask: Ask) -> None:
    sets = [value_set(colours(), url="http://example.org/0")]
    for n in range(1, 30):
        below = {"valueSet": [f"http://example.org/{n - 1}"]}
        sets.append(value_set(below, below, url=f"http://example.org/{n}"))
    assert len(codes(expand(ask, sets[-1], *sets))) == 4


def test_work_has_its_limit(ask: Ask) -> None:
    many = {**COLOURS, "concept": [{"code": str(n)} for n in range(20_000)]}
    wanted = value_set(*[colours(("concept", "is-not-a", "1")) for _ in range(200)])
    for path, more in (("$expand", {}), ("$validate-code", {"coding": {**colours(), "code": "1"}})):
        with pytest.raises(FhirError, match="more than 3000000 concepts") as refused:
            ask(f"ValueSet/{path}", parameters(many, valueSet=wanted, **more))
        assert refused.value.issues[0].code == "too-costly"


def test_pages_are_flat_and_total_stays(ask: Ask) -> None:
    found = expand(ask, value_set(colours()), count=2, offset=1)["expansion"]
    assert [each["code"] for each in found["contains"]] == ["pink", "rust"]
    assert (found["total"], found["offset"]) == (4, 1)
    assert "contains" not in expand(ask, value_set(colours()), count=0)["expansion"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Red", "Blue"]),
        ({"displayLanguage": "nl"}, ["Rood", "Blauw"]),
        ({"displayLanguage": "nl-NL"}, ["Rood", "Blue"]),
        ({"displayLanguage": "fr"}, ["Red", "Blue"]),
        ({"displayLanguage": "fr,nl;q=0.5"}, ["Rood", "Blauw"]),
        ({"displayLanguage": "nl-NL, *;q=0"}, ["Rood", None]),
    ],
)
def test_displays_are_in_the_language_asked(
    ask: Ask, asked: dict[str, str], expected: list[str | None]
) -> None:
    wanted = value_set(colours(concept=[{"code": "red"}, {"code": "blue"}]))
    contains = expand(ask, wanted, **asked)["expansion"]["contains"]
    assert [each.get("display") for each in contains] == expected


def test_the_value_set_and_the_header_may_say_the_language(ask: Ask) -> None:
    url = "http://hl7.org/fhir/StructureDefinition/valueset-expansion-parameter"
    fixed = {"url": url, "extension": [{"url": "name", "valueCode": "displayLanguage"},
                                       {"url": "value", "valueCode": "nl"}]}  # fmt: skip
    wanted = value_set(colours(concept=[{"code": "red"}]), extension=[fixed])
    body = parameters(COLOURS, valueSet=wanted)
    for language, display in ((None, "Rood"), ("en", "Red")):
        found = ask(PATH, body, language=language)
        assert found["expansion"]["contains"][0]["display"] == display
    spoken = value_set(colours(concept=[{"code": "red"}]), language="nl")
    assert expand(ask, spoken)["expansion"]["contains"][0]["display"] == "Rood"


def test_what_the_value_set_calls_a_concept_goes_before(ask: Ask) -> None:
    wanted = value_set(colours(concept=[{"code": "red", "display": "Crimson"}]))
    assert expand(ask, wanted)["expansion"]["contains"][0]["display"] == "Crimson"


def test_designations_and_properties_come_when_asked(ask: Ask) -> None:
    wanted = value_set(colours(concept=[{"code": "red"}]))
    plain = expand(ask, wanted)["expansion"]["contains"][0]
    assert "designation" not in plain
    assert "property" not in plain
    full = expand(ask, wanted, includeDesignations=True, property=["definition", "warm", "child"])[
        "expansion"
    ]
    assert [each["value"] for each in full["contains"][0]["designation"]] == ["Rood", "gules"]
    assert [
        (p["code"], p.get("valueString") or p.get("valueCode") or p.get("valueBoolean"))
        for p in full["contains"][0]["property"]
    ] == [("definition", "As blood"), ("warm", True), ("child", "pink"), ("child", "rust")]
    assert {each["code"] for each in full["property"]} == {"definition", "warm", "child"}
    dutch = expand(ask, wanted, designation="urn:ietf:bcp:47|nl")["expansion"]["contains"][0]
    assert [each["value"] for each in dutch["designation"]] == ["Rood"]


def test_versions_show_when_a_value_set_has_several(ask: Ask) -> None:
    older = {**COLOURS, "version": "0.9.0", "concept": [{"code": "teal", "display": "Teal"}]}
    wanted = value_set(colours(version="0.9.0"), colours(concept=[{"code": "red"}], version="1.x"))
    found = expand(ask, wanted, older)["expansion"]["contains"]
    assert [(each["version"], each["code"]) for each in found] == [
        ("0.9.0", "teal"), ("1.0.0", "red"),
    ]  # fmt: skip


def test_a_request_decides_about_versions(ask: Ask) -> None:
    older = {**COLOURS, "version": "0.9.0", "concept": [{"code": "teal", "display": "Teal"}]}
    open_set, fixed = value_set(colours()), value_set(colours(version="1.0.0"))
    url = COLOURS["url"]
    assert "red" in codes(expand(ask, open_set, older))
    assert codes(expand(ask, open_set, older, system_version=f"{url}|0.9.0")) == ["teal"]
    assert "red" in codes(expand(ask, fixed, older, system_version=f"{url}|0.9.0"))
    assert codes(expand(ask, fixed, older, force_system_version=f"{url}|0.9.0")) == ["teal"]
    with pytest.raises(FhirError, match="required to be '0.9.0'"):
        expand(ask, fixed, older, check_system_version=f"{url}|0.9.0")


def test_fragments_and_drafts_are_named(ask: Ask) -> None:
    part = {**COLOURS, "content": "fragment", "status": "draft"}
    found = ask(PATH, parameters(part, valueSet=value_set(colours())))
    told = {each["name"] for each in found["expansion"]["parameter"]}
    assert {"fragment", "warning-draft"} <= told


@pytest.mark.parametrize(
    ("include", "status", "says"),
    [
        ({"system": "http://example.org/none"}, 404, "could not be found"),
        ({"system": COLOURS["url"], "version": "9"}, 404, "Valid versions: 1.0.0"),
        ({"valueSet": ["http://example.org/none"]}, 404, "included value set"),
        ({"valueSet": [COLOURS["url"]]}, 404, "actually a code system"),
        (colours(("warm", "likes", "true")), 422, "not supported"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(
    ask: Ask, include: Json, status: int, says: str
) -> None:
    with pytest.raises(FhirError, match=says) as refused:
        expand(ask, value_set(include))
    assert refused.value.http_status == status


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"useSupplement": "http://example.org/none"}, "Required supplement not found"),
        ({"date": "2020-01-01"}, "'date' is not supported"),
        ({"displaylanguage": "nl"}, "is 'displayLanguage' meant"),
        ({"activeOnly": "yes"}, "use true or false"),
        ({"count": "-1"}, "use a whole number"),
        ({"displayLanguage": "nl;q=x"}, "Invalid displayLanguage"),
        ({"system-version": "http://a"}, "use system|version"),
    ],
)
def test_what_would_change_the_answer_is_never_left_aside(
    ask: Ask, asked: dict[str, str], says: str
) -> None:
    with pytest.raises(FhirError, match=says.replace("|", r"\|")):
        ask(PATH, url=SIGNS, **{name.replace("-", "__"): v for name, v in asked.items()})


def test_our_signs_are_all_there_in_both_languages(ask: Ask, engine: Engine) -> None:
    signs = engine.vocabulary.of_kind("sign")
    for language in ("en", "nl"):
        found = ask(PATH, url=SIGNS, displayLanguage=language)["expansion"]
        assert [(c["code"], c["display"]) for c in found["contains"]] == [
            (each.code, each.display(language)) for each in signs
        ]
    told = {each["name"] for each in found["parameter"]}
    assert "used-supplement" in told


def test_words_find_ours_best_first_with_errors_in_them(ask: Ask) -> None:
    found = ask(PATH, url=SIGNS, filter="stuit roood", displayLanguage="nl")
    assert codes(found)[0] == "2401"
    assert codes(ask(PATH, url=SIGNS, filter="xqzv")) == []


def test_words_find_in_foreign_systems_too(ask: Ask) -> None:
    assert codes(expand(ask, value_set(colours()), filter="ru")) == ["rust"]
    assert codes(expand(ask, value_set(colours()), filter="rood")) == ["red"]
    assert codes(expand(ask, value_set(colours()), filter="ust")) == []


def test_a_value_set_fixes_parameters_of_any_type(ask: Ask) -> None:
    def fixed(name: str, **value: Any) -> Json:
        parts = [{"url": "name", "valueCode": name}, {"url": "value", **value}]
        return {"url": EXPANSION_PARAMETER, "extension": parts}

    only = value_set(colours(), extension=[fixed("activeOnly", valueBoolean=True)])
    assert codes(expand(ask, only)) == ["red", "pink", "blue"]
    assert codes(expand(ask, only, activeOnly=False)) == ["red", "pink", "rust", "blue"]
    other = {**COLOURS, "url": "http://example.org/other"}
    newer = [{**each, "version": "2.0.0", "concept": []} for each in (COLOURS, other)]
    urls = (COLOURS["url"], other["url"])
    first = [fixed("system-version", valueUri=f"{url}|1.0.0") for url in urls]
    both = value_set(colours(), {"system": other["url"]}, extension=first)
    assert len(codes(expand(ask, both, other, *newer))) == 8


def test_a_value_set_that_says_nothing_is_refused(ask: Ask) -> None:
    nothing = {"resourceType": "ValueSet", "url": "http://example.org/v", "status": "active"}
    with pytest.raises(FhirError, match="has no compose and no expansion"):
        expand(ask, nothing)


def test_words_find_nothing_in_a_value_set_of_nothing(ask: Ask) -> None:
    found = ask(PATH, parameters(valueSet=value_set(), filter="red"))
    assert found["expansion"]["total"] == 0


def test_the_same_question_has_the_same_answer(ask: Ask) -> None:
    assert ask(PATH, url=SIGNS, count="3") == ask(PATH, url=SIGNS, count="3")


def test_r4_has_properties_in_extensions(ask: Ask) -> None:
    found = ask(PATH, release="R4", url=SIGNS, property="kind", count="1")["expansion"]
    assert "property" not in found
    assert found["extension"][0]["extension"][0] == {"url": "code", "valueCode": "kind"}
    (shown,) = found["contains"][0]["extension"]
    assert shown["extension"][1] == {"url": "value", "valueCode": "sign"}
