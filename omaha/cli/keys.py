"""`omaha keys`: who may call the service."""

from __future__ import annotations

import click

from omaha.access import Key
from omaha.cli.options import HELP_NAMES
from omaha.store import KeyStore, default_url, open_store

_with_store = click.option("--store", help="Database URL; else the SQLite file of this user.")


@click.group(context_settings=HELP_NAMES)
def command() -> None:
    """Make, list and revoke keys to the service.

    \b
    Examples:
      omaha keys create desk --organisation "Wijkteam Noord" --scope read --scope code
      omaha keys list
      omaha keys revoke 0a1b2c3d
    """


@command.command()
@click.argument("name")
@click.option("--organisation", required=True, help="Whose key it is.")
@click.option("--scope", multiple=True, required=True, help="read, code, curate or admin.")
@click.option("--discipline", multiple=True, help="Only these disciplines; repeatable.")
@click.option("--content", multiple=True, help="Only these kinds or domains; repeatable.")
@_with_store
def create(
    name: str,
    organisation: str,
    scope: tuple[str, ...],
    discipline: tuple[str, ...],
    content: tuple[str, ...],
    store: str | None,
) -> None:
    """Make a key and show it, once: only a hash of it is kept.

    \b
    Examples:
      omaha keys create ecd --organisation "Wijkteam Noord" --scope code --scope read
      omaha keys create anna --organisation "Wijkteam Noord" --scope curate --scope read
      omaha keys create wmo --organisation "Gemeente" --scope read --content domain/I
    """
    made = _store(store).create(name, organisation, scope, discipline, content)
    click.echo(made.token)
    click.echo(f"key {made.key.id} made; it is not shown again, keep it safe", err=True)


@command.command("list")
@_with_store
def list_keys(store: str | None) -> None:
    """Show every key that was ever made, without its secret."""
    for key in _store(store).list():
        click.echo(describe(key))


@command.command()
@click.argument("id")
@_with_store
def revoke(id: str, store: str | None) -> None:
    """Close a key for good.

    \b
    Examples:
      omaha keys revoke 0a1b2c3d
    """
    click.echo(describe(_store(store).revoke(id)))


def describe(key: Key) -> str:
    """One line on a key."""
    state = "active" if key.revoked is None else f"revoked {key.revoked:%Y-%m-%d}"
    limits = ",".join((*key.disciplines, *key.contents)) or "all"
    return "\t".join(
        (key.id, state, key.organisation, key.name, ",".join(key.scopes), limits,
         f"{key.created:%Y-%m-%d}")
    )  # fmt: skip


def _store(url: str | None) -> KeyStore:
    return KeyStore(open_store(url or default_url()))
