"""ValueSet/$expand: the concepts of a value set, as a picklist needs them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from omaha.fhir.asking import (
    SHARED,
    SYSTEM_VERSIONS,
    VALUE_SET,
    VALUE_SET_VERSIONS,
    Asked,
)
from omaha.fhir.codesystem import CodeSystem
from omaha.fhir.composition import Composition
from omaha.fhir.expansion import Writer
from omaha.fhir.library import BySystem, Member, by_system
from omaha.fhir.outcome import Json
from omaha.fhir.standing import standing_of
from omaha.fhir.valueset import ValueSet
from omaha.search import find_words

ECHOED = (
    ("activeOnly", "valueBoolean"), ("count", "valueInteger"), ("offset", "valueInteger"),
    ("excludeNested", "valueBoolean"), ("includeDesignations", "valueBoolean"),
    ("includeDefinition", "valueBoolean"), ("excludeNotForUI", "valueBoolean"),
)  # fmt: skip
VERSIONS = (*SYSTEM_VERSIONS, *VALUE_SET_VERSIONS)
KNOWN = (*SHARED, *VALUE_SET, "filter", "property", "designation", *(name for name, _ in ECHOED))
# What stays of a value set's definition when the definition itself was not asked for.
HEAD = (
    "id", "language", "extension", "url", "version", "name", "title", "status", "experimental",
    "date", "copyright",
)  # fmt: skip


def expand(asked: Asked, made: str) -> Json:
    """The value set with its expansion. `made` is the instant to give as its timestamp.

    Raises FhirError for what is unknown, unsupported or cannot be expanded.
    """
    asked.parameters.check(KNOWN)
    asked, value_set = asked.value_set()
    parameters = asked.parameters
    composition = Composition(
        asked.resolver, active_only=bool(parameters.flag("activeOnly")), work=asked.work
    )
    members, ready = composition.members(value_set), composition.ready(value_set)
    if parameters.flag("excludeNotForUI"):
        members, ready = [each for each in members if not each.entry.abstract], None
    words = parameters.text("filter")
    ranked = any(each.system.find_text for each in members[:1])
    if words:
        members = _matching(by_system(members) if ready is None else ready.by_system, words)
    offset, count = parameters.whole("offset"), parameters.whole("count")
    paged = offset is not None or (count is not None and count < len(members))
    nested = _has_tree(value_set) and not parameters.flag("excludeNested") and not paged
    if nested and words and (ranked or not value_set.includes[0].filters):
        nested = False
    begin = offset or 0
    page = members[begin:] if count is None else members[begin : begin + count]
    writer = Writer.of(asked, value_set, page)
    expansion: Json = {
        "identifier": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, _told(asked, value_set))}",
        "timestamp": made,
        "total": len(members),
    }
    if offset is not None:
        expansion["offset"] = offset
    contains = writer.tree(page) if nested else [writer.contains(each) for each in page]
    expansion["parameter"] = _echo(asked, value_set, composition, writer)
    if writer.declared:
        expansion["property"] = [{"code": c, "uri": u} for c, u in writer.declared.items()]
    if contains:
        expansion["contains"] = contains
    whole = bool(parameters.flag("includeDefinition"))
    head = {k: v for k, v in value_set.resource.items() if whole or k in HEAD}
    return {"resourceType": "ValueSet", **head, "expansion": expansion}


def _told(asked: Asked, value_set: ValueSet) -> str:
    """What the identity of an expansion depends on: the same question has the same."""
    told = [(each.name, str(each.value)) for each in asked.parameters.items]
    return repr((value_set.canonical, sorted(told), asked.header))


def _has_tree(value_set: ValueSet) -> bool:
    if value_set.excludes or len(value_set.includes) != 1:
        return False
    include = value_set.includes[0]
    return include.listed is None and include.system is not None and not include.value_sets


def _matching(members: BySystem, words: str) -> list[Member]:
    """The members that fit words; those of a code system that can rank first, best first."""
    asked = find_words(words) or [words.casefold()]
    found, others = [], []
    for system, by_code in members:
        if system.find_text is None:
            others += [member for member in by_code.values() if _fits(member, asked)]
        else:
            found += [by_code[code] for code in system.find_text(words) if code in by_code]
    return found + others


def _fits(member: Member, asked: Iterable[str]) -> bool:
    entry = member.entry
    texts = [entry.code, member.display or "", *(each.value for each in entry.designations)]
    have = [word for text in texts for word in find_words(text)]
    return all(any(word.startswith(each) for word in have) for each in asked)


def _echo(
    asked: Asked, value_set: ValueSet, composition: Composition, writer: Writer
) -> list[Json]:
    """What was asked, and what the answer rests on."""
    found: list[Json] = []
    for name, kind in ECHOED:
        value: object = (
            asked.parameters.whole(name) if kind == "valueInteger" else asked.parameters.flag(name)
        )
        if value is not None:
            found.append({"name": name, kind: value})
    if writer.languages:
        found.append({"name": "displayLanguage", "valueCode": writer.languages.asked})
    words = asked.parameters.text("filter")
    if words is not None:
        found.append({"name": "filter", "valueString": words})
    found += [
        {"name": name, "valueUri": value}
        for name in VERSIONS
        for value in asked.parameters.texts(name)
    ]
    found += [{"name": "designation", "valueString": t} for t in writer.designations or ()]
    systems, sets = composition.code_systems.values(), composition.value_sets.values()
    found += [{"name": "used-codesystem", "valueUri": each.canonical} for each in systems]
    found += [{"name": "used-valueset", "valueUri": each.canonical} for each in sets]
    for system in systems:
        writer.sources |= dict.fromkeys(_asked_for(asked, value_set, system))
        if system.content in ("fragment", "example"):
            found.append({"name": system.content, "valueUri": system.canonical})
    found += [{"name": "used-supplement", "valueUri": each} for each in writer.sources]
    used: list[ValueSet | CodeSystem] = [value_set, *sets, *systems]
    for each in used:
        standing = standing_of(each.resource, value_set.resource)
        if standing is not None:
            found.append({"name": f"warning-{standing}", "valueUri": each.canonical})
    return found


def _asked_for(asked: Asked, value_set: ValueSet, system: CodeSystem) -> list[str]:
    """The supplements in a code system that somebody asked for by name."""
    wanted = [*asked.parameters.texts("useSupplement"), *asked.demanded(value_set)]
    return [
        each
        for each in system.applied
        if any(each == name or each.partition("|")[0] == name for name in wanted)
    ]
