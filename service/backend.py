"""What the routes answer from: the engine, loaded once and replaced whole."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import anyio
from fastapi import Request

from omaha import Coder
from omaha.access import Key, Sight
from omaha.loading import Engine, Sources, load_engine, read_lexicon
from omaha.mappings import Mapping
from omaha.store import KeyStore
from service.answers import ConceptPages
from service.curation import Curation, organisation_of
from service.errors import NotReadyError
from service.logs import log
from service.metrics import Metrics
from service.observing import KEY
from service.pages import Pages, Sessions
from service.settings import Settings

COMPILING = "compiling the vocabulary and lexicon this needs, once, up to 15 s ..."


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


def _stop_worker() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _one_at_a_time() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(1)


@dataclass
class State:
    """What one worker holds. `backend` is None until the engine is loaded.

    `curation` is what stewards work on, and the coders with the words of each organisation.
    `keys`, `pages` and `sessions` are what people are let in and answered with.
    `turns` lets one long note at a time be coded in a thread; `stop` ends the service.
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


def sight_of(request: Request) -> Sight:
    """What the caller may see."""
    key = key_of(request)
    return key.sight if key else Sight()
