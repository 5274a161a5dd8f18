"""What was long ago, somebody else's, or only if it happens."""

from __future__ import annotations

from omaha.coding.cues import Clause, Cue, Reach, Sentence
from omaha.coding.denial import DENIALS

_TURNS = frozenset({"scope-end", "turn"})
_PERSON = frozenset({"other-person"})
_CLAIMS = frozenset({"state", "verb", "subject", "tells", "client", "other-person"})
_GOES_ON = frozenset({"not-past", "now"})
_SUBJECT = frozenset({"subject", "client", "possessive", "article"})
_FINITE = frozenset({"state", "verb"})
_STATE = frozenset({"state"})
_DONE = frozenset({"done"})
_SAID = frozenset({"tells", "client", "state"})
_SPOKEN = frozenset({"pronoun", "relative", "subject"})
_OWN = frozenset({"zelf", "himself", "herself"})
_ADJECTIVES = 2
_TELLS_WITHIN = 3
_LIST_ITEM = 3


def long_ago(s: Sentence, cue: Cue) -> Reach:
    """``In 2010 hernia``: its clause, unless it goes on; after a heading all that follows."""
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    if _is_heading(s, cue):
        return [("past", cue.first, s.last)]
    if s.find_cue(_GOES_ON, clause.first, clause.last) is not None:
        return []
    if s.folded[cue.last - 1].endswith("er") and _is_rather(s, cue, number):
        return []
    inserted = clause.opened == "," and s.content(clause.first, cue.first) <= 1
    if inserted and number + 1 < len(s.clauses) and cue.last >= clause.stop:
        # "Ze was na de bevalling, jaren geleden, neerslachtig"
        return [("past", s.clauses[number - 1].first, s.clauses[number + 1].last)]
    end = clause.last
    if number + 1 < len(s.clauses) and _goes_on_told(s, cue, number):
        return [("past", clause.first, s.clauses[min(number + 2, len(s.clauses) - 1)].last)]
    for item in s.clauses[number + 1 :]:
        listed = item.opened == "," and item.stop - item.first <= _LIST_ITEM
        if listed and cue.first > clause.first and cue.last >= clause.stop:
            break
        if s.find_cue(_GOES_ON, item.first, item.last) is not None:
            break
        fronted = cue.first == clause.first and item.opened == "," and "was" in s.roles(item.first)
        if (
            item.opened == "cause"
            or fronted  # "toen hij nog werkte, had hij stress"
            or (listed and s.find_any(_CLAIMS, item.first, item.last) < 0)
        ):
            end = item.last
        else:
            break
    return [("past", clause.first, end)]


def _goes_on_told(s: Sentence, cue: Cue, number: int) -> bool:
    """``Heeft destijds, na de scheiding, veel gehuild``: what is told stands after an insertion."""
    clause = s.clauses[number]
    own = s.content(clause.first, cue.first) + s.content(cue.last, clause.stop)
    if len(s.clauses) < number + 3 or own:
        return False
    inserted, rest = s.clauses[number + 1], s.clauses[number + 2]
    if inserted.opened != "," or rest.opened != ",":
        return False
    return (
        "preposition" in s.roles(inserted.first) and s.find_any(_CLAIMS, rest.first, rest.stop) < 0
    )


def _is_rather(s: Sentence, cue: Cue, number: int) -> bool:
    """``Eerder angstig dan somber``, ``niet angstig, eerder somber``."""
    clause = s.clauses[number]
    if s.find("then", cue.last, clause.last) >= 0:
        return True
    before = s.clauses[number - 1].first if number and cue.first == clause.first else cue.first
    return s.find_cue(DENIALS | {"not-negation"}, before, cue.first) is not None


def formerly(s: Sentence, cue: Cue) -> Reach:
    """``Hemiparesis s/p CVA``, ``na eerdere val``: only what follows is past."""
    return [("past", max(begin, cue.first), end) for _, begin, end in long_ago(s, cue)]


def _is_heading(s: Sentence, cue: Cue) -> bool:
    return s.folded[cue.last - 1] == ":" or (cue.last < s.last and s.folded[cue.last] == ":")


def in_family(s: Sentence, cue: Cue) -> Reach:
    """``FA: hypertensie, CVA``, ``dementie komt voor in de familie``."""
    clause = s.clauses[s.number_of(cue.first)]
    if _is_heading(s, cue) or cue.first == s.first:
        return [("other_person", cue.first, s.last)]
    return [("other_person", clause.first, clause.last)]


def other_person(s: Sentence, cue: Cue) -> Reach:
    """Somebody else has it; a person who tells or does something has nothing."""
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    if _is_client_of_teller(s, cue) or _has_age(s, cue):
        return []
    after = cue.last
    if s.folded[after - 1].endswith("'s"):
        return [("other_person", cue.first, min(after + 2, clause.last))]
    if "client" in s.roles(after + ("belongs" in s.roles(after))):
        after += 1 + ("belongs" in s.roles(after))
    before = cue.first - 1
    adjective: Reach = []
    owner = s.find("possessive", max(clause.first, cue.first - _ADJECTIVES), cue.first)
    if owner >= 0:
        before = owner - 1
        if owner + 1 < cue.first:
            adjective = [("other_person", owner + 1, cue.first)]
    elif "article" in s.roles(before):
        before -= 1
    if before < clause.first:
        before = -1
    if after < s.last and s.folded[after] == ":" and "relative" not in s.roles(after + 1):
        is_pronoun = owner >= 0 and "pronoun" in s.roles(after + 1)  # "over haar vader: hij is …"
        if s.find("tells", s.first, cue.first) >= 0 and not is_pronoun:
            return []
        return [("other_person", cue.first, _until_client(s, after, s.last))]
    within = min(after + _TELLS_WITHIN, clause.last)
    # "Meldt zich ziek" is no telling.
    told = s.find("tells", after, within)
    if told >= 0 and s.find_cue(_STATE, after, within) is None:
        if owner >= 0 and "belongs" in s.roles(before) and before > clause.first:
            adjective = [("other_person", before - 1, cue.last)]  # "sinds de val van haar man …"
        return adjective + _too(s, cue, told, number)
    related = _related(s, after, number)
    if related:
        return adjective + related
    if before >= 0 and "preposition" in s.roles(before):
        return adjective + _after_preposition(s, cue, after, before, clause)
    stated = s.find("state", after, within) >= 0 or s.find_cue(_STATE, after, within) is not None
    opens = (
        before < 0
        or not {"subordinates", "joins", "cause", "turn"}.isdisjoint(s.roles(before))
        or stated
    )
    if not opens or after >= clause.stop:
        return adjective
    end = _until_client(s, after, _claim_end(s, number))
    if "state" not in s.roles(after):
        owned = s.find("possessive", after, end)
        end = owned if owned >= 0 and not stated else end
    return [("other_person", cue.first, end)]


def _is_client_of_teller(s: Sentence, cue: Cue) -> bool:
    """``Zoon belt: moeder is gevallen``: what a relative calls the client."""
    if "kin" not in s.roles(cue.last - 1) or "possessive" in s.roles(cue.first - 1):
        return False
    teller = s.find_cue(_PERSON, s.first, cue.first)
    return teller is not None and s.find("tells", teller.last, cue.first) >= 0


def _has_age(s: Sentence, cue: Cue) -> bool:
    """``80-jarige man met dementie`` is the client."""
    if "possessive" in s.roles(cue.first - 1):
        return False
    before = s.folded[cue.first - 1] if cue.first > s.first else ""
    after = s.folded[cue.last : min(cue.last + 2, s.last)]
    return before.endswith("jarige") or any(word.isdigit() for word in after)


def _until_client(s: Sentence, low: int, high: int) -> int:
    subordinate = "subordinates" in s.roles(s.clauses[s.number_of(low - 1)].first)
    for place in range(low, high):
        if subordinate and place > low + 1 and "pronoun" in s.roles(place):
            return place - 1  # "als dochter weggaat | raakt ze in paniek"
        own = s.folded[place] in _OWN and "state" in s.roles(place - 1)  # "heeft zelf griep"
        if "client" in s.roles(place) and "belongs" not in s.roles(place - 1) and not own:
            return place
    return high


def _related(s: Sentence, after: int, number: int) -> Reach:
    """``Man met dementie``, ``broer die schizofrenie heeft``, ``haar zus, die reuma heeft``."""
    clause = s.clauses[number]
    if after < clause.stop:
        if (
            "having" in s.roles(after)
            and s.find_any(
                frozenset({"client", "subject", "possessive", "state"}), after + 1, clause.last
            )
            < 0
        ):
            return [("other_person", after, clause.last)]
        if "relative" in s.roles(after):
            return [("other_person", after, clause.last)]
        return []
    if number + 1 < len(s.clauses):
        following = s.clauses[number + 1]
        opens = following.first + (following.opened == "cause")  # "haar zus, omdat die …"
        inserted = _inserted(s, after, number)
        if following.opened in (",", ":", "cause") and "relative" in s.roles(opens):
            return [("other_person", following.first, following.last), *inserted]
        if inserted:
            return inserted
        if s.folded[clause.last - 1] == "(" and after == clause.stop:
            return _bracketed(s, number + 1)
    return []


def _inserted(s: Sentence, after: int, number: int) -> Reach:
    """``De buurvrouw, bij wie ze koffie drinkt, is blind``: what follows an insertion."""
    if number + 2 < len(s.clauses) and after == s.clauses[number].stop:
        inserted, claim = s.clauses[number + 1 : number + 3]
        if inserted.opened == claim.opened == "," and "state" in s.roles(claim.first):
            return [("other_person", claim.first, claim.last)]
    return []


def _bracketed(s: Sentence, number: int) -> Reach:
    """``Zoon (ASS)``, ``echtgenoot (mantelzorger) is overbelast``."""
    inside = s.clauses[number]
    end = inside.last
    if inside.stop - inside.first > _LIST_ITEM or s.find_any(_SAID, inside.first, end) >= 0:
        return []
    if number + 1 < len(s.clauses):
        claim = s.clauses[number + 1]
        role = s.find_cue(_PERSON, inside.first, end) is not None
        if "state" in s.roles(end) or (role and s.find_any(_SAID, end, claim.last) < 0):
            end = claim.last
    return [("other_person", inside.first, end)]


def _too(s: Sentence, cue: Cue, told: int, number: int) -> Reach:
    """``Zoon doet de was, hij heeft zelf schulden``: who does something and has it himself."""
    clause = s.clauses[number]
    own = not _OWN.isdisjoint(s.folded[told + 1 : min(told + 3, clause.last)])
    if own and "kin" not in s.roles(cue.last - 1):  # "mantelzorger zegt zelf moe te zijn"
        return [("other_person", told, clause.last)]
    if number + 1 == len(s.clauses):
        return []
    clause = s.clauses[number + 1]
    away = s.find("may", cue.last, told) >= 0 and s.find_cue(DENIALS, cue.last, told) is not None
    if away and "state" in s.roles(clause.first):  # "zoon kan niet komen, heeft griep"
        return [("other_person", clause.first, clause.last)]
    opens = not _SPOKEN.isdisjoint(s.roles(clause.first))
    own = not _OWN.isdisjoint(s.folded[clause.first : clause.first + _LIST_ITEM + 1])
    if opens and own and s.find("tells", clause.first, clause.last) < 0:
        return [("other_person", clause.first, clause.last)]
    return []


def _after_preposition(s: Sentence, cue: Cue, after: int, before: int, clause: Clause) -> Reach:
    """``De diabetes van haar man``, ``borstkanker bij moeder``, ``bij zijn broer is …``."""
    owner, at = "belongs" in s.roles(before), "at" in s.roles(before)
    if (owner or at) and "state" in s.roles(after) and before == clause.first:
        return [("other_person", cue.first, clause.last)]
    if owner and before > clause.first:
        return [("other_person", before - 1, cue.last)]
    if at and s.find_any(_CLAIMS - {"other-person"}, clause.first, before) < 0:
        short = s.content(clause.first, before) <= _LIST_ITEM
        if short and "kin" in s.roles(cue.last - 1):
            return [("other_person", clause.first, cue.last)]
    return []


def _claim_end(s: Sentence, number: int) -> int:
    """Where what is said of somebody ends: the clause, its cause, and what is joined on."""
    end = s.clauses[number].last
    for item in s.clauses[number + 1 :]:
        if item.opened not in ("cause", "joined"):
            break
        if s.find_any(frozenset({"client"}), item.first, item.last) >= 0:
            break
        end = item.last
    return end


def if_it_happens(s: Sentence, cue: Cue) -> Reach:
    """``Indien koorts``, ``mocht ze vallen``: the clause that follows, along its list."""
    number = s.number_of(cue.first)
    end = s.clauses[number].last
    if cue.last >= s.clauses[number].stop and number + 1 < len(s.clauses):
        end = s.clauses[number + 1].last
        number += 1
    for item in s.clauses[number + 1 :]:
        if item.opened != "," or s.find("joins", item.first, item.stop) < 0:
            break
        end = item.last
    return [("hypothetical", cue.first, end)]


def if_told(s: Sentence, cue: Cue) -> Reach:
    """A bare ``bij`` or ``als``: only where the sentence says what to do then.

    ``Bij inspanning benauwd`` and ``duizelig als hij opstaat`` are of now.
    """
    number = s.number_of(cue.first)
    clause = s.clauses[number]
    opens = cue.first == clause.first
    if "at" in s.roles(cue.first):
        done = _DONE if opens else _DONE | {"state"}
        if s.find_any(done, clause.first, clause.last) >= 0:
            return []
        low = s.clauses[number - 1].first if clause.opened == ":" else clause.first
        told = s.find("to-do", low, s.last if opens else clause.last) >= 0
        told = told or (opens and s.folded[clause.last - 1] == ":")
    else:
        told = s.find("to-do", s.first, s.last) >= 0 or (opens and _is_order(s, number + 1))
    return if_it_happens(s, cue) if told else []


def _is_order(s: Sentence, number: int) -> bool:
    """``…, even rust nemen``: a clause with no subject that ends in an infinitive."""
    if number >= len(s.clauses):
        return False
    clause = s.clauses[number]
    if s.find_any(_CLAIMS, clause.first, clause.stop) >= 0:
        return False
    return clause.opened == "," and s.folded[clause.stop - 1].endswith("en")


def then(s: Sentence, cue: Cue) -> Reach:
    """``Krijgt ze koorts, dan …``: a verb first, its subject next, and what follows then."""
    if cue.first - s.first < 3 or s.folded[cue.first - 1].endswith("er"):
        return []
    for clause in s.clauses:
        if clause.first >= cue.first:
            break
        opened = clause.opened in ("", ":")
        verb = s.folded[clause.first].endswith("t") or not _FINITE.isdisjoint(s.roles(clause.first))
        if opened and verb and not _SUBJECT.isdisjoint(s.roles(clause.first + 1)):
            return [("hypothetical", clause.first, cue.first)]
    return []


def prevented(s: Sentence, cue: Cue) -> Reach:
    """``Ter voorkoming van decubitus``, ``bang om te vallen``: not there yet."""
    clause = s.clauses[s.number_of(cue.first)]
    earlier = s.find_cue(DENIALS, clause.first, cue.first)
    if earlier is not None and cue.first - earlier.last < 2:
        return []
    end = clause.last
    for item in s.clauses[s.number_of(cue.first) + 1 :]:
        if item.opened != "cause":
            break
        end = item.last
    return [("hypothetical", cue.last, end)]


def prevented_before(s: Sentence, cue: Cue) -> Reach:
    """``Om smetten te voorkomen``."""
    clause = s.clauses[s.number_of(cue.first)]
    for place in range(cue.first - 1, clause.first - 1, -1):
        if s.folded[place] in ("om", "teneinde", "einde"):
            return [("hypothetical", place, cue.first)]
    return []


def may_come(s: Sentence, cue: Cue) -> Reach:
    """``Kan duizeligheid geven``, ``kan leiden tot uitdroging``."""
    clause = s.clauses[s.number_of(cue.first)]
    may = s.find("may", clause.first, cue.first)
    if may < 0 or s.find_cue(DENIALS, may, cue.first) is not None:
        return []
    alone = may + 1 == cue.first and cue.last >= clause.stop
    return [("hypothetical", clause.first if alone else may + 1, clause.last)]
