"""Finding code systems and value sets in the versions that a request wants of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from omaha.fhir import findings, missing
from omaha.fhir.codesystem import CodeSystem
from omaha.fhir.library import Library
from omaha.fhir.outcome import FhirError, Issue
from omaha.fhir.releases import VersionRules, newest_first, version_fits
from omaha.fhir.shape import canonical, split_canonical
from omaha.fhir.valueset import ValueSet

# Contents of a CodeSystem that say nothing about which codes there are.
NOT_USABLE = ("not-present", "example")
# As the version of an include: codes of every version.
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Resolver:
    """What a request is answered from, and what it says about versions."""

    library: Library
    systems: VersionRules = field(default_factory=VersionRules)
    value_sets: VersionRules = field(default_factory=VersionRules)

    @property
    def plain(self) -> bool:
        """Whether nothing is said about versions."""
        return self.systems == VersionRules() == self.value_sets

    def system(self, url: str, version: str | None) -> CodeSystem | None:
        """The newest code system that fits a version; None without one that tells its codes."""
        found = self.library.code_system(url, version)
        return None if found is None or found.content in NOT_USABLE else found

    def every_system(self, url: str, version: str | None) -> list[CodeSystem]:
        """All versions of a code system that fit, newest first."""
        usable = [e for e in self.library.code_systems.get(url, ()) if e.content not in NOT_USABLE]
        return newest_first(usable, version)

    def needed_systems(self, url: str, said: str | None, place: str) -> list[CodeSystem]:
        """The code system of an include, which says `said` of its version; all for ``*``.

        Raises FhirError for one that is not there, and for a version that is not allowed.
        """
        wanted = self.systems.wanted(url, said)
        found = self.system(url, wanted)
        if found is None:
            supplement = self.library.supplement(url)
            if supplement is not None:
                told = missing.includes_supplement(url, supplement.supplements or "", place)
                raise FhirError(422, told)
            raise FhirError(404, self.why_not(url, wanted, None, expanding=True))
        every = self.every_system(url, None) if wanted == EVERY else [found]
        refused = [issue for each in every if (issue := self.refused(each, place)) is not None]
        if refused:
            raise FhirError(422, *refused)
        return every

    def refused(self, system: CodeSystem, path: str | None) -> Issue | None:
        """That the request does not allow the version of a code system; None when it does."""
        check = self.systems.checks.get(system.url)
        if check is None or version_fits(system.version, check):
            return None
        return findings.version_refused(system.url, system.version, check, path)

    def why_not(
        self, url: str, version: str | None, path: str | None, *, expanding: bool = False
    ) -> Issue:
        """Why a code system cannot be used."""
        known = self.library.versions_of(url)
        there = self.library.code_system(url, version)
        if there is not None:
            return missing.not_usable(url, there.content, path, expanding=expanding)
        if self.library.supplement(url) is not None:
            return missing.system_is_supplement(url, path)
        if version is not None:
            return missing.unknown_version(url, version, known, path, expanding=expanding)
        return missing.unknown_system(url, path, expanding=expanding)

    def wanted_value_set(self, url: str, version: str | None = None) -> tuple[str, str | None]:
        """URL and version of the value set that ``url`` or ``url|version`` comes to."""
        plain, named = split_canonical(url)
        return plain, self.value_sets.wanted(plain, version or named)

    def value_set(self, url: str, version: str | None = None) -> ValueSet:
        """The value set of ``url`` or ``url|version``.

        Raises FhirError for one that is not there, and for a version that is not allowed.
        """
        plain, wanted = self.wanted_value_set(url, version)
        found = self.library.value_set(plain, wanted)
        if found is None:
            raise FhirError(404, missing.unknown_value_set(canonical(plain, wanted)))
        check = self.value_sets.checks.get(plain)
        if check is not None and not version_fits(found.version, check):
            raise FhirError(
                422, findings.version_refused(plain, found.version, check, None, kind="value set")
            )
        return found
