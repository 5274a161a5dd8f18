"""NamingSystem resources: how HL7 names the Omaha System, and how our code systems are named."""

from __future__ import annotations

from collections.abc import Iterable

from omaha.fhir.outcome import Json
from omaha.fhir.own_names import HL7_OID, HL7_SYSTEM, computable, date_of, head
from omaha.model import NAMESPACE
from omaha.systems import system_url
from omaha.vocabulary import Vocabulary


def naming_systems(vocabulary: Vocabulary) -> Iterable[Json]:
    """One for the Omaha System as HL7 registers it, and one for each code system of ours."""
    yield {
        **_head(vocabulary, "oms"),
        "name": "OmahaSystem",
        "title": "The Omaha System as HL7 registers it",
        "description": "The Omaha System as a whole. No codes are published under these "
        "identifiers: use the URLs of the code systems of this service for codes.",
        "uniqueId": [
            {"type": "oid", "value": HL7_OID.removeprefix("urn:oid:")},
            {"type": "uri", "value": HL7_SYSTEM, "preferred": True},
        ],
    }
    for scheme in vocabulary.schemes:
        yield {
            **_head(vocabulary, scheme.name),
            "title": dict(scheme.titles)["en"],
            "description": f"Codes of this project. {dict(scheme.titles)['en']}.",
            "uniqueId": [{"type": "uri", "value": system_url(scheme.name), "preferred": True}],
        }


def _head(vocabulary: Vocabulary, name: str) -> Json:
    found = head("NamingSystem", name, f"{NAMESPACE}NamingSystem/{name}", vocabulary)
    del found["experimental"]
    return {**found, "name": computable(name), "date": date_of(vocabulary), "kind": "codesystem"}
