"""What the service can do, as CapabilityStatement and TerminologyCapabilities say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from omaha.fhir.dialect import RELEASES, Release
from omaha.fhir.expand import ECHOED, VERSIONS
from omaha.fhir.library import Library
from omaha.fhir.outcome import Json
from omaha.fhir.own_names import PUBLISHER
from omaha.fhir.searching import PARAMETERS
from omaha.model import NAMESPACE

_FEATURE = "http://hl7.org/fhir/uv/application-feature/StructureDefinition/feature"
# The release of HL7's terminology tests whose meaning is followed here.
TESTS = "1.7.0"
FORMATS = ("application/fhir+json", "json")
_OTHER_EXPANSION = (
    "displayLanguage", "filter", "property", "designation", "tx-resource", "useSupplement",
)  # fmt: skip


def capability_statement(
    release: Release, software: str, date: str, names: Mapping[str, Iterable[str]]
) -> Json:
    """The CapabilityStatement; `names` are the operations of each type of resource."""
    found = _head("CapabilityStatement", release, software, date)
    return {
        **found,
        "software": {**found["software"], "releaseDate": date},
        "extension": [
            _feature("http://hl7.org/fhir/uv/tx-tests/FeatureDefinition/test-version", TESTS),
            _feature(
                "http://hl7.org/fhir/uv/tx-ecosystem/FeatureDefinition/CodeSystemAsParameter", True
            ),
        ],
        "description": "Read-only terminology service of the Omaha System (2005). Every operation "
        "takes GET and POST, on the type and on one resource.",
        "instantiates": ["http://hl7.org/fhir/CapabilityStatement/terminology-server"],
        "fhirVersion": RELEASES[release],
        "format": list(FORMATS),
        "rest": [
            {
                "mode": "server",
                "security": {
                    "cors": False,
                    "description": "Open on the machine itself as long as there are no keys; else "
                    "`Authorization: Bearer` with a key of scope `read`.",
                },
                "resource": [_resource(kind, operations) for kind, operations in names.items()],
                "interaction": [{"code": "batch"}],
                "operation": [
                    {
                        "name": "versions",
                        "definition": _definition("CapabilityStatement", "versions"),
                    }
                ],
            }
        ],
    }


def _head(kind: str, release: Release, software: str, date: str) -> Json:
    return {
        "resourceType": kind,
        "id": f"omaha-{release.lower()}",
        "url": f"{NAMESPACE}{kind}/{release}",
        "version": software,
        "name": "OmahaSystemTerminologyService",
        "title": "Omaha System terminology service",
        "status": "active",
        "date": date,
        "publisher": PUBLISHER,
        "kind": "instance",
        "software": {"name": "omaha-system", "version": software},
        "implementation": {"description": "Omaha System terminology service"},
    }


def _feature(definition: str, value: str | bool) -> Json:
    kind = "valueBoolean" if isinstance(value, bool) else "valueCode"
    return {
        "url": _FEATURE,
        "extension": [
            {"url": "definition", "valueCanonical": definition},
            {"url": "value", kind: value},
        ],
    }


def _definition(kind: str, name: str) -> str:
    return f"http://hl7.org/fhir/OperationDefinition/{kind}-{name}"


def _resource(kind: str, operations: Iterable[str]) -> Json:
    found: Json = {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "no-version",
        "conditionalRead": "not-match",
        "searchParam": [
            {"name": name, "type": how} for name, how in sorted(PARAMETERS[kind].items())
        ],
    }
    named = [{"name": name, "definition": _definition(kind, name)} for name in operations]
    return {**found, "operation": named} if named else found


def terminology_capabilities(release: Release, software: str, date: str, library: Library) -> Json:
    """The TerminologyCapabilities, with the code systems that are there without being sent."""
    expanding = sorted({*(name for name, _ in ECHOED), *VERSIONS, *_OTHER_EXPANSION})
    systems = [
        {
            "uri": url,
            "version": [
                {"code": each.version, "isDefault": each is found[0], "compositional": False}
                for each in found
                if each.version
            ],
            "subsumption": any(entry.children for entry in found[0].entries.values()),
            **({} if release == "R4" else {"content": found[0].content}),
        }
        for url, found in library.code_systems.items()
    ]
    return {
        **_head("TerminologyCapabilities", release, software, date),
        "description": "Code systems, value sets, maps and supplements that are sent along as "
        "tx-resource are understood as well.",
        "codeSystem": systems,
        "expansion": {
            "hierarchical": True,
            "paging": True,
            "incomplete": False,
            "parameter": [{"name": name} for name in expanding],
            "textFilter": "Words in any order, unfinished ones too; in our own code systems also "
            "misspelt words and words of practice, best match first.",
        },
        "codeSearch": "in-compose",
        "validateCode": {"translations": True},
        "translation": {"needsMap": False},
        "closure": {"translation": False},
    }
