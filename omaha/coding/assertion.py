"""Who, when and whether: cues of the note and the words that they reach.

Status words follow clinlp's qualifiers and Omaha's own modifiers: absent, past,
other_person and hypothetical keep a problem from being coded; risk and promotion set its
modifier; family and community set its client. The cues are rows of `mappings/`; here stands
which rule goes with which.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from typing import NamedTuple

from omaha.coding import circumstance, denial, order
from omaha.coding.cues import Cue, Reach, Sentence, find_cues, longest_cues
from omaha.coding.lexicon import Lexicon
from omaha.coding.text import Words


class Effect(NamedTuple):
    """A cue (words `cue_first` to `cue_last`) gives a status to words `first` to `last`.

    Both ranges are half-open word numbers. `status` is absent, past, other_person,
    hypothetical, possible, risk, promotion, family, community, plan or refused.
    """

    status: str
    first: int
    last: int
    cue_first: int
    cue_last: int


EXCLUDING = frozenset({"absent", "past", "other_person", "hypothetical"})
Rule = Callable[[Sentence, Cue], Reach]


def _possible(s: Sentence, cue: Cue) -> Reach:
    clause = s.clauses[s.number_of(cue.first)]
    return [("possible", clause.first, clause.last)]


def _risk(s: Sentence, cue: Cue) -> Reach:
    clause = s.clauses[s.number_of(cue.first)]
    turn = s.find_cue(_SCOPE_END, cue.last, clause.last)
    return [("risk", clause.first, turn.first if turn else clause.last)]


def _promotion(s: Sentence, cue: Cue) -> Reach:
    return [("promotion", s.clauses[s.number_of(cue.first)].first, s.last)]


def _plan(s: Sentence, cue: Cue) -> Reach:
    return [("plan", s.clauses[s.number_of(cue.first)].first, s.last)]


def _refused(s: Sentence, cue: Cue) -> Reach:
    return [("refused", s.clauses[s.number_of(cue.first)].first, s.last)]


def _family(s: Sentence, cue: Cue) -> Reach:
    return [("family", s.first, s.last)]


def _community(s: Sentence, cue: Cue) -> Reach:
    return [("community", s.first, s.last)]


_SCOPE_END = frozenset({"scope-end"})
# What each cue does. Names that are not here are the roles of words, which rules look up.
RULES: Mapping[str, Rule] = {
    "negated-before": denial.denied_after,
    "negated-verb": denial.denied_near,
    "negated-after": denial.denied_before,
    "normal": order.normal_before,
    "normal-before": order.normal_after,
    "done-again": order.done_again,
    "now": order.now_otherwise,
    "resolved": order.over,
    "resolved-end": order.over_at_end,
    "past": circumstance.long_ago,
    "past-of": circumstance.formerly,
    "in-family": circumstance.in_family,
    "other-person": circumstance.other_person,
    "hypothetical": circumstance.if_it_happens,
    "condition": circumstance.if_told,
    "then": circumstance.then,
    "prevents": circumstance.prevented,
    "prevented": circumstance.prevented_before,
    "comes": circumstance.may_come,
    "risk": _risk,
    "promotion": _promotion,
    "possible": _possible,
    "family-as-client": _family,
    "community": _community,
    "plan": _plan,
    "refused": _refused,
}


def find_effects(lexicon: Lexicon, words: Words) -> list[Effect]:
    """The effects of all cues of a note, in note order."""
    effects: list[Effect] = []
    begins = find_cues(lexicon, words)
    asked: tuple[int, int] | None = None
    hoped = False
    low = 0
    before: tuple[int, int] | None = None
    here: tuple[int, int] | None = None
    for first, last in words.sentences:
        before, here = here, (first, last)
        high = bisect_left(begins, last, low)
        if low == high and asked is None and words.folded[last - 1] != "?":
            continue
        cues = longest_cues(lexicon, words.folded, begins[low:high], last) if low < high else []
        low = high
        if (
            asked is not None
            and cues
            and (answer := _denying(lexicon, words.folded, cues, first, last))
        ):
            if hoped:  # "Slaapt u goed? Nee."
                effects = [e for e in effects if e.first < asked[0] or e.status not in EXCLUDING]
            else:
                effects.append(Effect("absent", *asked, *answer))
        hoped = False
        asked = (first, last) if words.folded[last - 1] == "?" else None
        acting = [(cue, name) for cue in cues for name in cue.names if name in RULES]
        if acting:
            sentence = Sentence(lexicon, words, cues, first, last)
            voided = sentence.reinstated()
            if before and (settled := order.is_over_now(sentence, *before)):
                effects.append(Effect("past", *before, settled.first, settled.last))
            hoped = asked is not None and _asks_for_good(sentence, acting)
            for cue, name in acting:
                for status, begin, end in RULES[name](sentence, cue):
                    if begin >= voided or status not in EXCLUDING:
                        effects.append(Effect(status, begin, end, cue.first, cue.last))
    return effects


# "Mw schudt nee", "zij zegt: nee".
_TELLER = frozenset({"filler", "client", "subject", "tells"})
_QUOTES = frozenset("\"'“”„‘’«»")
# "Gevallen? Niet dit keer."
_SHORT_ANSWER = 5


_GOOD = frozenset({"normal", "normal-before", "resolved", "resolved-end"})


def _asks_for_good(s: Sentence, acting: list[tuple[Cue, str]]) -> bool:
    """``Is de jeuk over?``, ``slaapt u goed?``: no is then the trouble."""
    good = any(name in _GOOD and RULES[name](s, cue) for cue, name in acting)
    return good and s.find("poor", s.first, s.last) < 0


def _denying(
    lexicon: Lexicon, folded: tuple[str, ...], cues: list[Cue], first: int, last: int
) -> tuple[int, int] | None:
    """The cue that answers a question with no, at the beginning or after a colon."""
    for cue in cues:
        before = [lexicon.roles.get(word, ()) for word in folded[first : cue.first]]
        quoted = [word in _QUOTES for word in folded[first : cue.first]]
        begun = all(sign or "filler" in roles for sign, roles in zip(quoted, before, strict=True))
        told = begun or all(not _TELLER.isdisjoint(roles) for roles in before)
        said = cue.first - 1
        while said > first and folded[said] in _QUOTES:
            said -= 1
        after_colon = said - first < 2 and folded[said] in ":-"
        ends = {folded[cue.first], folded[cue.last - 1]}
        says_no = any("says-no" in lexicon.roles.get(word, ()) for word in ends)
        if says_no and (told or after_colon):
            return cue.first, cue.last
        short = last - first <= _SHORT_ANSWER
        if (begun or after_colon) and short and not denial.DENIALS.isdisjoint(cue.names):
            return cue.first, cue.last
    return None


def without_feared(effects: list[Effect]) -> list[Effect]:
    """The effects that count when a note is coded: what is feared or prevented is a risk.

    A problem that may come is not there ("ter voorkoming van vallen"), and yet it is coded:
    as potential. So a cue that names a risk supposes nothing besides.

    >>> without_feared([Effect("risk", 1, 3, 0, 1), Effect("hypothetical", 1, 3, 0, 1)])
    [Effect(status='risk', first=1, last=3, cue_first=0, cue_last=1)]
    """
    feared = {(e.cue_first, e.cue_last) for e in effects if e.status == "risk"}
    if not feared:
        return effects
    return [
        e for e in effects if e.status != "hypothetical" or (e.cue_first, e.cue_last) not in feared
    ]


def by_sentence(words: Words, effects: list[Effect]) -> list[list[Effect]]:
    """For each word the effects that reach into its sentence; effects never leave theirs."""
    none: list[Effect] = []
    near = [none] * len(words.folded)
    found: dict[int, list[Effect]] = {}
    begins = [first for first, _ in words.sentences]
    for effect in effects:
        found.setdefault(bisect_right(begins, effect.first) - 1, []).append(effect)
    for number, here in found.items():
        first, last = words.sentences[number]
        near[first:last] = [here] * (last - first)
    return near


def status_of(places: tuple[int, ...], effects: list[Effect]) -> str:
    """What keeps a mention at these word numbers from counting, else ``present``.

    A cue that is itself part of the mention ("geen eetlust") does not touch it; otherwise
    half of the mention's words in its reach are enough.

    >>> effects = [Effect("absent", 1, 3, 0, 1)]
    >>> status_of((1,), effects), status_of((0, 1), effects), status_of((3,), effects)
    ('absent', 'present', 'present')
    """
    for effect in effects:
        if effect.status in EXCLUDING:
            reached = 0
            for place in places:
                if effect.cue_first <= place < effect.cue_last and effect.status != "past":
                    break
                if effect.first <= place < effect.last:
                    reached += 1
            else:
                if reached * 2 >= len(places):
                    return effect.status
    return "present"
