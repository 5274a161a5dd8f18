"""Frequent words with all that is known of them at hand: their keys, and the model's rows."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise
from typing import Any

from omaha.coding.features import names_of_word, row_bytes
from omaha.coding.lexicon import Lexicon, WordEntry
from omaha.coding.reading import read_word

# Words of the language up to this rank; those of phrases come on top.
FREQUENT_RANK = 4_000
_SIGNS = (*".,:;()-/+?!'\"%•=&*<>", "\n")
_NUMBERS = [str(number) for number in range(101)]


def build_frequent_words(
    lexicon: Lexicon, words: Iterable[str], rows: Mapping[str, bytes]
) -> dict[str, WordEntry]:
    """What is known of each of some words (folded), of small numbers and of punctuation."""
    wanted = [*_SIGNS, *_NUMBERS, *sorted(word for word in words if word in lexicon.known)]
    found = {}
    for word in wanted:
        keys, how, _ = read_word(lexicon, word)
        names = names_of_word(word, keys, "", lexicon.lang)
        found[word] = WordEntry(keys, how, row_bytes(rows, names))
    return found


def frequent_words_to_json(frequent: Mapping[str, WordEntry]) -> dict[str, Any]:
    """All words in one text, all keys in another, all rows in a third."""
    entries = frequent.values()
    return {
        "words": "\t".join(frequent),
        "keys": "\t".join(" ".join(entry.keys) for entry in entries),
        "how": {word: entry.how for word, entry in frequent.items() if entry.how},
        "lengths": [len(entry.rows or b"") for entry in entries],
        "rows": b64encode(b"".join(entry.rows or b"" for entry in entries)).decode(),
    }


def frequent_words_from_json(stored: dict[str, Any]) -> dict[str, WordEntry]:
    """The table back from `frequent_words_to_json`.

    >>> frequent = {"pijn": WordEntry(("pijn",), "", b"1."), ".": WordEntry((), "", b"")}
    >>> frequent_words_from_json(frequent_words_to_json(frequent)) == frequent
    True
    """
    rows = b64decode(stored["rows"])
    ends = pairwise(accumulate(stored["lengths"], initial=0))
    how = stored["how"].get
    return {
        word: WordEntry(tuple(keys.split(" ")) if keys else (), how(word, ""), rows[first:last])
        for word, keys, (first, last) in zip(
            stored["words"].split("\t"), stored["keys"].split("\t"), ends, strict=True
        )
    }
