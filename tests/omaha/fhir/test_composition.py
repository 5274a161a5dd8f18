"""Working value sets out: what is left out, what a fragment leaves open, and in which version.

Every case is asked twice, for an expansion and a validation of each code must agree.
"""

from __future__ import annotations

from typing import Any

import pytest

from omaha.fhir import Json
from tests.omaha.fhir.conftest import (
    COLOURS,
    Ask,
    codes,
    colours,
    issues,
    parameters,
    told,
    value_set,
)

WARM = value_set(colours(("warm", "=", "true")), url="http://example.org/warm")
NEWER = {**COLOURS, "version": "2.0.0"}
FRAGMENT = {**COLOURS, "content": "fragment"}


def members(ask: Ask, wanted: Json, *sent: Json) -> list[str]:
    """The codes of an expansion, once validation has said the same of every code there is."""
    sent = (*sent, wanted)
    expanded = codes(ask("ValueSet/$expand", parameters(*sent, url=wanted["url"])))
    valid = []
    for code in ("red", "pink", "rust", "blue", "mauve"):
        asked = {"system": COLOURS["url"], "code": code}
        answer = told(
            ask("ValueSet/$validate-code", parameters(*sent, url=wanted["url"], coding=asked))
        )
        valid += [code] if answer["result"] else []
    assert sorted(valid) == sorted(expanded)
    return expanded


@pytest.mark.parametrize(
    ("exclude", "found"),
    [
        (colours(concept=[{"code": "pink"}]), ["red", "rust", "blue"]),
        (colours(("concept", "descendent-of", "red")), ["red", "blue"]),
        (colours(("warm", "=", "true")), ["rust", "blue"]),
        ({"valueSet": [WARM["url"]]}, ["rust", "blue"]),
        (colours(("concept", "is-a", "red"), valueSet=[WARM["url"]]), ["rust", "blue"]),
        (colours(), []),
        (colours(concept=[{"code": "mauve"}]), ["red", "pink", "rust", "blue"]),
        ({"system": "http://example.org/other", "concept": [{"code": "red"}]},
         ["red", "pink", "rust", "blue"]),
    ],
)  # fmt: skip
def test_what_is_excluded_is_out(ask: Ask, exclude: Json, found: list[str]) -> None:
    other = {**COLOURS, "url": "http://example.org/other"}
    assert members(ask, value_set(colours(), exclude=[exclude]), COLOURS, WARM, other) == found


def test_an_exclude_may_itself_be_of_a_set_that_excludes(ask: Ask) -> None:
    inner = value_set(colours(), exclude=[colours(concept=[{"code": "red"}])],
                      url="http://example.org/not-red")  # fmt: skip
    wanted = value_set(colours(), exclude=[{"valueSet": [inner["url"]]}])
    assert members(ask, wanted, COLOURS, inner) == ["red"]


def test_an_exclude_without_version_holds_for_the_version_that_is_included(ask: Ask) -> None:
    pink = colours(concept=[{"code": "pink"}])
    wanted = value_set(colours(version="1.0.0"), exclude=[pink])
    assert members(ask, wanted, COLOURS, NEWER) == ["red", "rust", "blue"]
    wanted = value_set(colours(version="1.0.0", valueSet=[WARM["url"]]))
    assert members(ask, wanted, COLOURS, NEWER, WARM) == ["red", "pink"]


def test_an_exclude_of_one_version_leaves_the_other(ask: Ask) -> None:
    both = [colours(version="1.0.0"), colours(version="2.0.0")]
    wanted = value_set(*both, exclude=[colours(version="2.0.0", concept=[{"code": "red"}])])
    answer = ask("ValueSet/$expand", parameters(COLOURS, NEWER, wanted, url=wanted["url"]))
    left = [each for each in answer["expansion"]["contains"] if each["code"] == "red"]
    assert [each["version"] for each in left] == ["1.0.0"]


@pytest.mark.parametrize(
    ("include", "exclude", "code", "valid"),
    [
        (colours(), [], "mauve", True),
        (colours(), [colours(concept=[{"code": "mauve"}])], "mauve", False),
        (colours(concept=[{"code": "red"}]), [], "mauve", False),
        (colours(concept=[{"code": "mauve"}]), [], "mauve", True),
        (colours(("concept", "is-a", "red")), [], "mauve", False),
        (colours(), [], "red", True),
    ],
)
@pytest.mark.parametrize("form", ["code", "coding", "codeableConcept"])
def test_a_fragment_leaves_open_what_its_value_set_does(
    ask: Ask, include: Json, exclude: list[Json], code: str, valid: bool, form: str
) -> None:
    coding = {"system": COLOURS["url"], "code": code}
    asked: dict[str, Any] = {
        "code": coding, "coding": {"coding": coding},
        "codeableConcept": {"codeableConcept": {"coding": [coding]}},
    }[form]  # fmt: skip
    wanted = value_set(include, exclude=exclude)
    answer = ask(
        "ValueSet/$validate-code", parameters(FRAGMENT, wanted, url=wanted["url"], **asked)
    )
    assert told(answer)["result"] is valid
    where = {"code": "code", "coding": "Coding.code",
             "codeableConcept": "CodeableConcept.coding[0].code"}[form]  # fmt: skip
    found = issues(answer)
    assert (("warning", "invalid-code", where) in found) is (code == "mauve")
    if valid:
        assert all(severity == "warning" for severity, _, _ in found)


def test_a_code_that_a_value_set_lists_and_a_fragment_lacks_is_shown(ask: Ask) -> None:
    listed = [{"code": "red"}, {"code": "mauve", "display": "Mauve"}]
    wanted = value_set(colours(concept=listed))
    answer = ask("ValueSet/$expand", parameters(FRAGMENT, wanted, url=wanted["url"]))
    assert [each["display"] for each in answer["expansion"]["contains"]] == ["Red", "Mauve"]
    assert {"name": "fragment", "valueUri": "http://example.org/colours|1.0.0"} in answer[
        "expansion"
    ]["parameter"]
    assert members(ask, value_set(colours(concept=listed)), COLOURS) == ["red"]


@pytest.mark.parametrize(
    ("name", "op", "value", "found"),
    [
        ("code", "=", "RED", ["red"]),
        ("concept", "in", "RED,Blue", ["red", "blue"]),
        ("concept", "not-in", "RED", ["pink", "rust", "blue"]),
        ("parent", "=", "Red", ["pink", "rust"]),
        ("concept", "is-a", "PINK", ["pink"]),
    ],
)
def test_case_counts_in_filters_only_where_it_does_in_codes(
    ask: Ask, name: str, op: str, value: str, found: list[str]
) -> None:
    loose = {**COLOURS, "caseSensitive": False}
    assert members(ask, value_set(colours((name, op, value))), loose) == found
    if op == "=":
        assert members(ask, value_set(colours((name, op, value))), COLOURS) == []
