"""The lexicon of a language from mappings and word lists, and to and from plain JSON."""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping as Table
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
    lexicon.compound_parts = {word: lexicon.known[word] for word in sorted(parts)}
    if lexicon.lang != "nl":
        return
    wanted = set(lexicon.phrases)
    wanted.update(key for found in lexicon.phrases.values() for p in found for key in p.rest)
    for word, key in lexicon.known.items():
        # A compound with a meaning of its own ("longontsteking") is not its parts.
        whole = any(not phrase.rest for phrase in lexicon.phrases.get(key, ()))
        if len(word) >= SHORTEST_COMPOUND and word.isalpha() and not whole:
            found = split_compound(word, lexicon.compound_parts.get)
            if found and not wanted.isdisjoint(found) and key not in found:
                lexicon.parts[word] = " ".join(found)


def lexicon_to_json(lexicon: Lexicon) -> dict[str, Any]:
    """The lexicon as lists and dicts of strings and numbers."""
    return {
        "lang": lexicon.lang,
        "known": _packed(lexicon.known),
        "parts": _packed(lexicon.parts),
        "phrases": [
            [" ".join(phrase.words), " ".join((rarest, *phrase.rest)), [*map(list, phrase.senses)]]
            for rarest, found in lexicon.phrases.items()
            for phrase in found
        ],
        "mended": _packed(lexicon.mended),
        "cues": lexicon.cues,
        "roles": lexicon.roles,
        "abbreviations": sorted(lexicon.abbreviations),
        "compound_parts": " ".join(lexicon.compound_parts),
    }


def lexicon_from_json(stored: dict[str, Any], mended: dict[str, str] | None = None) -> Lexicon:
    """The lexicon back from `lexicon_to_json`; equal to the one that was stored.

    `mended` takes the place of what is stored, for who reads that apart (`unpacked`).

    >>> lexicon = build_lexicon("nl", [], {"wond": "wond"}, {"wond": 5})
    >>> lexicon_from_json(lexicon_to_json(lexicon)) == lexicon
    True
    """
    phrases: dict[str, list[Phrase]] = {}
    make = Sense._make
    for words, keys, senses in stored["phrases"]:
        rarest, *rest = keys.split(" ")
        phrase = Phrase(tuple(words.split(" ")), tuple(rest), tuple(map(make, senses)))
        if rarest in phrases:
            phrases[rarest].append(phrase)
        else:
            phrases[rarest] = [phrase]
    known = unpacked(stored["known"])
    return Lexicon(
        lang=stored["lang"],
        known=known,
        parts=unpacked(stored["parts"]),
        phrases=phrases,
        mended=unpacked(stored["mended"]) if mended is None else mended,
        cues=stored["cues"],
        roles=stored["roles"],
        abbreviations=frozenset(stored["abbreviations"]),
        compound_parts={word: known[word] for word in stored["compound_parts"].split()},
    )


def _packed(table: Table[str, str]) -> tuple[str, str, str]:
    """A table as its words, its distinct values, and the number of each word's value.

    Half a million small strings are read several times faster as a few long ones, and
    words that share a value share it in memory. The numbers are four bytes each, in base 64.

    >>> _packed({"viel": "val", "wond": "wond", "valt": "val"})
    ('viel\\nwond\\nvalt', 'val\\nwond', 'AAAAAAEAAAAAAAAA')
    """
    places = {value: number for number, value in enumerate(dict.fromkeys(table.values()))}
    numbers = array("I", [places[value] for value in table.values()])
    return "\n".join(table), "\n".join(places), b64encode(numbers.tobytes()).decode()


def unpacked(stored: tuple[str, str, str]) -> dict[str, str]:
    """The table back from what `lexicon_to_json` makes of it.

    >>> unpacked(_packed({"loopfiets": "lop fiet", "wond": "wond"}))
    {'loopfiets': 'lop fiet', 'wond': 'wond'}
    """
    words, values, numbers = stored
    value_of = values.split("\n").__getitem__
    return dict(zip(words.split("\n"), map(value_of, array("I", b64decode(numbers))), strict=False))


__all__ = [
    "WEIGHTS",
    "build_lexicon",
    "display_rows",
    "lexicon_from_json",
    "lexicon_to_json",
    "phrase_senses",
    "unpacked",
    "words_of",
]
