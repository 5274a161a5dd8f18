"""The words of Dutch and English, and one key for all forms of a word.

Used when the coder is compiled, never while a note is coded: simplemma and wordfreq cost
a second and a hundred megabytes, the table they give here costs neither.
"""

from __future__ import annotations

from collections.abc import Iterable

import simplemma
import wordfreq

from omaha.coding.text import fold
from omaha.coding.wordkeys import stem, without_noun_ending

# Beyond these the lists hold names, other languages and typing errors.
LIST_SIZE = {"nl": 120_000, "en": 40_000}


# Forms that the dictionary gives to another word than care notes mean: "de was", "gewassen".
_KEPT = {"nl": frozenset({"was", "wond", "steek", "arts", "bed", "wil", "mis", "weer", "stoel"})}
_MENDED = {"nl": {"aanwassen": "wassen"}}


def build_word_keys(lang: str, further: Iterable[str]) -> dict[str, str]:
    """The key of every common word of a language and of `further` words, by folded word.

    Words of one lemma share a key, also where the forms look nothing alike.

    >>> keys = build_word_keys("nl", [])
    >>> keys["gevallen"] == keys["viel"] == keys["valt"]
    True
    """
    words = [*wordfreq.top_n_list(lang, LIST_SIZE[lang]), *further]
    known = {fold(word): word for word in reversed(words) if word[:1].isalpha()}
    return {folded: stem(_lemma(word, lang), lang) for folded, word in known.items()}


def word_rank(lang: str) -> dict[str, int]:
    """The rank of each common word, 0 for the commonest, by folded word."""
    ranked = wordfreq.top_n_list(lang, LIST_SIZE[lang])
    return {fold(word): rank for rank, word in reversed(list(enumerate(ranked)))}


def _lemma(word: str, lang: str) -> str:
    """The dictionary form of a word, one step and no further.

    The dictionary sends nouns on to verbs (wassen, was, zijn): a second step joins
    words that have nothing in common.
    """
    base = without_noun_ending(word.lower(), lang)
    if base in _KEPT.get(lang, ()):
        return base
    lemma: str = simplemma.lemmatize(base, lang=lang).lower()
    return _MENDED.get(lang, {}).get(lemma, lemma)
