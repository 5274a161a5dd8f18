"""Words to keys: known words by the table, others taken apart or mended."""

from __future__ import annotations

from omaha.coding.compounds import split_compound
from omaha.coding.fuzzy import mend
from omaha.coding.lexicon import Lexicon, WordEntry
from omaha.coding.matching import Keyed
from omaha.coding.text import Words

# A word is taken apart only where it is long enough to be two.
SHORTEST_COMPOUND = 8
# Longer ones are no words, and taking them apart costs the square of their length.
LONGEST_WORD = 45


def read_keys(lexicon: Lexicon, words: Words) -> Keyed:
    """The keys of every word of a note; nothing of the note is kept between calls.

    >>> from omaha.coding.text import read_words
    >>> lexicon = Lexicon("nl", known={"wond": "wond", "zorg": "zorg"},
    ...                   compound_parts={"wond": "wond", "zorg": "zorg"})
    >>> read_keys(lexicon, read_words("wondzorg")).keys
    (('wondzorg', 'wond', 'zorg'),)
    """
    entries = list(map(lexicon.frequent.get, words.folded))
    if None in entries:
        entries = [
            read_word(lexicon, word) if entry is None else entry
            for word, entry in zip(words.folded, entries, strict=True)
        ]
    if not entries:
        return Keyed((), {}, ())
    keys, hows, rows = zip(*entries, strict=True)
    how = {place: how for place, how in enumerate(hows) if how} if any(hows) else {}
    return Keyed(keys, how, rows)


def read_word(lexicon: Lexicon, word: str) -> WordEntry:
    """A word (folded) by the table of all words, taken apart or mended.

    >>> lexicon = Lexicon("nl", known={"wond": "wond"}, parts={"wond": "rood vlees"})
    >>> read_word(lexicon, "wond").keys, read_word(lexicon, ",").keys
    (('wond', 'rood', 'vlees'), ())
    """
    key = lexicon.known.get(word)
    if key is not None:
        if word in lexicon.parts:
            return WordEntry((key, *lexicon.parts[word].split(" ")), "compound")
        return WordEntry((key,))
    if word[:1].isalnum():
        return WordEntry(*_unknown(lexicon, word))
    return WordEntry(())


def _unknown(lexicon: Lexicon, word: str) -> tuple[tuple[str, ...], str]:
    if len(word) > LONGEST_WORD:
        return (word[:LONGEST_WORD],), ""
    if len(word) >= SHORTEST_COMPOUND and lexicon.lang == "nl":
        found = split_compound(word, lexicon.compound_parts.get)
        if found:
            return (lexicon.key(word), *found), "compound"
    if "-" in word:
        pieces = [piece for piece in word.split("-") if piece]
        if all(piece in lexicon.known for piece in pieces):
            return (word, *(lexicon.known[piece] for piece in pieces)), "compound"
    meant = mend(lexicon, word)
    if meant is not None:
        return (lexicon.key(meant), *lexicon.parts.get(meant, "").split()), "fuzzy"
    return (lexicon.key(word),), ""
