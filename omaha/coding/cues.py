"""The cues of a sentence and its clauses: what the rules of assertion look at.

What a word is (a verb to have, a person, a conjunction) stands in `mappings/`; here it is
only looked up. A cue that acts on others may be several words; a role is of one word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from omaha.coding.lexicon import Lexicon
from omaha.coding.text import Words

# Years in which something was, not since which it is; the present decade goes on.
_YEARS = frozenset({str(year) for year in range(1930, 2025)})
_NO_ROLES: tuple[str, ...] = ()
_PAST = ("past",)
# A word that opens a clause of its own after "en" or "of".
_OWN_CLAUSE = frozenset({"state", "verb", "subject", "client", "tells", "other-person"})
# Roles of words that say nothing by themselves.
_FUNCTION = frozenset(
    {
        "state", "subject", "client", "possessive", "article", "joins", "now", "preposition",
        "subordinates", "filler", "scope-end", "turn", "cause", "not-past", "answers",
    }
)  # fmt: skip
# Cues that do nothing by themselves but end, turn or void what others do.
CONSULTED = frozenset(
    {"client", "not-negation", "not-past", "reinstates", "scope-end", "turn", "cause"}
)
_OPENS = frozenset({"turn", "cause"})


# What a rule answers: a status and the words, half-open, that it gives it to.
Reach = list[tuple[str, int, int]]


class Cue(NamedTuple):
    """The words `first` to `last` (half-open) and the names of what they do."""

    names: tuple[str, ...]
    first: int
    last: int


class Clause(NamedTuple):
    """Half-open word numbers; `opened` is the sign before it, ``turn``, ``cause`` or ``joined``.

    `stop` is where its closing punctuation begins.
    """

    first: int
    last: int
    opened: str
    stop: int


class Sentence:
    """One sentence with its cues, its clauses and the roles of its words."""

    __slots__ = ("_known", "_places", "clauses", "cues", "first", "folded", "last")

    def __init__(self, lexicon: Lexicon, words: Words, cues: list[Cue], first: int, last: int):
        self.folded = words.folded
        self.first = first
        self.last = last
        self.cues = cues
        self._known = known = lexicon.roles
        places: dict[str, list[int]] = {}
        place = first
        for word in words.folded[first:last]:
            if word in known:
                for name in known[word]:
                    if name in places:
                        places[name].append(place)
                    else:
                        places[name] = [place]
            place += 1
        self._places = places
        self.clauses = self._cut(words)

    def roles(self, place: int) -> Sequence[str]:
        """The names of the cue that a word is by itself; none outside the sentence."""
        if self.first <= place < self.last:
            return self._known.get(self.folded[place], _NO_ROLES)
        return _NO_ROLES

    def known(self, place: int) -> Sequence[str]:
        """The names of the cue that a word is by itself, in whatever sentence."""
        return self._known.get(self.folded[place], _NO_ROLES)

    def find(self, role: str, low: int, high: int) -> int:
        """The first of some words that has a role, else -1."""
        for place in self._places.get(role, ()):
            if place >= low:
                return place if place < high else -1
        return -1

    def find_any(self, roles: frozenset[str], low: int, high: int) -> int:
        """The first of some words that has one of some roles, else -1."""
        found = high
        for role in roles:
            for place in self._places.get(role, ()):
                if place >= low:
                    found = min(found, place)
                    break
        return found if found < high else -1

    def count(self, roles: frozenset[str], clause: Clause) -> int:
        """How many words of a clause have one of some roles."""
        own = range(clause.first, clause.stop)
        return sum(not roles.isdisjoint(self.roles(place)) for place in own)

    def find_cue(self, names: frozenset[str], low: int, high: int) -> Cue | None:
        """The first cue of some names that begins in a range."""
        for cue in self.cues:
            if cue.first >= low:
                if cue.first >= high:
                    return None
                if not names.isdisjoint(cue.names):
                    return cue
        return None

    def number_of(self, place: int) -> int:
        """The number of the clause that a word stands in."""
        for number, clause in enumerate(self.clauses):
            if place < clause.last:
                return number
        return len(self.clauses) - 1

    def content(self, low: int, high: int) -> int:
        """How many words of a range are neither function words, numbers nor punctuation."""
        known = self._known
        count = 0
        for word in self.folded[low:high]:
            if word[0].isalpha() and (word not in known or _FUNCTION.isdisjoint(known[word])):
                count += 1
        return count

    def reinstated(self) -> int:
        """Where the words begin that still count after ``eerst niet X, nu wel``.

        What stands before is neither denied nor past; 0 where nothing says so.
        """
        for cue in self.cues:
            if "reinstates" in cue.names:
                clause = self.clauses[self.number_of(cue.first)]
                if cue.first == clause.first and not self.content(cue.last, clause.last):
                    return clause.first
        return 0

    def _cut(self, words: Words) -> list[Clause]:
        """The clauses of the text, cut again before words that open a new one."""
        folded = self.folded
        openers = {cue.first: name for cue in self.cues for name in cue.names if name in _OPENS}
        for place in self._places.get("joins", ()):
            inside = self.first < place < self.last - 1 and folded[place].isalpha()
            if inside and not _OWN_CLAUSE.isdisjoint(self.roles(place + 1)):
                openers.setdefault(place, "joined")
        begin = bisect_left(words.clauses, (self.first, self.first))
        end = bisect_left(words.clauses, (self.last, self.last), begin)
        places = sorted(openers)
        clauses = []
        for start, high in words.clauses[begin:end]:
            low = start
            opened = folded[low - 1] if low > self.first else ""
            for place in places:
                if low <= place < high - 1:
                    if place > low:
                        clauses.append(Clause(low, place, opened, place))
                    low, opened = place, openers[place]
            stop = high
            while stop > low + 1 and folded[stop - 1] in _CLOSING:
                stop -= 1
            clauses.append(Clause(low, high, opened, stop))
        return clauses


_CLOSING = frozenset(".,:;!?()\n")


def find_cues(lexicon: Lexicon, words: Words) -> list[int]:
    """The numbers of the words at which a cue may begin."""
    known = lexicon.cues
    return [place for place, word in enumerate(words.folded) if word in known or word in _YEARS]


def longest_cues(
    lexicon: Lexicon, folded: tuple[str, ...], begins: list[int], last: int
) -> list[Cue]:
    """The longest cue at each of some places, left to right, none inside another."""
    cues: list[Cue] = []
    end = 0
    for place in begins:
        if place < end:
            continue
        node: Any = lexicon.cues.get(folded[place])
        here = place + 1
        if node is None:  # no word of a cue, so a year
            cues.append(Cue(_PAST, place, here))
            continue
        names = node.get("")
        end = here
        while here < last and (node := node.get(folded[here])) is not None:
            here += 1
            if "" in node:
                names, end = node[""], here
        if names is not None:
            cues.append(Cue(names, place, end))
    return cues
