"""Whether a note is Dutch, English or neither, by its commonest words."""

from __future__ import annotations

from collections.abc import Mapping

from omaha.coding.lexicon import Lexicon
from omaha.coding.text import Words

# Share of words that must be known; telegram style, names and typing errors stay below 1.
ENOUGH = 0.4


def detect_language(words: Words, lexicons: Mapping[str, Lexicon]) -> str | None:
    """The language that knows most words of a note, None where no one knows enough.

    >>> from omaha.coding.text import read_words
    >>> lexicons = {"nl": Lexicon("nl", known={"pijn": "pijn", "de": "de"}),
    ...             "en": Lexicon("en", known={"pain": "pain", "the": "the"})}
    >>> detect_language(read_words("de pijn"), lexicons)
    'nl'
    >>> detect_language(read_words("xqzt wrtl"), lexicons) is None
    True
    """
    written = [word for word in words.folded if word.isalpha()]
    if not written:
        return None
    sample = written[:200]
    best, share = None, 0.0
    for lang, lexicon in lexicons.items():
        known = sum(1.0 for word in sample if word in lexicon.known)
        # Both languages know many words of the other; function words decide.
        own = sum(1.0 for word in sample if word in lexicon.function_words)
        value = (known + own) / len(sample)
        if value > share:
            best, share = lang, value
    return best if share >= ENOUGH else None
