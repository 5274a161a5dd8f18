"""Working value sets out: which concepts belong to one, and whether a given code does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from omaha.fhir import findings
from omaha.fhir.codesystem import CodeSystem, Entry
from omaha.fhir.filters import select
from omaha.fhir.library import Key, Library, Member
from omaha.fhir.outcome import FhirError, Issue, refuse
from omaha.fhir.releases import VersionRules, version_fits
from omaha.fhir.shape import canonical
from omaha.fhir.valueset import Include, ValueSet, read_value_set

MOST_MEMBERS = 100_000
MOST_DEPTH = 40
# Concepts looked at for one request, those of every include counted; seconds of work.
MOST_WORK = 3_000_000


@dataclass(frozen=True, slots=True)
class Coded:
    """A code that a caller has, with its system and, where told, the version of that."""

    system: str
    version: str | None
    code: str


class Work:
    """What a request has cost so far, in concepts looked at; shared by the parts of a batch."""

    def __init__(self) -> None:
        self._done = 0

    def count(self, concepts: int) -> None:
        """Add to it; raises FhirError when that is too much."""
        self._done += concepts
        if self._done > MOST_WORK:
            raise refuse(
                422, "too-costly",
                f"this takes looking at more than {MOST_WORK} concepts; ask less at a time",
                kind="too-costly",
            )  # fmt: skip


class Composition:
    """Works value sets out against a library, and keeps account of what that took.

    For one request. `unresolved` are code systems that were needed and not found.
    """

    def __init__(
        self, library: Library, rules: VersionRules | None = None, *, active_only: bool = False,
        work: Work | None = None,
    ) -> None:  # fmt: skip
        self._library = library
        self._rules = rules or VersionRules()
        self._active_only = active_only
        self._plain = not active_only and self._rules == VersionRules()
        self._members: dict[int, list[Member]] = {}
        self._found: dict[tuple[int, Coded], Member | None] = {}
        self._path: list[ValueSet] = []
        self._contained: dict[tuple[int, str], ValueSet] = {}
        self.code_systems: dict[str, CodeSystem] = {}
        self.value_sets: dict[str, ValueSet] = {}
        self.unresolved: dict[str, Issue] = {}
        self._mismatches: dict[Coded, Issue] = {}
        self._fitting: set[Coded] = set()
        self._work = work or Work()

    def allows(self, value_set: ValueSet, entry: Entry) -> bool:
        """Whether a concept may be in a value set as far as being inactive goes."""
        return not (entry.inactive and (self._active_only or value_set.inactive is False))

    def members(self, value_set: ValueSet) -> list[Member]:
        """Everything in a value set, in the order of its definition.

        Raises FhirError for what cannot be worked out: an unknown code system or value set, a
        filter that is not understood, a circle, too many concepts.
        """
        found = self._members.get(id(value_set))
        ready = self._library.worked_out.get(id(value_set)) if self._plain else None
        if found is None and ready is not None:
            self.code_systems |= ready.code_systems
            return list(ready.members)
        if found is None:
            with _Step(self._path, value_set):
                kept: dict[Key, Member] = {}
                for include in value_set.includes:
                    for member in self._included(value_set, include):
                        if self.allows(value_set, member.entry):
                            kept.setdefault(member.key, member)
                    if len(kept) > MOST_MEMBERS:
                        raise _too_many(value_set)
                for exclude in value_set.excludes:
                    for member in self._included(value_set, exclude):
                        kept.pop(member.key, None)
            found = self._members[id(value_set)] = list(kept.values())
        return found

    def _included(self, value_set: ValueSet, include: Include) -> Iterable[Member]:
        sets = [self.members(each) for each in self._imported(value_set, include)]
        if include.system is None:
            own, others = (sets[0], sets[1:]) if sets else ([], [])
        else:
            own, others = list(self._of_system(include)), sets
        for other in others:
            among = {member.key for member in other}
            own = [member for member in own if member.key in among]
        return own

    def _of_system(self, include: Include) -> Iterator[Member]:
        system = self.system(include)
        if include.listed is not None:
            for listed in include.listed:
                entry = system.find(listed.code)
                if entry is not None:
                    yield Member(system, entry, listed)
            return
        self._work.count(len(system.entries) * (1 + len(include.filters)))
        tests = [select(system, each) for each in include.filters]
        for entry in system.entries.values():
            if all(test(entry) for test in tests):
                yield Member(system, entry)

    def _imported(self, value_set: ValueSet, include: Include) -> list[ValueSet]:
        return [self._import(value_set, url) for url in include.value_sets]

    def _import(self, value_set: ValueSet, url: str) -> ValueSet:
        if url in value_set.contained:
            inner = self._contained.get((id(value_set), url))
            if inner is None:
                inner = read_value_set(value_set.contained[url])
                self._contained[id(value_set), url] = inner
            return inner
        found = self._library.value_set(url, self._rules.value_sets.get(url))
        if found is None:
            raise FhirError(404, findings.unknown_value_set(url))
        self.value_sets[found.canonical] = found
        return found

    def system(self, include: Include) -> CodeSystem:
        """The code system of an include; raises FhirError for one that cannot be used."""
        url = include.system or ""
        wanted = self._rules.wanted(url, include.version)
        found = self._library.code_system(url, wanted)
        if found is None or found.content == "not-present":
            raise FhirError(404, self._missing(url, wanted, None, expanding=True))
        self.check_version(found, include.place)
        self.code_systems[found.canonical] = found
        return found

    def check_version(self, system: CodeSystem, path: str | None) -> None:
        """Raise FhirError for a version that the request does not allow."""
        check = self._rules.checks.get(system.url)
        if check is not None and not version_fits(system.version, check):
            raise FhirError(422, findings.version_refused(system.url, system.version, check, path))

    def _missing(
        self, url: str, version: str | None, path: str | None, *, expanding: bool
    ) -> Issue:
        known = self._library.versions_of(url)
        if version is not None and known:
            return findings.unknown_version(url, version, known, path, expanding=expanding)
        return findings.unknown_system(url, path, expanding=expanding)

    def missing_system(self, coded: Coded, path: str | None) -> Issue:
        """Why a code cannot be validated for want of its code system."""
        return self._missing(coded.system, coded.version, path, expanding=False)

    def find(self, value_set: ValueSet, coded: Coded) -> Member | None:
        """The member that a code is, inactive ones too; None when it is not in the value set.

        Raises FhirError as `members` does, for what has to do with that code only.
        """
        key = (id(value_set), coded)
        if key not in self._found:
            with _Step(self._path, value_set):
                self._found[key] = self._find(value_set, coded)
        return self._found[key]

    def _find(self, value_set: ValueSet, coded: Coded) -> Member | None:
        inner = len(self._path) > 1
        for include in value_set.includes:
            member = self._in_include(value_set, include, coded)
            if member is None or (inner and not self.allows(value_set, member.entry)):
                continue
            exact = Coded(member.system.url, member.system.version, member.entry.code)
            if not any(self._in_include(value_set, each, exact) for each in value_set.excludes):
                return member
        return None

    def _in_include(self, value_set: ValueSet, include: Include, coded: Coded) -> Member | None:
        if include.system is not None and include.system != coded.system:
            # A filter that cannot be one is told of even when it decides nothing here.
            return None
        found = [self.find(each, coded) for each in self._imported(value_set, include)]
        if any(member is None for member in found):
            return None
        if include.system is None:
            return next(iter(found), None)
        return self._in_system(include, coded)

    def _in_system(self, include: Include, coded: Coded) -> Member | None:
        wanted = self._rules.wanted(coded.system, include.version)
        system = self._library.code_system(coded.system, wanted or coded.version)
        if system is None or system.content == "not-present":
            named = canonical(coded.system, wanted or coded.version)
            asked = replace(coded, version=wanted or coded.version)
            self.unresolved[named] = self.missing_system(asked, None)
            return None
        if not version_fits(system.version, coded.version):
            self._mismatches[coded] = findings.version_not_in_value_set(
                coded.system, wanted or system.version or "", coded.version or "", None,
                chosen=include.version is None,
            )  # fmt: skip
            return None
        self._fitting.add(coded)
        self.code_systems[system.canonical] = system
        entry = system.find(coded.code)
        if entry is None:
            return None
        if include.listed is not None:
            self._work.count(len(include.listed))
            for listed in include.listed:
                if system.find(listed.code) is entry:
                    return Member(system, entry, listed)
            return None
        self._work.count(1 + len(system.entries) * len(include.filters))
        tests = [select(system, each) for each in include.filters]
        return Member(system, entry) if all(test(entry) for test in tests) else None

    def mismatch(self, coded: Coded) -> Issue | None:
        """That a value set has a code's system in other versions only; None when it has not."""
        return None if coded in self._fitting else self._mismatches.get(coded)

    def version_of(self, value_set: ValueSet, url: str) -> str | None:
        """The version of a code system that a value set, or one that it imports, is made of."""
        with _Step(self._path, value_set):
            for include in value_set.includes:
                if include.system == url:
                    return self._rules.wanted(url, include.version)
                for each in self._imported(value_set, include):
                    if (found := self.version_of(each, url)) is not None:
                        return found
        return self._rules.wanted(url, None)

    def systems_of(self, value_set: ValueSet) -> list[str]:
        """The URLs of the code systems that a value set, or one that it imports, is made of."""
        found: dict[str, None] = {}
        with _Step(self._path, value_set):
            for include in value_set.includes:
                if include.system is not None:
                    found[include.system] = None
                for each in self._imported(value_set, include):
                    found |= dict.fromkeys(self.systems_of(each))
        return list(found)


class _Step:
    """One step from a value set into one that it imports; refuses circles and endless chains."""

    def __init__(self, path: list[ValueSet], value_set: ValueSet) -> None:
        self._path, self._value_set = path, value_set

    def __enter__(self) -> None:
        if any(each is self._value_set for each in self._path):
            way = [each.canonical for each in self._path]
            raise FhirError(422, findings.circular(self._value_set.canonical, way))
        if len(self._path) >= MOST_DEPTH:
            raise refuse(422, "too-costly", f"value sets import each other over {MOST_DEPTH} deep")
        self._path.append(self._value_set)

    def __exit__(self, *_error: object) -> None:
        self._path.pop()


def _too_many(value_set: ValueSet) -> FhirError:
    return refuse(
        422, "too-costly",
        f"The value set '{value_set.canonical}' expansion has too many codes to display "
        f"(>{MOST_MEMBERS})",
        kind="too-costly",
    )  # fmt: skip
