"""Whether a note is Dutch, English or neither, by its commonest words."""

from __future__ import annotations

from collections.abc import Mapping

from omaha.coding.lexicon import Lexicon
from omaha.coding.text import Words

# Words that no Dutch or English note has many of: French, German, Spanish, Turkish, Polish.
FOREIGN = frozenset(
    """le les des est elle il dans avec pour une sur qui que pas du au aux mais ses son sont der die
    das und ist nicht mit ein eine auf sie wir den dem zu im el los las con por para como pero su
    esta muy bir ve bu icin cok degil ile ama nie jest sie na przez ale""".split()
)
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
    >>> detect_language(read_words("elle est dans la pijn"), lexicons) is None
    True
    """
    written = [word for word in words.folded if word.isalpha()]
    if not written:
        return None
    sample = written[:200]
    foreign = sum(1 for word in sample if word in FOREIGN)
    best, share, best_own = None, 0.0, 0.0
    for lang, lexicon in lexicons.items():
        known = sum(map(lexicon.known.__contains__, sample))
        # Both languages know many words of the other; function words decide.
        own = sum(map(lexicon.function_words.__contains__, sample))
        value = (known + own) / len(sample)
        if value > share:
            best, share, best_own = lang, value, own
    return best if share >= ENOUGH and foreign <= best_own else None
