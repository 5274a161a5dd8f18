"""A concept map as one immutable value, with the relationships of R5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from omaha.fhir.outcome import Json
from omaha.fhir.shape import an_object, canonical, flag, needed, objects, split_canonical, text

# R5 to R4. R4 says what the target is beside the source, R5 what the source is beside the target.
EQUIVALENCES: Mapping[str, str] = {
    "equivalent": "equivalent",
    "related-to": "relatedto",
    "source-is-narrower-than-target": "wider",
    "source-is-broader-than-target": "narrower",
    "not-related-to": "disjoint",
}
_RELATIONSHIPS: Mapping[str, str] = {
    **{r4: r5 for r5, r4 in EQUIVALENCES.items()},
    "equal": "equivalent",
    "subsumes": "source-is-narrower-than-target",
    "specializes": "source-is-broader-than-target",
    "inexact": "related-to",
    "unmatched": "not-related-to",
}
# Read from the other side.
TURNED: Mapping[str, str] = {
    "source-is-narrower-than-target": "source-is-broader-than-target",
    "source-is-broader-than-target": "source-is-narrower-than-target",
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """One pair of a map: a code of the source with one of the target and their relationship.

    `target` is None where the map says that there is none.
    """

    source: str
    target: str | None
    relationship: str
    display: str | None = None
    source_display: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class MapGroup:
    """The pairs between two code systems, and what holds for a code without a pair."""

    source: str | None
    target: str | None
    pairs: tuple[Mapped, ...]
    unmapped: Json | None = None


@dataclass(frozen=True)
class ConceptMap:
    """A concept map; `source_scope` and `target_scope` are value sets, None when not told."""

    url: str | None
    version: str | None
    groups: tuple[MapGroup, ...]
    resource: Json = field(repr=False)
    source_scope: str | None = None
    target_scope: str | None = None

    @property
    def canonical(self) -> str:
        """``url|version``."""
        return canonical(self.url or "", self.version)


def read_concept_map(resource: Json) -> ConceptMap:
    """The map of a ConceptMap resource, R4 or R5; raises FhirError for a broken one."""
    place = "ConceptMap"

    def scope(side: str) -> str | None:
        names = (f"{side}ScopeUri", f"{side}ScopeCanonical", f"{side}Uri", f"{side}Canonical")
        return next((found for name in names if (found := text(resource, name, place))), None)

    return ConceptMap(
        text(resource, "url", place),
        text(resource, "version", place),
        tuple(_read_groups(resource)),
        resource,
        scope("source"),
        scope("target"),
    )


def _read_groups(resource: Json) -> Iterable[MapGroup]:
    place = "ConceptMap.group"
    for group in objects(resource, "group", "ConceptMap"):
        unmapped = group.get("unmapped")
        yield MapGroup(
            _url(text(group, "source", place)),
            _url(text(group, "target", place)),
            tuple(_read_pairs(group)),
            None if unmapped is None else an_object(unmapped, f"{place}.unmapped"),
        )


def _url(found: str | None) -> str | None:
    return None if found is None else split_canonical(found)[0]


def _read_pairs(group: Json) -> Iterable[Mapped]:
    place = "ConceptMap.group.element"
    for element in objects(group, "element", "ConceptMap.group"):
        code, shown = needed(element, "code", place), text(element, "display", place)
        targets = objects(element, "target", place)
        if not targets and flag(element, "noMap", place):
            yield Mapped(code, None, "not-related-to", source_display=shown)
        for each in targets:
            yield Mapped(
                code,
                text(each, "code", f"{place}.target"),
                relationship_of(each, f"{place}.target"),
                text(each, "display", f"{place}.target"),
                shown,
                text(each, "comment", f"{place}.target"),
            )


def relationship_of(target: Json, place: str) -> str:
    """The relationship that a target names, in R5's words; R4's are understood.

    >>> relationship_of({"equivalence": "wider"}, "target")
    'source-is-narrower-than-target'
    """
    found = text(target, "relationship", place)
    if found is None:
        equivalence = text(target, "equivalence", place)
        found = _RELATIONSHIPS.get(equivalence, "related-to") if equivalence else "related-to"
    return found if found in EQUIVALENCES else "related-to"
