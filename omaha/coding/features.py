"""What the clause model sees of a note: features that each stand at one word.

Because every feature belongs to a word, a clause is the sum of its words and a sentence
the sum of its clauses; nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from omaha.coding.assertion import Effect
from omaha.coding.lexicon import COMMON
from omaha.coding.matching import Keyed, Mention
from omaha.coding.text import Words

# Words in the reach of a denial are other features than the same words asserted.
MARKS = {"absent": "¬", "past": "<", "other_person": "~", "hypothetical": "?"}
PREFIX_LENGTH = 5
# Runs of letters let unknown compounds, dialect and typing errors speak too.
RUN = 4
LONGEST_WORD = 45
STRONG = 0.8


def grade(mention: Mention) -> float:
    """How well a phrase was matched, in (0, 1]: 1 for its words side by side, as written."""
    value = 1.0 - 0.08 * mention.gap
    if mention.clauses > 1:
        value *= 0.8
    if mention.kind in ("compound", "fuzzy"):
        value *= 0.85
    return max(value, 0.1)


def word_features(
    words: Words,
    keyed: Keyed,
    mentions: Sequence[Mention],
    statuses: Sequence[str],
    effects: Sequence[Effect],
    lang: str,
) -> list[list[str]]:
    """The names of the features at each word; `statuses` go with `mentions`.

    >>> from omaha.coding.text import read_words
    >>> words = read_words("geen pijn")
    >>> keyed = Keyed([("geen",), ("pijn",)], {})
    >>> word_features(words, keyed, [], [], [Effect("absent", 1, 2, 0, 1)], "nl")
    [['geen', 'F:absent'], ['¬pijn']]
    """
    marks = [""] * len(words.folded)
    flags: dict[int, str] = {}
    for effect in effects:
        mark = MARKS.get(effect.status)
        flags[effect.cue_first] = f"F:{effect.status}"
        if mark is not None:
            for place in range(effect.first, effect.last):
                if not effect.cue_first <= place < effect.cue_last:
                    marks[place] = mark
    features: list[list[str]] = []
    common = COMMON[lang]
    for place, word in enumerate(words.folded):
        keys = keyed.keys[place]
        here: list[str] = []
        if keys and keys[0]:
            if word in common:
                here.append("c:" + word)
            else:
                mark = marks[place]
                here += [mark + key for key in keys] if mark else keys
                if len(word) > PREFIX_LENGTH:
                    here.append(mark + "p:" + word[:PREFIX_LENGTH])
                if RUN < len(word) <= LONGEST_WORD and word.isalpha():
                    edged = f"#{word}#"
                    here += [
                        mark + "g:" + edged[at : at + RUN] for at in range(len(edged) - RUN + 1)
                    ]
        if place in flags:
            here.append(flags[place])
        features.append(here)
    for mention, status in zip(mentions, statuses, strict=True):
        if not mention.inside:
            features[mention.places[0]] += _of_mention(mention, MARKS.get(status, ""))
    return features


def _of_mention(mention: Mention, mark: str) -> list[str]:
    value = grade(mention)
    level = "3" if value > 0.8 else "2" if value > 0.6 else "1"
    found = []
    for sense in mention.phrase.senses:
        kind, _, code = sense.curie[6:].partition("/")
        weak = "" if sense.weight > STRONG else "w"
        found.append(f"{mark}L{kind[0]}{code}{weak}{level}")
        if kind == "sign":
            found.append(f"{mark}Lp{code[:2]}s{weak}")
    return found
