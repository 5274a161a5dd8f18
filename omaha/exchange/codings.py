"""Omaha codes as FHIR codings, with those that a site's own ConceptMap puts beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from omaha.errors import InputError
from omaha.model import NAMESPACE
from omaha.record_reading import is_text
from omaha.systems import systems_by_kind
from omaha.vocabulary import Vocabulary

# Only these say that both codes mean the same (R4, ConceptMapEquivalence).
SAME = ("equal", "equivalent")
# A scale is a group of ratings, no concept of their scheme.
_SCALES = f"{NAMESPACE}group"
_ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


@dataclass(frozen=True, slots=True)
class SiteCodings:
    """Codings of a site by (system, code) of ours. They come from the site and stay with it."""

    beside: dict[tuple[str, str], tuple[dict[str, str], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, concept_map: object) -> SiteCodings:
        """Those of a FHIR R4 ConceptMap; None gives none. Raises InputError.

        Only targets that are equal or equivalent count: wider and narrower ones are no codes
        for the same thing.
        """
        if concept_map is None:
            return cls()
        if not isinstance(concept_map, dict) or concept_map.get("resourceType") != "ConceptMap":
            raise InputError("concept_map", "is no FHIR R4 ConceptMap")
        found: dict[tuple[str, str], list[dict[str, str]]] = {}
        for group in _objects(concept_map, "group"):
            source, target = _text(group, "source"), _text(group, "target")
            for element in _objects(group, "element"):
                for other in _objects(element, "target"):
                    if other.get("equivalence") in SAME:
                        coding = {"system": target, "code": _text(other, "code")}
                        if is_text(other.get("display")):
                            coding["display"] = other["display"]
                        found.setdefault((source, _text(element, "code")), []).append(coding)
        return cls({pair: tuple(codings) for pair, codings in found.items()})


def _objects(value: dict[str, Any], name: str) -> Iterable[dict[str, Any]]:
    found = value.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise InputError(f"concept_map.{name}", "is no list of objects")
    return found


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    if not is_text(found) or not found.strip():
        raise InputError(f"concept_map.{name}", "is needed, as text")
    return found


class Codings:
    """Makes codeable concepts in one language."""

    def __init__(self, vocabulary: Vocabulary, site: SiteCodings, lang: str) -> None:
        self._vocabulary = vocabulary
        self._systems = systems_by_kind(vocabulary)
        self._site = site
        self._lang = lang

    def concept(self, kind: str, code: str) -> dict[str, Any]:
        """A CodeableConcept: our coding first, then the site's."""
        coding = self.coding(kind, code)
        beside = self._site.beside.get((coding["system"], coding["code"]), ())
        return {"coding": [coding, *beside], "text": coding["display"]}

    def coding(self, kind: str, code: str) -> dict[str, Any]:
        """Our coding of one concept."""
        return {
            "system": self._systems[kind],
            "version": self._vocabulary.release,
            "code": code,
            "display": self._vocabulary.concept(kind, code).display(self._lang),
        }

    def scale(self, scale: str) -> dict[str, Any]:
        """Knowledge, Behavior or Status as what is measured."""
        names = {group.code: group.display(self._lang) for group in self._vocabulary.groups}
        coding = {
            "system": _SCALES,
            "version": self._vocabulary.release,
            "code": scale,
            "display": names[scale],
        }
        return {"coding": [coding], "text": names[scale]}

    def rating(self, scale: str, value: int) -> dict[str, Any]:
        """One level of a scale, with its number as the ordinal value."""
        coding = self.coding("rating", f"{scale}-{value}")
        coding["extension"] = [{"url": _ORDINAL, "valueDecimal": value}]
        return {"coding": [coding], "text": f"{value} {coding['display']}"}
