"""One household, one plan: what several disciplines say of one client, side by side.

Each discipline speaks with its latest note about a problem, so that what was denied in
March and seen in May by the same one is no contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from omaha.model import Evidence
from omaha.records import Record, in_time
from omaha.views.naming import Naming, Source, find_namings, spoken
from omaha.vocabulary import Vocabulary

State = Literal["contradict", "differ", "agree", "single", "no_longer"]
STATES: tuple[State, ...] = ("contradict", "differ", "agree", "single", "no_longer")


@dataclass(frozen=True, slots=True)
class Heard:
    """One note that speaks of a problem without naming it as the client's now.

    `why` is ``negated``, ``past``, ``other_person`` or ``hypothetical``.
    """

    source: Source
    why: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PlanAction:
    """An intervention, and the notes that speak of it."""

    category: str
    target: str
    display: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PlanRating:
    """A rating that a note writes out: `value` 1-5."""

    source: Source
    scale: str
    scale_display: str
    value: int


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """One problem of the plan.

    `state`: ``contradict`` when one calls it actual and another denies it; ``differ`` when
    they name it in another way (actual or potential, individual or family) or one calls a
    potential one absent; ``agree`` when at least two name it alike; ``single`` when only one
    does; ``no_longer`` when who named it denies it since. `voices`
    are who named it: disciplines, or ``#2`` for a note without one.
    """

    code: str
    display: str
    domain: str
    state: State
    voices: tuple[str, ...]
    named: tuple[Naming, ...]
    heard: tuple[Heard, ...]
    actions: tuple[PlanAction, ...]
    ratings: tuple[PlanRating, ...]


@dataclass(frozen=True, slots=True)
class NotNamed:
    """A problem that nobody names as the client's now, and that somebody spoke of."""

    code: str
    display: str
    heard: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Problems: what contradicts first, then what differs, agrees, and what one saw alone.

    `actions` are those that serve no problem of the plan.
    """

    lang: str
    problems: tuple[PlanProblem, ...]
    not_named: tuple[NotNamed, ...]
    actions: tuple[PlanAction, ...]


def build_plan(records: Sequence[Record], vocabulary: Vocabulary, lang: str = "nl") -> Plan:
    """The notes of one client, of one or more disciplines, as one list of problems."""
    ranks = {number: rank for rank, (number, _) in enumerate(in_time(records))}
    heard = _heard(records)
    actions = _actions(records, vocabulary, lang)
    ratings = _ratings(records, vocabulary, lang)
    problems = []
    for code, named in find_namings(records, vocabulary, lang).items():
        concept = vocabulary.concept("problem", code)
        problems.append(
            PlanProblem(
                code=code,
                display=concept.display(lang),
                domain=vocabulary.ancestors(concept.curie)[0].display(lang),
                state=_state(named, heard.get(code, ()), ranks),
                voices=tuple(dict.fromkeys(each.source.voice for each in named)),
                named=named,
                heard=tuple(heard.pop(code, ())),
                actions=tuple(actions.pop(code, ())),
                ratings=tuple(ratings.pop(code, ())),
            )
        )
    problems.sort(key=lambda each: (STATES.index(each.state), -len(each.voices)))
    left = [action for found in actions.values() for action in found]
    return Plan(lang, tuple(problems), _not_named(heard, vocabulary, lang), tuple(left))


def _state(named: Sequence[Naming], heard: Sequence[Heard], ranks: Mapping[int, int]) -> State:
    """What the latest words of each voice come to; `ranks` are the places of notes in time."""
    denials = [each for each in heard if each.why == "negated"]
    latest: dict[str, Naming | Heard] = {}
    # The sort is stable: what one note both denies and names ("no pain at rest") is named.
    spoken: list[Naming | Heard] = [*denials, *named]
    for each in sorted(spoken, key=lambda one: ranks[one.source.note]):
        latest[each.source.voice] = each
    naming = [each for each in latest.values() if isinstance(each, Naming)]
    if not naming:
        return "no_longer"
    if len(naming) < len(latest):
        actual = any(each.modifier == "actual" for each in naming)
        return "contradict" if actual else "differ"
    if len({(each.modifier, each.client) for each in naming}) > 1:
        return "differ"
    return "agree" if len(naming) > 1 else "single"


def _heard(records: Sequence[Record]) -> dict[str, list[Heard]]:
    found: dict[str, list[Heard]] = {}
    for source, record in spoken(records):
        for each in record.coded.not_coded:
            found.setdefault(each.code, []).append(Heard(source, each.why, each.evidence))
    return found


def _actions(
    records: Sequence[Record], vocabulary: Vocabulary, lang: str
) -> dict[str | None, list[PlanAction]]:
    found: dict[str | None, dict[tuple[str, str], list[Source]]] = {}
    for source, record in spoken(records):
        for each in record.coded.interventions:
            pairs = found.setdefault(each.problem, {})
            pairs.setdefault((each.category, each.target), []).append(source)
    return {
        problem: [
            _action(category, target, sources, vocabulary, lang)
            for (category, target), sources in sorted(pairs.items())
        ]
        for problem, pairs in found.items()
    }


def _action(
    category: str, target: str, sources: Sequence[Source], vocabulary: Vocabulary, lang: str
) -> PlanAction:
    names = (
        vocabulary.concept("category", category).display(lang),
        vocabulary.concept("target", target).display(lang),
    )
    return PlanAction(category, target, ": ".join(names), tuple(dict.fromkeys(sources)))


def _ratings(
    records: Sequence[Record], vocabulary: Vocabulary, lang: str
) -> dict[str | None, list[PlanRating]]:
    names = {group.code: group.display(lang) for group in vocabulary.groups}
    found: dict[str | None, list[PlanRating]] = {}
    for source, record in spoken(records):
        for each in record.coded.ratings:
            rating = PlanRating(source, each.scale, names[each.scale], each.value)
            found.setdefault(each.problem, []).append(rating)
    return found


def _not_named(
    heard: dict[str, list[Heard]], vocabulary: Vocabulary, lang: str
) -> tuple[NotNamed, ...]:
    order = [concept.code for concept in vocabulary.of_kind("problem")]
    return tuple(
        NotNamed(code, vocabulary.concept("problem", code).display(lang), tuple(heard[code]))
        for code in order
        if code in heard
    )
