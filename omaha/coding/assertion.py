"""Who, when and whether: cues of the note and the words that they reach.

Status words follow clinlp's qualifiers and Omaha's own modifiers: absent, past,
other_person and hypothetical keep a problem from being coded; risk and promotion set its
modifier; family and community set its client. The cues are rows of `mappings/`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
    """heeft had hebben hadden is was zijn waren kreeg krijgt ligt lag leed lijdt werd wordt
    gebruikt has have had is was were got gets suffers takes uses kwakkelt overleed zit kampt
    slikt klaagt""".split()
)
_TOPIC_VERB = frozenset("doet doen deed does zie zag zien voel voelt hoor".split())
_PRONOUN = frozenset(
    "ik wij we ze zij hij ie je men er mw dhr mevrouw meneer cl client she he they pt".split()
)
# What one is told to do when something happens; deeds done ("gebeld") are none.
_TO_CALL = frozenset(
    """bel bellen belt contact alarmeren melden waarschuwen innemen consulteren
    kom terug terugkomen call report notify return huisartsenpost spoedpost hap 112 911""".split()
)
# "Bij pijn paracetamol geven", "kom terug als": what is to be done, where the cue opens.
_TO_DO = frozenset("geven nemen gebruiken terugkomen overleggen give take seek".split())
_JOINING = frozenset({"en", "of", "noch", "and", "or", "nor", "/", "&", "+"})
_CLIENT = frozenset(
    "mw dhr mevr mevrouw meneer client cl pt patient patiente bewoner bewoonster".split()
)
# After "dochter": she tells or does something, and what follows is about the client.
_TELLS = frozenset(
    """zegt zei meldt meldde vertelt vertelde geeft gaf vraagt vroeg belt belde ziet zag merkt
    merkte vindt vond maakt doet deed helpt hielp haalt haalde regelt regelde komt kwam wil
    wilde denkt dacht schrijft appt mailt noemt ervaart neemt brengt bracht kookt wast zorgt
    verzorgt aanwezig erbij says said reports reported states tells told asks asked calls
    called notes noticed helps does brings brought thinks wants worries manages cooks en and
    die""".split()
)
_NO_TWICE = frozenset("niet geen nooit kan not no never cannot can't".split()) - {"kan"}
# "Verward? Nee."
_NO = frozenset({"nee", "neen", "niet", "geen", "no", "none"})
SHORT_ANSWER = 3
# What one may be without while having the trouble that it is for.
_HELP = frozenset(
    """hulp behandeling therapie medicatie medicijnen middel middelen zorg begeleiding ondersteuning
    verbetering vooruitgang diagnose verklaring oorzaak treatment help medication therapy support
    improvement diagnosis cause care relief""".split()
)
_AGAINST = frozenset({"voor", "tegen", "for", "against"})
# After a denial these deny again: "niet zonder pijn", "geen dag zonder pijn".
_NOT_WITHOUT = frozenset({"zonder", "without", "vrij", "onbekend", "ontkent", "free"})
_FOR = frozenset("bij voor tegen van met for with of from against".split())
# How many words a denial reaches that does not stand before nouns.
_REACH = {"niet": 3, "not": 4, "nooit": 4, "never": 4, "niks": 2, "niets": 2, "zonder": 3}
_LIST_ITEM = 4
_TELEGRAM = 7
# Years in which something was, not since which it is; the present decade goes on.
_FIRST_YEAR, _LAST_YEAR = 1930, 2024


def find_effects(lexicon: Lexicon, words: Words) -> list[Effect]:
    """The effects of all cues of a note, in note order."""
    effects: list[Effect] = []
    folded = words.folded
    begins = [
        place for place, word in enumerate(folded) if word in lexicon.cues or _is_year(word)
    ]
    asked: tuple[int, int] | None = None
    for first, last in words.sentences:
        if asked is not None and folded[first] in _NO:
            answer = folded[first]
            if last - first <= SHORT_ANSWER or answer != "geen":
                effects.append(Effect("absent", *asked, first, first + 1))
        asked = (first, last) if folded[last - 1] == "?" else None
        here = begins[bisect_left(begins, first) : bisect_left(begins, last)]
        cues = _find_cues(lexicon, folded, here, last) if here else []
        if cues:
            clauses = _clauses_of(words, first, last)
            for cue in cues:
                effects += _effects_of(cue, cues, folded, first, last, clauses)
    return effects


def _clauses_of(words: Words, first: int, last: int) -> list[tuple[int, int]]:
    begin = bisect_left(words.clauses, (first, first))
    end = bisect_left(words.clauses, (last, last), begin)
    return list(words.clauses[begin:end])


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and _FIRST_YEAR <= int(word) <= _LAST_YEAR


def _find_cues(
    lexicon: Lexicon, folded: tuple[str, ...], begins: list[int], last: int
) -> list[_Cue]:
    """The longest cue at each of some places, left to right, none inside another."""
    cues: list[_Cue] = []
    end = 0
    for place in begins:
        if place < end:
            continue
        node = lexicon.cues.get(folded[place])
        found = None
        here = place
        while isinstance(node, dict):
            here += 1
            names = node.get("")
            if names:
                found = _Cue(tuple(names), place, here)
            node = node.get(folded[here]) if here < last else None
        if found is None and _is_year(folded[place]):
            found = _Cue(("past",), place, place + 1)
        if found is not None:
            cues.append(found)
            end = found.last
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
            made += _denied_topic(cue, folded, start, end)
        elif name == "negated-after":
            made += _denied_before(cue, folded, start, end, first, clauses)
        elif name == "normal":
            made += _normal_before(cue, folded, start)
        elif name == "resolved":
            made.append(("past", start, end))
        elif name == "past":
            made += _past(cue, cues, first, last, start, end)
        elif name == "other-person":
            made += _other_person(cue, folded, start, end, last)
        elif name == "hypothetical":
            made += _hypothetical(cue, folded, last, start, end)
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
    start = next((c[0] for c in clauses if c[0] <= cue.first < c[1]), cue.first)
    if word in ("zonder", "without", "vrij") and not _NO_TWICE.isdisjoint(
        folded[start : cue.first]
    ):
        return []
    if not _NOT_WITHOUT.isdisjoint(folded[cue.last : min(cue.last + 3, last)]):
        return []
    for place in range(cue.last, min(cue.last + 5, stop)):
        about = place > cue.last and folded[place - 1] in _HELP and folded[place] in _FOR
        if about or folded[place] in _AGAINST:
            stop = place
            break
    listed = any(
        folded[low] in _JOINING or not _JOINING.isdisjoint(folded[low:high][-3:])
        for low, high in clauses
        if low > cue.first and low < stop
    )
    if word in _REACH and cue.last - cue.first == 1 and not listed:
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
    if len(items) <= _LIST_ITEM + 2 and not _JOINING.isdisjoint(items):
        return _TO_HAVE.isdisjoint(items)
    return len(items) <= _LIST_ITEM and _TO_HAVE.isdisjoint(items)


def _denied_topic(
    cue: _Cue, folded: tuple[str, ...], start: int, end: int
) -> list[tuple[str, int, int]]:
    """``Koorts had ze niet``, ``valt niet``, ``rookt noch drinkt``: what stands before is denied.

    A topic is denied when the verb to have and a pronoun stand between it and the denial;
    a lone verb when the denial ends the clause.
    """
    word = folded[cue.last - 1]
    if word == "noch":
        return [("absent", max(start, cue.first - 2), cue.first)]
    if word not in ("niet", "not", "geen", "niks", "nooit"):
        return []
    for place in range(start + 1, cue.first - 1):
        verb = folded[place] in _TO_HAVE or folded[place] in _TOPIC_VERB
        if verb and folded[place + 1] in _PRONOUN and place - start <= 3:
            return [("absent", start, place)]
    closes = cue.last >= end or not folded[cue.last][:1].isalnum()
    if closes and word in ("niet", "nooit") and cue.first - start in (1, 2):
        return [("absent", start, cue.first)]
    return []


def _normal_before(cue: _Cue, folded: tuple[str, ...], start: int) -> list[tuple[str, int, int]]:
    """``Huid gaaf``, ``slaapt goed``: what is in order, unless that itself is denied."""
    begin = max(start, cue.first - 4)
    if any(
        folded[place] in ("niet", "geen", "not", "minder", "no")
        for place in range(begin, cue.first)
    ):
        return []
    return [("absent", begin, cue.first)] if begin < cue.first else []


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
    if cue.first > first and folded[cue.first - 1] == "(":
        before = next((c for c in reversed(clauses) if c[1] <= cue.first), None)
        return [("absent", max(before[0], before[1] - 4), cue.first)] if before else []
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
    stop = _next_scope_end(cue, cues, last) if cue.last - cue.first > 1 else end
    return [("past", start, max(stop, cue.last) if cue.first == first else end)]


def _other_person(
    cue: _Cue, folded: tuple[str, ...], start: int, end: int, last: int
) -> list[tuple[str, int, int]]:
    """Somebody else has it: a person, then a form of to have or to be, before the client.

    In telegram style the verb is missing ("Dochter verkouden"); a person who tells or does
    something has nothing.
    """
    if cue.last < last and folded[cue.last] == ":":
        return [("other_person", cue.first, last)]
    stop = end
    for here in range(cue.last, end):
        if folded[here] in _CLIENT and folded[here - 1] not in ("van", "of"):
            stop = here
            break
    after = folded[cue.last : min(cue.last + 3, end)]
    if folded[cue.last - 1] in _TO_HAVE or folded[cue.last - 1] == ":" or after[:1] == (":",):
        return [("other_person", cue.first, stop)]
    if not _TELLS.isdisjoint(after[:2]):
        return []
    if not _TO_HAVE.isdisjoint(after):
        return [("other_person", cue.first, stop)]
    opens = cue.first == start or (
        cue.first == start + 1 and folded[start] in ("zijn", "haar", "his", "her")
    )
    if opens and stop == end and 1 < end - cue.first <= _TELEGRAM:
        return [("other_person", cue.first, stop)]
    return []


def _hypothetical(
    cue: _Cue, folded: tuple[str, ...], last: int, start: int, end: int
) -> list[tuple[str, int, int]]:
    """``Bij benauwdheid bellen``; a bare ``bij`` only where the sentence says what to do."""
    word = folded[cue.first]
    if cue.last - cue.first == 1 and word in (
        "bij",
        "als",
        "when",
        "wanneer",
        "if",
        "with",
        "zodra",
    ):
        told = folded[cue.last : last] if word == "bij" else folded[max(0, start - 12) : last]
        if word != "bij" and "mag" in told:
            return [("hypothetical", cue.first, end)]
        opens = cue.first == start and not _TO_DO.isdisjoint(folded[cue.last : last])
        if _TO_CALL.isdisjoint(told) and not opens:
            return []
    return [("hypothetical", cue.first, end)]


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
                if effect.cue_first <= place < effect.cue_last and effect.status != "past":
                    break
                if effect.first <= place < effect.last:
                    reached += 1
            else:
                if reached * 2 >= len(places):
                    return effect.status
    return "present"
