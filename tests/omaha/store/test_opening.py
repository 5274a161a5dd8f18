"""A store opens whole: made, migrated, by many at once, and never by an older release."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from omaha.errors import InputError
from omaha.store import KeyStore, open_store
from omaha.store.connection import connect, reading, writing
from omaha.store.tables import Table

Opened = Callable[[], Engine]


def test_migrations_make_the_tables_that_the_models_say(opened: Opened) -> None:
    with opened().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_a_second_opening_keeps_what_is_there(opened: Opened) -> None:
    token = KeyStore(opened()).create("ecd", "Noord", ["read"]).token

    assert KeyStore(opened()).find(token).name == "ecd"


def test_many_may_open_a_new_store_at_once(opened: Opened) -> None:
    wrong: list[BaseException] = []

    def make() -> None:
        try:
            KeyStore(opened()).create("ecd", "Noord", ["read"])
        except BaseException as error:  # noqa: BLE001 - the test tells it
            wrong.append(error)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert len(KeyStore(opened()).list()) == 8


def test_a_store_of_a_newer_release_is_refused(opened: Opened) -> None:
    with opened().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(InputError, match="made by a newer release"):
        opened()


def test_a_failed_change_leaves_nothing_behind(opened: Opened) -> None:
    store = opened()

    def fail() -> None:
        with writing(store) as session:
            session.execute(text("DELETE FROM alembic_version"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    with reading(store) as session:
        assert session.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_sqlite_keeps_a_journal_checks_links_and_waits(tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path / 'new' / 'store.db'}").connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) == 10_000


def test_a_sqlite_store_is_its_users_only(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'new' / 'store.db'}")

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "store.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["mysql://me:geheim@here/x", "store.db", "", "sqlite+x://"])
def test_other_urls_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(InputError, match="sqlite:///FILE") as refused:
        connect(url)

    assert "geheim" not in str(refused.value)
