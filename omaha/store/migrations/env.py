"""Where Alembic finds its connection and the tables. Run by Alembic, for `omaha.store.opening`."""

from __future__ import annotations

from alembic import context

from omaha.store.tables import Table

# Only Alembic gives a configuration; what merely imports this file (doctests) changes nothing.
if hasattr(context, "config"):
    # The caller's connection, which also holds lock and transaction.
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Table.metadata,
        render_as_batch=True,  # SQLite changes a table by copying it
    )
    context.run_migrations()
