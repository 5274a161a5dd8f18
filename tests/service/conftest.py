"""The service as its callers see it: through a client, with keys or open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from omaha.loading import Engine
from omaha.store import KeyStore, NewKey, open_store
from service.app import create_app
from service.backend import Backend
from service.settings import Settings

Connect = Callable[..., TestClient]


@pytest.fixture(scope="session")
def backend(engine: Engine) -> Backend:
    """The real engine, with its concepts as JSON."""
    made = Backend(engine)
    made.pages.make()
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a store of the test's own."""
    return Settings(store=f"sqlite:///{tmp_path / 'store.db'}")


@pytest.fixture
def keys(settings: Settings) -> Iterator[KeyStore]:
    """The keys of that store."""
    made = KeyStore(open_store(settings.store_url))
    yield made
    made.close()


@pytest.fixture
def connect(backend: Backend, settings: Settings) -> Iterator[Connect]:
    """Starts a service with changed settings, another coder or a key, and connects to it."""
    with ExitStack() as stack:

        def start(
            *,
            key: NewKey | None = None,
            coder: Any = None,
            host: str = "127.0.0.1",
            client: str = "127.0.0.1",
            **changed: Any,
        ) -> TestClient:
            used = backend
            if coder is not None:
                used = Backend(replace(backend.engine, coder=coder))
                used.pages.make()
            app = create_app(replace(settings, **changed), load=lambda _: used)
            made = stack.enter_context(
                TestClient(app, base_url=f"http://{host}:8000", client=(client, 50000))
            )
            if key is not None:
                made.headers["Authorization"] = f"Bearer {key.token}"
            app.state.omaha.backend = used
            return made

        yield start


@pytest.fixture
def client(connect: Connect) -> TestClient:
    """An open service on loopback."""
    return connect()


@pytest.fixture(scope="session")
def reader(backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One open service for all tests that only read, since starting one takes a while."""
    store = f"sqlite:///{tmp_path_factory.mktemp('reader') / 'store.db'}"
    app = create_app(Settings(store=store), load=lambda _: backend)
    with TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000)) as made:
        app.state.omaha.backend = backend
        yield made
