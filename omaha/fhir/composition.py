"""Working value sets out: which concepts belong to one, and whether a given code does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from omaha.fhir import findings, missing
from omaha.fhir.codesystem import CodeSystem, Entry
from omaha.fhir.filters import select
from omaha.fhir.library import Key, Member, WorkedOut
from omaha.fhir.limits import MOST_MEMBERS, Step, Work, too_many
from omaha.fhir.outcome import FhirError, Issue
from omaha.fhir.releases import version_fits
from omaha.fhir.resolving import EVERY, Resolver
from omaha.fhir.shape import canonical
from omaha.fhir.valueset import Include, ValueSet, read_value_set


@dataclass(frozen=True, slots=True)
class Coded:
    """A code that a caller has, with its system and, where told, the version of that."""

    system: str
    version: str | None
    code: str


class Composition:
    """Works value sets out, and keeps account of what that took.

    For one request. `unresolved` are the code systems that were needed for a code and not found,
    each with the issue that says so, by ``url|version``; `refused` says for a code that the
    version of its code system is not allowed.
    """

    def __init__(
        self, resolver: Resolver, *, active_only: bool = False, work: Work | None = None
    ) -> None:
        self._resolver = resolver
        self._active_only = active_only
        self._plain = not active_only and resolver.plain
        self._members: dict[int, list[Member]] = {}
        self._found: dict[tuple[int, Coded], Member | None] = {}
        self._path: list[ValueSet] = []
        self._contained: dict[tuple[int, str], ValueSet] = {}
        self.code_systems: dict[str, CodeSystem] = {}
        self.value_sets: dict[str, ValueSet] = {}
        self.unresolved: dict[Coded, dict[str, Issue]] = {}
        self.refused: dict[Coded, Issue] = {}
        self._mismatches: dict[Coded, Issue] = {}
        self._fitting: set[Coded] = set()
        self._work = work or Work()

    def allows(self, value_set: ValueSet, entry: Entry) -> bool:
        """Whether a concept may be in a value set as far as being inactive goes."""
        return not (entry.inactive and (self._active_only or value_set.inactive is False))

    def ready(self, value_set: ValueSet) -> WorkedOut | None:
        """The value set if it was worked out beforehand, and nothing was asked that changes it."""
        return self._resolver.library.worked_out.get(id(value_set)) if self._plain else None

    def members(self, value_set: ValueSet) -> list[Member]:
        """Everything in a value set, in the order of its definition.

        Raises FhirError for what cannot be worked out: an unknown code system or value set, a
        filter that is not understood, a circle, too many concepts.
        """
        ready = self.ready(value_set)
        if ready is not None:
            self.code_systems |= ready.code_systems
            return list(ready.members)
        found = self._members.get(id(value_set))
        if found is None:
            with Step(self._path, value_set):
                found = self._members[id(value_set)] = self._worked_out(value_set)
        return found

    def _worked_out(self, value_set: ValueSet) -> list[Member]:
        if not {"compose", "expansion"} & value_set.resource.keys():
            raise FhirError(422, missing.no_definition(value_set.canonical))
        kept: dict[Key, Member] = {}
        for include in value_set.includes:
            for member in self._included(value_set, include):
                if self.allows(value_set, member.entry):
                    kept.setdefault(member.key, member)
            if len(kept) > MOST_MEMBERS:
                raise too_many(value_set)
        found = list(kept.values())
        for exclude in value_set.excludes:
            excluded = self._included(value_set, exclude)
            among = self._either(excluded, partial(self._in_include, value_set, exclude))
            found = [member for member in found if not among(member)]
        return found

    def _included(self, value_set: ValueSet, include: Include) -> list[Member]:
        sets = [self._to_expand(value_set, include, url) for url in include.value_sets]
        if include.system is None:
            own, sets = (self.members(sets[0]), sets[1:]) if sets else ([], [])
        else:
            own = list(self._of_system(include))
        for each in sets:
            among = self._either(self.members(each), partial(self.find, each))
            own = [member for member in own if among(member)]
        return own

    def _either(
        self, members: list[Member], find: Callable[[Coded], Member | None]
    ) -> Callable[[Member], bool]:
        """Tests whether a member is one of `members`, or is found as of its own version.

        A part of a definition that names no version holds for every version that another part
        names, so that the same code is looked for in the version which it is there for.
        """
        keys = {each.key for each in members}
        versions = {key[:2] for key in keys}

        def test(member: Member) -> bool:
            if member.key in keys or member.key[:2] in versions:
                return member.key in keys
            return find(Coded(*member.key)) is not None

        return test

    def _of_system(self, include: Include) -> Iterator[Member]:
        systems = self._resolver.needed_systems(
            include.system or "", include.version, include.place
        )
        self.code_systems |= {each.canonical: each for each in systems}
        seen: set[str] = set()
        for system in systems:
            for member in self._of_one(system, include):
                if member.entry.code not in seen:
                    yield member
            seen |= system.entries.keys()

    def _of_one(self, system: CodeSystem, include: Include) -> Iterator[Member]:
        if include.listed is not None:
            for listed in include.listed:
                entry = system.find(listed.code) or _left_open(system, listed.code)
                if entry is not None:
                    yield Member(system, entry, listed)
            return
        self._work.count(len(system.entries) * (1 + len(include.filters)))
        tests = [select(system, each) for each in include.filters]
        for entry in system.entries.values():
            if all(test(entry) for test in tests):
                yield Member(system, entry)

    def _to_expand(self, value_set: ValueSet, include: Include, url: str) -> ValueSet:
        try:
            return self._import(value_set, url)
        except FhirError as error:
            if error.issues[0].message_id != missing.NO_VALUE_SET:
                raise
            plain, version = self._resolver.wanted_value_set(url)
            is_system = self._resolver.library.code_system(plain) is not None
            tell = missing.import_is_system if is_system else missing.unknown_import
            excluded = include in value_set.excludes
            raise FhirError(404, tell(plain, version, excluded=excluded)) from None

    def _import(self, value_set: ValueSet, url: str) -> ValueSet:
        if url in value_set.contained:
            inner = self._contained.get((id(value_set), url))
            if inner is None:
                inner = read_value_set(value_set.contained[url])
                self._contained[id(value_set), url] = inner
            return inner
        found = self._resolver.value_set(url)
        self.value_sets[found.canonical] = found
        return found

    def find(self, value_set: ValueSet, coded: Coded) -> Member | None:
        """The member that a code is, inactive ones too; None when it is not in the value set.

        Raises FhirError as `members` does, for what has to do with that code only.
        """
        key = (id(value_set), coded)
        if key not in self._found:
            with Step(self._path, value_set):
                self._found[key] = next(self._each(value_set, coded), None)
        return self._found[key]

    def find_every(self, value_set: ValueSet, coded: Coded) -> list[Member]:
        """The members that a code is by each part of a value set: one a version, for instance."""
        with Step(self._path, value_set):
            return list(self._each(value_set, coded))

    def _each(self, value_set: ValueSet, coded: Coded) -> Iterator[Member]:
        inner = len(self._path) > 1
        for include in value_set.includes:
            member = self._in_include(value_set, include, coded)
            if member is None or (inner and not self.allows(value_set, member.entry)):
                continue
            exact = Coded(*member.key)
            if not any(self._in_include(value_set, each, exact) for each in value_set.excludes):
                yield member

    def _in_include(self, value_set: ValueSet, include: Include, coded: Coded) -> Member | None:
        if include.system is not None and include.system != coded.system:
            # A filter that cannot be one is told of even when it decides nothing here.
            return None
        sets = [self._import(value_set, url) for url in include.value_sets]
        found = [self.find(each, coded) for each in sets]
        if any(member is None for member in found):
            return None
        if include.system is None:
            return next(iter(found), None)
        return self._in_system(include, coded)

    def _in_system(self, include: Include, coded: Coded) -> Member | None:
        resolver = self._resolver
        wanted = resolver.systems.wanted(coded.system, include.version)
        if wanted == EVERY:
            systems = resolver.every_system(coded.system, coded.version)
        else:
            systems = [each for each in [resolver.system(coded.system, wanted or coded.version)]
                       if each is not None]  # fmt: skip
        if not systems:
            lacking = wanted or coded.version
            issue = resolver.why_not(coded.system, lacking, None)
            self.unresolved.setdefault(coded, {})[canonical(coded.system, lacking)] = issue
        refused = resolver.refused(systems[0], None) if systems else None
        if refused is not None:
            self.refused[coded] = refused
        included = systems[0].version if systems else wanted
        if included not in (None, EVERY) and not version_fits(included, coded.version):
            self._mismatches[coded] = findings.version_not_in_value_set(
                coded.system, included or "", include.version, coded.version or ""
            )
            return None
        found = (self._in_one(each, include, coded) for each in systems)
        return next((each for each in found if each is not None), None)

    def _in_one(self, system: CodeSystem, include: Include, coded: Coded) -> Member | None:
        self._fitting.add(coded)
        self.code_systems[system.canonical] = system
        entry = system.find(coded.code)
        if include.listed is not None:
            self._work.count(len(include.listed))
            for listed in include.listed:
                same = listed.code == coded.code if entry is None else False
                if same or (entry is not None and system.find(listed.code) is entry):
                    there = entry or _left_open(system, coded.code)
                    return Member(system, there, listed) if there else None
            return None
        if entry is None:
            there = None if include.filters else _left_open(system, coded.code)
            return Member(system, there) if there else None
        self._work.count(1 + len(system.entries) * len(include.filters))
        tests = [select(system, each) for each in include.filters]
        return Member(system, entry) if all(test(entry) for test in tests) else None

    def mismatch(self, coded: Coded) -> Issue | None:
        """That a value set has a code's system in other versions only; None when it has not."""
        return None if coded in self._fitting else self._mismatches.get(coded)

    def version_of(self, value_set: ValueSet, url: str) -> str | None:
        """The version of a code system that a value set, or one that it imports, is made of."""
        with Step(self._path, value_set):
            for include in value_set.includes:
                if include.system == url:
                    return self._resolver.systems.wanted(url, include.version)
                for each in include.value_sets:
                    found = self.version_of(self._import(value_set, each), url)
                    if found is not None:
                        return found
        return self._resolver.systems.wanted(url, None)

    def systems_of(self, value_set: ValueSet) -> list[str]:
        """The URLs of the code systems that a value set, or one that it imports, is made of."""
        found: dict[str, None] = {}
        with Step(self._path, value_set):
            for include in value_set.includes:
                if include.system is not None:
                    found[include.system] = None
                for each in include.value_sets:
                    found |= dict.fromkeys(self.systems_of(self._import(value_set, each)))
        return list(found)


def _left_open(system: CodeSystem, code: str) -> Entry | None:
    """A concept that a fragment leaves open: it does not have it, and another part may."""
    return Entry(code) if system.content == "fragment" else None
