"""Crosswalks: our concepts in the words of other schemes, and back.

A crosswalk never says more than its row: what is related stays related, a wider or narrower
match keeps its direction, and "this scheme has no term for it" is an answer of its own.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from omaha.errors import DataError, UnknownCodeError, UnknownSchemeError
from omaha.mappings import NO_TERM, Mapping
from omaha.model import Concept

# Read from the other side, what was wider is narrower; the other relations are mutual.
_TURNED = {"skos:broadMatch": "skos:narrowMatch", "skos:narrowMatch": "skos:broadMatch"}
# The order of answers: the surest relation first, then the highest confidence.
RELATIONS = (
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
    NO_TERM,
)
NEW_ZEALAND = "nz"
_UNJUDGED = ("semapv:BackgroundKnowledgeBasedMatching",)
_JUDGED = "semapv:MappingReview"
# Said beside every answer that holds a predicted row.
PREDICTED = {
    "nl": "Voorspelde koppelingen, niet klinisch beoordeeld.",
    "en": "Predicted mappings, not clinically reviewed.",
}


@dataclass(frozen=True, slots=True)
class TargetConcept:
    """One code of another scheme, with names or glosses as (language, text) pairs.

    `kind` is what its scheme calls it, such as ``domain``, ``aspect`` or ``level``.
    """

    code: str
    labels: tuple[tuple[str, str], ...]
    parent: str | None = None
    kind: str = ""

    def display(self, lang: str) -> str:
        """The name in `lang`, else in English, else in any language."""
        names = dict(self.labels)
        return names.get(lang) or names.get("en") or self.labels[0][1]


@dataclass(frozen=True, slots=True)
class TargetScheme:
    """A scheme that our concepts are translated to. `name` is the prefix of its CURIEs.

    `aliases` are further names under which it is asked for.
    """

    name: str
    titles: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...] = ()
    concepts: tuple[TargetConcept, ...] = ()

    def title(self, lang: str) -> str:
        """The name of the scheme in `lang`, else in English."""
        names = dict(self.titles)
        return names.get(lang) or names["en"]


@dataclass(frozen=True, slots=True)
class Match:
    """One row of a crosswalk, read in the direction that was asked for.

    `curie` is our concept; `scheme`, `code` and `display` are the other side's. `code` is
    None when `relation` is ``sssom:NoTermFound``: somebody looked, and there is none.
    `relation` is a SKOS mapping property from what was asked to what is answered;
    `confidence` is in [0, 1] or None. `predicted` says that nobody has judged the row yet.
    """

    scheme: str
    code: str | None
    display: str
    relation: str
    confidence: float | None
    justification: str
    comment: str
    curie: str
    predicted: bool


class Crosswalks:
    """All crosswalks of a release. Immutable.

    >>> skin = Concept("problem", "24", (("en", "Skin"),), notations=(("nz", "PB0026"),))
    >>> icpc = TargetScheme("icpc1", (("en", "ICPC-1"),), ("icpc",),
    ...                     (TargetConcept("S", (("en", "Skin"), ("nl", "Huid"))),))
    >>> row = Mapping(skin.curie, "skos:broadMatch", "icpc1:S", confidence=0.9)
    >>> crosswalks = build_crosswalks([skin], [icpc], [row])
    >>> crosswalks.schemes
    ('icpc1', 'nz')
    >>> found = crosswalks.translate("omaha:problem/24", "icpc")[0]
    >>> found.code, found.display, found.relation
    ('S', 'Huid', 'skos:broadMatch')
    >>> found = crosswalks.reverse("icpc1", "s")[0]
    >>> found.curie, found.relation
    ('omaha:problem/24', 'skos:narrowMatch')
    """

    def __init__(
        self, schemes: Iterable[TargetScheme], rows: Iterable[tuple[str, str, Mapping]]
    ) -> None:
        """`rows` are (scheme, code or ``""``, mapping)."""
        self._schemes = {scheme.name: scheme for scheme in schemes}
        self._concepts = {
            (scheme.name, concept.code): concept
            for scheme in self._schemes.values()
            for concept in scheme.concepts
        }
        self._rows = tuple(rows)
        self._out: dict[tuple[str, str], list[tuple[str, Mapping]]] = {}
        self._back: dict[tuple[str, str], list[tuple[str, Mapping]]] = {}
        for scheme, code, row in self._rows:
            self._out.setdefault((row.subject, scheme), []).append((code, row))
            self._back.setdefault((scheme, code), []).append((code, row))

    @property
    def schemes(self) -> tuple[str, ...]:
        """The names of the schemes that can be translated to, in alphabetical order."""
        return tuple(sorted({scheme for scheme, _, _ in self._rows}))

    def scheme(self, name: str) -> TargetScheme:
        """The scheme of that name or alias, in any case; raises UnknownSchemeError."""
        wanted = name.strip().casefold()
        for scheme in self._schemes.values():
            if wanted in (scheme.name.casefold(), *(alias.casefold() for alias in scheme.aliases)):
                return scheme
        raise UnknownSchemeError(name, self.schemes)

    def __contains__(self, curie: object) -> bool:
        """Whether a CURIE such as ``icf:b280`` names a concept of one of the schemes."""
        scheme, _, code = str(curie).partition(":")
        return (scheme, code) in self._concepts

    def label(self, curie: str) -> str:
        """Our English gloss of a concept of one of the schemes, ``""`` for any other CURIE."""
        scheme, _, code = curie.partition(":")
        found = self._concepts.get((scheme, code))
        return found.display("en") if found else ""

    def translate(self, curie: str, scheme: str, *, lang: str = "nl") -> list[Match]:
        """What a concept of ours is in another scheme, surest first; [] without a row.

        Raises UnknownSchemeError.
        """
        name = self.scheme(scheme).name
        rows = self._out.get((curie, name), [])
        return self._sorted(self._match(name, code, row, lang) for code, row in rows)

    def reverse(self, scheme: str, code: str, *, lang: str = "nl") -> list[Match]:
        """What a code of another scheme is in ours, surest first; [] without a row.

        Raises UnknownSchemeError, and UnknownCodeError with the nearest codes.
        """
        known = self.scheme(scheme)
        found = self._code(known, code)
        rows = self._back.get((known.name, found), [])
        return self._sorted(self._match(known.name, found, row, lang, True) for _, row in rows)

    def with_judged(self, rows: Iterable[Mapping]) -> Crosswalks:
        """Crosswalks in which what stewards decided goes before these; these stay as they are.

        A row says how a concept and a code relate, in place of what was said of the two; a
        negative one that they do not; `NO_TERM` that a scheme has nothing for a concept, until
        somebody says what. Phrases and codes that no scheme here has are left aside.
        """
        said = [(*_target(row), row) for row in rows if not row.literal]
        said = [each for each in said if self._has(*each[:2])]
        if not said:
            return self
        yes = [
            (scheme, code, replace(row, justification=_JUDGED))
            for scheme, code, row in said
            if not row.negative
        ]
        about = {(scheme, code, row.subject) for scheme, code, row in said}
        found = {(scheme, row.subject) for scheme, code, row in yes if code}
        none = {(scheme, row.subject) for scheme, code, row in yes if not code} - found
        kept = [
            (scheme, code, row)
            for scheme, code, row in self._rows
            if (scheme, code, row.subject) not in about
            and (scheme, row.subject) not in (none if code else found)
        ]
        return Crosswalks(self._schemes.values(), [*kept, *yes])

    def _has(self, scheme: str, code: str) -> bool:
        return (scheme, code) in self._concepts if code else scheme in self._schemes

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings, from which `from_json` makes the same crosswalks."""
        return {
            "schemes": [
                [s.name, s.titles, s.aliases,
                 [[c.code, c.labels, c.parent, c.kind] for c in s.concepts]]
                for s in self._schemes.values()
            ],
            "rows": [
                [scheme, code, row.subject, row.predicate, row.object, row.confidence,
                 row.justification, row.comment, row.source, row.date, row.see_also]
                for scheme, code, row in self._rows
            ],
        }  # fmt: skip

    @classmethod
    def from_json(cls, compiled: dict[str, Any]) -> Crosswalks:
        """The crosswalks that `to_json` described."""
        return cls(
            [
                TargetScheme(
                    name,
                    _pairs(titles),
                    tuple(aliases),
                    tuple(TargetConcept(c[0], _pairs(c[1]), c[2], c[3]) for c in concepts),
                )
                for name, titles, aliases, concepts in compiled["schemes"]
            ],
            [
                (scheme, code, Mapping(subject, predicate, target, confidence=confidence,
                                       justification=why, comment=comment, source=source,
                                       date=date, see_also=see_also))
                for scheme, code, subject, predicate, target, confidence, why, comment, source,
                date, see_also in compiled["rows"]
            ],
        )  # fmt: skip

    def _code(self, scheme: TargetScheme, code: str) -> str:
        wanted = code.strip().casefold().removeprefix(f"{scheme.name.casefold()}:")
        for concept in scheme.concepts:
            if concept.code.casefold() == wanted:
                return concept.code
        known = [concept.code for concept in scheme.concepts]
        near = difflib.get_close_matches(code.strip(), known, n=3, cutoff=0.5)
        raise UnknownCodeError(code, kind=scheme.name, near=near)

    def _match(
        self, scheme: str, code: str, row: Mapping, lang: str, turned: bool = False
    ) -> Match:
        relation = _TURNED.get(row.predicate, row.predicate) if turned else row.predicate
        return Match(
            scheme=scheme,
            code=code or None,
            display=self._concepts[scheme, code].display(lang) if code else "",
            relation=relation if code else NO_TERM,
            confidence=row.confidence,
            justification=row.justification,
            comment=row.comment,
            curie=row.subject,
            predicted=row.justification in _UNJUDGED,
        )

    def _sorted(self, matches: Iterable[Match]) -> list[Match]:
        return sorted(
            matches,
            key=lambda m: (RELATIONS.index(m.relation), -_known(m.confidence), m.code or "",
                           m.curie),
        )  # fmt: skip


def build_crosswalks(
    concepts: Iterable[Concept], schemes: Iterable[TargetScheme], mappings: Iterable[Mapping]
) -> Crosswalks:
    """Crosswalks from rows between concepts, and the New Zealand codes of our own concepts.

    Rows with literal subjects are left out. Raises DataError for a row to an unknown code.
    """
    known = {scheme.name: scheme for scheme in schemes}
    codes = {(name, c.code) for name, scheme in known.items() for c in scheme.concepts}
    rows = []
    for row in mappings:
        if row.literal:
            continue
        none, target = row.object == NO_TERM, _target(row)
        if target[0] not in known or not (none or target in codes):
            named = row.object_source if none else row.object
            raise DataError("mappings", 0, f"{row.subject}: unknown target {named!r}")
        rows.append((*target, row))
    new_zealand, more = _new_zealand(concepts)
    return Crosswalks([*known.values(), new_zealand], [*rows, *more])


def _target(row: Mapping) -> tuple[str, str]:
    """The scheme and the code that a row leads to; no code where the scheme has no term."""
    if row.object == NO_TERM:
        return row.object_source.rpartition("/")[2], ""
    scheme, _, code = row.object.partition(":")
    return scheme, code


def _new_zealand(
    concepts: Iterable[Concept],
) -> tuple[TargetScheme, list[tuple[str, str, Mapping]]]:
    """New Zealand's codes: other codes for the same concepts, so that nothing is lost."""
    found, rows = [], []
    parents = {}
    for concept in concepts:
        for system, code in concept.notations:
            if system == NEW_ZEALAND:
                parents[concept.curie] = code
                labels = (("en", concept.display("en")),)  # a list in English only
                found.append(TargetConcept(code, labels, parents.get(concept.parent or "")))
                row = Mapping(
                    concept.curie,
                    "skos:exactMatch",
                    f"{NEW_ZEALAND}:{code}",
                    justification="semapv:LexicalMatching",
                    confidence=1.0,
                    comment="the same term of the Omaha System in New Zealand's code list",
                )
                rows.append((NEW_ZEALAND, code, row))
    titles = (("en", "New Zealand code list"), ("nl", "Nieuw-Zeelandse codelijst"))
    return TargetScheme(NEW_ZEALAND, titles, ("new-zealand",), tuple(found)), rows


def _known(confidence: float | None) -> float:
    return -1.0 if confidence is None else confidence


def _pairs(values: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((lang, text) for lang, text in values)


__all__ = [
    "NEW_ZEALAND",
    "PREDICTED",
    "Crosswalks",
    "Match",
    "TargetConcept",
    "TargetScheme",
    "build_crosswalks",
]
