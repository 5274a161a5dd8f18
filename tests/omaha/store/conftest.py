"""The same store tests run on SQLite and on a real PostgreSQL 16."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from omaha.store import open_store


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, started without root from a wheel."""
    with warnings.catch_warnings():
        # It looks for a runtime folder at import and grumbles where there is none.
        warnings.simplefilter("ignore")
        pgserver = importlib.import_module("pgserver")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    server: str = request.getfixturevalue("postgresql")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    yield server


@pytest.fixture
def opened(url: str) -> Iterator[Callable[[], Engine]]:
    """Opens the store of the test, as often as it is called."""
    stores: list[Engine] = []

    def again() -> Engine:
        stores.append(open_store(url))
        return stores[-1]

    yield again
    for store in stores:
        store.dispose()
