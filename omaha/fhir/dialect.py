"""R5 resources in the words of R4: what it calls otherwise, and what it keeps in extensions."""

from __future__ import annotations

from typing import Literal

from omaha.fhir.conceptmap import EQUIVALENCES
from omaha.fhir.outcome import Json

Release = Literal["R4", "R5"]
RELEASES: dict[Release, str] = {"R4": "4.0.1", "R5": "5.0.0"}
_R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-"
_PROPERTY = _R5 + "ValueSet.expansion.property"
_CONTAINS_PROPERTY = _R5 + "ValueSet.expansion.contains.property"
_ONLY_R5_NAMING = ("url", "identifier", "version", "title", "copyright", "experimental")
_SCOPES = {
    "sourceScopeUri": "sourceUri",
    "sourceScopeCanonical": "sourceCanonical",
    "targetScopeUri": "targetUri",
    "targetScopeCanonical": "targetCanonical",
}


def to_release(resource: Json, release: Release) -> Json:
    """A resource as `release` has it; R5's is given back as it is."""
    kind = resource.get("resourceType")
    if release == "R5":
        return resource
    if kind == "ValueSet":
        return _value_set(resource)
    if kind == "ConceptMap":
        return _concept_map(resource)
    if kind == "NamingSystem":
        return {name: v for name, v in resource.items() if name not in _ONLY_R5_NAMING}
    return resource


def _value_set(resource: Json) -> Json:
    expansion = resource.get("expansion")
    if not expansion or "property" not in expansion:
        return resource
    changed = {name: value for name, value in expansion.items() if name != "property"}
    declared = [_extension(_PROPERTY, each) for each in expansion["property"]]
    changed["extension"] = [*changed.get("extension", ()), *declared]
    if "contains" in expansion:
        changed["contains"] = [_contained(each) for each in expansion["contains"]]
    return {**resource, "expansion": changed}


def _contained(concept: Json) -> Json:
    found = {name: value for name, value in concept.items() if name != "property"}
    if "property" in concept:
        told = [_extension(_CONTAINS_PROPERTY, each) for each in concept["property"]]
        found = {"extension": [*found.pop("extension", ()), *told], **found}
    if "contains" in concept:
        found["contains"] = [_contained(each) for each in concept["contains"]]
    return found


def _extension(url: str, told: Json) -> Json:
    """A property as an extension.

    >>> _extension("http://x", {"code": "kind", "valueCode": "sign"})["extension"][1]
    {'url': 'value', 'valueCode': 'sign'}
    """
    parts = []
    for name, value in told.items():
        kinds = {"code": "valueCode", "uri": "valueUri"}
        parts.append({"url": name if name in kinds else "value", kinds.get(name, name): value})
    return {"url": url, "extension": parts}


def _concept_map(resource: Json) -> Json:
    found = {_SCOPES.get(name, name): value for name, value in resource.items()}
    return {**found, "group": [_group(each) for each in resource.get("group", ())]}


def _group(group: Json) -> Json:
    found = {**group, "element": [_element(each) for each in group["element"]]}
    for side in ("source", "target"):
        url, bar, version = str(group.get(side, "")).partition("|")
        if bar:
            found |= {side: url, f"{side}Version": version}
    return found


def _element(element: Json) -> Json:
    if element.get("noMap"):
        kept = {name: value for name, value in element.items() if name != "noMap"}
        return {**kept, "target": [{"equivalence": "unmatched"}]}
    return {**element, "target": [_target(each) for each in element["target"]]}


def _target(target: Json) -> Json:
    return {
        "equivalence" if name == "relationship" else name: EQUIVALENCES[value]
        if name == "relationship"
        else value
        for name, value in target.items()
    }
