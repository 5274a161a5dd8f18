"""Coded notes in the words of another scheme: ZRM, Positieve Gezondheid, Gordon, ICF, ICPC …

A frame says where a problem belongs and how it relates, never how bad it is. Every place of
the frame is there, touched or not; what it has no term for is told as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omaha.crosswalks import NEW_ZEALAND, Crosswalks, Match, TargetConcept, TargetScheme
from omaha.errors import UnknownSchemeError
from omaha.records import Record
from omaha.views.naming import Naming, find_namings
from omaha.vocabulary import Vocabulary

# Levels are what somebody judges in a conversation: a frame shows life domains only.
_NO_PLACE = "level"


@dataclass(frozen=True, slots=True)
class Where:
    """A code of the frame that a problem relates to; `relation` is a SKOS mapping property."""

    code: str
    display: str
    relation: str
    confidence: float | None
    predicted: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem within one place of the frame. `where` is surest first; () when it has none."""

    problem: str
    display: str
    where: tuple[Where, ...]
    named: tuple[Naming, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A domain, dimension, pattern or chapter of the frame, with the problems that touch it."""

    code: str
    display: str
    touched: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class FrameView:
    """Coded notes in a frame: its places in their order, and what it has no term for."""

    frame: str
    title: str
    lang: str
    places: tuple[Place, ...]
    no_term: tuple[Entry, ...]
    predicted: bool


def find_frames(crosswalks: Crosswalks) -> list[str]:
    """The names of all frames: every scheme but other codes for the same concepts."""
    return [name for name in crosswalks.schemes if name != NEW_ZEALAND]


def view_in_frame(
    name: str,
    records: Sequence[Record],
    vocabulary: Vocabulary,
    crosswalks: Crosswalks,
    lang: str = "nl",
) -> FrameView:
    """The problems of some notes of one client in a frame; raises UnknownSchemeError.

    A problem stands in each place that a row leads to: related stays related.
    """
    frames = find_frames(crosswalks)
    try:
        scheme = crosswalks.scheme(name)
    except UnknownSchemeError:
        raise UnknownSchemeError(name, frames) from None
    if scheme.name not in frames:
        raise UnknownSchemeError(name, frames)
    by_place: dict[str, list[Entry]] = {}
    no_term = []
    known = {concept.code: concept for concept in scheme.concepts}
    for code, named in find_namings(records, vocabulary, lang).items():
        problem = vocabulary.concept("problem", code)
        matches = crosswalks.translate(problem.curie, scheme.name, lang=lang)
        reached = _reached(matches, known)
        for place, found in reached.items():
            entry = Entry(code, problem.display(lang), tuple(map(_where, found)), named)
            by_place.setdefault(place, []).append(entry)
        if not reached:
            comment = matches[0].comment if matches else ""
            no_term.append(Entry(code, problem.display(lang), (), named, comment))
    places = tuple(_place(each, by_place.get(each.code, ()), lang) for each in _places(scheme))
    predicted = any(w.predicted for place in places for e in place.entries for w in e.where)
    return FrameView(scheme.name, scheme.title(lang), lang, places, tuple(no_term), predicted)


def _places(scheme: TargetScheme) -> list[TargetConcept]:
    return [each for each in scheme.concepts if each.parent is None and each.kind != _NO_PLACE]


def _place(concept: TargetConcept, entries: Sequence[Entry], lang: str) -> Place:
    return Place(concept.code, concept.display(lang), bool(entries), tuple(entries))


def _reached(matches: Sequence[Match], known: dict[str, TargetConcept]) -> dict[str, list[Match]]:
    """By the place on top, the rows that lead below or to it."""
    found: dict[str, list[Match]] = {}
    for match in matches:
        if match.code is not None:
            top = known[match.code]
            while top.parent is not None:
                top = known[top.parent]
            found.setdefault(top.code, []).append(match)
    return found


def _where(match: Match) -> Where:
    code = match.code or ""
    return Where(code, match.display, match.relation, match.confidence, match.predicted)
