"""The phrases of `mappings/`, compiled: an index from the keys of words to phrases.

A phrase is known by the keys of its content words, whatever their order and inflection,
and is indexed by its rarest word only, so that the cost of a note hardly grows with the
lexicon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import NamedTuple

from omaha.coding.text import read_words
from omaha.coding.wordkeys import stem

# Words too common to tell phrases apart. Denials ("niet", "geen", "zonder") are kept: in a
# phrase they are part of its meaning.
COMMON = {
    "nl": frozenset(
        """de het een en of in op van te aan met bij voor om er dat die dit deze ze zij hij hem haar
        zijn z'n d'r zich je jij u ik we wij hun is was waren ben bent wordt worden werd heeft heb
        hebben had hebt ook nog al dan als maar naar door tot uit over mw dhr mevr mevrouw meneer
        cl client pt m'n mijn wat zo dus want toch even eens weer zou""".split()
    ),
    "en": frozenset(
        """the a an and or in on of to at with by for is was were are be been being has have had he
        she it they his her him them its their that this these those i we you my your our as so
        also from into then pt client ct mr mrs ms would""".split()
    ),
}
_PUNCTUATION_KEY = ""
# Cues that only say what a word is, for the rules of other cues to look up.
ROLES = frozenset(
    """denies-again answers says-no lacking improves less after-resolved kin tells state verb
    subject pronoun possessive article preposition purpose belongs at having relative joins
    subordinates filler to-do done may able trouble poor was""".split()
)


class Sense(NamedTuple):
    """One concept that a phrase stands for.

    `weight` in (0, 1]: 1 for another name, less for a hint; `mapping` is the row's id.
    `negative` says that the phrase does not mean the concept. `discipline` is ``any`` or
    the one that uses the phrase so. `judged` says that a steward vouches for it.
    """

    curie: str
    weight: float
    mapping: str
    discipline: str = "any"
    negative: bool = False
    judged: bool = False


class Phrase(NamedTuple):
    """A phrase: its folded words, the keys of its content words but the rarest, its senses."""

    words: tuple[str, ...]
    rest: tuple[str, ...]
    senses: tuple[Sense, ...]


class WordEntry(NamedTuple):
    """All that is known of a word: its keys, how they were found, the rows of its features.

    Its own key comes first, then those of its parts; none for punctuation. `how` is
    ``compound``, ``fuzzy`` or empty; `rows` is None where they have to be named.
    """

    keys: tuple[str, ...]
    how: str = ""
    rows: bytes | None = None


@dataclass(slots=True)
class Lexicon:
    """All that the coder knows of one language's words. Built once, then only read.

    `known` maps folded words to keys, `parts` the compounds among them to the keys of their
    parts (with spaces), and `compound_parts` the words that may stand in a compound to keys.
    `phrases` is the index: the key of each phrase's rarest word to phrases, those of one key
    first. `mended` maps a word with one letter left out to the words it may have been (with
    spaces); `cues` is a tree of words whose leaf (key ``""``) names the cues, and `roles` names
    all that a word by itself is among the cues. `frequent` has the words that most notes are
    made of ready, so that one look at a small table will do.
    """

    lang: str
    known: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    mended: dict[str, str] = field(default_factory=dict)
    cues: dict[str, object] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)
    abbreviations: frozenset[str] = frozenset()
    compound_parts: dict[str, str] = field(default_factory=dict)
    frequent: dict[str, WordEntry] = field(default_factory=dict)

    @property
    def function_words(self) -> frozenset[str]:
        """The words that tell this language from another."""
        return COMMON[self.lang]

    def key(self, word: str) -> str:
        """The key of a folded word; punctuation has the empty key.

        >>> Lexicon("nl", known={"viel": "val"}).key("viel")
        'val'
        """
        found = self.known.get(word)
        if found is not None:
            return found
        if not word[:1].isalnum():
            return _PUNCTUATION_KEY
        return stem(word, self.lang) if word.isalpha() else word


def content_keys(lexicon: Lexicon, words: Iterable[str]) -> tuple[str, ...]:
    """The keys of the words that carry meaning; of all words where none does.

    >>> content_keys(Lexicon("nl"), ["komt", "de", "trap", "niet", "op"])
    ('komt', 'trap', 'niet')
    """
    words = [word for word in words if lexicon.key(word)]
    kept = [word for word in words if word not in COMMON[lexicon.lang]]
    return tuple(lexicon.key(word) for word in (kept or words))


def add_phrases(lexicon: Lexicon, senses: Table[str, Iterable[Sense]]) -> None:
    """Index phrases (text to senses); phrases of the same keys become one.

    Called once with everything, or on a small overlay lexicon that shares `known`.
    """
    merged: dict[tuple[str, ...], tuple[tuple[str, ...], list[Sense]]] = {}
    for text, found in senses.items():
        words = tuple(w for w in read_words(text).folded if lexicon.key(w))
        keys = content_keys(lexicon, words)
        if keys:
            merged.setdefault(tuple(sorted(set(keys))), (words, []))[1].extend(found)
    frequency = Counter(key for need in merged for key in need)
    for need in sorted(merged, key=lambda need: len(need) > 1):
        words, found = merged[need]
        best = {(s.curie, s.discipline, s.negative): s for s in sorted(found, key=_weight)}
        rarest = min(need, key=lambda key: (frequency[key], -len(key), key))
        rest = tuple(key for key in need if key != rarest)
        lexicon.phrases.setdefault(rarest, []).append(Phrase(words, rest, tuple(best.values())))


def _weight(sense: Sense) -> tuple[float, str]:
    return sense.weight, sense.mapping


def add_cues(lexicon: Lexicon, cues: Iterable[tuple[str, str]]) -> None:
    """Put (words, cue) pairs in the tree of cues; ``abbreviation`` rows go to their own set."""
    abbreviations = set(lexicon.abbreviations)
    for text, cue in cues:
        words = read_words(text).folded
        if cue == "abbreviation":
            abbreviations.add(words[0])
            continue
        if len(words) == 1:
            lexicon.roles.setdefault(words[0], []).append(cue)
            if cue in ROLES:
                continue
        node = lexicon.cues
        for word in words:
            node = node.setdefault(word, {})  # type: ignore[assignment]
        names = node.setdefault("", [])
        assert isinstance(names, list)
        if cue not in names:
            names.append(cue)
    lexicon.abbreviations = frozenset(abbreviations)
