"""Phrases of the lexicon found in a note, in any word order and with words in between."""

from __future__ import annotations

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

    `gap` counts the words in between that the phrase does not have. `inside` says that a
    longer phrase uses all its words and more.
    """

    phrase: Phrase
    places: tuple[int, ...]
    gap: int
    kind: str
    clauses: int
    inside: bool = False


def find_mentions(lexicon: Lexicon, words: Words, keyed: Keyed) -> list[Mention]:
    """Every phrase of the lexicon in a note, in note order by sentence."""
    found: list[Mention] = []
    clause_of: list[int] = []
    phrases_of = lexicon.phrases.get
    keys_of = keyed.keys
    for first, last in words.sentences:
        where: dict[str, list[int]] = {}
        for place in range(first, last):
            for key in keys_of[place]:
                if key in where:
                    where[key].append(place)
                else:
                    where[key] = [place]
        here: list[Mention] = []
        for key, places in where.items():
            for phrase in phrases_of(key, ()):
                rest = phrase.rest
                if not rest:
                    for place in places:
                        only = (place,)
                        kind = _kind(phrase, only, words, keyed)
                        here.append(Mention(phrase, only, 0, kind, 1))
                elif rest[0] in where and where.keys() >= set(rest):
                    clause_of = clause_of or _clause_numbers(words)
                    mention = _nearest(phrase, places, where, words, keyed, clause_of)
                    if mention is not None:
                        here.append(mention)
        found += _mark_inside(here) if len(here) > 1 else here
    return found


def _clause_numbers(words: Words) -> list[int]:
    numbers = [0] * len(words.folded)
    for number, (first, last) in enumerate(words.clauses):
        for place in range(first, last):
            numbers[place] = number
    return numbers


def _nearest(
    phrase: Phrase,
    places: list[int],
    where: dict[str, list[int]],
    words: Words,
    keyed: Keyed,
    clause_of: list[int],
) -> Mention | None:
    """The occurrence of a phrase whose words stand closest together, None if too far apart."""
    length = len(phrase.words)
    best: tuple[int, tuple[int, ...]] | None = None
    for place in places:
        chosen = [place]
        for key in phrase.rest:
            others = where[key]
            chosen.append(
                others[0] if len(others) == 1 else min(others, key=lambda o: abs(o - place))
            )
        width = max(chosen) - min(chosen) + 1
        if best is None or width < best[0]:
            best = (width, tuple(sorted(set(chosen))))
    if best is None or best[0] > 2 * length + 4:
        return None
    width, chosen_places = best
    clauses = clause_of[chosen_places[-1]] - clause_of[chosen_places[0]] + 1
    if clauses > 1 and len(chosen_places) <= SHORT and width > length:
        return None
    kind = _kind(phrase, chosen_places, words, keyed)
    return Mention(phrase, chosen_places, max(0, width - length), kind, clauses)


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
    longer = [m.places for m in found if len(m.places) > 1 and m.gap <= 2]
    if not longer:
        return found
    return [
        mention._replace(inside=True)
        if any(len(p) > len(mention.places) and set(p).issuperset(mention.places) for p in longer)
        else mention
        for mention in found
    ]
