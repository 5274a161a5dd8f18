"""Filters of value sets: which concepts of a code system one of them selects.

A filter that means nothing here is refused, never ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import re2

from omaha.fhir import findings, missing
from omaha.fhir.codesystem import CONCEPT_PROPERTIES, CodeSystem, Entry
from omaha.fhir.outcome import FhirError
from omaha.fhir.shape import plain_text
from omaha.fhir.valueset import Filter

# What concepts are called when the filter is about their place in the hierarchy.
_CONCEPT = ("concept", "code")
_HIERARCHY = frozenset((
    "is-a", "descendent-of", "is-not-a", "child-of", "descendent-leaf", "generalizes",
))  # fmt: skip
# Standard properties that every concept has; a concept that does not say is not.
_FALSE_UNLESS_SAID = ("notSelectable", "inactive")
_MOST_PATTERN = 1000
Test = Callable[[Entry], bool]


def select(system: CodeSystem, wanted: Filter) -> Test:
    """The test that a filter is; raises FhirError for one that cannot be one.

    >>> from omaha.fhir.reading import read_code_system
    >>> colours = read_code_system({"url": "http://a", "concept": [
    ...     {"code": "red", "concept": [{"code": "pink"}]}, {"code": "blue"}]})
    >>> test = select(colours, Filter("concept", "is-a", "red", ""))
    >>> [code for code, entry in colours.entries.items() if test(entry)]
    ['red', 'pink']
    """
    if wanted.op != "exists" and not wanted.value:
        raise FhirError(
            422, findings.filter_without_value(system.url, wanted.property, wanted.op, wanted.place)
        )
    value = wanted.value or "true"
    if wanted.op in _HIERARCHY:
        return _by_place(system, wanted, value)
    values_of = _reader(system, wanted)
    if wanted.op in ("=", "in", "not-in"):
        fold = str.casefold if _is_case_free(system, wanted.property) else str
        told = [value] if wanted.op == "=" else value.split(",")
        among = frozenset(fold(part.strip()) for part in told)
        inside = wanted.op != "not-in"
        return lambda entry: inside is not among.isdisjoint(map(fold, values_of(entry)))
    if wanted.op == "exists":
        if value not in ("true", "false"):
            raise _refused(system, wanted, "exists takes true or false")
        return lambda entry: (value == "true") is (next(iter(values_of(entry)), None) is not None)
    if wanted.op == "regex":
        pattern = _pattern(system, wanted, value)
        return lambda entry: any(pattern.fullmatch(each) for each in values_of(entry))
    raise _refused(system, wanted, f"the operator {wanted.op!r} is not supported")


def _is_case_free(system: CodeSystem, name: str) -> bool:
    return system.case_sensitive is not True and name in (*_CONCEPT, "parent", "child")


def _refused(system: CodeSystem, wanted: Filter, why: str) -> FhirError:
    return FhirError(
        422,
        findings.filter_not_understood(
            system.url, wanted.property, wanted.op, wanted.value or "", wanted.place, why
        ),
    )


def _by_place(system: CodeSystem, wanted: Filter, value: str) -> Test:
    if wanted.property not in _CONCEPT:
        raise _refused(system, wanted, "it is a filter on concepts, property 'concept'")
    start = system.find(value)
    if start is None:
        raise FhirError(422, missing.unknown_code(value, system.url, system.version, wanted.place))
    code, below = start.code, system.below(start.code)
    tests: dict[str, Test] = {
        "is-a": lambda entry: entry.code == code or entry.code in below,
        "descendent-of": lambda entry: entry.code in below,
        "is-not-a": lambda entry: entry.code != code and entry.code not in below,
        "child-of": lambda entry: code in entry.parents,
        "descendent-leaf": lambda entry: entry.code in below and not entry.children,
        "generalizes": lambda entry: system.subsumes(entry.code, code),
    }
    return tests[wanted.op]


def _reader(system: CodeSystem, wanted: Filter) -> Callable[[Entry], Iterable[str]]:
    """What gives the values of the filter's property of a concept, as strings."""
    name = wanted.property
    if name in _CONCEPT:
        return lambda entry: (entry.code,)
    if name == "display":
        return lambda entry: (entry.display,) if entry.display is not None else ()
    if name == "definition":
        return lambda entry: (entry.definition,) if entry.definition is not None else ()
    if name == "parent":
        return lambda entry: entry.parents
    if name == "child":
        return lambda entry: entry.children
    if name == "designation":
        return lambda entry: (each.value for each in entry.designations)
    # What a concept does not say has a value all the same, though it does not exist there.
    standard = next((each for each in _FALSE_UNLESS_SAID if name in system.names_of(each)), None)
    uses = any(each.code == name for entry in system.entries.values() for each in entry.properties)
    if not (uses or name in system.declared or standard or name == "status"):
        raise _refused(system, wanted, f"the code system has no property {name!r}")
    if standard and wanted.op == "exists":
        names = system.names_of(standard)
        return lambda entry: (value for each in names for value in _values(entry, each))
    if standard == "inactive":
        return lambda entry: (plain_text(entry.inactive),)
    if standard == "notSelectable":
        return lambda entry: (plain_text(entry.abstract),)
    return lambda entry: _values(entry, name)


def _values(entry: Entry, name: str) -> Iterator[str]:
    return (plain_text(each.value) for each in entry.properties if each.code == name)


def _pattern(system: CodeSystem, wanted: Filter, value: str) -> Any:
    # RE2 takes linear time for any pattern: `re` can be brought to a halt by one.
    if len(value) > _MOST_PATTERN:
        raise _refused(system, wanted, f"a pattern of more than {_MOST_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(value, options)
    except re2.error:
        raise _refused(system, wanted, "the pattern is no regular expression of RE2") from None


def property_uri(system: CodeSystem, name: str) -> str | None:
    """The URI of a property: as declared, else that of the standard property of that name."""
    declared = system.declared.get(name)
    if declared:
        return declared
    standard = ("definition", "status", "inactive", "notSelectable", "parent", "child", "order")
    return CONCEPT_PROPERTIES + name if name in standard else None
