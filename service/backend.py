"""What the routes answer from: the engine, loaded once and replaced whole."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import anyio
from fastapi import Request

from omaha import Coder
from omaha.access import Key, Sight
from omaha.crosswalks import Crosswalks
from omaha.fhir import Terminology
from omaha.loading import Engine, Sources, load_engine, read_lexicon
from omaha.mappings import Mapping
from omaha.rdf.catalog import Dump, find_dumps
from omaha.rdf.sparql import Limits, SparqlEndpoint
from omaha.reconciliation import Reconciler
from omaha.store import KeyStore
from omaha.vocabulary import Vocabulary
from service.answers import ConceptPages
from service.curation import Curation, organisation_of
from service.errors import NotReadyError
from service.fhir_ready import ReadyAnswers
from service.logs import log
from service.metrics import Metrics
from service.observing import KEY
from service.pages import Pages, Sessions
from service.settings import Settings

# Of how many different sights and crosswalks the terminologies are kept.
MOST_SIGHTS = 16
# What a FHIR client may see: concepts, and what they are in other schemes.
Seen = tuple[Sight, Crosswalks]
COMPILING = "compiling the vocabulary and lexicon this needs, once, up to 15 s ..."


@dataclass(frozen=True, slots=True)
class Fhir:
    """What FHIR is answered from, and answers that are given again."""

    terminology: Terminology
    ready: ReadyAnswers


@dataclass(frozen=True)
class Backend:
    """An engine with the answers that are made beforehand; `data` as in the settings."""

    engine: Engine
    data: Path | None = None

    @cached_property
    def _phrases(self) -> dict[str, list[Mapping]]:
        """The rows of the lexicon by what they mean: read when a page first asks for them."""
        found: dict[str, list[Mapping]] = {}
        for row in read_lexicon(Sources.of(self.data)):
            found.setdefault(row.object, []).append(row)
        return found

    def phrases_of(self, curie: str) -> list[Mapping]:
        """The phrases of practice that mean a concept. Slow the first time."""
        return self._phrases.get(curie, [])

    @cached_property
    def versions(self) -> dict[str, str]:
        """What every answer names."""
        return dict(self.engine.versions)

    @cached_property
    def pages(self) -> ConceptPages:
        """All concepts as JSON."""
        return ConceptPages(self.engine.vocabulary, self.versions)

    @cached_property
    def reconciler(self) -> Reconciler:
        """What finds concepts for the cells of a table."""
        engine = self.engine
        return Reconciler(engine.vocabulary, engine.search, engine.crosswalks)

    @cached_property
    def dumps(self) -> dict[str, Dump]:
        """The dumps of linked data, by name."""
        return {dump.name: dump for dump in find_dumps(self.engine.linked)}

    @cached_property
    def _terminologies(self) -> dict[Seen, Fhir]:
        return {}

    def fhir(self, seen: Seen, versions: dict[str, str]) -> Fhir:
        """What FHIR answers a caller from, made once for all who see the same.

        `versions` are those that the caller's crosswalks are of.
        """
        found = self.find_fhir(seen)
        if found is None:
            if len(self._terminologies) >= MOST_SIGHTS:
                self._terminologies.clear()
            sight, crosswalks = seen
            vocabulary = _seen(self.engine.vocabulary, sight)
            made = Terminology(vocabulary, crosswalks, self.engine.search, versions)
            found = Fhir(made, ReadyAnswers())
            self._terminologies[seen] = found
        return found

    def find_fhir(self, seen: Seen) -> Fhir | None:
        """The same, None where it would have to be made, which takes a third of a second."""
        return self._terminologies.get(seen)


def _seen(vocabulary: Vocabulary, sight: Sight) -> Vocabulary:
    """The part of a vocabulary that may be seen; what stands above it and may not, is left out."""
    if sight.whole:
        return vocabulary
    seen = {each.curie: each for each in vocabulary if sight.sees(each, vocabulary)}
    return Vocabulary(
        vocabulary.release,
        [e if e.parent in seen else replace(e, parent=None) for e in seen.values()],
        vocabulary.schemes,
        vocabulary.groups,
        vocabulary.about,
        vocabulary.label_packs,
    )


def _stop_worker() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _one_at_a_time() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(1)


def _few_waiting() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(4)


@dataclass
class State:
    """What one worker holds. `backend` is None until the engine is loaded.

    `curation` is what stewards work on, and the coders with the words of each organisation.
    `keys`, `pages` and `sessions` are what people are let in and answered with.
    `turns` lets one long note at a time be coded in a thread; `stop` ends the service.
    `sparql` answers queries, its process starts at the first one; `sparql_turns` lets few of
    them wait for each other.
    """

    settings: Settings
    metrics: Metrics
    open: bool
    curation: Curation
    keys: KeyStore
    pages: Pages
    sessions: Sessions
    backend: Backend | None = None
    failed: bool = False
    stop: Callable[[], None] = _stop_worker
    turns: anyio.CapacityLimiter = field(default_factory=_one_at_a_time)
    sparql: SparqlEndpoint = field(init=False)
    sparql_turns: anyio.CapacityLimiter = field(default_factory=_few_waiting)

    def __post_init__(self) -> None:
        """Make what needs the others."""
        settings = self.settings
        limits = Limits(settings.sparql_seconds, settings.sparql_rows, settings.sparql_memory)
        self.sparql = SparqlEndpoint(self._quads, limits)

    def _quads(self) -> Iterable[bytes]:
        return () if self.backend is None else self.backend.engine.linked.quads()


def load_backend(settings: Settings) -> Backend:
    """Load everything, so that the first request waits for nothing."""
    engine = load_engine(
        data=settings.data,
        cache=settings.cache,
        label_pack=settings.label_pack,
        on_compile=lambda: log(logging.INFO, COMPILING),
    )
    backend = Backend(engine, settings.data)
    backend.pages.make()
    backend.fhir((Sight(), engine.crosswalks), backend.versions)
    return backend


def state_of(request: Request) -> State:
    """The state of this worker."""
    state: State = request.app.state.omaha
    return state


def backend_of(request: Request) -> Backend:
    """The backend; raises NotReadyError until it is loaded."""
    backend = state_of(request).backend
    if backend is None:
        raise NotReadyError("the coder is being loaded; ask again in a second")
    return backend


def key_of(request: Request) -> Key | None:
    """The key of the caller, None when the service is open."""
    key: Key | None = request.scope.get(KEY)
    return key


def coder_of(request: Request) -> Coder:
    """The coder of the caller's organisation; raises NotReadyError until it is loaded."""
    base = backend_of(request).engine.coder
    return state_of(request).curation.coders.coder(base, organisation_of(key_of(request)))


def crosswalks_of(request: Request) -> Crosswalks:
    """What the caller's organisation translates by; raises NotReadyError until it is loaded."""
    base = backend_of(request).engine.crosswalks
    return state_of(request).curation.coders.crosswalks(base, organisation_of(key_of(request)))


def sight_of(request: Request) -> Sight:
    """What the caller may see."""
    key = key_of(request)
    return key.sight if key else Sight()


def url_of(request: Request) -> str:
    """The address of the service as the caller sees it, without a slash at the end."""
    public = state_of(request).settings.public_url
    return (public or str(request.base_url)).rstrip("/")
