"""What the service answers from: all resources of ours, read once, in both releases of FHIR."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from omaha.crosswalks import Crosswalks
from omaha.fhir.capabilities import capability_statement, terminology_capabilities
from omaha.fhir.codesystem import CodeSystem
from omaha.fhir.composition import Composition
from omaha.fhir.dialect import RELEASES, Release, to_release
from omaha.fhir.library import Library, WorkedOut, by_system
from omaha.fhir.operations import operations
from omaha.fhir.outcome import Json
from omaha.fhir.own_code_systems import code_systems, other_systems, supplements
from omaha.fhir.own_concept_maps import concept_maps
from omaha.fhir.own_names import date_of
from omaha.fhir.own_naming_systems import naming_systems
from omaha.fhir.own_value_sets import value_sets
from omaha.fhir.resolving import Resolver
from omaha.model import Scheme
from omaha.search import SearchIndex
from omaha.systems import system_url
from omaha.vocabulary import Vocabulary

# Hits that are this much worse than the best are left out of a picklist.
WORTH_SHOWING = 0.6
Resources = Mapping[str, Mapping[str, Json]]


class Terminology:
    """Everything that FHIR is answered from. Never changes after it is built.

    `resources` holds what can be read and searched, by release, type and id; `statements` the
    capabilities by release and kind; `tag` stands for the whole content.
    """

    def __init__(
        self, vocabulary: Vocabulary, crosswalks: Crosswalks, index: SearchIndex,
        versions: Mapping[str, str],
    ) -> None:  # fmt: skip
        found = [
            *code_systems(vocabulary),
            *supplements(vocabulary),
            *other_systems(vocabulary, map(crosswalks.scheme, crosswalks.schemes)),
            *value_sets(vocabulary),
            *concept_maps(vocabulary, crosswalks),
        ]
        library = Library().with_resources(found)
        # The labels of each language are there without being asked for.
        library = library.with_supplements(each.canonical for each in library.supplements)
        library = replace(library, code_systems=_searchable(vocabulary, library, index))
        self.library = replace(library, worked_out=_worked_out(library))
        naming = list(naming_systems(vocabulary))
        date = date_of(vocabulary)
        software = versions["engine"].partition("+")[0]
        self.made = f"{date}T00:00:00Z"
        self.tag = "-".join(versions.values())
        self.resources: Mapping[Release, Resources] = {
            release: _by_type(to_release(each, release) for each in (*found, *naming))
            for release in RELEASES
        }
        self.operations = operations()
        self.statements: Mapping[tuple[Release, str], Json] = {
            (release, kind): made
            for release in RELEASES
            for kind, made in (
                ("full", capability_statement(release, software, date, self.operations)),
                ("terminology",
                 terminology_capabilities(release, software, date, self.library)),
            )
        }  # fmt: skip


def _by_type(resources: Iterable[Json]) -> Resources:
    found: dict[str, dict[str, Json]] = {}
    for each in resources:
        found.setdefault(each["resourceType"], {})[each["id"]] = each
    return MappingProxyType(found)


def _searchable(
    vocabulary: Vocabulary, library: Library, index: SearchIndex
) -> dict[str, tuple[CodeSystem, ...]]:
    found = dict(library.code_systems)
    for scheme in vocabulary.schemes:
        finder = _Finder(index, scheme, len(vocabulary))
        url = system_url(scheme.name)
        found[url] = tuple(replace(each, find_text=finder.find) for each in found.get(url, ()))
    return found


def _worked_out(library: Library) -> dict[int, WorkedOut]:
    """Our value sets, worked out once for all requests that bring nothing of their own."""
    found = {}
    for value_set in (each for versions in library.value_sets.values() for each in versions):
        composition = Composition(Resolver(library))
        members = composition.members(value_set)
        found[id(value_set)] = WorkedOut(
            tuple(members), composition.code_systems, by_system(members)
        )
    return found


class _Finder:
    """Finds codes of one scheme by words, best first."""

    def __init__(self, index: SearchIndex, scheme: Scheme, most: int) -> None:
        self._index, self._scheme, self._most = index, scheme, most

    def find(self, words: str) -> list[str]:
        """The codes that fit words."""
        kinds = self._scheme.kinds
        hits = self._index.search(
            words, kind=kinds[0] if len(kinds) == 1 else None, limit=self._most
        )
        hits = [each for each in hits if each.kind in kinds]
        floor = WORTH_SHOWING * max((each.score for each in hits), default=0.0)
        return [each.code for each in hits if each.score >= floor]
