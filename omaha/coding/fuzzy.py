"""Typing errors: a word that neither the language nor the lexicon knows, mended."""

from __future__ import annotations

from omaha.coding.lexicon import Lexicon
from omaha.similarity import distance, shortened

# Shorter words have too many neighbours to be mended.
SHORTEST = 4
LONG = 8


def index_mendable(lexicon: Lexicon, words: set[str]) -> None:
    """Let `words` be found when they are misspelt."""
    for word in sorted(words):
        if len(word) >= SHORTEST and word.isalpha():
            for form in dict.fromkeys(shortened(word)):
                others = lexicon.mended.get(form)
                lexicon.mended[form] = f"{others} {word}" if others else word


def mend(lexicon: Lexicon, word: str) -> str | None:
    """The one known word that an unknown word was meant to be, else None.

    One edit, or two in a word of eight letters or more; two words equally near give None.

    >>> lexicon = Lexicon("nl")
    >>> index_mendable(lexicon, {"benauwd", "wond"})
    >>> mend(lexicon, "benuawd"), mend(lexicon, "wonde"), mend(lexicon, "wnd")
    ('benauwd', 'wond', None)
    """
    if len(word) < SHORTEST or not word.isalpha():
        return None
    near: set[str] = set()
    for others in filter(None, map(lexicon.mended.get, shortened(word))):
        near.update(others.split(" "))
    if not near:
        return None
    limit = 2 if len(word) >= LONG else 1
    ranked = sorted([(distance(word, other, limit), other) for other in near])
    if ranked[0][0] > limit:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        same = {lexicon.key(other) for gap, other in ranked if gap == ranked[0][0]}
        if len(same) > 1:
            return None
    return ranked[0][1]
