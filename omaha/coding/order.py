"""What is in order, done again, or over: cues that say that all is well."""

from __future__ import annotations

from omaha.coding.cues import Clause, Cue, Reach, Sentence

DENIES = frozenset({"negated-before", "negated-verb", "negated-after", "denies-again"})
SCOPE_ENDS = frozenset({"scope-end", "turn", "cause", "not-negation", "resolved", "client"})
FINITE = frozenset({"state", "verb"})
ABLE = frozenset({"able"})
_GOES_ON = frozenset({"not-past"})
_PERSON = frozenset({"other-person"})
_IN_THE_WAY = DENIES | {"less", "poor"}
_SETTLED = frozenset({"resolved", "resolved-end"})
_BETTER = frozenset({"normal", "done-again", "negated-verb", "negated-after"})
_THAT = frozenset({"dat", "dit", "alles", "that", "this", "it", "all"})
_NOT_AGAIN = frozenset({"negated-verb", "answers", "less", "poor"})
_NOUN_BEFORE = frozenset({"article", "preposition", "possessive"})
_NO_THING = frozenset({"verb", "other-person", "kin", "able", "tells"})
# Words before a word of order in its reach, and after one that stands before its noun.
_NEAR = 4
_LONE = 2


def normal_before(s: Sentence, cue: Cue) -> Reach:
    """``Huid gaaf``, ``slaapt goed``: what is in order, unless that itself is denied."""
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    if cue.last < clause.stop and s.folded[cue.last] in ("te", "to"):
        return []
    return _made_good(s, cue, number) or in_order(s, cue, number)


def is_moment(s: Sentence, place: int) -> bool:
    """``Valt niet meer | sinds de oefengroep``."""
    return {"after-resolved", "preposition"}.issubset(s.roles(place)) and not (
        {"at", "having"} & set(s.roles(place))
    )


def in_order(s: Sentence, cue: Cue, number: int) -> Reach:
    """What a word of order speaks of: its clause, or the one before if it stands alone.

    After a verb of what people do it also reaches on: ``komt goed uit bed``.
    """
    clause = s.clauses[number]
    begin = max(clause.first, cue.first - _NEAR)
    if s.find_any(_IN_THE_WAY, begin, cue.first) >= 0:
        return []
    if s.folded[clause.first] in ("of", "whether"):
        return []
    if s.find_any(ABLE, clause.first, cue.first) >= 0 or "able" in s.roles(cue.last):
        end = _order_end(s, cue, clause)
    elif "joins" in s.roles(cue.first - 1) and s.content(cue.last, min(cue.last + 1, clause.stop)):
        return []  # "and clear rhinorrhea"
    else:
        end = cue.first
    if number and clause.opened in (":", ",", "joined"):
        previous = s.clauses[number - 1]
        own = s.content(begin, cue.first)
        if s.folded[clause.first] in ("dat", "die"):  # "de post, dat gaat goed"
            own = max(0, own - s.count(ABLE | FINITE, clause))
        if clause.opened == ":" and own and previous.stop - previous.first <= _LONE:
            whole = s.find_any(ABLE, begin, cue.first) >= 0  # "Mobiliteit: loopt goed"
        elif not own:
            whole = (
                clause.opened == ":"
                or s.find("done", previous.first, previous.stop) >= 0
                or s.folded[previous.stop - 1][0].isdigit()  # "RR 130/80, keurig"
                or not FINITE.isdisjoint(s.roles(cue.first))  # "Inname, gaat goed"
            )
        elif clause.opened == "joined" or s.find("joins", begin, cue.first) >= 0:
            others = s.content(previous.first, previous.stop) - s.count(ABLE, previous)
            whole = others <= (clause.opened == ",") and previous.stop - previous.first <= _NEAR
        else:
            whole = False
        if whole and s.find_any(_IN_THE_WAY, previous.first, previous.stop) < 0:
            begin = previous.first
            if number > 1 and previous.opened == "cause":
                begin = s.clauses[number - 2].first
    return [("absent", begin, end)] if begin < end else []


def _order_end(s: Sentence, cue: Cue, clause: Clause) -> int:
    """Where the words after a word of order end: ``loopt goed | met pijn in de knie``."""
    ends = s.find("having", cue.last, clause.stop)
    turn = s.find_cue(SCOPE_ENDS, cue.last, clause.stop)
    return min(ends if ends >= 0 else clause.stop, turn.first if turn else clause.stop)


def normal_after(s: Sentence, cue: Cue) -> Reach:
    """``Goede stemming``, ``good appetite``: the words next to a word of order."""
    clause = s.clauses[s.number_of(cue.first)]
    low = max(clause.first, cue.first - _NEAR)
    if s.find_any(_IN_THE_WAY, low, cue.first) >= 0 or cue.last >= clause.stop:
        return []
    end = min(_order_end(s, cue, clause), cue.last + _NEAR)
    further = s.find("preposition", cue.last + 1, end)
    return [("absent", cue.last, further if further >= 0 else end)]


def done_again(s: Sentence, cue: Cue) -> Reach:
    """``Kan weer zelf douchen``, ``loopt weer``, ``kookt zelf``: done, and so no trouble."""
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    if number and clause.opened in (",", "turn") and s.find("was", *s.clauses[number - 1][:2]) >= 0:
        previous = s.clauses[number - 1]  # "was in het ziekenhuis verward, thuis weer helder"
        return [("past", previous.first, previous.last)]
    if s.find_any(ABLE, clause.first, min(cue.last + 1, clause.stop)) < 0:
        return []
    if s.find_any(_NOT_AGAIN, clause.first, clause.stop) >= 0:
        return []
    return [("absent", clause.first, _order_end(s, cue, clause))]


def now_otherwise(s: Sentence, cue: Cue) -> Reach:
    """``Was na de operatie verward, nu …``: what was before now, told as past, is past."""
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    if not number or clause.opened not in (",", "turn", "joined"):
        return []
    between = cue.first - clause.first
    if clause.opened == ",":
        between -= not FINITE.isdisjoint(s.roles(clause.first))  # ", heeft nu …"
    if between > _LONE * (clause.opened == "turn"):  # "maar heeft nu …"
        return []
    previous = s.clauses[number - 1]
    if s.find("was", previous.first, previous.stop) < 0:
        return []
    if s.find_cue(_GOES_ON, previous.first, cue.first) is not None:
        return []
    if s.find_cue(_GOES_ON, cue.last, clause.last) is not None:
        return []
    return [("past", previous.first, previous.last)]


def _made_good(s: Sentence, cue: Cue, number: int) -> Reach:
    """``…, inmiddels goed``: what the clause before told is past."""
    clause = s.clauses[number]
    if number == 0 or clause.opened not in (",", "turn") or s.content(cue.last, clause.last):
        return []
    moment = is_moment(s, clause.first)
    if not (moment or "now" in s.roles(clause.first)):
        return []
    if s.content(clause.first, cue.first) > _LONE * moment:
        return []
    previous = s.clauses[number - 1]
    if s.find_cue(_GOES_ON, previous.first, clause.first) is not None:
        return []
    return [("past", previous.first, previous.last)]


def over(s: Sentence, cue: Cue) -> Reach:
    """``De jeuk is weg``, ``gestopt met roken``: all of the clause is past."""
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    low = max(clause.first, cue.first - 4)
    if s.find_any(DENIES | {"less"}, low, cue.first) >= 0:
        return []
    if "able" in s.roles(cue.last):  # "stopped taking", "gestopt met eten"
        return []
    given_up = s.find_any(ABLE | {"lacking"}, cue.last, min(cue.last + 3, clause.stop))
    if given_up >= 0 and "having" in s.roles(cue.last):
        return []
    if s.find_cue(_PERSON, clause.first, min(clause.first + 2, cue.first)) is not None:
        return []
    begin = clause.first
    now = "now" in s.roles(clause.first) or is_moment(s, clause.first)
    empty = not s.content(begin, cue.first) and not s.content(cue.last, clause.last)
    last = cue.last - (cue.last - cue.first > 1 and "preposition" in s.roles(cue.last - 1))
    after = cue.first == clause.first and "preposition" in s.roles(last)
    if number and (now or empty or after) and clause.opened in (",", ":", "turn", "joined"):
        begin = s.clauses[number - 1].first  # "Pijn, opgelost met paracetamol"
    return [("past", begin, clause.last)]


def is_over_now(s: Sentence, first: int, last: int) -> Cue | None:
    """The cue of ``Dat is hersteld.``, ``Nu niet meer.``: the sentence before is past.

    `first` and `last` are its words; after "now" it must be told as past.
    """
    clause = s.clauses[0]
    now = "now" in s.roles(s.first)
    if now:
        was = any("was" in s.known(place) for place in range(first, last))
        names = _SETTLED | _BETTER if was else _SETTLED
    elif s.folded[s.first] in _THAT or _is_form_of_be(s, s.first, clause.stop):
        names = _SETTLED
    else:
        return None
    found = [c for c in s.cues if c.first < clause.stop and not names.isdisjoint(c.names)]
    if not found or s.content(s.first, found[0].first) > now:
        return None
    cue = found[-1]
    after = "after-resolved" in s.roles(cue.last)
    if not after and (s.content(cue.last, clause.stop) or _is_open(cue, clause)):
        return None
    if s.find_any(_IN_THE_WAY, s.first, cue.first) >= 0:
        return None
    return cue


def _is_open(cue: Cue, clause: Clause) -> bool:
    return "resolved" not in cue.names and cue.last < clause.stop


def _is_thing(s: Sentence, place: int) -> bool:
    """Whether a word can be what is gone: no person and no verb (``valt dicht``)."""
    return not s.folded[place].endswith("t") and _NO_THING.isdisjoint(s.roles(place))


def _is_form_of_be(s: Sentence, place: int, end: int) -> bool:
    """Whether a word says how something is: not ``ziet``, nor the ``zijn`` of ``zijn ogen``."""
    roles = s.roles(place)
    if "possessive" in roles and place + 1 < end and s.content(place + 1, place + 2):
        return False
    return "done" in roles or ("state" in roles and "verb" not in roles)


def over_at_end(s: Sentence, cue: Cue) -> Reach:
    """``Pijn is over``, ``de koorts is nu weg``: what is over, at the end of its clause.

    Without a form of to be, the same words belong to a verb: "liep weg", "valt dicht".
    """
    clause = s.clauses[s.number_of(cue.first)]
    closes = cue.last >= clause.stop or "after-resolved" in s.roles(cue.last)
    if not closes or (cue.first == clause.first and clause.opened != ":"):
        return []
    if not _NOUN_BEFORE.isdisjoint(s.roles(cue.first - 1)):  # "langs de weg"
        return []
    own = range(clause.first, cue.first)
    is_so = any(_is_form_of_be(s, place, cue.first) for place in own) or "now" in s.roles(
        cue.first - 1
    )
    alone = len(own) == 1 and s.content(own[0], cue.first) == 1 and _is_thing(s, own[0])
    return over(s, cue) if is_so or alone else []
