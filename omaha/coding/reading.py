"""Words to keys: known words by the table, others taken apart or mended."""

from __future__ import annotations

from omaha.coding.compounds import split_compound
from omaha.coding.fuzzy import mend
from omaha.coding.lexicon import Lexicon
from omaha.coding.matching import Keyed
from omaha.coding.text import Words

# A word is taken apart only where it is long enough to be two.
SHORTEST_COMPOUND = 8


def read_keys(lexicon: Lexicon, words: Words) -> Keyed:
    """The keys of every word of a note; nothing of the note is kept between calls.

    >>> from omaha.coding.text import read_words
    >>> lexicon = Lexicon("nl", known={"wond": "wond", "zorg": "zorg"},
    ...                   compound_parts=frozenset({"wond", "zorg"}))
    >>> read_keys(lexicon, read_words("wondzorg")).keys
    [('wondzorg', 'wond', 'zorg')]
    """
    known, parts = lexicon.known, lexicon.parts
    keys: list[tuple[str, ...]] = []
    how: dict[int, str] = {}
    for place, word in enumerate(words.folded):
        key = known.get(word)
        if key is None:
            found, way = _unknown(lexicon, word)
            keys.append(found)
            if way:
                how[place] = way
        elif word in parts:
            keys.append((key, *parts[word]))
            how[place] = "compound"
        else:
            keys.append((key,))
    return Keyed(keys, how)


def _unknown(lexicon: Lexicon, word: str) -> tuple[tuple[str, ...], str]:
    if not word[:1].isalnum():
        return (), ""
    if len(word) >= SHORTEST_COMPOUND and lexicon.lang == "nl":
        known, usable = lexicon.known, lexicon.compound_parts
        found = split_compound(word, lambda part: known[part] if part in usable else None)
        if found:
            return (lexicon.key(word), *found), "compound"
    if "-" in word:
        pieces = [piece for piece in word.split("-") if piece]
        if all(piece in lexicon.known for piece in pieces):
            return (word, *(lexicon.known[piece] for piece in pieces)), "compound"
    meant = mend(lexicon, word)
    if meant is not None:
        return (lexicon.key(meant), *lexicon.parts.get(meant, ())), "fuzzy"
    return (lexicon.key(word),), ""
