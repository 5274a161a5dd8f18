"""Words beside the compiled lexicon: a coder that knows more, without compiling again.

Only what the words touch is made; everything else is shared with the coder they are added
to, so that each organisation can have words of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from omaha.coding.compilation import WEIGHTS
from omaha.coding.lexicon import Lexicon, Phrase, Sense, content_keys
from omaha.coding.pipeline import Coder
from omaha.coding.text import read_words
from omaha.coding.wordkeys import stem
from omaha.mappings import Mapping

_V = TypeVar("_V")


class Layered(dict[str, _V]):
    """A table that lies on another one: its own entries first, then those below.

    It is read by key only; going through it shows its own entries alone. Laid on another
    layered table it becomes one layer with it.

    >>> table = Layered({"baxter": "baxter"}, {"pijn": "pijn"})
    >>> table["pijn"], table.get("baxter"), table.get("x"), "pijn" in table, "x" in table
    ('pijn', 'baxter', None, True, False)
    """

    __slots__ = ("below",)
    below: dict[str, _V]

    def __init__(self, own: dict[str, _V], below: dict[str, _V]) -> None:
        if isinstance(below, Layered):
            own, below = {**below, **own}, below.below
        super().__init__(own)
        self.below = below

    def __missing__(self, key: str) -> _V:
        return self.below[key]

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or key in self.below

    def get(self, key: str, default: _V | None = None) -> _V | None:  # type: ignore[override]
        """The entry with that key, here or below."""
        found = super().get(key)
        return self.below.get(key, default) if found is None else found


def with_words(coder: Coder, words: Sequence[Mapping]) -> Coder:
    """A coder that also knows these rows; the one given stays as it is.

    A positive row lets its phrase mean its concept; a negative one says that it does not.
    Either goes before what the coder knew of that phrase and concept, for the row's
    discipline. The order of rows makes no difference. Rows of cues, of concepts and of
    languages that the coder does not read are left aside.

    Evidence names the id of the row.
    """
    rows = [row for row in words if row.literal and not row.cue and row.lang in coder.lexicons]
    lexicons = dict(coder.lexicons)
    for lang in sorted({row.lang for row in rows}):
        own = sorted((row for row in rows if row.lang == lang), key=lambda row: row.sort_key)
        lexicons[lang] = _laid_on(lexicons[lang], own)
    return replace(coder, lexicons=lexicons)


def _laid_on(below: Lexicon, rows: Sequence[Mapping]) -> Lexicon:
    read = [(row, read_words(row.subject).folded) for row in rows]
    words = {word for _, folded in read for word in folded if word[:1].isalpha()}
    new = sorted(word for word in words if word not in below.known)
    # A word that the lexicon does not know must no longer be mended or taken apart.
    known = Layered({word: stem(word, below.lang) for word in new}, below.known)
    lexicon = replace(below, known=known)
    by_keys: dict[tuple[str, ...], tuple[tuple[str, ...], list[Sense]]] = {}
    for row, written in read:
        folded = tuple(word for word in written if lexicon.key(word))
        need = tuple(sorted(set(content_keys(lexicon, folded))))
        if need:
            weight = WEIGHTS[row.predicate]
            sense = Sense(row.object, weight, row.id, row.discipline, row.negative, judged=True)
            by_keys.setdefault(need, (folded, []))[1].append(sense)
    changed: dict[str, list[Phrase]] = {}
    added: dict[str, list[Phrase]] = defaultdict(list)
    for need, (folded, senses) in by_keys.items():
        key, place = _find(below, need)
        if place is None:
            rest = tuple(each for each in need if each != key)
            added[key].append(Phrase(folded, rest, tuple(_best(senses))))
        else:
            phrases = changed.setdefault(key, list(below.phrases[key]))
            phrases[place] = _merged(phrases[place], senses)
    for key, phrases in added.items():
        found = [*changed.get(key, below.phrases.get(key, ())), *phrases]
        changed[key] = sorted(found, key=lambda phrase: len(phrase.rest) > 0)
    lexicon.phrases = Layered(changed, below.phrases)
    return lexicon


def _find(lexicon: Lexicon, need: tuple[str, ...]) -> tuple[str, int | None]:
    """The key that a phrase of these keys is indexed by, and its place there if it is known."""
    wanted = set(need)
    for key in need:
        for place, phrase in enumerate(lexicon.phrases.get(key, ())):
            if len(phrase.rest) + 1 == len(need) and wanted.issuperset(phrase.rest):
                return key, place
    return min(need, key=lambda key: (len(lexicon.phrases.get(key, ())), -len(key), key)), None


def _merged(phrase: Phrase, senses: Iterable[Sense]) -> Phrase:
    """A known phrase with new senses, which replace what it said of their concepts."""
    new = _best(senses)
    said = {(sense.curie, sense.discipline) for sense in new}
    for_all = {curie for curie, discipline in said if discipline == "any"}
    kept = [
        sense
        for sense in phrase.senses
        if sense.curie not in for_all and (sense.curie, sense.discipline) not in said
    ]
    return phrase._replace(senses=(*kept, *new))


def _best(senses: Iterable[Sense]) -> list[Sense]:
    """One sense for each concept and discipline: a denial, else the one with most weight."""
    ranked = sorted(senses, key=lambda sense: (sense.negative, sense.weight, sense.mapping))
    best = {(sense.curie, sense.discipline): sense for sense in ranked}
    return sorted(best.values(), key=lambda sense: (sense.curie, sense.discipline))
