"""What the clause model sees of a note: features that each stand at one word.

Because every feature belongs to a word, a clause is the sum of its words and a sentence
the sum of its clauses; nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

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
    >>> keyed = Keyed([("geen",), ("pijn",)], {}, ())
    >>> word_features(words, keyed, [], [], [Effect("absent", 1, 2, 0, 1)], "nl")
    [['geen', 'F:absent'], ['¬pijn']]
    """
    marks = _marks(effects)
    features = [
        names_of_word(word, keys, marks.get(place, ""), lang)
        for place, (word, keys) in enumerate(zip(words.folded, keyed.keys, strict=True))
    ]
    for place, names in _of_phrases_and_cues(mentions, statuses, effects).items():
        features[place] += names
    return features


def feature_rows(
    words: Words,
    keyed: Keyed,
    mentions: Sequence[Mention],
    statuses: Sequence[str],
    effects: Sequence[Effect],
    lang: str,
    rows: Mapping[str, bytes],
) -> list[bytes]:
    """The rows of the features of `word_features` at each word, as `row_bytes` gives them."""
    folded, keys, common = words.folded, keyed.keys, COMMON[lang]
    found = list(keyed.rows)
    marks = _marks(effects)
    for place, here in enumerate(found):
        # A small word is the same feature in the reach of a cue as elsewhere.
        if here is None or (place in marks and folded[place] not in common and keys[place]):
            names = names_of_word(folded[place], keys[place], marks.get(place, ""), lang)
            found[place] = row_bytes(rows, names)
    for place, names in _of_phrases_and_cues(mentions, statuses, effects).items():
        found[place] += row_bytes(rows, names)  # type: ignore[operator]
    return found  # type: ignore[return-value]


def row_bytes(rows: Mapping[str, bytes], names: Iterable[str]) -> bytes:
    """The rows of those features that the model knows, one after the other.

    >>> row_bytes({"pijn": b"1.", "rood": b"2."}, ["rood", "fiets", "pijn"])
    b'2.1.'
    """
    return b"".join(map(rows.get, names, repeat(b"")))


def names_of_word(word: str, keys: Sequence[str], mark: str, lang: str) -> list[str]:
    """The features of a word by itself; none of punctuation, which has no keys.

    >>> names_of_word("pijn", ("pijn",), "", "nl"), names_of_word("de", ("de",), "¬", "nl")
    (['pijn'], ['c:de'])
    """
    if not keys or not keys[0]:
        return []
    if word in COMMON[lang]:
        return ["c:" + word]
    names = [mark + key for key in keys]
    if len(word) > PREFIX_LENGTH:
        names.append(f"{mark}p:{word[:PREFIX_LENGTH]}")
    if RUN < len(word) <= LONGEST_WORD and word.isalpha():
        edged = f"#{word}#"
        names += [f"{mark}g:{edged[at : at + RUN]}" for at in range(len(edged) - RUN + 1)]
    return names


def _marks(effects: Sequence[Effect]) -> dict[int, str]:
    """The mark of each word in the reach of a cue that changes what words mean."""
    marks: dict[int, str] = {}
    for effect in effects:
        mark = MARKS.get(effect.status)
        if mark is not None:
            for place in range(effect.first, effect.last):
                if not effect.cue_first <= place < effect.cue_last:
                    marks[place] = mark
    return marks


def _of_phrases_and_cues(
    mentions: Sequence[Mention], statuses: Sequence[str], effects: Sequence[Effect]
) -> dict[int, list[str]]:
    """The features of what stands at a word besides the word, by word number."""
    found = {effect.cue_first: ["F:" + effect.status] for effect in effects}
    for mention, status in zip(mentions, statuses, strict=True):
        if mention.inside:
            continue
        place = mention.places[0]
        if place not in found:
            found[place] = []
        names, mark = found[place], MARKS.get(status, "")
        level = "3" if mention.grade > 0.8 else "2" if mention.grade > 0.6 else "1"
        for curie, weight, *_ in mention.phrase.senses:
            kind, code = curie[6], curie.partition("/")[2]
            weak = "" if weight > STRONG else "w"
            names.append(f"{mark}L{kind}{code}{weak}{level}")
            if kind == "s":
                names.append(f"{mark}Lp{code[:2]}s{weak}")
    return found
