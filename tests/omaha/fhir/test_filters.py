"""Filters select what FHIR says they do, and what means nothing is refused."""

from __future__ import annotations

import pytest

from omaha.fhir.filters import select
from omaha.fhir.outcome import FhirError
from omaha.fhir.reading import read_code_system
from omaha.fhir.valueset import Filter
from tests.omaha.fhir.conftest import COLOURS

SYSTEM = read_code_system(COLOURS)


def chosen(name: str, op: str, value: str | None) -> list[str]:
    test = select(SYSTEM, Filter(name, op, value, "here"))
    return [code for code, entry in SYSTEM.entries.items() if test(entry)]


@pytest.mark.parametrize(
    ("name", "op", "value", "expected"),
    [
        ("concept", "is-a", "red", ["red", "pink", "rust"]),
        ("concept", "descendent-of", "red", ["pink", "rust"]),
        ("concept", "is-not-a", "red", ["blue"]),
        ("concept", "child-of", "red", ["pink", "rust"]),
        ("code", "descendent-leaf", "red", ["pink", "rust"]),
        ("concept", "generalizes", "pink", ["red", "pink"]),
        ("concept", "in", "red, blue", ["red", "blue"]),
        ("concept", "not-in", "red,blue", ["pink", "rust"]),
        ("code", "regex", "[pr].*", ["red", "pink", "rust"]),
        ("code", "regex", "r", []),
        ("display", "=", "Pink", ["pink"]),
        ("definition", "exists", "true", ["red"]),
        ("warm", "=", "true", ["red", "pink"]),
        ("warm", "exists", "false", ["rust"]),
        ("parent", "=", "red", ["pink", "rust"]),
        ("child", "exists", "true", ["red"]),
        ("designation", "=", "Rood", ["red"]),
        ("inactive", "=", "true", ["rust"]),
        ("status", "=", "retired", ["rust"]),
        ("notSelectable", "=", "true", ["red"]),
        ("not-to-pick", "=", "false", ["pink", "rust", "blue"]),
        ("not-to-pick", "exists", "false", ["pink", "rust", "blue"]),
        ("notSelectable", "exists", "true", ["red"]),
    ],
)
def test_a_filter_selects(name: str, op: str, value: str, expected: list[str]) -> None:
    assert chosen(name, op, value) == expected


@pytest.mark.parametrize(
    ("name", "op", "value", "says"),
    [
        ("concept", "is-a", None, "has no value"),
        ("concept", "is-a", "green", "Unknown code 'green'"),
        ("warm", "is-a", "red", "property 'concept'"),
        ("shade", "=", "dark", "no property 'shade'"),
        ("warm", "likes", "true", "'likes' is not supported"),
        ("code", "regex", "(", "no regular expression"),
        ("code", "regex", "a" * 1001, "more than 1000"),
        ("warm", "exists", "maybe", "true or false"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    name: str, op: str, value: str | None, says: str
) -> None:
    with pytest.raises(FhirError, match=says) as refused:
        chosen(name, op, value)
    assert refused.value.issues[0].expression == "here"
    assert refused.value.http_status == 422


def test_no_pattern_takes_more_than_linear_time() -> None:
    hostile = read_code_system({"url": "http://a", "concept": [{"code": "a" * 5000}]})
    test = select(hostile, Filter("code", "regex", "(a+)+b", "here"))
    assert not test(hostile.entries["a" * 5000])
