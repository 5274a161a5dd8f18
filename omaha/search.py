"""Concept search: any word order, prefixes while typing, typing errors, compounds.

Searches codes, labels, scope notes and the phrases of the lexicon in Dutch and English.
What is found exactly comes first, then what is closest; labels go before phrases, phrases
before scope notes.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Any, TypedDict

from omaha.errors import InputError, UnknownKindError
from omaha.mappings import Mapping
from omaha.model import KINDS, LANGUAGES, Concept
from omaha.vocabulary import PREFERENCE
from omaha.wordindex import WordIndex

_WORD = re.compile(r"[^\W_]+")
# What a full match in each kind of text is worth; the place in this table is its number.
FIELDS: tuple[tuple[str, float], ...] = (
    ("code", 1.0),
    ("label", 1.0),
    ("phrase", 0.9),
    ("hint", 0.8),
    ("note", 0.6),
)
_CODE, _LABEL, _PHRASE, _HINT, _NOTE = range(len(FIELDS))
_CURIE = re.compile(r"(?:omaha:)?([a-z]+)/(\S+)")
MOST_WORDS = 24
# Below this share of the best match, a text is no longer looked at.
_WORTH_A_LOOK = 0.5
# With a match as good as this, the words were typed as they were meant.
_GOOD_ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept that was found. `matched` is the code, label, phrase or note that did it.

    `score` is in (0, 1], 1 for a whole code or label; a ranking number, no probability.
    """

    kind: str
    code: str
    display: str
    matched: str
    score: float


class Compiled(TypedDict):
    """The plain values of an index; lists that belong together are parallel."""

    concepts: list[list[Any]]
    words: list[str]
    by_end: list[int]
    postings: list[list[int]]
    fields: list[int]
    langs: list[str]
    texts: list[str]
    sizes: list[int]
    owners: list[list[int]]


class SearchIndex:
    """All texts by which a concept can be found. Immutable; safe to share between threads.

    >>> skin = Concept("problem", "24", (("en", "Skin"), ("nl", "Huid")))
    >>> row = Mapping("rode plek op de stuit", "skos:broadMatch", skin.curie, True, "nl")
    >>> index = build_search_index([skin], [row])
    >>> index.search("huid")
    [Hit(kind='problem', code='24', display='Huid', matched='Huid', score=1.0)]
    >>> [hit.matched for hit in index.search("stuit rdoe")]
    ['rode plek op de stuit']
    """

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._words = WordIndex(compiled["words"], compiled["by_end"])
        self._postings = compiled["postings"]
        self._boosts = [FIELDS[field][1] for field in compiled["fields"]]
        self._langs = compiled["langs"]
        self._texts, self._owners = compiled["texts"], compiled["owners"]
        self._sizes = compiled["sizes"]
        self._concepts = [
            (kind, code, dict(labels), (PREFERENCE.index(kind), place))
            for place, (kind, code, labels) in enumerate(compiled["concepts"])
        ]

    def to_json(self) -> Compiled:
        """Plain lists, strings and numbers, from which `from_json` makes the same index."""
        return self._compiled

    @classmethod
    def from_json(cls, compiled: Compiled) -> SearchIndex:
        """The index that `to_json` described."""
        return cls(compiled)

    def search(
        self, words: str, *, kind: str | None = None, lang: str | None = None, limit: int = 10
    ) -> list[Hit]:
        """At most `limit` concepts, best first; [] when nothing comes near.

        `kind` keeps concepts of one kind; `lang` keeps texts of one language (codes always
        count) and sets the language of displays, which otherwise is that of the match.
        Raises UnknownKindError, and InputError for another language or a limit below 1.
        """
        _check(kind, lang, limit)
        curie = _CURIE.fullmatch(words.strip())
        if curie and curie[1] in KINDS and kind in (None, curie[1]):
            kind, words = curie[1], curie[2]
        typed = find_words(words)[:MOST_WORDS]
        if not typed:
            return []
        unknown = frozenset(word for word in typed if self._words.exact(word) is None)
        found: list[Hit] = []
        # Words as typed, then errors in words that nobody knows, then errors in all words.
        for doubted in dict.fromkeys((frozenset[str](), unknown, frozenset(typed))):
            close = self._close(typed, kind, lang, doubted)
            found = self._ranked(typed, close, kind, lang, limit)
            if found and found[0].score >= _GOOD_ENOUGH:
                break
        return found

    def _close(
        self, typed: list[str], kind: str | None, lang: str | None, doubted: frozenset[str]
    ) -> dict[int, tuple[float, float]]:
        """Of each text, by number: how much of the query it answers, and how much of it is asked.

        Both are in [0, 1].
        """
        meant = self._meant(typed, doubted)
        weights = [self._weight(candidates) for candidates in meant]
        total = sum(weights)
        closeness = [self._closeness(candidates) for candidates in meant]
        # The first word by itself, since one word is what is asked most.
        asked = dict(closeness[0])
        answered = {text: weights[0] * close for text, close in asked.items()}
        for texts, weight in zip(closeness[1:], weights[1:], strict=True):
            for text, close in texts.items():
                answered[text] = answered.get(text, 0.0) + weight * close
                asked[text] = asked.get(text, 0.0) + close
        if kind is not None or lang is not None:
            answered = {t: share for t, share in answered.items() if self._wanted(t, kind, lang)}
        floor = _WORTH_A_LOOK * max(answered.values(), default=0.0)
        sizes = self._sizes
        return {
            text: (share / total, part if (part := asked[text] / sizes[text]) < 1.0 else 1.0)
            for text, share in answered.items()
            if share >= floor
        }

    def _meant(self, typed: list[str], doubted: frozenset[str]) -> list[dict[int, float]]:
        """For each typed word the words that may be meant, with their closeness."""
        found: list[dict[int, float]] = []
        for place, word in enumerate(typed):
            last = place == len(typed) - 1
            parts = None if self._words.exact(word) is not None else self._words.split(word)
            candidates = self._candidates(word, last=last, fuzzy=word in doubted)
            if parts and not any(closeness > 0.85 for closeness in candidates.values()):
                found += [self._candidates(part, last=False, fuzzy=False) for part in parts]
            found.append(candidates)
        for place in range(len(typed) - 1):
            joined = self._words.exact(typed[place] + typed[place + 1])
            if joined is not None and len(found) == len(typed):
                found[place][joined] = found[place + 1][joined] = 0.95
        return found

    def _candidates(self, word: str, *, last: bool, fuzzy: bool) -> dict[int, float]:
        words = self._words
        exact = words.exact(word)
        found: dict[int, float] = {}
        if fuzzy:
            found |= words.near(word, 1)
            if not found and exact is None and len(word) > 5:
                found |= words.near(word, 2)
            found |= words.compounds(word)
        if (last or exact is None) and (len(word) > 1 or len(words.words) < 100):
            for number, closeness in words.completions(word).items():
                found[number] = max(closeness, found.get(number, 0.0))
        if word.isdigit() and len(word) == 1 and (code := words.exact("0" + word)) is not None:
            found[code] = 0.99
        if exact is not None:
            found[exact] = 1.0
        return found

    def _weight(self, candidates: Table[int, float]) -> float:
        """Rare words tell more: the inverse document frequency of the closest candidate."""
        if not candidates:
            return math.log(1 + len(self._texts))
        best = max(candidates, key=candidates.__getitem__)
        return math.log(1 + len(self._texts) / len(self._postings[best]))

    def _closeness(self, candidates: Table[int, float]) -> dict[int, float]:
        """The closest candidate in each text that holds one."""
        found: dict[int, float] = {}
        for number in sorted(candidates, key=candidates.__getitem__):
            found.update(dict.fromkeys(self._postings[number], candidates[number]))
        return found

    def _wanted(self, text: int, kind: str | None, lang: str | None) -> bool:
        if lang is not None and self._langs[text] not in ("", lang):
            return False
        return kind is None or any(self._concepts[o][0] == kind for o in self._owners[text])

    def _ranked(
        self,
        typed: list[str],
        close: Table[int, tuple[float, float]],
        kind: str | None,
        lang: str | None,
        limit: int,
    ) -> list[Hit]:
        best: dict[int, tuple[float, int]] = {}
        boosts, owners, none = self._boosts, self._owners, (0.0, 0)
        for text, (answered, asked) in close.items():
            score = boosts[text] * (0.75 * answered + 0.25 * asked)
            if answered > 0.999 and asked > 0.999 and find_words(self._texts[text]) != typed:
                score *= 0.98  # the same words in another order
            for owner in owners[text]:
                if score > best.get(owner, none)[0]:
                    best[owner] = (score, text)
        ranked = ((-score, self._concepts[owner][3], owner, text)
                  for owner, (score, text) in best.items()
                  if kind is None or self._concepts[owner][0] == kind)  # fmt: skip
        return [
            self._hit(owner, text, -score, lang)
            for score, _, owner, text in heapq.nsmallest(limit, ranked)
        ]

    def _hit(self, owner: int, text: int, score: float, lang: str | None) -> Hit:
        kind, code, labels, _ = self._concepts[owner]
        display = labels.get(lang or self._langs[text] or LANGUAGES[0]) or labels["en"]
        return Hit(kind, code, display, self._texts[text], round(score, 4))


def build_search_index(concepts: Iterable[Concept], mappings: Iterable[Mapping]) -> SearchIndex:
    """Compile everything that can be searched; rows that name no concept are left out."""
    known = list(concepts)
    numbers = {concept.curie: number for number, concept in enumerate(known)}
    owners: dict[tuple[int, str, str], list[int]] = {}
    for number, concept in enumerate(known):
        for key in _texts_of(concept):
            owners.setdefault(key, []).append(number)
    for row in mappings:
        if row.literal and not row.cue and not row.negative and row.object in numbers:
            field = _HINT if row.predicate == "skos:relatedMatch" else _PHRASE
            found = owners.setdefault((field, row.lang, row.subject), [])
            if numbers[row.object] not in found:
                found.append(numbers[row.object])
    return SearchIndex(_compiled(known, owners))


def _compiled(known: list[Concept], owners: Table[tuple[int, str, str], list[int]]) -> Compiled:
    postings: dict[str, list[int]] = {}
    sizes = []
    for text, (_, _, wording) in enumerate(owners):
        words = set(find_words(wording))
        sizes.append(max(1, len(words)))
        for word in words:
            postings.setdefault(word, []).append(text)
    index = WordIndex(postings)
    return {
        "concepts": [[c.kind, c.code, dict(c.labels)] for c in known],
        "words": list(index.words),
        "by_end": list(index.by_end),
        "postings": [postings[word] for word in index.words],
        "fields": [field for field, _, _ in owners],
        "langs": [lang for _, lang, _ in owners],
        "texts": [wording for _, _, wording in owners],
        "sizes": sizes,
        "owners": list(owners.values()),
    }


def _texts_of(concept: Concept) -> Iterable[tuple[int, str, str]]:
    yield _CODE, "", concept.code
    for _, code in concept.notations:
        yield _CODE, "", code
    for lang, label in concept.labels:
        yield _LABEL, lang, label
    for lang, note in concept.notes:
        yield _NOTE, lang, note


def find_words(text: str) -> list[str]:
    """The words of a text in order, lower case and without accents.

    >>> find_words("Pijn/ongemak, geïrriteerd (2)")
    ['pijn', 'ongemak', 'geirriteerd', '2']
    """
    folded = text.casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFD", folded)
        folded = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _WORD.findall(folded)


def _check(kind: str | None, lang: str | None, limit: int) -> None:
    if kind is not None and kind not in KINDS:
        raise UnknownKindError(kind, KINDS)
    if lang is not None and lang not in LANGUAGES:
        raise InputError("lang", f"unknown language {lang!r}; use one of {', '.join(LANGUAGES)}")
    if limit < 1:
        raise InputError("limit", f"{limit} is below 1")


__all__ = ["Compiled", "Hit", "SearchIndex", "build_search_index", "find_words"]
