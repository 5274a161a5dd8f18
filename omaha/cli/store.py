"""`omaha store`: back-up, restore, verify, and the journal of changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from omaha.cli.options import FILE, HELP_NAMES
from omaha.cli.stewards import open_desk, with_steward
from omaha.store import back_up, check_backup, export_events, restore, verify_store


@click.group(context_settings=HELP_NAMES)
def command() -> None:
    """Back up, restore and verify the store; export its journal.

    \b
    Examples:
      omaha store backup store.backup
      omaha store restore store.backup --store postgresql://omaha@db/omaha
      omaha store verify
    """


@command.command()
@click.argument("file", type=FILE)
@with_steward
def backup(file: Path, **given: Any) -> None:
    """Write all of the store to FILE, while the service runs. It holds hashes of keys: guard it."""
    counts = back_up(open_desk(given).store, file)
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables in {file}")


@command.command("restore")
@click.argument("file", type=FILE)
@with_steward
def restore_command(file: Path, **given: Any) -> None:
    """Fill an empty store from FILE, all of it or nothing; also on another kind of database."""
    counts = restore(open_desk(given).store, file)
    click.echo(f"{sum(counts.values())} rows restored")


@command.command()
@click.argument("file", type=FILE, required=False)
@with_steward
def verify(file: Path | None, **given: Any) -> None:
    """Check the store against its journal, or a back-up FILE against its hash."""
    if file is not None:
        click.echo(f"{file}: whole, {check_backup(file)} rows")
        return
    found = verify_store(open_desk(given).store)
    for line in found:
        click.echo(line)
    if found:
        raise click.exceptions.Exit(1)
    click.echo("the store is whole")


@command.command()
@click.option("--after", type=int, default=0, help="Only events after this number.")
@with_steward
def journal(after: int, **given: Any) -> None:
    """Every change as a JSON line: who, for whom, what, of what, when; never words of notes."""
    desk = open_desk(given)
    for event in export_events(desk.store, desk.by, after):
        click.echo(orjson.dumps(event.to_json()))
