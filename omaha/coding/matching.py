"""Phrases of the lexicon found in a note, in any word order and with words in between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from omaha.coding.lexicon import Lexicon, Phrase
from omaha.coding.text import Words

# Phrases of so few words never reach across a comma: "drinkt weinig, urine donker".
SHORT = 2


class Keyed(NamedTuple):
    """The words of a note as keys.

    `keys` holds for each word its own key first, then those of its parts. `how` says of a
    word number that it was mended (``fuzzy``) or taken apart (``compound``). `rows` are, of
    common words, the rows of the features that the model sees of them, else None.
    """

    keys: Sequence[tuple[str, ...]]
    how: dict[int, str]
    rows: Sequence[bytes | None]


class Mention(NamedTuple):
    """A phrase found: the numbers of its words, and how far apart they stand.

    `gap` counts the words in between that the phrase does not have. `grade` says how well it
    was matched, in (0, 1]. `inside` says that a longer phrase uses all its words and more.
    """

    phrase: Phrase
    places: tuple[int, ...]
    gap: int
    kind: str
    grade: float
    inside: bool = False


# A word by itself is its phrase as written, or was mended or taken apart.
_GUESSED = 0.85
_GRADES = {"exact": 1.0, "phrase": 1.0, "compound": _GUESSED, "fuzzy": _GUESSED}


def grade(kind: str, gap: int, clauses: int) -> float:
    """How well a phrase was matched, in (0, 1]: 1 for its words side by side, as written.

    >>> grade("exact", 0, 1), grade("phrase", 2, 1), grade("phrase", 99, 2)
    (1.0, 0.84, 0.1)
    """
    value = 1.0 - 0.08 * gap
    if clauses > 1:
        value *= 0.8
    if kind in ("compound", "fuzzy"):
        value *= _GUESSED
    return max(value, 0.1)


def find_mentions(lexicon: Lexicon, words: Words, keyed: Keyed) -> list[Mention]:
    """Every phrase of the lexicon in a note, in note order by sentence."""
    found: list[Mention] = []
    phrases_of = lexicon.phrases.get
    keys_of = keyed.keys
    for first, last in words.sentences:
        where: dict[str, list[int]] = {}
        for place, keys in enumerate(keys_of[first:last], first):
            for key in keys:
                if key in where:
                    where[key].append(place)
                else:
                    where[key] = [place]
        here: list[Mention] = []
        longer = False
        for key, places in where.items():
            for phrase in phrases_of(key, ()):
                rest = phrase.rest
                if not rest:
                    for place in places:
                        only = (place,)
                        kind = _kind(phrase, only, words, keyed)
                        here.append(Mention(phrase, only, 0, kind, _GRADES[kind]))
                elif rest[0] in where and (len(rest) == 1 or where.keys() >= set(rest)):
                    mention = _nearest(phrase, places, where, words, keyed)
                    if mention is not None:
                        here.append(mention)
                        longer = True
        found += _mark_inside(here) if longer and len(here) > 1 else here
    return found


def _nearest(
    phrase: Phrase,
    places: list[int],
    where: dict[str, list[int]],
    words: Words,
    keyed: Keyed,
) -> Mention | None:
    """The occurrence of a phrase whose words stand closest together, None if too far apart."""
    length = len(phrase.words)
    least = 2 * length + 5
    best: list[int] = []
    for place in places:
        chosen = [place]
        for key in phrase.rest:
            others = where[key]
            chosen.append(
                others[0] if len(others) == 1 else min(others, key=lambda o: abs(o - place))
            )
        width = max(chosen) - min(chosen) + 1
        if width < least:
            least, best = width, chosen
    if not best:
        return None
    chosen_places = tuple(sorted(set(best)))
    clauses = _clauses_between(words, chosen_places[0], chosen_places[-1])
    if clauses > 1 and len(chosen_places) <= SHORT and least > length:
        return None
    kind = _kind(phrase, chosen_places, words, keyed)
    gap = max(0, least - length)
    return Mention(phrase, chosen_places, gap, kind, grade(kind, gap, clauses))


def _clauses_between(words: Words, low: int, high: int) -> int:
    """In how many clauses the words from one to another stand."""
    clauses = words.clauses
    number = bisect_left(clauses, (low + 1,)) - 1
    count = 1
    while clauses[number][1] <= high:
        number += 1
        count += 1
    return count


def _kind(phrase: Phrase, places: tuple[int, ...], words: Words, keyed: Keyed) -> str:
    if keyed.how:
        for place in places:
            how = keyed.how.get(place)
            if how == "fuzzy" or (how == "compound" and words.folded[place] not in phrase.words):
                return how
    first = places[0]
    if words.folded[first : first + len(phrase.words)] == phrase.words:
        return "exact"
    return "phrase"


def _mark_inside(found: list[Mention]) -> list[Mention]:
    """Mark the mentions whose words all belong to a longer one close together."""
    longer = [set(m.places) for m in found if len(m.places) > 1 and m.gap <= 2]
    if not longer:
        return found
    inside = set().union(*longer)
    return [
        Mention(*mention[:-1], inside=True)
        if mention.places[0] in inside and _within(mention.places, longer)
        else mention
        for mention in found
    ]


def _within(places: tuple[int, ...], longer: list[set[int]]) -> bool:
    return any(len(each) > len(places) and each.issuperset(places) for each in longer)
