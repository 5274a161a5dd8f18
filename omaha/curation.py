"""Judgements of stewards, and what follows from them: status, queue order, words that work.

A judgement is never changed; what a mapping's status is, is computed from all of them. In
the scope of an organisation the latest judgement decides. In discipline and global scope
review is blind and double: two equal judgements decide, unequal ones are a conflict that a
third person settles.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from math import log2
from typing import Any, TypeVar

from omaha.crosswalks import Crosswalks
from omaha.errors import InputError
from omaha.mappings import CUES, DISCIPLINES, NO_TERM, Mapping
from omaha.vocabulary import Vocabulary

_T = TypeVar("_T")
# `other`: the two have to do with each other in another way, which `relation` names.
VERDICTS = ("accept", "reject", "unsure", "other")
STATUSES = (
    "predicted", "in_review", "agreed", "conflict", "accepted", "rejected", "withdrawn",
)  # fmt: skip
# What nobody has decided yet.
TO_JUDGE = ("predicted", "in_review")
# The predicates that say what means what; `omaha:cues` says how words are read.
RELATIONS = (
    "skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch",
    "skos:relatedMatch",
)  # fmt: skip
# One in so many mappings is judged in random order, so that figures about them stay fair.
SAMPLE = 10
LONGEST_PHRASE = 200
LONGEST_REASON = 1000
# The organisation of the open service, which has no keys and one user.
HERE = "local"


@dataclass(frozen=True, slots=True)
class Steward:
    """Who judges: a name that is unique within an organisation, and a discipline or ``any``."""

    name: str
    organisation: str
    discipline: str = "any"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one steward said of one mapping; `number` counts all judgements of a store from 1.

    `relation` is the predicate that is right when the verdict is ``other``. `undoes` is the
    number of an own judgement that this one takes back; its verdict is then ``undo``.
    `settles` says that it was given to settle a conflict.
    """

    number: int
    mapping: str
    steward: Steward
    verdict: str
    relation: str = ""
    reason: str = ""
    time: datetime | None = None
    undoes: int | None = None
    settles: bool = False

    @property
    def said(self) -> tuple[str, str]:
        """The verdict with its relation: what two stewards agree on or not."""
        return self.verdict, self.relation

    def flat(self) -> dict[str, Any]:
        """All fields by name, those of the steward among them: ``steward`` is the name.

        Their order is for good: hashes cover the values in it.
        """
        return {
            "number": self.number,
            "mapping": self.mapping,
            "steward": self.steward.name,
            "organisation": self.steward.organisation,
            "discipline": self.steward.discipline,
            "verdict": self.verdict,
            "relation": self.relation,
            "reason": self.reason,
            "time": self.time,
            "undoes": self.undoes,
            "settles": self.settles,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What judgements come to: a status, and the (verdict, relation) that was decided."""

    status: str
    decided: tuple[str, str] | None = None


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that count: each steward's latest that was not undone, oldest first.

    >>> anna = Steward("anna", "Noord")
    >>> first, second = Judgement(1, "m", anna, "accept"), Judgement(2, "m", anna, "reject")
    >>> [j.verdict for j in standing([first, second])]
    ['reject']
    >>> [j.verdict for j in standing([first, second, Judgement(3, "m", anna, "undo", undoes=2)])]
    ['accept']
    """
    given = sorted(judgements, key=lambda judgement: judgement.number)
    undone = {judgement.undoes for judgement in given}
    latest = {
        (judgement.steward.organisation, judgement.steward.name): judgement
        for judgement in given
        if judgement.undoes is None and judgement.number not in undone
    }
    return sorted(latest.values(), key=lambda judgement: judgement.number)


def outcome(judgements: Iterable[Judgement], *, blind: bool, withdrawn: bool = False) -> Outcome:
    """Status and decision of a mapping; `blind` where review is double.

    >>> anna, bo = Steward("anna", "Noord"), Steward("bo", "Zuid")
    >>> yes, no = Judgement(1, "m", anna, "accept"), Judgement(2, "m", bo, "reject")
    >>> outcome([yes], blind=True).status, outcome([yes], blind=False).status
    ('in_review', 'accepted')
    >>> outcome([yes, no], blind=True).status
    'conflict'
    """
    if withdrawn:
        return Outcome("withdrawn")
    counted = standing(judgements)
    if not counted:
        return Outcome("predicted")
    if not blind:
        return _decided(counted[-1].said)
    if len(counted) == 1:
        return Outcome("in_review")
    decided = counted[0].said if counted[0].said == counted[1].said else None
    for judgement in counted[2:]:
        if decided is None:
            decided = judgement.said
        elif judgement.said != decided:
            decided = None
    return Outcome("conflict") if decided is None else _decided(decided)


def _decided(said: tuple[str, str]) -> Outcome:
    statuses = {"accept": "accepted", "reject": "rejected"}
    return Outcome(statuses.get(said[0], "agreed"), said)


def is_blind(mapping: Mapping) -> bool:
    """Whether review of a mapping is blind and double."""
    return not mapping.organisation


def word_of(mapping: Mapping, decided: tuple[str, str] | None) -> Mapping | None:
    """What a decided mapping says: a row that adds or denies; None for neither.

    Phrases are for the coder, mappings between concepts for the crosswalks.

    >>> row = Mapping("baxter", "skos:broadMatch", "omaha:target/39", literal=True, lang="nl")
    >>> word_of(row, ("accept", "")) == row, word_of(row, ("reject", "")).negative
    (True, True)
    >>> word_of(row, ("unsure", "")) is None
    True
    """
    if decided is None or mapping.cue:
        return None
    if decided[0] == "accept":
        return mapping
    if decided[0] == "reject" and not mapping.negative:
        return replace(mapping, negative=True)
    return None


def heap_of(verdict: str, *, negative: bool) -> str | None:
    """The file a mapping that got a verdict belongs in: accepted, negative or unsure, or none.

    An accepted denial and a rejected claim both say "not this".

    >>> heap_of("accept", negative=True), heap_of("reject", negative=False)
    ('negative', 'negative')
    """
    if verdict == "unsure":
        return "unsure"
    if verdict == "accept":
        return "negative" if negative else "accepted"
    return "negative" if verdict == "reject" and not negative else None


def is_sampled(id: str) -> bool:
    """Whether a mapping is judged in random order; ids are hashes, so they throw the dice."""
    return int(id[-6:], 16) % SAMPLE == 0


def gain(confidence: float | None, support: int = 0, *, by_user: bool = False) -> float:
    """How much is to be learnt from a judgement: at least 0, higher is more.

    A claim that is as likely right as wrong teaches most (its entropy, 0 to 1); each
    doubling of the users who met it, and a person who proposed it, add 1. A claim of
    unknown confidence counts as 0.5.

    >>> gain(0.5), round(gain(0.9), 2), gain(0.5, support=7)
    (1.0, 0.47, 4.0)
    """
    p = min(max(0.5 if confidence is None else confidence, 1e-6), 1 - 1e-6)
    entropy = -p * log2(p) - (1 - p) * log2(1 - p)
    return round(entropy + log2(1 + support) + (1.0 if by_user else 0.0), 6)


def interleave(best: Iterable[_T], sampled: Iterable[_T], limit: int, start: int = 0) -> list[_T]:
    """At most `limit` of both: the best in order, every `SAMPLE`-th place a sampled one.

    `start` is how many came before, so that a queue read one at a time has its sample too.
    Where one list ends the other goes on.
    """
    return list(islice(_alternate(iter(best), iter(sampled), start), limit))


def _alternate(best: Iterator[_T], sampled: Iterator[_T], place: int) -> Iterator[_T]:
    while True:
        place += 1
        first, other = (sampled, best) if place % SAMPLE == 0 else (best, sampled)
        found = next(first, None) or next(other, None)
        if found is None:
            return
        yield found


def check_mapping(mapping: Mapping, vocabulary: Vocabulary, schemes: Container[str] = ()) -> None:
    """Raise InputError for a claim that the store does not take, naming field and way out.

    `schemes` holds the CURIEs of the schemes we translate to.
    """
    words = mapping.subject
    if mapping.literal:
        if not words.strip() or words != words.strip() or not words.isprintable():
            raise InputError("subject", "a phrase is printable, without blanks around it")
        if len(words) > LONGEST_PHRASE or not any(map(str.isalnum, words)):
            raise InputError("subject", f"a phrase has letters, at most {LONGEST_PHRASE} in all")
        if mapping.lang not in ("nl", "en"):
            raise InputError("lang", f"unknown {mapping.lang!r}; use nl or en")
    elif words not in vocabulary:
        raise InputError("subject", f"unknown concept {words!r}; write omaha:KIND/CODE")
    if mapping.cue:
        if (mapping.predicate, mapping.object) != ("omaha:cues", CUES.get(mapping.cue)):
            raise InputError("cue", f"{mapping.cue!r} goes with omaha:cues and its own object")
        return
    if mapping.predicate not in RELATIONS:
        raise InputError("predicate", f"unknown {mapping.predicate!r}; use {', '.join(RELATIONS)}")
    known = mapping.object in vocabulary or (not mapping.literal and mapping.object in schemes)
    if not known and not (mapping.object == NO_TERM and mapping.object_source):
        raise InputError("object", f"unknown concept {mapping.object!r}; write omaha:KIND/CODE")
    if mapping.discipline != "any" and mapping.discipline not in DISCIPLINES:
        allowed = ", ".join(("any", *DISCIPLINES))
        raise InputError("discipline", f"unknown {mapping.discipline!r}; use {allowed}")
    if mapping.confidence is not None and not 0 <= mapping.confidence <= 1:
        raise InputError("confidence", f"{mapping.confidence} is outside 0 to 1")


def completed(mapping: Mapping, vocabulary: Vocabulary, crosswalks: Crosswalks) -> Mapping:
    """A checked mapping; of a concept with the labels of both sides and where its object is."""
    if mapping.literal:
        return mapping
    scheme = mapping.object.partition(":")[0]
    ours = mapping.object in vocabulary
    return replace(
        mapping,
        subject_label=vocabulary.by_curie(mapping.subject).display("en"),
        object_label=vocabulary.by_curie(mapping.object).display("en")
        if ours
        else crosswalks.label(mapping.object) or mapping.object_label,
        object_source=mapping.object_source or ("" if ours else f"omaha:scheme/{scheme}"),
    )


def check_judgement(verdict: str, relation: str, reason: str, mapping: Mapping) -> None:
    """Raise InputError for a verdict or relation that cannot be given on a mapping."""
    if verdict not in VERDICTS:
        raise InputError("verdict", f"unknown {verdict!r}; use {', '.join(VERDICTS)}")
    if (verdict == "other") != bool(relation):
        raise InputError("relation", "goes with the verdict other, and only with it")
    if relation and relation not in RELATIONS:
        raise InputError("relation", f"unknown {relation!r}; use {', '.join(RELATIONS)}")
    if relation == mapping.predicate:
        raise InputError("relation", f"it is {relation} already; accept it instead")
    if len(reason) > LONGEST_REASON:
        raise InputError("reason", f"longer than {LONGEST_REASON} characters")


def find_clash(mapping: Mapping, accepted: Sequence[Mapping]) -> Mapping | None:
    """The accepted mapping that this one cannot stand beside without a reason.

    `accepted` are those of the same words and scope. The same words for two concepts of one
    kind, or one pair by two relations or as yes and no, need a steward's reason.

    >>> one = Mapping("baxter", "skos:broadMatch", "omaha:target/39", literal=True, lang="nl")
    >>> find_clash(replace(one, object="omaha:target/40"), [one]) == one
    True
    >>> find_clash(replace(one, object="omaha:sign/4201"), [one]) is None
    True
    """
    for other in accepted:
        if other.id == mapping.id:
            continue
        same_kind = other.object.partition("/")[0] == mapping.object.partition("/")[0]
        if other.object == mapping.object or (
            mapping.literal and same_kind and not mapping.negative and not other.negative
        ):
            return other
    return None


MOST_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def kept_words(words: str, known: Container[str]) -> str | None:
    """Words that a user marked, as they may be kept; None where they may not.

    They are lower-case as they were marked, without digits, at most `MOST_WORDS`, and every
    one is in `known` (the word list of the language or the lexicon).

    >>> kept_words("baxter aangereikt", {"baxter", "aangereikt"})
    'baxter aangereikt'
    >>> [kept_words(w, {"baxter", "jan"}) for w in ("baxter Jan", "baxter 2", "piet", "")]
    [None, None, None, None]
    """
    parts = words.split()
    fits = 1 <= len(parts) <= MOST_WORDS and words == words.lower()
    if not fits or not all(_WORD.fullmatch(part) and part in known for part in parts):
        return None
    return " ".join(parts)
