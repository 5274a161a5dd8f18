"""The Omaha System as one immutable value: look up, walk, validate, expand."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from omaha.errors import UnknownCodeError, UnknownKindError
from omaha.model import KINDS, Concept, Group, Scheme, Statement

# `lookup 24` without a kind prefers these, in this order.
PREFERENCE = ("problem", "sign", "target", "category", "domain", "modifier", "rating")


class Vocabulary:
    """All concepts of one release, in vocabulary order. Never changes after it is built.

    `groups` are the sets of modifiers and the rating scales; `about` is what is said of the
    release and the data set as a whole. `label_packs` names what replaced displays, as pairs
    of (name, ``sha256:…`` of the file), in the order in which they were applied.

    >>> pain = Concept("problem", "22", (("en", "Pain"), ("nl", "Pijn")))
    >>> sign = Concept("sign", "2201", (("en", "expresses discomfort/pain"),), parent=pain.curie)
    >>> vocabulary = Vocabulary("2005-r1", [pain, sign], [])
    >>> vocabulary.concept("problem", "22").display("nl")
    'Pijn'
    >>> [child.code for child in vocabulary.children(pain.curie)]
    ['2201']
    >>> vocabulary.subsumes(pain.curie, sign.curie)
    True
    """

    def __init__(
        self,
        release: str,
        concepts: Iterable[Concept],
        schemes: Iterable[Scheme],
        groups: Iterable[Group] = (),
        about: Iterable[Statement] = (),
        label_packs: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.release = release
        self.schemes = tuple(schemes)
        self.groups = tuple(groups)
        self.about = tuple(about)
        self.label_packs = tuple(label_packs)
        self._by_curie: Mapping[str, Concept] = MappingProxyType({c.curie: c for c in concepts})
        children: dict[str, list[Concept]] = {}
        notations: dict[str, list[Concept]] = {}
        for concept in self._by_curie.values():
            if concept.parent is not None:
                children.setdefault(concept.parent, []).append(concept)
            for _, code in concept.notations:
                notations.setdefault(code.upper(), []).append(concept)
        self._children = {curie: tuple(found) for curie, found in children.items()}
        self._notations = {code: tuple(found) for code, found in notations.items()}

    def to_json(self) -> dict[str, Any]:
        """Plain values for the compiled form; `from_json` gives the same vocabulary back."""
        return {
            "release": self.release,
            "concepts": [_values(concept) for concept in self],
            "schemes": [_values(scheme) for scheme in self.schemes],
            "groups": [_values(group) for group in self.groups],
            "about": self.about,
            "label_packs": self.label_packs,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Vocabulary:
        """The vocabulary that `to_json` was called on."""
        return cls(
            stored["release"],
            [Concept(*_frozen(values)) for values in stored["concepts"]],
            [Scheme(*_frozen(values)) for values in stored["schemes"]],
            [Group(*_frozen(values)) for values in stored["groups"]],
            _frozen(stored["about"]),
            _frozen(stored["label_packs"]),
        )

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._by_curie.values())

    def __len__(self) -> int:
        return len(self._by_curie)

    def __contains__(self, curie: object) -> bool:
        return curie in self._by_curie

    def concept(self, kind: str, code: str) -> Concept:
        """The concept of that kind and code; New Zealand codes are accepted too.

        Raises UnknownKindError or UnknownCodeError (with the nearest codes).
        """
        if kind not in KINDS:
            raise UnknownKindError(kind, KINDS)
        for found in self.find_code(code):
            if found.kind == kind:
                return found
        known = [c.code for c in self if c.kind == kind]
        near = difflib.get_close_matches(code.strip(), known, n=3, cutoff=0.5)
        raise UnknownCodeError(code, kind=kind, near=near)

    def by_curie(self, curie: str) -> Concept:
        """The concept with that CURIE; raises UnknownCodeError."""
        try:
            return self._by_curie[curie]
        except KeyError:
            near = difflib.get_close_matches(curie, self._by_curie, n=3, cutoff=0.8)
            raise UnknownCodeError(curie, near=near) from None

    def find_code(self, code: str) -> list[Concept]:
        """Every concept with that code of ours or of New Zealand, preferred kind first."""
        wanted = code.strip()
        own = [
            found
            for kind in PREFERENCE
            for form in dict.fromkeys((wanted, wanted.zfill(2), wanted.upper(), wanted.lower()))
            if (found := self._by_curie.get(f"omaha:{kind}/{form}")) is not None
        ]
        return list(dict.fromkeys([*own, *self._notations.get(wanted.upper(), ())]))

    def of_kind(self, kind: str) -> list[Concept]:
        """All concepts of a kind, in vocabulary order; raises UnknownKindError."""
        if kind not in KINDS:
            raise UnknownKindError(kind, KINDS)
        return [c for c in self if c.kind == kind]

    def children(self, curie: str) -> tuple[Concept, ...]:
        """The concepts directly below one, in vocabulary order; () for a leaf."""
        self.by_curie(curie)
        return self._children.get(curie, ())

    def ancestors(self, curie: str) -> list[Concept]:
        """The concepts above one, nearest first."""
        found = []
        parent = self.by_curie(curie).parent
        while parent is not None:
            found.append(self.by_curie(parent))
            parent = found[-1].parent
        return found

    def subsumes(self, broader: str, narrower: str) -> bool:
        """Whether `broader` is `narrower` or stands above it."""
        self.by_curie(broader)
        return broader == narrower or any(c.curie == broader for c in self.ancestors(narrower))

    def expand(self, curie: str) -> list[Concept]:
        """A concept and everything below it, depth first."""
        found = [self.by_curie(curie)]
        for child in self.children(curie):
            found += self.expand(child.curie)
        return found


def _values(value: Concept | Scheme | Group) -> list[Any]:
    return [getattr(value, field.name) for field in dataclasses.fields(value)]


def _frozen(value: Any) -> Any:
    """Lists as tuples, all the way down: JSON knows only lists."""
    return tuple(_frozen(item) for item in value) if isinstance(value, (list, tuple)) else value
