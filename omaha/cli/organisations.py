"""The coder and crosswalks of an organisation, as the service has them."""

from __future__ import annotations

import click

from omaha.coding.pipeline import Coder
from omaha.crosswalks import Crosswalks
from omaha.live import coder_of, crosswalks_of
from omaha.store import ReleaseStore, default_url, open_store


def of_organisation(coder: Coder, organisation: str, store: str | None) -> Coder:
    """A coder with the live release of a store and the words of an organisation there."""
    engine = open_store(store or default_url())
    try:
        made = coder_of(coder, ReleaseStore(engine), organisation)
    finally:
        engine.dispose()
    if "words" not in dict(made.versions):
        click.echo(f"no words of {organisation!r} in this store", err=True)
    return made


def crosswalks_of_organisation(
    crosswalks: Crosswalks, organisation: str, store: str | None
) -> Crosswalks:
    """Crosswalks with what stewards decided, in the live release and for an organisation."""
    engine = open_store(store or default_url())
    try:
        return crosswalks_of(crosswalks, ReleaseStore(engine), organisation)
    finally:
        engine.dispose()
