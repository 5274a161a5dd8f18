"""Writing the concepts of an expansion: displays, designations, properties, and the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from omaha.fhir.asking import Asked
from omaha.fhir.codesystem import AS_PROPERTIES, PREFERRED, CodeSystem, Designation, Entry
from omaha.fhir.filters import property_uri
from omaha.fhir.languages import Languages, choose_display
from omaha.fhir.library import Key, Member
from omaha.fhir.outcome import Json
from omaha.fhir.valueset import ValueSet

_SD = "http://hl7.org/fhir/StructureDefinition/"
# Extensions on a concept that are of use to whoever shows it.
SHOWN = frozenset(
    _SD + name
    for name in (
        "rendering-style", "rendering-xhtml", "valueset-deprecated", "valueset-concept-definition",
        "translation",
    )
)  # fmt: skip
SHOWN_ON_DESIGNATION = frozenset(
    _SD + name for name in ("coding-sctdescid", "structuredefinition-standards-status")
)
_AS_PROPERTY = {url: rest for url, *rest in AS_PROPERTIES}
# How a token names a language; a plain tag will do as well.
_LANGUAGE = "urn:ietf:bcp:47|"
# Orjson and many readers stop at some hundreds of levels.
MOST_LEVELS = 60


@dataclass
class Writer:
    """Writes members of an expansion, and keeps account of what their writing used."""

    languages: Languages
    properties: tuple[str, ...]
    designations: tuple[str, ...] | None
    versioned: bool
    declared: dict[str, str] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Asked, value_set: ValueSet, members: list[Member]) -> Writer:
        """The writer for a request."""
        wanted = tuple(asked.parameters.texts("designation"))
        all_wanted = bool(asked.parameters.flag("includeDesignations"))
        systems = {(each.system.url, each.system.version) for each in members}
        return cls(
            asked.languages(value_set),
            tuple(asked.parameters.texts("property")),
            wanted if wanted or all_wanted else None,
            len({url for url, _ in systems}) < len(systems),
        )

    def tree(self, members: list[Member]) -> list[Json]:
        """Members below the nearest member above them; flat when they form no tree."""
        written: dict[Key, Json] = {each.key: self.contains(each) for each in members}
        by_code = {each.entry.code: each for each in members}
        roots, levels = [], {}
        for member in members:
            above = _member_above(member, by_code)
            if above is None:
                roots.append(written[member.key])
                levels[member.key] = 1
            elif above.key not in levels or levels[above.key] >= MOST_LEVELS:
                # A circle, a parent that comes after its child, or too deep to be read.
                return [self.contains(each) for each in members]
            else:
                written[above.key].setdefault("contains", []).append(written[member.key])
                levels[member.key] = levels[above.key] + 1
        return roots

    def contains(self, member: Member) -> Json:
        """One concept of an expansion."""
        entry, listed, system = member.entry, member.listed, member.system
        designations = member.designations
        display, chosen = choose_display(
            member.display, system.language, designations, self.languages
        )
        found: Json = {"system": system.url}
        if entry.extensions or (listed and listed.extensions):
            extensions = _merged(entry, listed.extensions if listed else ())
            shown = [each for url, each in extensions.items() if url in SHOWN]
            found = {"extension": shown, **found} if shown else found
        else:
            extensions = {}
        if entry.abstract:
            found["abstract"] = True
        if entry.inactive:
            found["inactive"] = True
        if self.versioned and system.version:
            found["version"] = system.version
        found["code"] = entry.code
        if display is not None:
            found["display"] = display
        if chosen is not None and chosen.source:
            self.sources[chosen.source] = None
        if self.designations is not None:
            told = self._designations(member, designations, display, chosen)
            if told:
                found["designation"] = told
        told = self._properties(system, entry, extensions)
        if told:
            found["property"] = told
        return found

    def _designations(
        self,
        member: Member,
        designations: Iterable[Designation],
        display: str | None,
        chosen: Designation | None,
    ) -> list[Json]:
        found = []
        if member.entry.display is not None and member.entry.display != display:
            language = member.system.language
            found.append(Designation(member.entry.display, language, PREFERRED))
        found += [each for each in designations if each is not chosen]
        kept = [each for each in found if self._wanted(each)]
        self.sources |= {each.source: None for each in kept if each.source}
        return [_plain(each).to_json() for each in kept]

    def _wanted(self, designation: Designation) -> bool:
        if not self.designations:
            return True
        use = designation.use or {}
        named = f"{use.get('system', '')}|{use.get('code', '')}"
        language = (designation.language or "").lower()
        return any(
            token == named or token.removeprefix(_LANGUAGE).lower() == language
            for token in self.designations
        )

    def _properties(
        self, system: CodeSystem, entry: Entry, extensions: dict[str, Json]
    ) -> list[Json]:
        found: list[Json] = []
        for url, each in extensions.items():
            if url in _AS_PROPERTY:
                code, uri, kind = _AS_PROPERTY[url]
                value = next((v for k, v in each.items() if k.startswith("value")), None)
                found = [f for f in found if f["code"] != code]
                found.append({"code": code, kind: value})
                self.declared.setdefault(code, uri)
        for name in self.properties:
            for kind, value in _values(entry, name):
                found.append({"code": name, kind: value})
                self.declared.setdefault(name, property_uri(system, name) or f"{system.url}#{name}")
        if entry.outdated and all(each["code"] != "status" for each in found):
            found.append({"code": "status", "valueCode": entry.status or "inactive"})
            self.declared.setdefault("status", property_uri(system, "status") or "")
        return found


def _values(entry: Entry, name: str) -> Iterable[tuple[str, object]]:
    if name == "definition" and entry.definition is not None:
        yield "valueString", entry.definition
    elif name in ("parent", "child"):
        for code in entry.parents if name == "parent" else entry.children:
            yield "valueCode", code
    elif name == "inactive":
        yield "valueBoolean", entry.inactive
    else:
        for each in entry.properties:
            if each.code == name:
                yield each.type, each.value


def _merged(entry: Entry, own: Iterable[Json]) -> dict[str, Json]:
    """The extensions of a concept by URL; what the value set says of it goes before.

    Two extensions that mean one property, of a code system and of a value set, are one.
    """
    found: dict[str, Json] = {}
    for each in (*entry.extensions, *own):
        url = str(each.get("url"))
        if url in _AS_PROPERTY:
            for other in [u for u in found if u in _AS_PROPERTY]:
                if _AS_PROPERTY[other][0] == _AS_PROPERTY[url][0]:
                    del found[other]
        found[url] = each
    return found


def _plain(designation: Designation) -> Designation:
    kept = tuple(e for e in designation.extensions if e.get("url") in SHOWN_ON_DESIGNATION)
    return Designation(designation.value, designation.language, designation.use, kept)


def _member_above(member: Member, by_code: dict[str, Member]) -> Member | None:
    """The nearest member above one, None without one."""
    entries, seen = member.system.entries, {member.entry.code}
    left = list(member.entry.parents)
    while left:
        code = left.pop(0)
        if code in seen:
            continue
        seen.add(code)
        if code in by_code:
            return by_code[code]
        if code in entries:
            left += entries[code].parents
    return None
