"""The coder and crosswalks of each organisation: those that came along, the release, its own.

Nothing is compiled again, and no coder is changed in place: who is coding goes on with the
coder that it has.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from omaha.coding.overlay import Overlay, with_words
from omaha.coding.text import fold
from omaha.compiled import without_collector
from omaha.crosswalks import Crosswalks
from omaha.mappings import Mapping
from omaha.store import Changes, ReleaseStore, Words, row_number, words_name

if TYPE_CHECKING:
    from omaha.coding.lexicon import Lexicon
    from omaha.coding.pipeline import Coder

# The name under which `revisions` tells of the live release.
RELEASE = ""


class LiveCoders:
    """Coders by organisation, brought up to date by `refresh`; one for each worker.

    `refresh` asks the store what changed since it last did, which costs one small query when
    nothing has, and what changed when something has. Safe to call from several threads;
    `coder` never waits for it.
    """

    def __init__(self, releases: ReleaseStore) -> None:
        self._releases = releases
        self._lock = Lock()
        self._seen = 0
        self._release = _LiveRelease()
        self._words: dict[str, _OwnWords] = {}
        self._made: dict[str, tuple[Coder, Coder]] = {}
        self._crosswalks: dict[str, tuple[Crosswalks, Crosswalks]] = {}

    def coder(self, base: Coder, organisation: str) -> Coder:
        """The coder that an organisation's notes are coded with; `base` is the compiled one."""
        # Until an organisation's first words are laid on, it has what all have.
        of = organisation if organisation in self._made else RELEASE
        made = self._made.get(of)
        if made is not None and made[0] is base:
            return made[1]
        if of == RELEASE and not self._release.name:
            return base
        with self._lock:
            return self._make(base, of)

    def crosswalks(self, base: Crosswalks, organisation: str) -> Crosswalks:
        """What an organisation translates by: `base`, and what stewards decided of concepts.

        The same object for as long as nothing of that changes.
        """
        of = organisation if organisation in self._words else RELEASE
        made = self._crosswalks.get(of)
        if made is not None and made[0] is base:
            return made[1]
        with self._lock:
            found = base.with_judged(self._release.concepts.values())
            if of != RELEASE:
                found = found.with_judged(self._words[of].concepts.values())
            self._crosswalks[of] = (base, found)
            return found

    def refresh(self, base: Coder) -> bool:
        """Take over what changed in the store since the last time; whether anything did."""
        with self._lock:
            changed = self._releases.revisions(self._seen)
            if not changed:
                return False
            names = {organisation for organisation, _ in changed}
            for organisation in sorted(names - {RELEASE}):
                own = self._words.setdefault(organisation, _OwnWords())
                before = own.concepts
                own.take(self._releases.changes(organisation, own.until))
                if own.concepts is not before:
                    self._crosswalks.pop(organisation, None)
            if RELEASE in names:
                with without_collector():
                    self._release.take(self._releases.live())
                self._crosswalks.clear()
                names |= self._words.keys()
            # The release sorts first, so that words of an organisation come on the new one.
            for organisation in sorted(names):
                self._make(base, organisation)
            self._seen = max(number for _, number in changed)
            return True

    def _make(self, base: Coder, organisation: str) -> Coder:
        if organisation == RELEASE:
            made = self._release.coder(base)
        else:
            known = self._made.get(RELEASE)
            below = known[1] if known and known[0] is base else self._make(base, RELEASE)
            made = self._words[organisation].coder(below)
        self._made[organisation] = (base, made)
        return made


class _Layer:
    """Words by name on the coder below; what changed is laid on, the rest stays laid."""

    def __init__(self) -> None:
        self.rows: dict[str, Mapping] = {}
        # Those of them that are mappings between concepts, which the coder leaves aside.
        self.concepts: dict[str, Mapping] = {}
        # Not yet taken over by the overlay.
        self._changes: dict[str, Mapping | None] = {}
        self._overlay: Overlay | None = None

    def change(self, rows: Table[str, Mapping | None]) -> None:
        """Have each name stand for its row from now on, or for none."""
        for name, row in rows.items():
            if row is None:
                self.rows.pop(name, None)
            else:
                self.rows[name] = row
        gone = {name for name in rows if name in self.concepts}
        come = {name: row for name, row in rows.items() if row is not None and not row.literal}
        if gone or come:
            kept = {name: row for name, row in self.concepts.items() if name not in gone}
            self.concepts = kept | come
        self._changes.update(rows)

    def coder(self, below: Coder) -> Coder:
        """The coder below with these words."""
        if self._overlay is None or self._overlay.below is not below:
            with without_collector():
                self._overlay = Overlay(below, self.rows)
        else:
            self._overlay.change(self._changes)
        self._changes = {}
        return self._overlay.coder()


class _LiveRelease:
    """The words of the live release; of the next one only what differs is laid on anew."""

    def __init__(self) -> None:
        self.name = ""
        self._layer = _Layer()

    @property
    def concepts(self) -> Table[str, Mapping]:
        """Its mappings between concepts."""
        return self._layer.concepts

    def take(self, live: Words | None) -> None:
        """Take over another release, None for no release."""
        if live is None:
            self.name, self._layer = "", _Layer()
            return
        # An id stands for a meaning, so what is there already says the same.
        there, wanted = self._layer.rows, {row.id: row for row in live.rows}
        changes: dict[str, Mapping | None] = dict.fromkeys(there.keys() - wanted.keys())
        changes |= {id: row for id, row in wanted.items() if id not in there}
        self._layer.change(changes)
        self.name = live.name

    def coder(self, below: Coder) -> Coder:
        """The coder below with these words, and the one below where there is no release."""
        return _named(self._layer.coder(below), "release", self.name) if self.name else below


class _OwnWords:
    """The words of one organisation by mapping.

    `until` is the event of the journal that they reach up to.
    """

    def __init__(self) -> None:
        self.until = 0
        self._layer = _Layer()
        self._revision = 0
        self._total = 0

    @property
    def concepts(self) -> Table[str, Mapping]:
        """Its mappings between concepts; another table after each change of them."""
        return self._layer.concepts

    def take(self, changes: Changes) -> None:
        """Take over what changed."""
        for id, row in changes.rows.items():
            before = self._layer.rows.get(id)
            self._total += (row_number(row) if row else 0) - (row_number(before) if before else 0)
        self._layer.change(changes.rows)
        self.until, self._revision = changes.until, changes.revision

    def coder(self, below: Coder) -> Coder:
        """The coder below with these words."""
        name = words_name(self._revision, self._total)
        return _named(self._layer.coder(below), "words", name)


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The words of a language and of the lexicon; accents and case make no difference."""

    lexicon: Lexicon

    def __contains__(self, word: object) -> bool:
        """Whether a word is one of them."""
        return fold(str(word)) in self.lexicon.known


def known_words(coder: Coder, lang: str) -> KnownWords:
    """The words of a language that a coder knows."""
    return KnownWords(coder.lexicons[lang])


def coder_with(coder: Coder, release: Sequence[Mapping], own: Sequence[Mapping] = ()) -> Coder:
    """A coder with the words of a release, and an organisation's own on top of them."""
    return with_words(with_words(coder, release), own)


def coder_on(coder: Coder, name: str, words: Words) -> Coder:
    """A coder with words, whose answers name them (``release`` or ``words``)."""
    return _named(with_words(coder, words.rows), name, words.name)


def crosswalks_of(crosswalks: Crosswalks, releases: ReleaseStore, organisation: str) -> Crosswalks:
    """The crosswalks of one organisation as a store has them now, for a single run."""
    live, own = releases.live(), releases.words(organisation)
    return crosswalks.with_judged(live.rows if live else ()).with_judged(own.rows)


def coder_of(coder: Coder, releases: ReleaseStore, organisation: str) -> Coder:
    """The coder of one organisation as a store has it now, for a single run."""
    live, own = releases.live(), releases.words(organisation)
    below = coder if live is None else coder_on(coder, "release", live)
    return coder_on(below, "words", own) if own.rows else below


def _named(coder: Coder, name: str, value: str) -> Coder:
    return replace(coder, versions=(*coder.versions, (name, value)))
