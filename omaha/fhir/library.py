"""What a request is answered from: code systems, value sets and maps by URL and version.

Ours are there from the start; what a caller sends along lies on top, for that request only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from omaha.fhir import missing
from omaha.fhir.codesystem import CodeSystem, Designation, Entry
from omaha.fhir.conceptmap import ConceptMap, read_concept_map
from omaha.fhir.outcome import FhirError, Json, refuse
from omaha.fhir.reading import read_code_system
from omaha.fhir.releases import newest, version_fits
from omaha.fhir.shape import split_canonical
from omaha.fhir.supplements import supplemented, supplements_of
from omaha.fhir.valueset import Listed, ValueSet, read_value_set

T = TypeVar("T", CodeSystem, ValueSet)
Key = tuple[str, str | None, str]
KINDS = ("CodeSystem", "ValueSet", "ConceptMap", "NamingSystem")


class SupplementMissing(FhirError):
    """Supplements that are needed and not known here, or not for the version that is."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(404, missing.unknown_supplement(names))


@dataclass(frozen=True, slots=True)
class Member:
    """A concept of a value set; `listed` is what the value set says of it itself, if anything."""

    system: CodeSystem
    entry: Entry
    listed: Listed | None = None

    @property
    def key(self) -> Key:
        """What tells it from others: system, version and code."""
        return self.system.url, self.system.version, self.entry.code

    @property
    def designations(self) -> tuple[Designation, ...]:
        """The other texts of its code system, and those of the value set."""
        own = self.listed.designations if self.listed else ()
        return (*self.entry.designations, *own) if own else self.entry.designations

    @property
    def display(self) -> str | None:
        """What the value set calls it, else what its code system does."""
        return (self.listed.display if self.listed else None) or self.entry.display


BySystem = tuple[tuple[CodeSystem, Mapping[str, Member]], ...]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A value set's concepts, the code systems that they are of by ``url|version``, and both."""

    members: tuple[Member, ...]
    code_systems: Mapping[str, CodeSystem]
    by_system: BySystem


def by_system(members: Iterable[Member]) -> BySystem:
    """Members by code, for each code system of theirs."""
    found: dict[int, tuple[CodeSystem, dict[str, Member]]] = {}
    for each in members:
        found.setdefault(id(each.system), (each.system, {}))[1][each.entry.code] = each
    return tuple(found.values())


@dataclass(frozen=True)
class Library:
    """All resources at hand. Immutable.

    `worked_out` holds value sets whose concepts are known beforehand, by identity; it holds for
    exactly this library.

    >>> library = Library().with_resources([{"resourceType": "CodeSystem", "url": "http://a",
    ...     "version": "1.0.0", "content": "complete"}])
    >>> library.code_system("http://a", "1").version
    '1.0.0'
    """

    code_systems: Mapping[str, tuple[CodeSystem, ...]] = field(default_factory=dict)
    supplements: tuple[CodeSystem, ...] = ()
    value_sets: Mapping[str, tuple[ValueSet, ...]] = field(default_factory=dict)
    concept_maps: tuple[ConceptMap, ...] = ()
    worked_out: Mapping[int, WorkedOut] = field(default_factory=dict)

    def with_resources(self, resources: Iterable[Json]) -> Library:
        """This library with more on top; what has the same URL and version gives way."""
        resources = list(resources)
        if not resources:
            return self
        code_systems, value_sets = dict(self.code_systems), dict(self.value_sets)
        supplements, concept_maps = list(self.supplements), list(self.concept_maps)
        for each in resources:
            kind = each.get("resourceType")
            if kind == "CodeSystem":
                system = read_code_system(each)
                if system.supplements:
                    supplements.insert(0, system)
                else:
                    code_systems[system.url] = _on_top(system, code_systems.get(system.url, ()))
            elif kind == "ValueSet":
                found = read_value_set(each)
                if found.url:
                    value_sets[found.url] = _on_top(found, value_sets.get(found.url, ()))
            elif kind == "ConceptMap":
                concept_maps.append(read_concept_map(each))
            else:
                raise refuse(
                    400, "not-supported", f"a resource of type {kind!r} is of no use here; send "
                    f"{', '.join(KINDS[:3])}",
                )  # fmt: skip
        library = Library(code_systems, tuple(supplements), value_sets, tuple(concept_maps))
        packs = [each for each in supplements if each.everywhere and library._has_room_for(each)]
        return library._with(packs) if packs else library

    def code_system(self, url: str, version: str | None = None) -> CodeSystem | None:
        """The newest code system of that URL that fits the version; None without one."""
        return newest(self.code_systems.get(url, ()), version)

    def versions_of(self, url: str) -> list[str]:
        """The versions in which a code system is known."""
        return sorted(each.version for each in self.code_systems.get(url, ()) if each.version)

    def value_set(self, url: str, version: str | None = None) -> ValueSet | None:
        """The newest value set of that URL (or ``url|version``) that fits; None without one."""
        plain, named = split_canonical(url)
        return newest(self.value_sets.get(plain, ()), version or named)

    def supplement(self, wanted: str) -> CodeSystem | None:
        """The newest supplement of that URL (or ``url|version``); None without one."""
        url, version = split_canonical(wanted)
        return newest([each for each in self.supplements if each.url == url], version)

    def with_supplements(self, wanted: Iterable[str]) -> Library:
        """This library with supplements put into the code systems that they are for.

        Raises SupplementMissing, naming all that are not known.
        """
        wanted = list(wanted)
        if not wanted:
            return self
        found = {each: self.supplement(each) for each in dict.fromkeys(wanted)}
        unknown = [
            name for name, each in found.items() if each is None or not self._has_room_for(each)
        ]
        if unknown:
            raise SupplementMissing(unknown)
        return self._with(each for each in found.values() if each is not None)

    def _has_room_for(self, supplement: CodeSystem) -> bool:
        """Whether what a supplement is for is here in its version, or not here at all."""
        url, version = supplements_of(supplement)
        known = self.code_systems.get(url, ())
        return not known or any(version_fits(each.version, version) for each in known)

    def _with(self, supplements: Iterable[CodeSystem]) -> Library:
        systems = dict(self.code_systems)
        for supplement in supplements:
            url, version = supplements_of(supplement)
            systems[url] = tuple(
                supplemented(each, [supplement]) if version_fits(each.version, version) else each
                for each in systems.get(url, ())
            )
        return Library(systems, self.supplements, self.value_sets, self.concept_maps)


def _on_top(new: T, old: tuple[T, ...]) -> tuple[T, ...]:
    found: list[T] = [new]
    found += [each for each in old if each.version != new.version]
    return tuple(found)
