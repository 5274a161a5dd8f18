"""Who, when and whether: cues of the note and the words that they reach.

Status words follow clinlp's qualifiers and Omaha's own modifiers: absent, past,
other_person and hypothetical keep a problem from being coded; risk and promotion set its
modifier; family and community set its client. The cues are rows of `mappings/`.
"""

from __future__ import annotations

from typing import NamedTuple

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


class _Cue(NamedTuple):
    names: tuple[str, ...]
    first: int
    last: int


_STOPS_DENIAL = frozenset({"scope-end", "not-negation", "resolved", "client"})
_TO_HAVE = frozenset(
    """heeft had hebben hadden is was zijn waren kreeg krijgt ligt lag leed lijdt werd gebruikt
    has have had is was were got gets suffers takes uses kwakkelt overleed""".split()
)
_TO_CALL = frozenset(
    """bel bellen belt gebeld contact alarmeren melden waarschuwen neem nemen innemen consulteren
    call report notify take go return huisarts 112 911""".split()
)
_JOINING = frozenset({"en", "of", "noch", "and", "or", "nor", "/", "&", "+"})
_CLIENT = frozenset(
    "mw dhr mevr mevrouw meneer client cl clt pt patient patiente bewoner bewoonster zelf".split()
)
# How many words a plain "niet" reaches; nouns after "geen" reach on through lists.
_REACH = {"niet": 3, "not": 4, "nooit": 4, "never": 4}
_LIST_ITEM = 4


def find_effects(lexicon: Lexicon, words: Words) -> list[Effect]:
    """The effects of all cues of a note, in note order."""
    effects: list[Effect] = []
    for first, last in words.sentences:
        cues = _find_cues(lexicon, words.folded, first, last)
        if cues:
            clauses = [c for c in words.clauses if first <= c[0] < last]
            for cue in cues:
                effects += _effects_of(cue, cues, words.folded, first, last, clauses)
    return effects


def _find_cues(lexicon: Lexicon, folded: tuple[str, ...], first: int, last: int) -> list[_Cue]:
    """The longest cue at each place, left to right, none inside another."""
    cues = []
    place = first
    tree = lexicon.cues
    while place < last:
        node = tree.get(folded[place])
        found = None
        here = place
        while isinstance(node, dict):
            here += 1
            names = node.get("")
            if names:
                found = _Cue(tuple(names), place, here)
            node = node.get(folded[here]) if here < last else None
        if found is None:
            place += 1
        else:
            cues.append(found)
            place = found.last
    return cues


def _effects_of(
    cue: _Cue,
    cues: list[_Cue],
    folded: tuple[str, ...],
    first: int,
    last: int,
    clauses: list[tuple[int, int]],
) -> list[Effect]:
    """What one cue does; the rules of its names, in a fixed order."""
    start, end = next((c for c in clauses if c[0] <= cue.first < c[1]), (first, last))
    made: list[tuple[str, int, int]] = []
    for name in cue.names:
        if name == "negated-before":
            made += _denied_after(cue, cues, folded, last, clauses)
        elif name == "negated-after":
            made += _denied_before(cue, folded, start, end, first, clauses)
        elif name == "resolved":
            made.append(("past", start, end))
        elif name == "past":
            made += _past(cue, cues, first, last, start, end)
        elif name == "other-person":
            made += _other_person(cue, cues, folded, end)
        elif name == "hypothetical":
            made += _hypothetical(cue, folded, first, last, start, end)
        elif name == "risk":
            made.append(("risk", start, _next_scope_end(cue, cues, end)))
        elif name == "promotion":
            made.append(("promotion", start, last))
        elif name == "possible":
            made.append(("possible", start, end))
        elif name == "family-as-client":
            made.append(("family", first, last))
        elif name in ("community", "plan", "refused"):
            made.append((name, first if name == "community" else start, last))
    return [Effect(status, low, high, cue.first, cue.last) for status, low, high in made]


def _next_scope_end(cue: _Cue, cues: list[_Cue], end: int) -> int:
    for other in cues:
        if other.first >= cue.last and "scope-end" in other.names:
            return min(other.first, end)
    return end


def _denied_after(
    cue: _Cue,
    cues: list[_Cue],
    folded: tuple[str, ...],
    last: int,
    clauses: list[tuple[int, int]],
) -> list[tuple[str, int, int]]:
    """A denial reaches on through a list of short items, until a word turns the sentence."""
    stop = last
    for other in cues:
        if other.first >= cue.last and not _STOPS_DENIAL.isdisjoint(other.names):
            stop = other.first
            break
    word = folded[cue.last - 1]
    if word in _REACH and cue.last - cue.first == 1:
        own_end = next((c[1] for c in clauses if c[0] <= cue.first < c[1]), last)
        return [("absent", cue.last, min(stop, own_end, cue.last + _REACH[word]))]
    reach = cue.last
    for low, high in clauses:
        if high <= cue.first:
            continue
        if low > cue.first and not _goes_on(folded, low, high):
            break
        reach = high
        if reach >= stop:
            break
    return [("absent", cue.last, min(stop, reach))]


def _goes_on(folded: tuple[str, ...], low: int, high: int) -> bool:
    """Whether a clause reads as the next item of a list: short and without a verb of its own."""
    if folded[low - 1] in ("(", ":"):
        return False
    items = folded[low:high]
    if items and items[0] in _JOINING:
        return True
    return len(items) <= _LIST_ITEM and _TO_HAVE.isdisjoint(items)


def _denied_before(
    cue: _Cue,
    folded: tuple[str, ...],
    start: int,
    end: int,
    first: int,
    clauses: list[tuple[int, int]],
) -> list[tuple[str, int, int]]:
    """``Pijn: nee``, ``koorts -``, ``pijn afwezig``: the words before, back to the last item."""
    word = folded[cue.first]
    if word in ("-", "0", "geen", "no", "none", "nee", "neg", "nil"):
        closes = cue.last >= end or folded[cue.last] in (",", ".", ";", "/", "\n", ")")
        if not closes or cue.first == first:
            return []
    begin = start
    if cue.first == start or folded[start] == ":":
        # "Pijn: nee": the colon ended the clause of the words that are denied.
        begin = next((c[0] for c in reversed(clauses) if c[1] <= start), start)
        if start > first and folded[start - 1] != ":":
            begin = start
    for place in range(cue.first - 1, begin - 1, -1):
        if folded[place] in ("/", "+", "-"):
            begin = place + 1
            break
    return [("absent", begin, cue.first)] if begin < cue.first else []


def _past(
    cue: _Cue, cues: list[_Cue], first: int, last: int, start: int, end: int
) -> list[tuple[str, int, int]]:
    """Long ago, unless the same clause says that it goes on."""
    if any("not-past" in other.names and start <= other.first < end for other in cues):
        return []
    stop = _next_scope_end(cue, cues, last)
    return [("past", start, max(stop, cue.last) if cue.first == first else end)]


def _other_person(
    cue: _Cue, cues: list[_Cue], folded: tuple[str, ...], end: int
) -> list[tuple[str, int, int]]:
    """Somebody else has it: a person, then a form of to have or to be, before the client."""
    for place in range(cue.last - 1, min(cue.last + 2, end)):
        if folded[place] in _TO_HAVE:
            stop = end
            for here in range(place + 1, end):
                if folded[here] in _CLIENT:
                    stop = here
                    break
            return [("other_person", cue.first, stop)]
    if folded[cue.last - 1] == ":" or (cue.last < end and folded[cue.last] == ":"):
        return [("other_person", cue.first, end)]
    return []


def _hypothetical(
    cue: _Cue, folded: tuple[str, ...], first: int, last: int, start: int, end: int
) -> list[tuple[str, int, int]]:
    """``Bij benauwdheid bellen``; a bare ``bij`` or ``if`` only where the sentence says what to do."""
    if cue.last - cue.first == 1 and folded[cue.first] in ("bij", "als", "when", "wanneer", "if"):
        opens = cue.first == start or folded[cue.first - 1] in _TO_CALL
        if not opens or _TO_CALL.isdisjoint(folded[first:last]):
            return []
    return [("hypothetical", cue.first, end)]


EXCLUDING = frozenset({"absent", "past", "other_person", "hypothetical"})


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
                if effect.cue_first <= place < effect.cue_last:
                    break
                if effect.first <= place < effect.last:
                    reached += 1
            else:
                if reached * 2 >= len(places):
                    return effect.status
    return "present"
