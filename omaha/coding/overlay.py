"""Words beside the compiled lexicon: a coder that knows more, without compiling again.

Only what the words touch is made; everything else is shared with the coder they are added
to, so that each organisation can have words of its own. Words come and go one by one, at
the cost of those words alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import replace
from typing import NamedTuple, TypeVar

from omaha.coding.compilation import WEIGHTS
from omaha.coding.lexicon import Lexicon, Phrase, Sense
from omaha.coding.pipeline import Coder
from omaha.coding.text import fold_words
from omaha.coding.wordkeys import stem
from omaha.mappings import Mapping

_V = TypeVar("_V")
_Need = tuple[str, ...]


class Layered(dict[str, _V]):
    """A table that lies on another one: its own entries first, then those below.

    It is read by key only; going through it shows its own entries alone.

    >>> table = Layered({"baxter": "baxter"}, {"pijn": "pijn"})
    >>> table["pijn"], table.get("baxter"), table.get("x"), "pijn" in table, "x" in table
    ('pijn', 'baxter', None, True, False)
    """

    __slots__ = ("below",)
    below: dict[str, _V]

    def __init__(self, own: dict[str, _V], below: dict[str, _V]) -> None:
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

    def copy(self) -> Layered[_V]:
        """A table that is changed on its own; what lies below is shared."""
        return Layered(self, self.below)


class Overlay:
    """Words laid on a coder, which come and go one by one. One thread at a time changes it.

    A positive row lets its phrase mean its concept; a negative one says that it does not.
    Either goes before what the coder below knew of that phrase and concept, for the row's
    discipline. Rows of cues, of concepts and of languages that the coder does not read are
    left aside. Evidence names the id of the row.
    """

    def __init__(self, below: Coder, rows: Table[str, Mapping] | None = None) -> None:
        self.below = below
        self.rows: dict[str, Mapping] = {}
        self._laid = {lang: _Laid(lexicon) for lang, lexicon in below.lexicons.items()}
        self.change(rows or {})

    def change(self, rows: Table[str, Mapping | None]) -> None:
        """Have each name stand for its row from now on, or for none.

        What comes of it depends on the rows there are, never on how they came.
        """
        changed: dict[str, list[tuple[str, Mapping | None]]] = {}
        for name, row in rows.items():
            before = self.rows.pop(name, None)
            if before is not None:
                changed.setdefault(before.lang, []).append((name, None))
            if row is not None and row.literal and not row.cue and row.lang in self._laid:
                self.rows[name] = row
                changed.setdefault(row.lang, []).append((name, row))
        for lang, found in changed.items():
            self._laid[lang].change(found)

    def coder(self) -> Coder:
        """The coder below with the words there are now; a later change leaves it as it is."""
        lexicons = {lang: laid.lexicon() for lang, laid in self._laid.items()}
        return replace(self.below, lexicons=lexicons)


def with_words(coder: Coder, words: Sequence[Mapping]) -> Coder:
    """A coder that also knows these rows; the one given stays as it is."""
    return Overlay(coder, {str(number): row for number, row in enumerate(words)}).coder()


class _Read(NamedTuple):
    """A row as it was read: where its phrase stands in the index, and what it says of it.

    `key` is the key that the phrase is indexed by and `place` its place there in the lexicon
    below, None when it is new. `new` are the words that the lexicon below does not know.
    """

    folded: tuple[str, ...]
    need: _Need
    key: str
    place: int | None
    sense: Sense
    new: tuple[str, ...]


class _Laid:
    """The words of one language, laid on its lexicon."""

    def __init__(self, below: Lexicon) -> None:
        self._below = below
        self._known = Layered({}, below.known)
        self._phrases = Layered({}, below.phrases)
        self._rows: dict[str, _Read] = {}
        # What the index is made of: by key, the rows by name.
        self._by_key: dict[str, dict[str, _Read]] = {}
        self._uses: dict[str, int] = {}

    def lexicon(self) -> Lexicon:
        """The lexicon with the words there are now; a later change leaves it as it is."""
        return replace(self._below, known=self._known.copy(), phrases=self._phrases.copy())

    def change(self, rows: Iterable[tuple[str, Mapping | None]]) -> None:
        """Take rows in and out (None), each known by a name."""
        touched: set[str] = set()
        for name, row in rows:
            gone, come = self._rows.pop(name, None), None if row is None else self._read(row)
            if gone is not None:
                self._take_out(name, gone)
                touched.add(gone.key)
            if come is not None:
                self._rows[name] = come
                self._by_key.setdefault(come.key, {})[name] = come
                touched.add(come.key)
        for key in touched:
            if self._by_key[key]:
                self._phrases[key] = self._indexed(key)
            else:
                del self._by_key[key], self._phrases[key]

    def _take_out(self, name: str, gone: _Read) -> None:
        del self._by_key[gone.key][name]
        for word in gone.new:
            self._uses[word] -= 1
            if not self._uses[word]:
                del self._uses[word], self._known[word]

    def _read(self, row: Mapping) -> _Read | None:
        """A row as it says something; None for one without a word.

        There may be many thousand rows at once, so each word is looked up once.
        """
        below, common = self._below, self._below.function_words
        folded, keys, content, new = [], [], [], []
        for word in fold_words(row.subject):
            key = below.known.get(word)
            if key is None:
                # A word that the lexicon does not know must no longer be mended or taken apart.
                key = self._new_word(word) if word[:1].isalpha() else below.key(word)
                if not key:
                    continue
                if word[:1].isalpha() and word not in new:
                    new.append(word)
            folded.append(word)
            keys.append(key)
            if word not in common:
                content.append(key)
        if not keys:
            return None
        for word in new:
            self._uses[word] = self._uses.get(word, 0) + 1
        need = tuple(sorted(set(content or keys)))
        judged = True
        sense = Sense(
            row.object, WEIGHTS[row.predicate], row.id, row.discipline, row.negative, judged
        )
        return _Read(tuple(folded), need, *_find(below, need), sense, tuple(new))

    def _new_word(self, word: str) -> str:
        """The key of a word that the lexicon below does not know; it is known from now on."""
        key = dict.get(self._known, word)  # of its own entries alone
        if key is None:
            key = self._known[word] = stem(word, self._below.lang)
        return key

    def _indexed(self, key: str) -> list[Phrase]:
        """The phrases of a key, those of one word first: its own and those below."""
        named, below = self._by_key[key], self._below.phrases.get(key)
        if len(named) == 1 and not below:
            (read,) = named.values()
            return [_phrase(read, (read.sense,))]
        found = list(below or ())
        by_need: dict[_Need, list[_Read]] = {}
        # By their hashes, so that it makes no difference which row came first.
        for read in sorted(named.values(), key=lambda read: read.sense.mapping):
            by_need.setdefault(read.need, []).append(read)
        for reads in by_need.values():
            senses, first = _best([read.sense for read in reads]), reads[0]
            if first.place is None:
                found.append(_phrase(first, tuple(senses)))
            else:
                found[first.place] = _merged(found[first.place], senses)
        return sorted(found, key=lambda phrase: len(phrase.rest) > 0)


def _phrase(read: _Read, senses: tuple[Sense, ...]) -> Phrase:
    """A phrase that is new under the key of its row."""
    rest = tuple([key for key in read.need if key != read.key])
    return Phrase(read.folded, rest, senses)


def _find(lexicon: Lexicon, need: _Need) -> tuple[str, int | None]:
    """The key that a phrase of these keys is indexed by, and its place there if it is known."""
    there = [(key, lexicon.phrases.get(key, ())) for key in need]
    for key, phrases in there:
        for place, phrase in enumerate(phrases):
            if len(phrase.rest) + 1 == len(need) and set(need).issuperset(phrase.rest):
                return key, place
    return min((len(phrases), -len(key), key) for key, phrases in there)[2], None


def _merged(phrase: Phrase, new: Sequence[Sense]) -> Phrase:
    """A known phrase with new senses, which replace what it said of their concepts."""
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
