"""Whether a note is Dutch, English or neither, by its commonest words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from omaha.coding.lexicon import Lexicon

# Words that no Dutch or English note has many of: French, German, Spanish, Turkish, Polish.
FOREIGN = frozenset(
    """le les des est elle il dans avec pour une sur qui que pas du au aux mais ses son sont der die
    das und ist nicht mit ein eine auf sie wir den dem zu im el los las con por para como pero su
    esta muy bir ve bu icin cok degil ile ama nie jest sie na przez ale""".split()
)
# Share of words that must be known; telegram style, names and typing errors stay below 1.
ENOUGH = 0.4
# The beginning of a long note tells.
_SAMPLE = 200


def detect_language(folded: Sequence[str], lexicons: Mapping[str, Lexicon]) -> str | None:
    """The language that knows most words (folded) of a note, None where no one knows enough.

    >>> lexicons = {"nl": Lexicon("nl", known={"pijn": "pijn", "de": "de"}),
    ...             "en": Lexicon("en", known={"pain": "pain", "the": "the"})}
    >>> detect_language(["de", "pijn", "."], lexicons)
    'nl'
    >>> detect_language(["xqzt", "wrtl"], lexicons) is None
    True
    >>> detect_language("elle est dans la pijn".split(), lexicons) is None
    True
    """
    sample = [*filter(str.isalpha, folded)][:_SAMPLE]
    best, most, best_own = None, 0, 0
    for lang, lexicon in lexicons.items():
        # Both languages know many words of the other; function words decide.
        own = sum(map(lexicon.function_words.__contains__, sample))
        if len(sample) + own > most:  # else it cannot know more, whatever it knows
            value = own + sum(map(lexicon.known.__contains__, sample))
            if value > most:
                best, most, best_own = lang, value, own
    if best is None or most / len(sample) < ENOUGH:
        return None
    return best if sum(map(FOREIGN.__contains__, sample)) <= best_own else None
