"""Reconciliation: which concept a cell of a table means, after the Reconciliation API 0.2.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. Entities
are our concepts, identified by the local part of their IRI (``problem/24``); types are kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from omaha.access import Sight
from omaha.crosswalks import NEW_ZEALAND, Crosswalks
from omaha.errors import InputError, UnknownCodeError
from omaha.mappings import NO_TERM
from omaha.model import KINDS, LANGUAGES, NAMESPACE, Concept
from omaha.search import SearchIndex
from omaha.vocabulary import Vocabulary

FULL_SCORE = 100.0
_NEARLY = 99.0  # the most that another string than the name or code of a concept gets
# What a property that does not fit takes from the score, when it is the only one.
_PROPERTY_WEIGHT = 0.4
_DEFAULT_LIMIT = 5
_MOST_CANDIDATES = 100
_MOST_CHARACTERS = 200  # of a cell are looked for; the whole is compared with names
_FIELDS = {"query", "type", "limit", "properties", "type_strict"}
_STRICT = ("any", "should", "all")
_RELATED = "skos:relatedMatch"


@dataclass(frozen=True, slots=True)
class Cell:
    """One query of a batch. `properties` are (property, wanted values); `types` are kinds."""

    words: str
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = _DEFAULT_LIMIT
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept that a cell may mean. `score` is in [0, 100], 100 for an equal string.

    `match` says that it is certain: the string equals the name or code of this concept and of
    no other that was asked for, and all properties fit. `features` are (name, value) pairs.
    """

    concept: Concept
    name: str
    score: float
    match: bool
    features: tuple[tuple[str, float | bool], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: text, or something with an address when `id` is not None."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """What can be asked of a concept; `names` are pairs of (language, text)."""

    id: str
    names: tuple[tuple[str, str], ...]

    def name(self, lang: str) -> str:
        """The name in `lang`, else the first."""
        return dict(self.names).get(lang) or self.names[0][1]


# Of each property of our own its name in Dutch and in English.
_PROPERTIES: dict[str, tuple[str, str]] = {
    "code": ("Code", "Code"),
    "nz": ("Nieuw-Zeelandse code", "New Zealand code"),
    "label_nl": ("Naam in het Nederlands", "Dutch name"),
    "label_en": ("Naam in het Engels", "English name"),
    "note_nl": ("Toelichting in het Nederlands", "Dutch scope note"),
    "note_en": ("Toelichting in het Engels", "English scope note"),
    "parent": ("Hoort bij", "Part of"),
    "domain": ("Domein", "Domain"),
    "iri": ("Adres (IRI)", "Address (IRI)"),
}
TYPE_NAMES: dict[str, dict[str, str]] = {
    "domain": {"nl": "Domein", "en": "Domain"},
    "problem": {"nl": "Aandachtsgebied", "en": "Problem"},
    "sign": {"nl": "Signaal of symptoom", "en": "Sign or symptom"},
    "category": {"nl": "Soort actie", "en": "Intervention category"},
    "target": {"nl": "Actievlak", "en": "Intervention target"},
    "modifier": {"nl": "Modificatie", "en": "Modifier"},
    "rating": {"nl": "Score", "en": "Rating"},
}


def entity_id(concept: Concept) -> str:
    """The identifier of a concept.

    >>> entity_id(Concept("problem", "24", (("en", "Skin"),)))
    'problem/24'
    """
    return concept.curie.removeprefix("omaha:")


class Reconciler:
    """Finds concepts for cells, and values for columns. Immutable.

    >>> from omaha.crosswalks import build_crosswalks
    >>> from omaha.search import build_search_index
    >>> skin = Concept("problem", "24", (("en", "Skin"), ("nl", "Huid")))
    >>> reconciler = Reconciler(
    ...     Vocabulary("1", [skin], []),
    ...     build_search_index([skin], []),
    ...     build_crosswalks([skin], [], []),
    ... )
    >>> found = reconciler.candidates(Cell("huid"))[0]
    >>> entity_id(found.concept), found.score, found.match
    ('problem/24', 100.0, True)
    """

    def __init__(self, vocabulary: Vocabulary, search: SearchIndex, crosswalks: Crosswalks) -> None:
        self._vocabulary, self._search, self._crosswalks = vocabulary, search, crosswalks
        self._equal: dict[str, list[str]] = {}
        for concept in vocabulary:
            for text in _names(concept):
                self._equal.setdefault(text, []).append(concept.curie)
        schemes = [crosswalks.scheme(name) for name in crosswalks.schemes if name != NEW_ZEALAND]
        self.properties = (
            *(Property(name, (("nl", nl), ("en", en))) for name, (nl, en) in _PROPERTIES.items()),
            *(Property(scheme.name, scheme.titles) for scheme in schemes),
        )

    def candidates(self, cell: Cell, sight: Sight | None = None) -> list[Candidate]:
        """At most `cell.limit` concepts, best first.

        Raises InputError for an unknown type or property.
        """
        _check_types(cell.types)
        for name, _ in cell.properties:
            self.property(name)
        found = self._found(cell, sight or Sight())
        same = self._equal.get(_plain(cell.words), ())
        equal = [concept for concept, _, _ in found if concept.curie in same]
        scored = [self._scored(cell, *each, equal) for each in found]
        # The order of the search stays among those of one score.
        scored.sort(key=lambda each: (not each.match, -each.score))
        return [each for each in scored if each.score > 0][: cell.limit]

    def property(self, name: str) -> Property:
        """The property of that id; raises InputError."""
        for each in self.properties:
            if each.id == name:
                return each
        allowed = ", ".join(each.id for each in self.properties)
        raise InputError("properties", f"unknown property; use {allowed}")

    def entity(self, identifier: str) -> Concept:
        """The concept with that identifier, also as CURIE or IRI; raises UnknownCodeError."""
        return self._vocabulary.by_curie(
            "omaha:" + identifier.removeprefix(NAMESPACE).removeprefix("omaha:")
        )

    def find_entities(self, identifiers: Iterable[str]) -> list[tuple[str, Concept | None]]:
        """Each identifier with its concept, None where there is none."""

        def found(identifier: str) -> Concept | None:
            curie = "omaha:" + identifier.removeprefix(NAMESPACE).removeprefix("omaha:")
            return self._vocabulary.by_curie(curie) if curie in self._vocabulary else None

        return [(each, found(each)) for each in identifiers]

    def values(
        self,
        concept: Concept,
        name: str,
        lang: str = "nl",
        *,
        named: bool = False,
        related: bool = False,
    ) -> list[Value]:
        """The values of a property; raises InputError for an unknown one.

        Codes of other schemes come surest first: their names with `named`, and with `related`
        also those that only have to do with the concept.
        """
        self.property(name)
        own: dict[str, Callable[[], list[Value]]] = {
            "code": lambda: [Value(concept.code)],
            "nz": lambda: [Value(code) for system, code in concept.notations if system == "nz"],
            "parent": lambda: [
                Value(c.display(lang), entity_id(c))
                for c in self._vocabulary.ancestors(concept.curie)[:1]
            ],
            "domain": lambda: [
                Value(c.display(lang), entity_id(c))
                for c in self._vocabulary.ancestors(concept.curie)
                if c.kind == "domain"
            ],
            "iri": lambda: [Value(NAMESPACE + entity_id(concept))],
        }
        if name in own:
            return own[name]()
        kind, _, spoken = name.partition("_")
        if kind in ("label", "note") and spoken in LANGUAGES:
            texts = concept.labels if kind == "label" else concept.notes
            return [Value(text) for language, text in texts if language == spoken]
        return [
            Value(match.display if named else match.code or "")
            for match in self._crosswalks.translate(concept.curie, name, lang=lang)
            if match.relation != NO_TERM and (related or match.relation != _RELATED)
        ]

    def describe(self, concept: Concept, lang: str) -> str:
        """What kind of concept it is, and where it belongs, on one line."""
        above = self._vocabulary.ancestors(concept.curie)[:1]
        parts = [f"{TYPE_NAMES[concept.kind][lang]} {concept.code}"]
        return ", ".join([*parts, *(each.display(lang) for each in above)])

    def _found(self, cell: Cell, sight: Sight) -> list[tuple[Concept, str, float]]:
        """The concepts that the words find, each with the name it was found by and a score.

        Without words all that are of the types, with score 0.
        """
        strictly = bool(cell.types) and cell.strict != "should"
        if strictly and cell.strict == "all" and len(set(cell.types)) > 1:
            return []  # nothing is of two kinds
        kinds = set(cell.types) if strictly else set(KINDS)

        def fits(concept: Concept) -> bool:
            return concept.kind in kinds and sight.sees(concept, self._vocabulary)

        if not cell.words.strip():
            return [(c, c.display(LANGUAGES[0]), 0.0) for c in self._vocabulary if fits(c)]
        one = next(iter(kinds)) if len(kinds) == 1 else None
        words = cell.words[:_MOST_CHARACTERS]
        hits = self._search.search(words, kind=one, limit=len(self._vocabulary))
        named = ((self._vocabulary.concept(hit.kind, hit.code), hit) for hit in hits)
        fitting = ((concept, hit.display, hit.score) for concept, hit in named if fits(concept))
        found = list(islice(fitting, _MOST_CANDIDATES))
        seen = {concept.curie for concept, _, _ in found}
        for curie in self._equal.get(_plain(cell.words), ()):
            concept = self._vocabulary.by_curie(curie)
            if curie not in seen and fits(concept):  # such as "%", no word for the search
                found.append((concept, concept.display(LANGUAGES[0]), 1.0))
        return found

    def _scored(
        self, cell: Cell, concept: Concept, name: str, score: float, equal: list[Concept]
    ) -> Candidate:
        same = any(each is concept for each in equal)
        by_name = FULL_SCORE if same else min(_NEARLY, FULL_SCORE * score)
        fits = [(pid, self._fits(concept, pid, wanted)) for pid, wanted in cell.properties]
        share = sum(fit for _, fit in fits) / len(fits) if fits else 1.0
        if cell.words.strip():
            total = by_name * (1 - _PROPERTY_WEIGHT * (1 - share))
            sure = same and share == 1 and self._is_only(cell, equal)
        else:
            total, sure = FULL_SCORE * share, False
        if cell.strict == "should" and cell.types and concept.kind not in cell.types:
            total, sure = total / 2, False
        features = (("name", round(by_name, 2)), *((f"property_{p}", fit) for p, fit in fits))
        return Candidate(concept, name, round(total, 2), sure, features)

    def _is_only(self, cell: Cell, equal: list[Concept]) -> bool:
        """Whether just one of the concepts of that name fits the properties."""
        fitting = [
            c for c in equal if all(self._fits(c, pid, wanted) for pid, wanted in cell.properties)
        ]
        return len(fitting) == 1

    def _fits(self, concept: Concept, name: str, wanted: tuple[str, ...]) -> bool:
        known = set()
        for lang in LANGUAGES:
            codes = self.values(concept, name, lang, related=True)
            for value in (*codes, *self.values(concept, name, lang, named=True, related=True)):
                known.add(_plain(value.text))
                if value.id is not None:
                    known |= {_plain(value.id), _plain(value.id.rpartition("/")[2])}
        return any(_plain(each) in known for each in wanted)


def to_cell(raw: object) -> Cell:
    """A query of a batch as it came in JSON; raises InputError for what cannot be used.

    >>> to_cell({"query": "huid", "type": "problem", "limit": 3})
    Cell(words='huid', types=('problem',), strict='any', limit=3, properties=())
    """
    if not isinstance(raw, dict) or set(raw) - _FIELDS:
        raise InputError("queries", f"each is an object with {', '.join(sorted(_FIELDS))}")
    words, types = raw.get("query", ""), raw.get("type") or []
    types = [types] if isinstance(types, str) else types
    strict, limit = raw.get("type_strict", "any"), raw.get("limit", _DEFAULT_LIMIT)
    if not isinstance(words, str):
        raise InputError("queries", "query is a text")
    if not isinstance(types, list) or not all(isinstance(each, str) for each in types):
        raise InputError("queries", "type is a text or a list of texts")
    if strict not in _STRICT:
        raise InputError("queries", f"type_strict is one of {', '.join(_STRICT)}")
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        raise InputError("queries", "limit is a number of at least 1")
    properties = _to_properties(raw.get("properties") or [])
    if not words.strip() and not properties:
        raise InputError("queries", "each needs query or properties")
    return Cell(words, tuple(types), strict, int(min(limit, _MOST_CANDIDATES)), properties)


def _to_properties(raw: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(raw, list):
        raise InputError("queries", "properties is a list")
    found = []
    for each in raw:
        if not isinstance(each, dict) or not isinstance(each.get("pid"), str) or "v" not in each:
            raise InputError("queries", "each property has pid and v")
        values = each["v"] if isinstance(each["v"], list) else [each["v"]]
        texts = [_to_text(value) for value in values]
        wanted = tuple(text for text in texts if text.strip())
        if wanted:  # an empty cell says nothing
            found.append((each["pid"], wanted))
    return tuple(found)


def _to_text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        raise InputError("queries", "v is a text, a number, yes or no, or an object with id")
    return str(value)


def _check_types(types: Iterable[str]) -> None:
    if not all(each in KINDS for each in types):
        raise InputError("type", f"unknown type; use {', '.join(KINDS)}")


def _names(concept: Concept) -> set[str]:
    """Everything that names a concept and nothing else does but by chance, made plain."""
    texts = [concept.code, *(text for _, text in concept.labels)]
    texts += [code for _, code in concept.notations]
    return {_plain(text) for text in texts}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


__all__ = [
    "FULL_SCORE",
    "TYPE_NAMES",
    "Candidate",
    "Cell",
    "Property",
    "Reconciler",
    "UnknownCodeError",
    "Value",
    "entity_id",
    "to_cell",
]
