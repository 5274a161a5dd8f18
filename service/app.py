"""The application: built from settings, with everything it holds passed in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from omaha.errors import OmahaError
from omaha.store import KeyStore, open_store
from service.backend import Backend, State, load_backend
from service.cors import Cors
from service.curation import Curation
from service.errors import problem_for
from service.fhir_answers import problem_response
from service.following import follow
from service.gate import Gate, KnownKeys
from service.intended_use import DESCRIPTION
from service.limits import BodyLimit
from service.logs import failure, log, set_up_logs
from service.metrics import Metrics
from service.observing import REQUEST_ID, Observed
from service.openapi import SERVICE_NAME, describe
from service.pages import Pages, Sessions, new_secret
from service.routes import PAGE_ROUTERS, ROUTERS, fhir
from service.settings import Settings, SettingsError

Load = Callable[[Settings], Backend]
NO_KEY = (
    "{host} can be reached from other machines, and there is no key yet: make one with "
    "`omaha keys create`, or listen on 127.0.0.1"
)


def create_app(
    settings: Settings | None = None, *, load: Load = load_backend, keys: KeyStore | None = None
) -> FastAPI:
    """The application. Without arguments: as the environment says, for the web server.

    Raises SettingsError when it would be open to other machines.
    """
    if settings is None:
        settings = Settings.from_env()
        set_up_logs(settings.log_level)
    store = open_store(settings.store_url)
    keys = keys or KeyStore(store)
    is_open = not keys.has_active()
    if is_open and not settings.on_loopback:
        raise SettingsError(NO_KEY.format(host=settings.host))
    keys.close()  # what a worker then needs, it opens itself
    sessions = Sessions(settings.session_secret or new_secret(), settings.session_seconds)
    curation = Curation.of(store)
    metrics = Metrics(settings.metrics)
    state = State(settings, metrics, is_open, curation, keys, Pages.load(), sessions)
    app = FastAPIOffline(
        docs_url="/docs",
        redoc_url=None,
        static_url="/docs/assets",
        title=SERVICE_NAME,
        version="1",
        description=DESCRIPTION,
        # Swagger's page would otherwise send the description to a validator elsewhere.
        swagger_ui_parameters={"validatorUrl": None},
        lifespan=_lifespan(state, load, keys),
    )
    app.state.omaha = state
    first, *others = (*ROUTERS, *PAGE_ROUTERS)
    # In front even of the docs: every route that stands before it is looked at.
    app.router.routes[:0] = first.routes
    app.router.routes.extend(fhir.ROUTES)
    for router in others:
        # Side by side: a router within a router is looked through twice for every request.
        app.router.routes.extend(router.routes)
    for kind in (OmahaError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _answer_problem)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, limit=settings.body_limit)
    known = KnownKeys(keys, settings.key_seconds, sessions)
    app.add_middleware(Gate, keys=None if is_open else known)
    app.add_middleware(Cors)
    app.add_middleware(Observed, metrics=state.metrics)
    describe(app)
    return app


async def _answer_problem(request: Request, error: Exception) -> Response:
    return problem_response(problem_for(error), request.scope, request.scope[REQUEST_ID])


def _lifespan(state: State, load: Load, keys: KeyStore) -> Callable[[FastAPI], object]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        settings = state.settings
        loading = asyncio.create_task(_load(state, load))
        following = asyncio.create_task(follow(state))
        if settings.workers > 1:
            # A worker that listens answers: callers cannot choose one that is ready.
            await loading
        log(logging.INFO, "started", address=f"{settings.host}:{settings.port}", open=state.open)
        if state.open:
            log(logging.WARNING, "open without keys, for one person on this machine")
        try:
            yield
        finally:
            loading.cancel()
            state.sparql.close()
            following.cancel()
            state.metrics.close()
            keys.close()
            state.curation.close()
            log(logging.INFO, "stopped")

    return lifespan


async def _load(state: State, load: Load) -> None:
    """Load the engine while the service already answers /healthz; stop when it cannot."""
    try:
        backend = await asyncio.to_thread(load, state.settings)
        # Words that were agreed before this start are there from the first note on.
        await asyncio.to_thread(state.curation.coders.refresh, backend.engine.coder)
        state.backend = backend
    except (OmahaError, OSError) as error:
        state.failed = True
        log(logging.CRITICAL, "the engine cannot be loaded; run `omaha check`", **failure(error))
        state.stop()
    else:
        log(logging.INFO, "ready")
        # The pages of concepts show phrases; the first reader is not to wait for the files.
        await asyncio.to_thread(backend.phrases_of, "")
