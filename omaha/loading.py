"""The one place that wires files, RDF, SSSOM and the compiled forms together.

Loading from source takes seconds; what is made from it is kept in a cache folder, part by
part, and made again when a source or the engine changes.
"""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omaha.compiled import Deferred, Digests, hash_files, load_part, without_collector
from omaha.crosswalks import Crosswalks
from omaha.errors import DataError
from omaha.label_packs import apply_label_pack, load_label_pack
from omaha.linked import LinkedData
from omaha.mappings import Mapping
from omaha.model import LANGUAGES
from omaha.plan_rules import read_rules
from omaha.search import SearchIndex
from omaha.vocabulary import Vocabulary

if TYPE_CHECKING:
    from omaha.coding.lexicon import Lexicon, WordEntry
    from omaha.coding.pipeline import Coder
    from omaha.views.rules import Rule

# Raised when the shape of a compiled part changes.
FORMAT = "4"
# The modules that make each compiled part, besides this one: with another content of theirs
# it is made again. A test holds these to the imports.
_OF_VOCABULARY = ("errors", "label_packs", "model", "rdf", "vocabulary")
_OF_ROWS = ("mappings", "sssom")
_OF_LEXICON = (
    *_OF_VOCABULARY, *_OF_ROWS, "similarity", "wordlist", "coding/compilation",
    "coding/compounds", "coding/fuzzy", "coding/lexicon", "coding/text", "coding/wordkeys",
)  # fmt: skip
CODE: dict[str, tuple[str, ...]] = {
    "vocabulary": _OF_VOCABULARY,
    "search": (*_OF_VOCABULARY, *_OF_ROWS, "search", "similarity", "wordindex"),
    "crosswalks": (*_OF_VOCABULARY, *_OF_ROWS, "crosswalks"),
    "linked": (*_OF_VOCABULARY, *_OF_ROWS, "linked"),
    "lexicon": _OF_LEXICON,
    "mended": _OF_LEXICON,
    "words": (
        *_OF_LEXICON, "coding/frequent_words", "coding/features", "coding/reading",
        "coding/matching", "coding/assertion", "coding/circumstance", "coding/cues",
        "coding/denial", "coding/order",
    ),
}  # fmt: skip
_PACKAGE = Path(__file__).parent
# Heavy libraries read sources; with a compiled form at hand they are never imported.
_RDF, _TARGETS, _LINKING, _SSSOM, _COMPILATION, _WORDLIST = (
    "omaha.rdf",
    "omaha.rdf.target_schemes",
    "omaha.rdf.linking",
    "omaha.sssom",
    "omaha.coding.compilation",
    "omaha.wordlist",
)


OnCompile = Callable[[], None]


@dataclass(frozen=True)
class Engine:
    """Everything that a service needs, of one release. `versions` are (name, value) pairs.

    `linked` is read (and compiled, where it has to be) when it is first asked for: it is
    large, and many never ask.
    """

    vocabulary: Vocabulary
    search: SearchIndex
    crosswalks: Crosswalks
    coder: Coder
    versions: tuple[tuple[str, str], ...]
    sources: Sources
    rules: tuple[Rule, ...] = ()

    @functools.cached_property
    def linked(self) -> LinkedData:
        """The files of this release as linked data; no label pack ever comes into it."""
        return _linked(self.sources)


@dataclass(frozen=True)
class Sources:
    """Where data, compiled forms and an optional label pack lie.

    `data` holds ``vocab`` and ``mappings``; `cache` is made when missing. `on_compile` is
    called before the first part that has to be compiled, since that takes seconds.
    """

    data: Path
    cache: Path
    label_pack: Path | None = None
    on_compile: OnCompile | None = None
    digests: Digests = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        data: Path | None = None,
        cache: Path | None = None,
        label_pack: Path | None = None,
        on_compile: OnCompile | None = None,
    ) -> Sources:
        """The given places, else the checkout's (or the wheel's own) data and the user's cache.

        Raises DataError when there is no data, or no label pack, where it should be.
        """
        if data is None:
            inside = _PACKAGE / "_data"
            data = inside if inside.is_dir() else _PACKAGE.parent
        for name in ("vocab", "mappings"):
            if not (data / name).is_dir():
                raise DataError(data / name, 0, "no such folder; name the folder that holds it")
        if label_pack is not None and not label_pack.is_file():
            raise DataError(label_pack, 0, "no such file; name the label pack's CSV")
        if cache is None:
            cache = Path(os.path.expanduser("~")) / ".cache" / "omaha-system"
        return cls(data, cache, label_pack, _once(on_compile) if on_compile else None)

    def part(self, name: str, files: Iterable[Path], build: Callable[[], Any]) -> Any:
        """A compiled part (of `CODE`, or of it and a language) made from some files."""
        key = hash_files([*files, *code_of(name.partition("-")[0])], self.digests)

        def build_aloud() -> Any:
            if self.on_compile is not None:
                self.on_compile()
            return build()

        return load_part(self.cache, f"{name}-{FORMAT}", key, build_aloud)

    @property
    def pack(self) -> list[Path]:
        """The file of the label pack, if there is one."""
        return [] if self.label_pack is None else [self.label_pack]

    @property
    def turtle(self) -> list[Path]:
        """The files of the vocabulary."""
        return sorted((self.data / "vocab").glob("*.ttl"))

    @property
    def schemes(self) -> list[Path]:
        """The files of the schemes that we translate to."""
        return sorted((self.data / "vocab" / "schemes").glob("*.ttl"))

    @property
    def lexicon(self) -> list[Path]:
        """The files of phrases."""
        return sorted((self.data / "mappings").glob("lexicon-*.sssom.tsv"))

    @property
    def crosswalks(self) -> list[Path]:
        """The files of crosswalks."""
        return sorted((self.data / "mappings").glob("omaha-*.sssom.tsv"))

    @property
    def rules(self) -> Path:
        """The rules of the care-plan check."""
        return self.data / "mappings" / "plan-rules.tsv"

    @property
    def weights(self) -> tuple[Path, Path]:
        """The clause model: its weights, and all the rest."""
        folder = self.data / "mappings" / "model"
        return folder / "weights.npz", folder / "model.json"


def load_vocabulary(
    *,
    data: Path | None = None,
    cache: Path | None = None,
    label_pack: Path | None = None,
    on_compile: OnCompile | None = None,
) -> Vocabulary:
    """The vocabulary, with the displays of a label pack where one is given."""
    return _vocabulary(Sources.of(data, cache, label_pack, on_compile))


def load_search(
    *,
    data: Path | None = None,
    cache: Path | None = None,
    label_pack: Path | None = None,
    on_compile: OnCompile | None = None,
) -> SearchIndex:
    """The search index over codes, displays, scope notes and phrases."""
    return _search(Sources.of(data, cache, label_pack, on_compile))


def load_crosswalks(
    *,
    data: Path | None = None,
    cache: Path | None = None,
    label_pack: Path | None = None,
    on_compile: OnCompile | None = None,
) -> Crosswalks:
    """The crosswalks to other schemes and to the codes of New Zealand."""
    return _crosswalks(Sources.of(data, cache, label_pack, on_compile))


def load_coder(
    *,
    data: Path | None = None,
    cache: Path | None = None,
    label_pack: Path | None = None,
    on_compile: OnCompile | None = None,
) -> Coder:
    """The coder, ready for `omaha.code_note`."""
    sources = Sources.of(data, cache, label_pack, on_compile)
    return _coder(sources, _vocabulary(sources))


def load_engine(
    *,
    data: Path | None = None,
    cache: Path | None = None,
    label_pack: Path | None = None,
    on_compile: OnCompile | None = None,
) -> Engine:
    """Everything at once, of one release; `on_compile` as in `Sources`."""
    sources = Sources.of(data, cache, label_pack, on_compile)
    vocabulary = _vocabulary(sources)
    coder = _coder(sources, vocabulary)
    return Engine(
        vocabulary,
        _search(sources),
        _crosswalks(sources),
        coder,
        coder.versions,
        sources,
        read_rules(sources.rules),
    )


def code_of(part: str) -> list[Path]:
    """The files of Python that a compiled part depends on."""
    found = [Path(__file__)]
    for name in CODE[part]:
        folder = _PACKAGE / name
        found += folder.glob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
    return found


def _once(call: OnCompile) -> OnCompile:
    """What makes a call the first time only."""
    left = [call]

    def first() -> None:
        if left:
            left.pop()()

    return first


def read_lexicon(sources: Sources) -> list[Mapping]:
    """All rows of the lexicon; raises the first DataError of a row that cannot be read."""
    rows: list[Mapping] = []
    for path in sources.lexicon:
        good, bad = importlib.import_module(_SSSOM).read_mappings(path)
        if bad:
            raise bad[0]
        rows += good
    return rows


def _vocabulary(sources: Sources) -> Vocabulary:
    def build() -> Any:
        return importlib.import_module(_RDF).load_vocabulary(sources.data / "vocab").to_json()

    with without_collector():
        vocabulary = Vocabulary.from_json(sources.part("vocabulary", sources.turtle, build))
    if sources.label_pack is None:
        return vocabulary
    return apply_label_pack(vocabulary, load_label_pack(sources.label_pack))[0]


def _search(sources: Sources) -> SearchIndex:
    def build() -> Any:
        build_search_index = importlib.import_module("omaha.search").build_search_index
        return build_search_index(_vocabulary(sources), read_lexicon(sources)).to_json()

    with without_collector():
        files = [*sources.turtle, *sources.lexicon, *sources.pack]
        return SearchIndex.from_json(sources.part("search", files, build))


def _crosswalks(sources: Sources) -> Crosswalks:
    def build() -> Any:
        rows: list[Mapping] = []
        for path in sources.crosswalks:
            good, bad = importlib.import_module(_SSSOM).read_mappings(path)
            if bad:
                raise bad[0]
            rows += good
        schemes = importlib.import_module(_TARGETS).load_target_schemes(
            sources.data / "vocab" / "schemes"
        )
        build_crosswalks = importlib.import_module("omaha.crosswalks").build_crosswalks
        return build_crosswalks(_vocabulary(sources), schemes, rows).to_json()

    with without_collector():
        files = [*sources.turtle, *sources.schemes, *sources.crosswalks, *sources.pack]
        return Crosswalks.from_json(sources.part("crosswalks", files, build))


def _linked(sources: Sources) -> LinkedData:
    files = [*sources.lexicon, *sources.crosswalks]

    def build() -> Any:
        sssom = importlib.import_module(_SSSOM)
        sets = []
        for path in files:
            rows, bad = sssom.read_mappings(path)
            if bad:
                raise bad[0]
            sets.append((path.name.removesuffix(".sssom.tsv"), sssom.read_metadata(path), rows))
        build_graphs = importlib.import_module(_LINKING).build_graphs
        release = _vocabulary(replace(sources, label_pack=None)).release
        return build_graphs(sources.data / "vocab", release, sets)

    with without_collector():
        every = [*sources.turtle, *sources.schemes, *files]
        return LinkedData(sources.part("linked", every, build))


def load_lexicons(sources: Sources) -> dict[str, Lexicon]:
    """The compiled lexicon of each language."""
    with without_collector():
        return {lang: _lexicon(sources, lang) for lang in LANGUAGES}


def _lexicon(sources: Sources, lang: str) -> Lexicon:
    """A lexicon; what mends misspelt words is read when there is one to mend."""
    compilation = importlib.import_module(_COMPILATION)
    files = [*sources.turtle, *sources.lexicon, *sources.pack]

    def mended(build: Callable[[], Any]) -> dict[str, str]:
        found: dict[str, str] = compilation.unpacked(sources.part(f"mended-{lang}", files, build))
        return found

    later = Deferred(lambda: mended(lambda: _compile_lexicon(sources, lang)["mended"]))

    def build() -> Any:
        stored = _compile_lexicon(sources, lang)
        apart = stored.pop("mended")
        later.fill(mended(lambda: apart))
        return stored

    lexicon: Lexicon = compilation.lexicon_from_json(
        sources.part(f"lexicon-{lang}", files, build), later
    )
    return lexicon


def _coder(sources: Sources, vocabulary: Vocabulary) -> Coder:
    # Only here is numpy needed: looking a code up starts without it.
    assembly = importlib.import_module("omaha.coding.assembly")
    lexicons = load_lexicons(sources)
    with without_collector():
        model, formulas = assembly.read_model(*sources.weights)
        for lexicon in lexicons.values():
            lexicon.frequent = _frequent_words(sources, lexicon, model.rows)
        coder: Coder = assembly.assemble_coder(
            lexicons, model, formulas, vocabulary, _versions(sources, vocabulary)
        )
    return coder


def _frequent_words(
    sources: Sources, lexicon: Lexicon, rows: Table[str, bytes]
) -> dict[str, WordEntry]:
    """The common words of a language with their rows in the clause model."""
    module = importlib.import_module("omaha.coding.frequent_words")

    def build() -> Any:
        compilation = importlib.import_module(_COMPILATION)
        ranks = importlib.import_module(_WORDLIST).word_rank(lexicon.lang)
        words = compilation.words_of(r for r in read_lexicon(sources) if r.lang == lexicon.lang)
        words |= {word for word, rank in ranks.items() if rank < module.FREQUENT_RANK}
        return module.frequent_words_to_json(module.build_frequent_words(lexicon, words, rows))

    files = [*sources.turtle, *sources.lexicon, *sources.pack, sources.weights[1]]
    found: dict[str, WordEntry] = module.frequent_words_from_json(
        sources.part(f"words-{lexicon.lang}", files, build)
    )
    return found


def _compile_lexicon(sources: Sources, lang: str) -> Any:
    compilation = importlib.import_module(_COMPILATION)
    wordlist = importlib.import_module(_WORDLIST)
    rows = [row for row in read_lexicon(sources) if row.lang == lang]
    rows += compilation.display_rows(_vocabulary(sources), lang)
    known = wordlist.build_word_keys(lang, compilation.words_of(rows))
    lexicon = compilation.build_lexicon(lang, rows, known, wordlist.word_rank(lang))
    return compilation.lexicon_to_json(lexicon)


def _versions(sources: Sources, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    weights = hash_files([path for path in sources.weights if path.is_file()], sources.digests)
    rules = [path for path in (sources.rules,) if path.is_file()]
    mappings = hash_files([*sources.lexicon, *sources.crosswalks, *rules], sources.digests)
    packs = tuple((f"label_pack:{name}", value) for name, value in vocabulary.label_packs)
    return (
        ("vocabulary", vocabulary.release),
        ("mappings", f"sha256:{mappings[:16]}"),
        ("engine", f"{engine_version()}+{weights[:8]}"),
        *packs,
    )


def engine_version() -> str:
    """The version of this software as installed."""
    try:
        return metadata.version("omaha-system")
    except metadata.PackageNotFoundError:
        return "0.0.0"
