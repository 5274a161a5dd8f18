"""One key for all forms of a word: the form under which phrases and notes meet."""

from __future__ import annotations

import re

import Stemmer

from omaha.coding.text import fold

_ALGORITHM = {"nl": "dutch_porter", "en": "english"}
_NOUN_ENDINGS = ("heden", "heid")
# No cache (0): a stemmer must not keep the words of notes.
_STEMMERS = {lang: Stemmer.Stemmer(name, 0) for lang, name in _ALGORITHM.items()}


_TWIN = re.compile(r"([bdfgklmnprst])\1$")


def without_noun_ending(word: str, lang: str) -> str:
    """A Dutch noun in -heid as its adjective; any other word as it is.

    >>> without_noun_ending("eenzaamheid", "nl"), without_noun_ending("heide", "nl")
    ('eenzaam', 'heide')
    """
    if lang == "nl":
        for ending in _NOUN_ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 3:
                return word[: -len(ending)]
    return word


def stem(word: str, lang: str) -> str:
    """The folded stem of a word; also what an unknown word is known by.

    >>> stem("eenzaamheid", "nl") == stem("eenzame", "nl") == "eenzam"
    True
    >>> stem("vallen", "nl") == stem("val", "nl") == "val"
    True
    """
    found: str = _STEMMERS[lang].stemWord(without_noun_ending(word, lang))
    folded = fold(found)
    return _TWIN.sub(r"\1", folded) if lang == "nl" else folded
