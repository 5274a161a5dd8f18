"""What is denied: cues that say that a problem is not there."""

from __future__ import annotations

from omaha.coding.cues import Clause, Cue, Reach, Sentence
from omaha.coding.order import ABLE, DENIES, FINITE, SCOPE_ENDS, in_order, is_moment

DENIALS = frozenset({"negated-before", "negated-verb"})
_NOT_AN_ITEM = frozenset(
    {"state", "verb", "subject", "client", "tells", "other-person", "scope-end", "now"}
)
# A denial of these says that the trouble is still there: "niet over", "niet goed".
_BETTER = frozenset({"resolved", "normal", "improves"})
_DENIED_BEFORE = DENIALS | {"not-negation"}
_PERSON = frozenset({"other-person"})
_STATE = frozenset({"state"})
_ORDER = frozenset({"normal", "normal-before"})
# Words after "niet" in its reach; more in a list.
_NEAR = 4
_LIST_ITEM = 4
# Words of a topic: "Last van jeuk heeft hij niet".
_TOPIC = 6
_LONE = 2
_THAT = frozenset({"dat", "that"})


def denied_after(s: Sentence, cue: Cue) -> Reach:
    """``Geen A, B of C``: what follows, along a list, until a word turns the sentence."""
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    if _is_void(s, cue, clause):
        return []
    if cue.last >= clause.stop and "negated-after" in cue.names:  # "exsudaat nihil"
        return []
    if "negated-verb" in s.roles(cue.first):  # "snapt niets van de brief"
        if _is_unable(s, cue, number):
            return []
    elif cue.last - cue.first == 1 and "denies-again" not in s.roles(cue.first):
        may = s.find("may", clause.first, cue.first)
        if may >= 0 and "able" in s.roles(may):  # "kan geen trap lopen"
            return []
    if not _ORDER.isdisjoint(s.roles(cue.last)):  # "geen goede nacht"
        return []
    found = _denied_topic(s, cue, number)
    if "trouble" in s.roles(cue.last) and not s.content(cue.last + 1, clause.stop):
        found = found + in_order(s, cue, number)
    stop = _scope_end(s, cue, clause.last)
    lacked = s.find("lacking", cue.last, min(cue.last + _NEAR, stop))
    if lacked >= 0:
        return found if lacked < cue.last + 2 else [*found, ("absent", cue.last, lacked)]
    purpose = s.find("purpose", cue.last, stop)
    if purpose >= 0:
        return [*found, ("absent", cue.last, purpose)]
    if stop == clause.last:
        lacks = "preposition" in s.roles(cue.first)  # "zonder nood, eenzaam"
        stop = _list_end(s, number, not lacks and s.content(cue.last, clause.last) > 0)
    return [*found, ("absent", cue.last, stop)]


def denied_near(s: Sentence, cue: Cue) -> Reach:
    """``Niet rood``, ``valt niet``, ``jeuk heeft ze niet``: next to a denial of verbs."""
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    if _is_void(s, cue, clause):
        return []
    found = _denied_topic(s, cue, number)
    if found and (
        s.find_any(ABLE, found[0][1], found[0][2]) < 0
        or s.find("poor", found[0][1], found[0][2]) >= 0
    ):
        return found
    if _is_unable(s, cue, number):
        return []
    stop = min(_scope_end(s, cue, clause.stop), cue.last + _NEAR)
    if is_moment(s, cue.last):
        stop = cue.last
    further = s.find("preposition", cue.last + 1, stop)
    if further >= 0:
        stop = further
    if not s.content(cue.last, stop):
        return _denied_verb(s, cue, number)
    if s.find("lacking", cue.last, stop) >= 0:
        return []
    if stop >= clause.stop:
        stop = _list_end(s, number, False)
    return [("absent", cue.last, stop)]


def _is_void(s: Sentence, cue: Cue, clause: Clause) -> bool:
    """Whether a denial is denied again, or denies that the trouble is less."""
    low, high = cue.last, min(cue.last + 4, clause.last)
    if not (DENIES.isdisjoint(s.roles(low)) and DENIES.isdisjoint(s.roles(cue.first - 1))):
        return True
    if s.find("denies-again", low, min(low + 3, clause.last)) >= 0:
        return True
    if "denies-again" in s.roles(cue.first):
        earlier = s.find_cue(_DENIED_BEFORE, clause.first, cue.first)
        if earlier is not None and (cue.first - earlier.last < 4 or "te" in s.folded[low:high]):
            return True  # "geen stap zonder pijn", "geen stap kan ze zetten zonder te hijgen"
        may = s.find("may", clause.first, cue.first)
        if may >= 0 and s.find_cue(_DENIED_BEFORE, low, clause.last) is not None:
            return True  # "kan zonder pijn geen stap zetten"
    if _denied_that(s, cue):
        return True
    if s.folded[low - 1] in _THAT and s.find_cue(DENIALS, low, high) is not None:
        return True  # "is niet dat ze geen pijn heeft"
    if "negated-verb" in cue.names:
        if s.find("improves", clause.first, high) >= 0:
            return True
        closing = s.roles(clause.stop - 1)
        if not _BETTER.isdisjoint(closing) or ("resolved-end" in closing and not _seems(s, clause)):
            return True
        return s.find_any(_BETTER, low, min(low + 3, clause.last)) >= 0
    return False


def _seems(s: Sentence, clause: Clause) -> bool:
    """``Komt niet verward over``: the verb is to seem, and nothing is over."""
    own = s.folded[clause.first : clause.stop]
    return own[-1] == "over" and not {"kom", "komt", "komen", "kwam", "kwamen"}.isdisjoint(own)


def _denied_that(s: Sentence, cue: Cue) -> bool:
    """``Het is niet zo dat ze geen pijn heeft``, ``geen nacht dat hij niet roept``."""
    for place in range(cue.first - 1, max(s.first, cue.first - _NEAR), -1):
        if s.folded[place] in _THAT:
            return s.find_cue(_DENIED_BEFORE, max(s.first, place - _NEAR), place) is not None
    return False


def _is_unable(s: Sentence, cue: Cue, number: int) -> bool:
    """``Kan de trap niet op``, ``eet niet``, ``dat hij niet slaapt``: the denial is the trouble.

    ``Loopt niet mank`` is none: what is denied there stands after.
    """
    clause = s.clauses[number]
    begin = s.clauses[number - 1].first if number and clause.opened == "cause" else clause.first
    able = s.find_any(ABLE, begin, cue.first)
    if able >= 0:
        if "may" in s.roles(able):
            return True
        if cue.last >= clause.stop or "preposition" in s.roles(cue.last - 1):
            return True
        return not {"preposition", "able"}.isdisjoint(s.roles(cue.last))
    return "able" in s.roles(cue.last)


def _scope_end(s: Sentence, cue: Cue, stop: int) -> int:
    turn = s.find_cue(SCOPE_ENDS, cue.last + 1, stop)
    if turn is not None:
        stop = turn.first
    opens = s.find("subordinates", cue.last + ("negated-verb" not in cue.names), stop)
    stop = opens if opens >= 0 else stop
    for place in range(cue.last + 1, stop - 1):
        if "pronoun" in s.roles(place + 1):  # "zonder bril | struikelt hij"
            return place
    return stop


def _list_end(s: Sentence, number: int, single: bool) -> int:
    """Where a list that begins in a clause ends.

    Items are short and have no verb of their own; without "of" or "en" before the last one,
    only single words go on, and those where `single`.
    """
    clause = s.clauses[number]
    end = sure = clause.last
    if s.clauses[number].opened and s.folded[clause.last - 1] in (":", "("):
        return end
    closed = not {"state", "verb"}.isdisjoint(s.roles(clause.stop - 1))
    for item in s.clauses[number + 1 :]:
        joins = s.find("joins", item.first, item.stop)
        joined = joins >= 0
        # "Geen A, B of C gehad dit weekend": what follows the last thing is no part of the list.
        stop = min(item.stop, joins + 2) if joins > item.first else item.stop
        if item.opened != "," or s.find_any(_NOT_AN_ITEM, item.first, stop) >= 0:
            break
        broken = s.find_cue(_ITEM_BREAKS, item.first, item.stop)
        if broken is not None:  # "A, B en geen C", "A, B of C sinds de val"
            return broken.first if joins > item.first else sure
        length = stop - item.first
        if length > _LIST_ITEM + 2 * joined:
            break
        end = item.last
        if joined or (single and length == 1 and not closed and sure == item.first):
            sure = end
        if s.folded[item.last - 1] in (":", "("):
            break
    return sure


_ITEM_BREAKS = frozenset(
    {
        "negated-before",
        "negated-verb",
        "negated-after",
        "turn",
        "cause",
        "hypothetical",
        "past",
        "not-past",
        "resolved",
        "plan",
        "not-negation",
    }
)


def _denied_topic(s: Sentence, cue: Cue, number: int) -> Reach:
    """``Koorts had ze niet``, ``van onrust is geen sprake``: what opens the clause."""
    clause = s.clauses[number]
    does = s.find_any(ABLE, clause.first, cue.first) >= 0
    about = number and not does and s.folded[clause.first] == "daar"
    if about and "belongs" in s.roles(clause.stop - 1):
        previous = s.clauses[number - 1]  # "…, daar heeft ze geen last meer van"
        return [("past", previous.first, previous.last)]
    if "joins" in s.roles(cue.last - 1):  # "pijn noch jeuk"
        return [("absent", max(clause.first, cue.first - 2), cue.first)]
    if clause.opened == "cause":
        return []
    topic = _spoken_of(s, cue, clause)
    if topic:
        return topic
    about = "belongs" in s.roles(clause.first) or "belongs" in s.roles(clause.first + 1)
    verbs = FINITE if about else _STATE
    verb = s.find_any(verbs, clause.first + 1, min(clause.first + _TOPIC, cue.first))
    if verb < 0 or not s.content(clause.first, verb):
        return []
    if not about and "preposition" in s.roles(clause.first):
        return []
    inverted = not {"subject", "client"}.isdisjoint(s.roles(verb + 1)) and verb + 1 < cue.first
    if about or (inverted and "negated-verb" in cue.names and verb - clause.first <= _NEAR):
        return [("absent", clause.first, verb)]
    return []


def _spoken_of(s: Sentence, cue: Cue, clause: Clause) -> Reach:
    """``Er was van onrust niets te merken``: what "van" names right before a denial that ends."""
    if s.content(cue.last, clause.stop) > 1:
        return []
    for place in range(cue.first - 2, max(clause.first, cue.first - _TOPIC) - 1, -1):
        if "belongs" in s.roles(place) and place > clause.first:
            return [("absent", place + 1, cue.first)]
    return []


def _denied_verb(s: Sentence, cue: Cue, number: int) -> Reach:
    """``Hoest niet meer``: a lone verb; ``…, die is er niet``: what was spoken of before."""
    clause = s.clauses[number]
    before = s.content(clause.first, cue.first)
    if before and number and clause.opened == "," and is_moment(s, clause.first):
        previous = s.clauses[number - 1]  # "eerst pijn, na paracetamol niet meer"
        return [("past", previous.first, previous.last)]
    if before:
        short = cue.first - clause.first <= _LONE or (before == 1 and _is_sole_verb(s, cue, clause))
        if short and clause.opened != "cause":
            return [("absent", clause.first, cue.first)]
        return []
    if number == 0 or clause.opened not in (",", ":"):
        return []
    now = s.find("now", clause.first, clause.last) >= 0
    previous = s.clauses[number - 1]
    return [("past" if now else "absent", previous.first, previous.last)]


def _is_sole_verb(s: Sentence, cue: Cue, clause: Clause) -> bool:
    """``Rookt al jaren niet``: only words of time stand between a verb and its denial."""
    return bool(s.content(clause.first, clause.first + 1)) and cue.last >= clause.stop


def denied_before(s: Sentence, cue: Cue) -> Reach:
    """``Pijn: nee``, ``koorts -``, ``A, B en C worden ontkend``: the words before."""
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    signs = "answers" in s.roles(cue.first) and cue.last - cue.first == 1
    if signs and (
        cue.first == s.first
        or (cue.last < clause.stop and s.folded[cue.last] not in ("/", "-", "."))
    ):
        return []
    earlier = s.find_cue(DENIALS, clause.first, cue.first)
    if earlier is not None and cue.first - earlier.last < 2:
        return []
    if cue.last < clause.stop and not DENIALS.isdisjoint(cue.names) and not signs:
        return []
    begin = clause.first
    if number and clause.opened == "cause" and "state" in s.roles(begin - 1):
        begin = s.clauses[number - 1].first  # "een TIA is door de neuroloog uitgesloten"
    if signs:
        for place in range(cue.first - 2, begin - 1, -1):
            if s.folded[place] in ("/", "+", "-"):
                begin = place + 1
                break
    elif s.find("joins", clause.first, cue.first) >= 0:
        begin = _list_begin(s, number)
    if begin < cue.first and s.content(begin, cue.first):
        return [("absent", begin, cue.first)]
    if number == 0:
        return []
    return [("absent", _before(s, number), cue.first)]


def _before(s: Sentence, number: int) -> int:
    """Where the words begin that a clause without words of its own speaks of."""
    previous = s.clauses[number - 1]
    if s.folded[previous.last - 1] == "(":
        return max(previous.first, previous.stop - _LIST_ITEM)
    return _list_begin(s, number - 1)


def _list_begin(s: Sentence, number: int) -> int:
    begin = s.clauses[number].first
    while number and s.clauses[number].opened == ",":
        number -= 1
        item = s.clauses[number]
        if item.stop - item.first > _LIST_ITEM:
            break
        if s.find_any(_NOT_AN_ITEM, item.first, item.last) >= 0:
            break
        if s.find_cue(_ITEM_BREAKS, item.first, item.last) is not None:
            break
        begin = item.first
    return begin
