"""Any code system as one immutable value: concepts, hierarchy, properties, designations.

Ours and those that a caller sends along are read by the same function, in `reading`, so that
every operation knows one kind of code system only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from omaha.fhir.outcome import Json
from omaha.fhir.shape import canonical, extensions

CONCEPT_PROPERTIES = "http://hl7.org/fhir/concept-properties#"
_SD = "http://hl7.org/fhir/StructureDefinition/"
STANDARDS_STATUS = _SD + "structuredefinition-standards-status"
GLOBAL_LANGUAGE_PACK = _SD + "codesystem-globalLangPack"
# Extensions on concepts that say what a property could: (extension, property, its URI, value[x]).
AS_PROPERTIES: tuple[tuple[str, str, str, str], ...] = (
    (_SD + "codesystem-conceptOrder", "order", CONCEPT_PROPERTIES + "order", "valueDecimal"),
    (_SD + "valueset-conceptOrder", "order", CONCEPT_PROPERTIES + "order", "valueDecimal"),
    (_SD + "codesystem-label", "label", CONCEPT_PROPERTIES + "label", "valueString"),
    (_SD + "valueset-label", "label", CONCEPT_PROPERTIES + "label", "valueString"),
    (_SD + "itemWeight", "weight", CONCEPT_PROPERTIES + "itemWeight", "valueDecimal"),
)
_PREFERRED = ("http://terminology.hl7.org/CodeSystem/hl7TermMaintInfra", "preferredForLanguage")
PREFERRED: Json = {
    "system": _PREFERRED[0],
    "code": _PREFERRED[1],
    "display": "Preferred For Language",
}
# Uses that make a designation a display; one without a use is a display as well.
_NO_LONGER = ("http://snomed.info/sct", "900000000000546006")
DISPLAY_USES = frozenset((
    _PREFERRED,
    ("http://terminology.hl7.org/CodeSystem/designation-usage", "display"),
    ("http://snomed.info/sct", "900000000000013009"),
    ("http://snomed.info/sct", "900000000000003001"),
))  # fmt: skip


def out_of_use(extended: Iterable[Json]) -> str | None:
    """``withdrawn`` or ``deprecated`` if the standards status says so; else None.

    >>> out_of_use([{"url": STANDARDS_STATUS, "valueCode": "withdrawn"}]), out_of_use([])
    ('withdrawn', None)
    """
    for each in extended:
        if each.get("url") == STANDARDS_STATUS:
            status = each.get("valueCode")
            return str(status) if status in ("withdrawn", "deprecated") else None
    return None


@dataclass(frozen=True, slots=True)
class Designation:
    """Another text for a concept. `source` is the supplement that it comes from, if one."""

    value: str
    language: str | None = None
    use: Json | None = None
    extensions: tuple[Json, ...] = ()
    source: str | None = None

    @property
    def is_display(self) -> bool:
        """Whether it may stand where the display does."""
        if self.use is None and not self.extensions:
            return True
        return self.no_longer is None and (self.use is None or self._use in DISPLAY_USES)

    @property
    def no_longer(self) -> str | None:
        """The status by which it is out of use, such as ``withdrawn``; None while it is in use."""
        return out_of_use(self.extensions) or ("inactive" if self._use == _NO_LONGER else None)

    @property
    def _use(self) -> tuple[object, object]:
        use = self.use or {}
        return use.get("system"), use.get("code")

    def to_json(self) -> Json:
        """The designation as a member of an expansion."""
        found: Json = {"extension": list(self.extensions)} if self.extensions else {}
        if self.language:
            found["language"] = self.language
        if self.use is not None:
            found["use"] = self.use
        return {**found, "value": self.value}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a concept; `type` is the name of its value, such as ``valueCode``."""

    code: str
    type: str
    value: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept of a code system. `parents` and `children` are codes, nearest only."""

    code: str
    display: str | None = None
    definition: str | None = None
    designations: tuple[Designation, ...] = ()
    properties: tuple[Property, ...] = ()
    extensions: tuple[Json, ...] = ()
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    status: str | None = None
    inactive: bool = False
    abstract: bool = False

    @property
    def outdated(self) -> bool:
        """Whether it is out of use, or on its way there."""
        return self.inactive or self.status == "deprecated"


@dataclass(frozen=True)
class CodeSystem:
    """A code system, or a supplement to one (`supplements` names it then).

    `content` is FHIR's: ``complete``, ``fragment``, ``example``, ``not-present`` or
    ``supplement``. `declared` maps property codes to their URIs (None: not told). `applied` are
    the supplements in it, and `find_text` ranks codes by words where a search index is at hand.

    >>> from omaha.fhir.reading import read_code_system
    >>> system = read_code_system({"url": "http://a", "content": "complete", "concept": [
    ...     {"code": "b", "display": "B", "concept": [{"code": "c"}]}]})
    >>> system.subsumes("b", "c"), system.find("B"), system.find("c").parents
    (True, Entry(code='b', display='B', ...), ('b',))
    """

    url: str
    version: str | None
    entries: Mapping[str, Entry]
    resource: Json = field(repr=False)
    language: str | None = None
    case_sensitive: bool | None = None
    content: str = "complete"
    supplements: str | None = None
    declared: Mapping[str, str | None] = field(default_factory=dict)
    applied: tuple[str, ...] = ()
    find_text: Callable[[str], list[str]] | None = field(default=None, repr=False, compare=False)

    @property
    def canonical(self) -> str:
        """``url|version``."""
        return canonical(self.url, self.version)

    @cached_property
    def _folded(self) -> dict[str, Entry]:
        return {code.casefold(): entry for code, entry in self.entries.items()}

    def find(self, code: str) -> Entry | None:
        """The concept with that code; in any case unless case is said to matter."""
        found = self.entries.get(code)
        if found is None and self.case_sensitive is not True:
            found = self._folded.get(code.casefold())
        return found

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        return {}

    def below(self, code: str) -> frozenset[str]:
        """The codes of everything below a concept, itself not included."""
        found = self._below.get(code)
        if found is None:
            seen: set[str] = set()
            left = list(self.entries[code].children) if code in self.entries else []
            while left:
                each = left.pop()
                if each not in seen and each in self.entries:
                    seen.add(each)
                    left += self.entries[each].children
            found = self._below[code] = frozenset(seen)
        return found

    def subsumes(self, broader: str, narrower: str) -> bool:
        """Whether `broader` is `narrower` or stands above it."""
        return broader == narrower or narrower in self.below(broader)

    @property
    def everywhere(self) -> bool:
        """Whether a supplement says that its texts are meant for whoever asks its language."""
        return any(value is True for value in extensions(self.resource, GLOBAL_LANGUAGE_PACK, ""))

    @property
    def version_needed(self) -> bool:
        """Whether its codes mean nothing without a version beside them."""
        return self.resource.get("versionNeeded") is True

    def names_of(self, standard: str) -> tuple[str, ...]:
        """The codes under which this system has a standard property, such as ``notSelectable``.

        Those declared with the URI of the standard property, and the plain name unless it is
        declared with another URI.
        """
        return names_of(standard, self.declared)


def names_of(standard: str, declared: Mapping[str, str | None]) -> tuple[str, ...]:
    """The codes under which a standard property is declared."""
    uri = CONCEPT_PROPERTIES + standard
    named = [code for code, each in declared.items() if each == uri]
    if standard not in named and declared.get(standard) in (None, uri):
        named.append(standard)
    return tuple(named)
