"""A note as words with offsets, in sentences and clauses.

Every word keeps its half-open range of code points in the note as received; only the
folded copy of a word is ever normalised, so no step has to map offsets back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

# A word (with inner hyphens and apostrophes), a line end, or one sign of punctuation.
# Combining marks belong to their word: notes arrive decomposed from some systems.
_WORD = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_TOKEN = re.compile(rf"({_WORD}(?:['’\-]{_WORD})*|\n|[^\w\s]|_)")
# Words in a sentence at most. The work of later steps grows with the square of a sentence, and
# dictation without full stops has no end.
LONGEST = 100
_SENTENCE_END = frozenset(".!?;\n•")
_CLAUSE_END = frozenset(",:()–—")
_ENDS = _SENTENCE_END | _CLAUSE_END


class Words(NamedTuple):
    """The words and punctuation of a note, as parallel tuples of equal length.

    `folded` is lower case without accents; `starts` and `ends` are code points into the
    note as received. `sentences` and `clauses` are half-open ranges of word numbers, in
    order; every clause lies in one sentence and together they cover all words.
    """

    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]


def fold(word: str) -> str:
    """Lower case without accents, so that ``Geïrriteerd`` and ``geirriteerd`` are one.

    Never empty: a mark that stands by itself stays.

    >>> fold("Geïrriteerd"), fold("CAFE\\u0301")
    ('geirriteerd', 'cafe')
    """
    if word.isascii():
        return word.lower()
    # Also for words that arrive decomposed; curly apostrophes are one with straight ones.
    apart = unicodedata.normalize("NFD", word.casefold()).replace("’", "'")
    return "".join([letter for letter in apart if not unicodedata.combining(letter)]) or word


class Tokens(NamedTuple):
    """The words and punctuation of a note, not yet in sentences; parallel, as in `Words`."""

    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def read_tokens(text: str) -> Tokens:
    """Cut a note into words and signs of punctuation.

    >>> read_tokens("Geen pijn!")
    Tokens(folded=('geen', 'pijn', '!'), starts=(0, 5, 9), ends=(4, 9, 10))
    """
    plain = text.isascii()
    # What stands between tokens and the tokens take turns, and together they are the note.
    parts = _TOKEN.split(text.lower() if plain else text)
    ends = [*accumulate(map(len, parts))]
    folded = parts[1::2]
    if not plain:
        folded = [word.lower() if word.isascii() else fold(word) for word in folded]
    return Tokens(tuple(folded), tuple(ends[:-1:2]), tuple(ends[1::2]))


def read_words(text: str, abbreviations: frozenset[str] = frozenset()) -> Words:
    """Cut a note into words, sentences and clauses.

    A full stop after one of `abbreviations` (folded) or a single letter ends no sentence.

    >>> words = read_words("Mw. heeft pijn, geen koorts. Slaapt goed", frozenset({"mw"}))
    >>> [words.folded[a:b] for a, b in words.sentences]
    [('mw', '.', 'heeft', 'pijn', ',', 'geen', 'koorts', '.'), ('slaapt', 'goed')]
    >>> [words.folded[a:b] for a, b in words.clauses][0]
    ('mw', '.', 'heeft', 'pijn', ',')
    """
    return cut(read_tokens(text), abbreviations)


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words and punctuation of a phrase, where no sentence matters.

    >>> fold_words("Geïrriteerde huid, rood") == read_words("Geïrriteerde huid, rood").folded
    True
    """
    return read_tokens(text).folded


def cut(tokens: Tokens, abbreviations: frozenset[str]) -> Words:
    """The sentences and clauses of tokens, as `abbreviations` have it; see `read_words`."""
    folded, starts, ends = tokens
    if not folded:
        return Words((), (), (), (), ())

    sentences, clauses = _cut(folded, starts, ends, abbreviations)
    return Words(folded, starts, ends, tuple(sentences), tuple(clauses))


def _cut(
    folded: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    abbreviations: frozenset[str],
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    sentences: list[tuple[int, int]] = []
    clauses: list[tuple[int, int]] = []
    sentence = clause = 0
    last = len(folded) - 1
    for here in [here for here, word in enumerate(folded) if word in _ENDS]:
        word = folded[here]
        if word in _SENTENCE_END:
            if word == "." and _inside(here, last, folded, starts, ends, abbreviations):
                continue
            sentences.append((sentence, here + 1))
            clauses.append((clause, here + 1))
            sentence = clause = here + 1
        elif not _in_number(here, last, folded, starts, ends):
            clauses.append((clause, here + 1))
            clause = here + 1
    if clause <= last:
        clauses.append((clause, last + 1))
    if sentence <= last:
        sentences.append((sentence, last + 1))
    if last < LONGEST or all(end - begin <= LONGEST for begin, end in sentences):
        return sentences, clauses
    return _shortened(sentences), _shortened(clauses, sentences)


def _shortened(
    ranges: list[tuple[int, int]], within: list[tuple[int, int]] | None = None
) -> list[tuple[int, int]]:
    """Ranges cut at every `LONGEST` words from where their sentence begins."""
    begins = [begin for begin, _ in within or ranges]
    found = []
    for begin, end in ranges:
        origin = begins[bisect_right(begins, begin) - 1]
        low = begin
        while low < end:
            high = min(end, origin + ((low - origin) // LONGEST + 1) * LONGEST)
            found.append((low, high))
            low = high
    return found


def _inside(
    here: int,
    last: int,
    folded: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    abbreviations: frozenset[str],
) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial or a number."""
    if here == 0 or ends[here - 1] != starts[here]:
        return False
    before = folded[here - 1]
    if here < last and starts[here + 1] == ends[here]:
        return True
    return before in abbreviations or (len(before) == 1 and before.isalpha())


def _in_number(
    here: int, last: int, folded: Sequence[str], starts: Sequence[int], ends: Sequence[int]
) -> bool:
    """Whether a comma or colon stands between two digits, as in 37,5 and 10:30."""
    return (
        0 < here < last
        and ends[here - 1] == starts[here]
        and ends[here] == starts[here + 1]
        and folded[here - 1].isdigit()
        and folded[here + 1][:1].isdigit()
    )
