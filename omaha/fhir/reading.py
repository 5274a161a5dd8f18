"""Reading code systems out of CodeSystem resources, R4 or R5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from omaha.fhir.codesystem import (
    STANDARDS_STATUS,
    CodeSystem,
    Designation,
    Entry,
    Property,
    names_of,
)
from omaha.fhir.outcome import Json, refuse
from omaha.fhir.shape import extensions, flag, needed, objects, text, value_of

# Codes of `status` that take a concept out of use.
INACTIVE_STATUS = ("retired", "inactive", "withdrawn")
# Properties with the date from which a concept is deprecated.
_DEPRECATED = ("deprecated", "deprecationDate")


def read_code_system(resource: Json) -> CodeSystem:
    """The code system of a CodeSystem resource, R4 or R5; raises FhirError for a broken one."""
    place = "CodeSystem"
    declared = {
        needed(each, "code", f"{place}.property"): text(each, "uri", f"{place}.property")
        for each in objects(resource, "property", place)
    }
    content = text(resource, "content", place) or "complete"
    supplements = text(resource, "supplements", place)
    if content == "supplement" and not supplements:
        raise refuse(400, "required", "a supplement must name the code system it supplements")
    return CodeSystem(
        needed(resource, "url", place),
        text(resource, "version", place),
        _read_entries(resource, declared),
        resource,
        text(resource, "language", place),
        flag(resource, "caseSensitive", place),
        content,
        supplements,
        declared,
    )


def _read_entries(resource: Json, declared: Mapping[str, str | None]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    # A stack rather than recursion: nesting is up to the sender.
    left = [(each, "") for each in reversed(objects(resource, "concept", "CodeSystem"))]
    while left:
        concept, parent = left.pop()
        entry = _read_entry(concept, declared)
        if entry.code in entries:
            raise refuse(
                422, "duplicate", f"code {entry.code!r} stands twice in {resource.get('url')}"
            )
        entries[entry.code] = entry
        parents = [parent] if parent else []
        parents += [str(p.value) for p in entry.properties if p.code in ("parent", "subsumedBy")]
        for each in parents:
            above.setdefault(entry.code, []).append(each)
            below.setdefault(each, []).append(entry.code)
        for each in (str(p.value) for p in entry.properties if p.code == "child"):
            above.setdefault(each, []).append(entry.code)
            below.setdefault(entry.code, []).append(each)
        inner = objects(concept, "concept", "CodeSystem.concept")
        left += [(each, entry.code) for each in reversed(inner)]
    return {
        code: replace(
            entry,
            parents=tuple(dict.fromkeys(above.get(code, ()))),
            children=tuple(dict.fromkeys(below.get(code, ()))),
        )
        for code, entry in entries.items()
    }


def _read_entry(concept: Json, declared: Mapping[str, str | None]) -> Entry:
    place = "CodeSystem.concept"
    properties = tuple(_read_properties(concept, place))
    extended = tuple(objects(concept, "extension", place))
    status = next(iter(_standard(properties, "status", declared)), None)
    if status is None:
        status = next(extensions(concept, STANDARDS_STATUS, place), None)
    told = [value for name in _DEPRECATED for value in _standard(properties, name, declared)]
    if status is None and any(value not in (False, "false") for value in told):
        status = "deprecated"
    inactive = next(iter(_standard(properties, "inactive", declared)), None)
    return Entry(
        needed(concept, "code", place),
        text(concept, "display", place),
        text(concept, "definition", place),
        tuple(read_designations(concept, place)),
        properties,
        extended,
        status=None if status is None else str(status),
        inactive=_true(inactive) if inactive is not None else status in INACTIVE_STATUS,
        abstract=any(_true(value) for value in _standard(properties, "notSelectable", declared)),
    )


def _true(value: Any) -> bool:
    return value is True or value == "true"


def _standard(
    properties: Iterable[Property], name: str, declared: Mapping[str, str | None]
) -> list[Any]:
    names = names_of(name, declared)
    return [each.value for each in properties if each.code in names]


def _read_properties(concept: Json, place: str) -> Iterable[Property]:
    for each in objects(concept, "property", place):
        found = value_of(each)
        if found is not None:
            yield Property(needed(each, "code", f"{place}.property"), *found)


def read_designations(concept: Json, place: str, source: str | None = None) -> list[Designation]:
    """The designations of a concept of a CodeSystem or of a ValueSet's include."""
    return [
        Designation(
            needed(each, "value", f"{place}.designation"),
            text(each, "language", f"{place}.designation"),
            each["use"] if isinstance(each.get("use"), dict) else None,
            tuple(objects(each, "extension", f"{place}.designation")),
            source,
        )
        for each in objects(concept, "designation", place)
    ]
