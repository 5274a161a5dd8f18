"""Code systems as they may come: nested, by properties, in any case, broken."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.fhir.outcome import FhirError
from omaha.fhir.reading import read_code_system
from omaha.fhir.supplements import supplemented
from tests.omaha.fhir.conftest import COLOURS


def test_a_tree_may_be_nested_or_told_by_properties() -> None:
    told = read_code_system(
        {"url": "http://a", "concept": [
            {"code": "b", "property": [{"code": "parent", "valueCode": "a"}]},
            {"code": "a", "property": [{"code": "child", "valueCode": "c"}]},
            {"code": "c"},
        ]}
    )  # fmt: skip
    assert told.entries["a"].children == ("b", "c")
    assert told.entries["c"].parents == ("a",)
    assert told.subsumes("a", "b")
    assert not told.subsumes("b", "a")


def test_a_circle_of_parents_ends() -> None:
    system = read_code_system(
        {"url": "http://a", "concept": [
            {"code": one, "property": [{"code": "parent", "valueCode": other}]}
            for one, other in ("ab", "ba")
        ]}
    )  # fmt: skip
    assert system.below("a") == {"a", "b"}


def test_nesting_of_any_depth_is_read() -> None:
    concept: dict[str, Any] = {"code": "last"}
    for number in range(5000):
        concept = {"code": str(number), "concept": [concept]}
    assert len(read_code_system({"url": "http://a", "concept": [concept]}).entries) == 5001


def test_case_counts_only_where_it_is_said_to() -> None:
    for sensitive, found in ((True, False), (False, True), (None, True)):
        system = read_code_system({**COLOURS, "caseSensitive": sensitive})
        assert (system.find("RED") is not None) is found


def test_standard_properties_go_by_their_uri() -> None:
    system = read_code_system(COLOURS)
    assert system.entries["red"].abstract
    assert system.entries["rust"].inactive
    assert not system.entries["blue"].inactive


def test_a_supplement_adds_and_says_where_from() -> None:
    extra = read_code_system(
        {"url": "http://s", "version": "2", "content": "supplement",
         "supplements": COLOURS["url"], "concept": [
             {"code": "pink", "designation": [{"language": "nl", "value": "Roze"}]},
             {"code": "green"}]}
    )  # fmt: skip
    found = supplemented(supplemented(read_code_system(COLOURS), [extra]), [extra])
    assert [(d.value, d.source) for d in found.entries["pink"].designations] == [
        ("Roze", "http://s|2")
    ]
    assert found.applied == ("http://s|2",)
    assert "green" not in found.entries


def test_a_display_of_a_supplement_is_a_text_in_its_own_language() -> None:
    for language, found in (("nl", ["Roze"]), ("en", []), (None, [])):
        extra = read_code_system(
            {"url": "http://s", "content": "supplement", "supplements": COLOURS["url"],
             "concept": [{"code": "pink", "display": "Roze"}],
             **({"language": language} if language else {})}
        )  # fmt: skip
        entry = supplemented(read_code_system(COLOURS), [extra]).entries["pink"]
        assert [each.value for each in entry.designations] == found
        assert entry.display == "Pink"


@pytest.mark.parametrize(
    ("resource", "says"),
    [
        ({}, "CodeSystem.url is needed"),
        ({"url": 5}, "url: a string"),
        ({"url": "http://a", "concept": {}}, "concept: a list"),
        ({"url": "http://a", "concept": [{}]}, "code is needed"),
        ({"url": "http://a", "concept": [{"code": "a"}, {"code": "a"}]}, "stands twice"),
        ({"url": "http://a", "content": "supplement"}, "must name the code system"),
        ({"url": "http://a", "caseSensitive": "yes"}, "true or false"),
        ({"url": "http://a", "concept": [{"code": "a", "designation": [{}]}]}, "value is needed"),
    ],
)
def test_a_broken_code_system_is_refused(resource: dict[str, Any], says: str) -> None:
    with pytest.raises(FhirError, match=says):
        read_code_system(resource)
