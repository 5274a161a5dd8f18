"""A value set as one immutable value: what it includes and excludes, as its author wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from omaha.fhir.codesystem import Designation, out_of_use
from omaha.fhir.outcome import Json
from omaha.fhir.reading import read_designations
from omaha.fhir.shape import (
    canonical,
    extensions,
    flag,
    needed,
    objects,
    plain_text,
    text,
    texts,
    value_of,
)

SUPPLEMENT = "http://hl7.org/fhir/StructureDefinition/valueset-supplement"
DEPRECATED = "http://hl7.org/fhir/StructureDefinition/valueset-deprecated"
EXPANSION_PARAMETER = "http://hl7.org/fhir/StructureDefinition/valueset-expansion-parameter"
# R4 has no code for these operators; they come and go in an extension.
_OPERATOR = (
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.compose.include.filter.op"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter on concepts; `value` is None when the author left it out. `place` is its path."""

    property: str
    op: str
    value: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A code that an include lists, with what the value set says of it itself."""

    code: str
    display: str | None = None
    designations: tuple[Designation, ...] = ()
    extensions: tuple[Json, ...] = ()

    @property
    def status(self) -> str | None:
        """``deprecated`` or ``withdrawn`` where the value set marks it so; else None."""
        for each in self.extensions:
            if each.get("url") == DEPRECATED and each.get("valueBoolean") is True:
                return "deprecated"
        return out_of_use(self.extensions)


@dataclass(frozen=True, slots=True)
class Include:
    """One include or exclude: all of its parts must hold."""

    system: str | None
    version: str | None
    listed: tuple[Listed, ...] | None
    filters: tuple[Filter, ...]
    value_sets: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class ValueSet:
    """A value set. `inactive` is None when it does not say whether those belong to it.

    `settings` are the expansion parameters that its author fixed, with their names.

    >>> found = read_value_set({"url": "http://v", "compose": {"include": [{"system": "http://a"}]}})
    >>> found.includes[0].system, found.inactive
    ('http://a', None)
    """

    url: str | None
    version: str | None
    includes: tuple[Include, ...]
    excludes: tuple[Include, ...]
    resource: Json = field(repr=False)
    inactive: bool | None = None
    language: str | None = None
    settings: tuple[tuple[str, str], ...] = ()
    supplements: tuple[str, ...] = ()
    contained: Mapping[str, Json] = field(default_factory=dict)

    @property
    def canonical(self) -> str:
        """``url|version``, or what stands for a value set without a URL."""
        return canonical(self.url, self.version) if self.url else "(unidentified)"


def read_value_set(resource: Json) -> ValueSet:
    """The value set of a ValueSet resource, R4 or R5; raises FhirError for a broken one."""
    place = "ValueSet"
    compose = resource.get("compose")
    if compose is None:
        compose = {"include": list(_expanded(resource))}
    if not isinstance(compose, dict):
        compose = {"include": compose}
    where = "ValueSet.compose"
    return ValueSet(
        text(resource, "url", place),
        text(resource, "version", place),
        tuple(_read_includes(compose, "include", where)),
        tuple(_read_includes(compose, "exclude", where)),
        resource,
        flag(compose, "inactive", where),
        text(resource, "language", place),
        tuple(_read_settings(compose)),
        tuple(each for each in extensions(resource, SUPPLEMENT, place) if isinstance(each, str)),
        {
            f"#{each['id']}": each
            for each in objects(resource, "contained", place)
            if each.get("resourceType") == "ValueSet" and isinstance(each.get("id"), str)
        },
    )


def _read_settings(compose: Json) -> Iterable[tuple[str, str]]:
    for each in objects(compose, "extension", "ValueSet.compose"):
        if each.get("url") == EXPANSION_PARAMETER:
            parts = {
                part.get("url"): value_of(part)
                for part in objects(each, "extension", "ValueSet.compose.extension")
            }
            name, value = parts.get("name"), parts.get("value")
            if name and value:
                yield str(name[1]), plain_text(value[1])


def _read_includes(compose: Json, name: str, where: str) -> Iterable[Include]:
    for number, each in enumerate(objects(compose, name, where)):
        place = f"{where}.{name}[{number}]"
        yield Include(
            text(each, "system", place),
            text(each, "version", place),
            tuple(_read_listed(each, place)) if "concept" in each else None,
            tuple(_read_filters(each, place)),
            tuple(texts(each, "valueSet", place)),
            place,
        )


def _read_listed(include: Json, place: str) -> Iterable[Listed]:
    for each in objects(include, "concept", place):
        yield Listed(
            needed(each, "code", f"{place}.concept"),
            text(each, "display", f"{place}.concept"),
            tuple(read_designations(each, f"{place}.concept")),
            tuple(objects(each, "extension", f"{place}.concept")),
        )


def _read_filters(include: Json, place: str) -> Iterable[Filter]:
    for number, each in enumerate(objects(include, "filter", place)):
        where = f"{place}.filter[{number}]"
        op = text(each, "op", where)
        if op is None and isinstance(each.get("_op"), dict):
            op = next((str(e) for e in extensions(each["_op"], _OPERATOR, where)), None)
        yield Filter(needed(each, "property", where), op or "", text(each, "value", where), where)


def _expanded(resource: Json) -> Iterable[Json]:
    """Includes that list what an expansion without a definition contains."""
    expansion = resource.get("expansion")
    left = objects(expansion, "contains", "ValueSet.expansion") if expansion else []
    found: dict[tuple[str | None, str | None], list[Json]] = {}
    while left:
        each = left.pop(0)
        if each.get("code"):
            key = (text(each, "system", "contains"), text(each, "version", "contains"))
            found.setdefault(key, []).append({k: each[k] for k in ("code", "display") if k in each})
        left += objects(each, "contains", "ValueSet.expansion.contains")
    for (system, version), concepts in found.items():
        yield {"system": system, "version": version, "concept": concepts}
