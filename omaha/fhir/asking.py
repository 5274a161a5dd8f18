"""What every operation is asked besides its own question: resources, versions, languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from omaha.fhir import findings
from omaha.fhir.codesystem import CodeSystem
from omaha.fhir.composition import Composition, Work
from omaha.fhir.languages import Languages
from omaha.fhir.library import Library
from omaha.fhir.outcome import FhirError, refuse
from omaha.fhir.parameters import Parameter, Parameters, pairs
from omaha.fhir.releases import VersionRules
from omaha.fhir.valueset import ValueSet, read_value_set

# Parameters that every operation on codes knows.
SHARED = (
    "tx-resource", "useSupplement", "displayLanguage", "system-version", "check-system-version",
    "force-system-version", "default-valueset-version", "_format", "_pretty",
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

    @property
    def rules(self) -> VersionRules:
        """What the request says about versions."""
        named = (
            "system-version", "check-system-version", "force-system-version",
            "default-valueset-version",
        )  # fmt: skip
        return VersionRules(*(pairs(self.parameters.texts(name), name) for name in named))

    def with_sent(self, supplements: Iterable[str] = ()) -> Asked:
        """This request with the resources that came along, and its supplements, in its library."""
        library = self.library.with_resources(self.parameters.resources("tx-resource"))
        wanted = [*supplements, *self.parameters.texts("useSupplement")]
        return replace(self, library=library.with_supplements(wanted))

    def languages(self, value_set: ValueSet | None = None) -> Languages:
        """The languages for displays: as asked, else the header's, else the value set's."""
        asked = self.parameters.text("displayLanguage") or self.header
        if not asked and value_set is not None:
            asked = value_set.settings.get("displayLanguage") or value_set.language
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
            found: ValueSet | None = read_value_set(sent)
        elif url is not None:
            version = self.parameters.text("valueSetVersion") or self.rules.value_sets.get(url)
            found = asked.library.value_set(url, version)
            if found is None:
                raise FhirError(404, findings.unknown_value_set(url))
        else:
            raise refuse(400, "required", "name a value set: send url or valueSet")
        assert found is not None
        fixed = [Parameter(n, "", v) for n, v in found.settings.items() if n != "displayLanguage"]
        parameters = self.parameters.and_also(Parameters(tuple(fixed)))
        wanted = [*found.supplements, *self.parameters.texts("useSupplement")]
        return replace(
            asked, parameters=parameters, library=asked.library.with_supplements(wanted)
        ), found

    def code_system(self, url: str, version: str | None, path: str | None = None) -> CodeSystem:
        """The code system that is meant; raises FhirError without it."""
        rules = self.rules
        wanted = rules.wanted(url, version)
        found = self.library.code_system(url, wanted)
        if found is None:
            known = self.library.versions_of(url)
            if wanted and known:
                raise FhirError(404, findings.unknown_version(url, wanted, known, path))
            raise FhirError(404, findings.unknown_system(url, path))
        Composition(self.library, rules).check_version(found, path)
        return found
