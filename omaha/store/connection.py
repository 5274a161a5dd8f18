"""Connections: how each database is set up so that nothing is lost and readers never wait."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from omaha.errors import InputError

BUSY_MILLISECONDS = 10_000
_DRIVERS = ("sqlite", "postgresql", "postgresql+psycopg")


def default_url() -> str:
    """The store of this user on this machine: one SQLite file in the home folder."""
    return f"sqlite:///{Path.home() / '.local' / 'share' / 'omaha-system' / 'store.db'}"


def connect(url: str) -> Engine:
    """A connection pool for `url`: ``sqlite:///FILE`` or ``postgresql://…``.

    Nothing is opened yet but the folder of a SQLite file, which is made for this user only.
    Raises InputError for any other URL; the URL is not repeated, it may hold a password.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        file = Path(parsed.database).expanduser()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made before SQLite does, so that nobody else can read it at any time.
        file.touch(mode=0o600)
        parsed = parsed.set(database=str(file))
    engine = create_engine(parsed)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername not in _DRIVERS:
        raise InputError("store", "not a store; use sqlite:///FILE or postgresql://USER@HOST/NAME")
    return parsed


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    _keep_journal(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _keep_journal(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log. SQLite does not wait for its lock on this, so we do."""
    until = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if monotonic() > until:
                raise
            sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock when it begins: a reader that turns writer half-way would be
    # refused at once by SQLite, busy timeout or not.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads."""
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose changes are kept together when the block ends, or not at all."""
    with Session(engine.execution_options(writes=True)) as session, session.begin():
        yield session
