"""What every operation is asked besides its own question: resources, versions, languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from omaha.fhir.codesystem import CodeSystem
from omaha.fhir.languages import Languages
from omaha.fhir.library import Library
from omaha.fhir.limits import Work
from omaha.fhir.outcome import FhirError, refuse
from omaha.fhir.parameters import Parameter, Parameters, pairs
from omaha.fhir.releases import VersionRules
from omaha.fhir.resolving import Resolver
from omaha.fhir.valueset import ValueSet, read_value_set

# Parameters that every operation on codes knows.
SYSTEM_VERSIONS = ("system-version", "check-system-version", "force-system-version")
VALUE_SET_VERSIONS = (
    "default-valueset-version", "check-valueset-version", "force-valueset-version",
)  # fmt: skip
_VERSIONS = frozenset((*SYSTEM_VERSIONS, *VALUE_SET_VERSIONS))
SHARED = (
    "tx-resource", "useSupplement", "displayLanguage", *SYSTEM_VERSIONS, *VALUE_SET_VERSIONS,
    "_format", "_pretty",
)  # fmt: skip
VALUE_SET = ("url", "valueSet", "valueSetVersion")


@dataclass(frozen=True)
class Asked:
    """One request to an operation: its parameters, and what it is answered from.

    `header` is the Accept-Language header; `work` is what it has cost so far.
    """

    parameters: Parameters
    library: Library
    header: str | None = None
    work: Work = field(default_factory=Work)

    @cached_property
    def resolver(self) -> Resolver:
        """The library, in the versions that the request wants."""
        if not any(each.name in _VERSIONS for each in self.parameters.items):
            return Resolver(self.library)
        return Resolver(self.library, self._rules(SYSTEM_VERSIONS), self._rules(VALUE_SET_VERSIONS))

    def _rules(self, names: Iterable[str]) -> VersionRules:
        return VersionRules(*(pairs(self.parameters.texts(name), name) for name in names))

    def with_sent(self, supplements: Iterable[str] = ()) -> Asked:
        """This request with the resources that came along, and its supplements, in its library."""
        library = self.library.with_resources(self.parameters.resources("tx-resource"))
        wanted = [*supplements, *self.parameters.texts("useSupplement")]
        return replace(self, library=library.with_supplements(wanted))

    def languages(self, value_set: ValueSet | None = None) -> Languages:
        """The languages for displays: as asked, else the header's, else the value set's."""
        asked = self.parameters.text("displayLanguage") or self.header
        if not asked and value_set is not None:
            asked = dict(value_set.settings).get("displayLanguage") or value_set.language
        return Languages.of(asked)

    def value_set(self) -> tuple[Asked, ValueSet]:
        """The value set that is asked about, and the request with what that set needs.

        Raises FhirError when none is named, or one that is not known.
        """
        asked = replace(
            self,
            library=self.library.with_resources(self.parameters.resources("tx-resource")),
        )
        sent, url = self.parameters.resource("valueSet"), self.parameters.text("url")
        if sent is not None:
            found = read_value_set(sent)
        elif url is not None:
            found = asked.resolver.value_set(url, self.parameters.text("valueSetVersion"))
        else:
            raise refuse(400, "required", "name a value set: send url or valueSet")
        fixed = [Parameter(n, "", v) for n, v in found.settings if n != "displayLanguage"]
        parameters = self.parameters.and_also(Parameters(tuple(fixed)))
        wanted = [*asked.demanded(found), *self.parameters.texts("useSupplement")]
        return replace(
            asked, parameters=parameters, library=asked.library.with_supplements(wanted)
        ), found

    def demanded(self, value_set: ValueSet) -> list[str]:
        """The supplements that a value set, or one that it imports, says it needs."""
        found: dict[str, None] = {}
        resolver, left, seen = self.resolver, [value_set], [value_set]
        while left:
            each = left.pop()
            found |= dict.fromkeys(each.supplements)
            for url in (u for i in (*each.includes, *each.excludes) for u in i.value_sets):
                inner = self.library.value_set(*resolver.wanted_value_set(url))
                if inner is not None and all(inner is not one for one in seen):
                    left.append(inner)
                    seen.append(inner)
        return list(found)

    def code_system(self, url: str, version: str | None, path: str | None = None) -> CodeSystem:
        """The code system that is meant; raises FhirError without it."""
        resolver = self.resolver
        wanted = resolver.systems.wanted(url, version)
        found = self.library.code_system(url, wanted)
        if found is None:
            raise FhirError(404, resolver.why_not(url, wanted, path))
        refused = resolver.refused(found, path)
        if refused is not None:
            raise FhirError(422, refused)
        return found
