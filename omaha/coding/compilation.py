"""The lexicon of a language from mappings and word lists, and to and from plain JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping as Table
from typing import Any

from omaha.coding.compounds import split_compound
from omaha.coding.fuzzy import index_mendable
from omaha.coding.lexicon import Lexicon, Phrase, Sense, add_cues, add_phrases
from omaha.coding.text import read_words
from omaha.mappings import Mapping
from omaha.model import Concept

# How sure a row of each predicate makes us before its note is read.
WEIGHTS = {
    "skos:exactMatch": 1.0,
    "skos:closeMatch": 0.95,
    "skos:broadMatch": 0.9,
    "skos:narrowMatch": 0.6,
    "skos:relatedMatch": 0.5,
}
# Words that are no part of compounds though they are words: "pensioen" is no pen and sioen.
COMPOUND_RANK = 20_000
SHORTEST_COMPOUND = 8
SHORTEST_PART = 4


def build_lexicon(
    lang: str, rows: Iterable[Mapping], known: Table[str, str], ranks: Table[str, int]
) -> Lexicon:
    """Compile the phrases of one language.

    `known` gives the key and `ranks` the frequency rank of common words (folded); words of
    the phrases themselves must be in `known`.
    """
    rows = [row for row in rows if row.literal and row.lang == lang]
    lexicon = Lexicon(lang, known=dict(known))
    add_phrases(lexicon, phrase_senses(rows))
    add_cues(lexicon, ((row.subject, row.cue) for row in rows if row.cue))
    used = words_of(rows)
    _add_compounds(lexicon, used, ranks)
    index_mendable(lexicon, used | {word for word, rank in ranks.items() if rank < 3_000})
    return lexicon


def phrase_senses(rows: Iterable[Mapping]) -> dict[str, list[Sense]]:
    """The senses of each phrase, cues left out."""
    senses: dict[str, list[Sense]] = defaultdict(list)
    for row in rows:
        if not row.cue:
            weight = WEIGHTS[row.predicate]
            senses[row.subject].append(
                Sense(row.object, weight, row.id, row.discipline, row.negative)
            )
    return senses


def display_rows(vocabulary: Iterable[Concept], lang: str) -> list[Mapping]:
    """The displays of problems, signs, categories and targets as phrases of their own.

    "other" is no name of anything, so those are left out.
    """
    return [
        Mapping(
            dict(concept.labels)[lang],
            # The name of an area ("Huid") says what is spoken of, not that it is in trouble.
            "skos:relatedMatch" if concept.kind == "problem" else "skos:exactMatch",
            concept.curie,
            literal=True,
            lang=lang,
            justification="semapv:LexicalMatching",
        )
        for concept in vocabulary
        if concept.kind in ("problem", "sign", "category", "target")
        and lang in dict(concept.labels)
        and dict(concept.labels)["en"] != "other"
    ]


def words_of(rows: Iterable[Mapping]) -> set[str]:
    """Every folded word of the phrases of `rows`."""
    return {word for row in rows for word in read_words(row.subject).folded if word[:1].isalpha()}


def _add_compounds(lexicon: Lexicon, used: set[str], ranks: Table[str, int]) -> None:
    parts = {
        word
        for word in used | {word for word, rank in ranks.items() if rank < COMPOUND_RANK}
        if len(word) >= SHORTEST_PART and word in lexicon.known and word.isalpha()
    }
    lexicon.compound_parts = frozenset(parts)
    if lexicon.lang != "nl":
        return
    wanted = {key for phrase in lexicon.phrases for key in phrase.need}
    keys = {word: lexicon.known[word] for word in parts}
    for word in lexicon.known:
        if len(word) >= SHORTEST_COMPOUND and word.isalpha():
            found = split_compound(word, keys.get)
            if found and not wanted.isdisjoint(found) and lexicon.known[word] not in found:
                lexicon.parts[word] = found


def lexicon_to_json(lexicon: Lexicon) -> dict[str, Any]:
    """The lexicon as lists and dicts of strings and numbers."""
    return {
        "lang": lexicon.lang,
        "known": lexicon.known,
        "parts": {word: " ".join(keys) for word, keys in lexicon.parts.items()},
        "phrases": [
            [
                " ".join(phrase.words),
                " ".join(phrase.keys),
                [[s.curie, s.weight, s.mapping, s.discipline, s.negative] for s in phrase.senses],
            ]
            for phrase in lexicon.phrases
        ],
        "single": lexicon.single,
        "by_rarest": {
            key: [number for number, _ in rows] for key, rows in lexicon.by_rarest.items()
        },
        "mended": {form: " ".join(words) for form, words in lexicon.mended.items()},
        "cues": lexicon.cues,
        "abbreviations": sorted(lexicon.abbreviations),
        "compound_parts": sorted(lexicon.compound_parts),
    }


def lexicon_from_json(stored: dict[str, Any]) -> Lexicon:
    """The lexicon back from `lexicon_to_json`; equal to the one that was stored.

    >>> lexicon = build_lexicon("nl", [], {"wond": "wond"}, {"wond": 5})
    >>> lexicon_from_json(lexicon_to_json(lexicon)) == lexicon
    True
    """
    phrases = []
    for words, joined, senses in stored["phrases"]:
        keys = tuple(joined.split(" "))
        phrases.append(
            Phrase(
                tuple(words.split(" ")), keys, frozenset(keys), tuple(Sense(*s) for s in senses)
            )
        )
    return Lexicon(
        lang=stored["lang"],
        known=stored["known"],
        parts={word: tuple(keys.split(" ")) for word, keys in stored["parts"].items()},
        phrases=phrases,
        single=stored["single"],
        by_rarest={
            key: [(number, phrases[number].need - {key}) for number in numbers]
            for key, numbers in stored["by_rarest"].items()
        },
        mended={form: words.split(" ") for form, words in stored["mended"].items()},
        cues=stored["cues"],
        abbreviations=frozenset(stored["abbreviations"]),
        compound_parts=frozenset(stored["compound_parts"]),
    )


__all__ = [
    "WEIGHTS",
    "build_lexicon",
    "display_rows",
    "lexicon_from_json",
    "lexicon_to_json",
    "phrase_senses",
    "words_of",
]
