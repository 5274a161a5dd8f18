"""The words of an index: which of them may be meant by a word that somebody types.

Every answer pairs the number of a word with its closeness in (0, 1]: 1 for the word itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from omaha.similarity import near_words

# A single typed letter begins too many words to tell anything; more than this are cut off.
MOST_COMPLETIONS = 400
_LINKS = ("", "s", "e", "en")


class WordIndex:
    """Sorted folded words; exact, beginning, end of a compound, near, and split in two.

    Immutable after it is built; the number of a word is its place in `words`.

    >>> words = WordIndex(["brandwond", "valt", "vaak", "wond"])
    >>> words.exact("valt"), words.completions("va")
    (2, {1: 0.8, 2: 0.8})
    """

    def __init__(self, words: Iterable[str], by_end: Sequence[int] | None = None) -> None:
        """`by_end` is the order of the sorted words read backwards; found when not given."""
        self.words = tuple(sorted(set(words)))
        self._numbers = {word: number for number, word in enumerate(self.words)}
        backwards = [word[::-1] for word in self.words]
        if by_end is None:
            by_end = sorted(range(len(backwards)), key=backwards.__getitem__)
        self.by_end = tuple(by_end)
        self._ends = [backwards[number] for number in self.by_end]

    def exact(self, word: str) -> int | None:
        """The number of the word itself."""
        return self._numbers.get(word)

    def completions(self, start: str) -> dict[int, float]:
        """The words that begin so; the more of a word is typed, the closer."""
        first, last = _starting(self.words, start)
        last = min(last, first + MOST_COMPLETIONS)
        share = 0.4 * len(start)
        return {n: 0.6 + share / len(self.words[n]) for n in range(first, last)}

    def compounds(self, end: str) -> dict[int, float]:
        """The words that end so, as Dutch compounds do; {} for ends under four letters.

        >>> words = WordIndex(["brandwond", "wond"])
        >>> {words.words[n] for n in words.compounds("wond")}
        {'brandwond'}
        """
        if len(end) < 4:
            return {}
        first, last = _starting(self._ends, end[::-1])
        share = 0.3 * len(end)
        found = (self.by_end[place] for place in range(first, last))
        return {n: 0.5 + share / len(self.words[n]) for n in found if self.words[n] != end}

    def near(self, word: str, limit: int) -> dict[int, float]:
        """The words at most `limit` (1 or 2) edits away; none for numbers and very short words.

        >>> words = WordIndex(["benauwd", "gebouwd"])
        >>> [words.words[n] for n in words.near("benuawd", 1)]
        ['benauwd']
        """
        if len(word) < 3 or any(letter.isdigit() for letter in word):
            return {}
        found: dict[int, float] = {}
        for numbers in self._half_alike(word) if limit == 1 else self._as_long(word, limit):
            texts = [self.words[number] for number in numbers]
            for _, edits, place in near_words(word, texts, limit):
                found[numbers[place]] = max(0.4, 1.0 - 1.2 * edits / len(word))
        return found

    def _half_alike(self, word: str) -> Iterable[Sequence[int]]:
        """Words with the same first or last half: one edit leaves one of the two untouched."""
        half = (len(word) - 1) // 2
        yield range(*_starting(self.words, word[:half]))
        first, last = _starting(self._ends, word[: -half - 1 : -1])
        yield self.by_end[first:last]

    def _as_long(self, word: str, limit: int) -> Iterable[Sequence[int]]:
        for length in range(len(word) - limit, len(word) + limit + 1):
            yield [number for number, known in enumerate(self.words) if len(known) == length]

    def split(self, word: str) -> tuple[str, str] | None:
        """The two known words that a word is made of, the longest first part, or None.

        >>> WordIndex(["risico", "val"]).split("valrisico")
        ('val', 'risico')
        """
        for cut in range(len(word) - 3, 2, -1):
            rest = word[cut:]
            if rest not in self._numbers:
                continue
            for link in _LINKS:
                first = word[:cut].removesuffix(link) if link else word[:cut]
                if len(first) >= 3 and first in self._numbers:
                    return first, rest
        return None


def _starting(words: Sequence[str], start: str) -> tuple[int, int]:
    """Where in sorted words those lie that begin with `start`, as a half-open range."""
    first = bisect_left(words, start)
    return first, bisect_left(words, start + "\U0010ffff", first)
