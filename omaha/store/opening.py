"""Opening a store: connected, and brought up to the newest migration."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from omaha.errors import InputError
from omaha.store.connection import connect

# Any fixed number: who holds this lock migrates, the others wait and find it done.
_MIGRATION_LOCK = 7_203_114


def open_store(url: str) -> Engine:
    """The store at `url`, made when it is not there yet, with all migrations applied.

    Safe when several workers open it at the same time. Raises InputError when the URL is
    none of ours, or when the store was made by a newer release of this software.
    """
    engine = connect(url)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def revision_of(connection: Connection) -> str | None:
    """The migration that a store is at."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine) -> None:
    """Apply the migrations that the store does not have yet, all of them or none."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        current = revision_of(connection)
        if current == scripts.get_current_head():
            return
        if current not in {None, *(each.revision for each in scripts.walk_revisions())}:
            raise InputError("store", f"made by a newer release (revision {current}); upgrade")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
