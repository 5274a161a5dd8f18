"""ConceptMap/$translate: a code in the words of another code system, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from omaha.fhir.asking import SHARED, Asked
from omaha.fhir.conceptmap import EQUIVALENCES, TURNED, ConceptMap, MapGroup, relationship_of
from omaha.fhir.languages import choose_display
from omaha.fhir.outcome import Json, refuse
from omaha.fhir.parameters import Parameters, part, to_parameters
from omaha.fhir.releases import version_fits
from omaha.fhir.shape import split_canonical

# R4's names and R5's are both understood, whatever the address.
KNOWN = (
    *SHARED, "url", "conceptMap", "conceptMapVersion", "code", "system", "version", "coding",
    "codeableConcept", "sourceCode", "sourceSystem", "sourceCoding", "sourceCodeableConcept",
    "sourceScope", "source", "target", "targetScope", "targetsystem", "targetSystem",
    "targetCode", "targetCoding", "targetCodeableConcept", "reverse",
)  # fmt: skip
_RELATED = frozenset(EQUIVALENCES) - {"not-related-to"}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be translated. `found_in_source` says that a code of the target is given."""

    codes: tuple[tuple[str | None, str], ...]
    system: str | None
    found_in_source: bool
    named_target: bool


@dataclass(frozen=True, slots=True)
class _Match:
    """One answer: what was asked, what was found, and how the found relates to the asked."""

    asked: Json
    found: Json
    relationship: str
    origin: str | None
    comment: str | None = None


def translate(asked: Asked, release: str) -> Json:
    """All matches as Parameters; `release` is ``R4`` or ``R5`` and decides what relations are
    called. Raises FhirError for a map that is not known, or when nothing is asked."""
    parameters = asked.parameters
    parameters.check(KNOWN)
    asked = asked.with_sent()
    wish = _wish(parameters)
    maps = _maps(asked)
    matches = _once(match for each in maps for match in _matches(each, wish))
    if not matches and not wish.found_in_source:
        # A map from there to here tells as much, read from its other side.
        wish = replace(wish, found_in_source=True)
        matches = _once(match for each in maps for match in _matches(each, wish))
    result = any(each.relationship in _RELATED for each in matches)
    found = [part("result", "valueBoolean", result)]
    if not matches:
        found.append(part("message", "valueString", "no map says anything of this code"))
    for each in matches:
        shown = replace(each, found=_in_language(asked, each.found))
        found.append({"name": "match", "part": _told(shown, wish, release)})
    return to_parameters(found)


def _in_language(asked: Asked, coding: Json) -> Json:
    """A coding with its display in a language that was asked for, where there is one."""
    languages = asked.languages()
    system = asked.library.code_system(coding.get("system", "")) if languages else None
    entry = system.find(coding["code"]) if system else None
    if system is None or entry is None:
        return coding
    display, _ = choose_display(entry.display, system.language, entry.designations, languages)
    return {**coding, "display": display} if display else coding


def _once(matches: Iterable[_Match]) -> list[_Match]:
    kept: list[_Match] = []
    for each in matches:
        if each not in kept:
            kept.append(each)
    return kept


def _wish(parameters: Parameters) -> _Wish:
    source_system = parameters.text("sourceSystem") or parameters.text("system")
    target_system = parameters.text("targetSystem") or parameters.text("targetsystem")
    names = ("targetCode", "targetCoding", "targetCodeableConcept")
    target = _codes(parameters, *names, target_system)
    if target:
        return _Wish(target, source_system, True, True)
    names = ("sourceCode", "sourceCoding", "sourceCodeableConcept")
    codes = _codes(parameters, *names, source_system)
    codes = codes or _codes(parameters, "code", "coding", "codeableConcept", source_system)
    if not codes:
        raise refuse(400, "required", "send a code with its system, a coding or a codeableConcept")
    return _Wish(codes, target_system, bool(parameters.flag("reverse")), False)


def _codes(
    parameters: Parameters, code: str, coding: str, concept: str, system: str | None
) -> tuple[tuple[str | None, str], ...]:
    """What stands in one of three parameters, as (system, code) pairs."""
    plain = parameters.text(code)
    if plain:
        return ((system, plain),)
    one = parameters.coding(coding)
    several = (parameters.concept(concept) or {}).get("coding", ())
    found = [one] if one is not None else list(several)
    return tuple((each.get("system"), each["code"]) for each in found if each.get("code"))


def _maps(asked: Asked) -> list[ConceptMap]:
    """The maps to look in: the one that is named, else all within the scopes that are."""
    parameters = asked.parameters
    library, url = asked.library, parameters.text("url")
    sent = parameters.resource("conceptMap")
    if sent is not None:
        return list(library.with_resources([sent]).concept_maps[-1:])
    if url is not None:
        plain, version = split_canonical(url)
        version = version or parameters.text("conceptMapVersion")
        named = [each for each in library.concept_maps if each.url == plain]
        found = [each for each in named if version_fits(each.version, version)]
        if not found:
            raise refuse(
                404, "not-found", f"A definition for the concept map '{url}' could not be found",
                kind="not-found", expression="url",
            )  # fmt: skip
        return found
    source = parameters.text("sourceScope") or parameters.text("source")
    target = parameters.text("targetScope") or parameters.text("target")
    return [
        each
        for each in library.concept_maps
        if (source is None or each.source_scope == source)
        and (target is None or each.target_scope == target)
    ]


def _matches(concept_map: ConceptMap, wish: _Wish) -> Iterator[_Match]:
    for group in concept_map.groups:
        here, there = group.source, group.target
        if wish.found_in_source:
            here, there = there, here
        if wish.system is not None and wish.system != there:
            continue
        for system, code in wish.codes:
            if system is None or system == here:
                yield from _of_group(group, code, concept_map, wish.found_in_source)


def _of_group(
    group: MapGroup, code: str, concept_map: ConceptMap, backwards: bool
) -> Iterator[_Match]:
    origin = concept_map.canonical or None
    seen = False
    for pair in group.pairs:
        asked, found = (pair.target, pair.source) if backwards else (pair.source, pair.target)
        if asked != code:
            continue
        seen = True
        if found is None:
            continue
        here = {"system": group.target if backwards else group.source, "code": asked}
        there = {"system": group.source if backwards else group.target, "code": found}
        shown = pair.source_display if backwards else pair.display
        yield _Match(
            _clean(here),
            _clean({**there, "display": shown}),
            pair.relationship,
            origin,
            pair.comment,
        )
    if not seen and not backwards and group.unmapped is not None:
        yield from _unmapped(group, code, origin)


def _unmapped(group: MapGroup, code: str, origin: str | None) -> Iterator[_Match]:
    unmapped = group.unmapped or {}
    mode = unmapped.get("mode")
    found = unmapped.get("code") if mode == "fixed" else code
    if mode in ("fixed", "use-source-code", "provided") and isinstance(found, str):
        relationship = relationship_of(unmapped, "ConceptMap.group.unmapped")
        if mode != "fixed":
            relationship = "equivalent"
        here = _clean({"system": group.source, "code": code})
        there = {"system": group.target, "code": found, "display": unmapped.get("display")}
        yield _Match(here, _clean(there), relationship, origin)


def _clean(coding: Json) -> Json:
    return {name: value for name, value in coding.items() if value is not None}


def _told(match: _Match, wish: _Wish, release: str) -> list[Json]:
    # With a target given, R5 calls that the concept and what was found the source; the relation
    # is that of the map. R4's `reverse` asks the other way, and so the relation is turned.
    relationship, concept = match.relationship, match.found
    if wish.named_target:
        concept = match.asked
    elif wish.found_in_source:
        relationship = TURNED.get(relationship, relationship)
    found = []
    if release == "R4":
        found.append(part("equivalence", "valueCode", EQUIVALENCES[relationship]))
    else:
        found.append(part("relationship", "valueCode", relationship))
    found.append(part("concept", "valueCoding", concept))
    if wish.named_target:
        found.append(part("source", "valueCoding", match.found))
    if match.origin:
        found.append(part("originMap", "valueCanonical", match.origin))
    return found
