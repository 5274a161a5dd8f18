"""Who works on the store, and which one: options that the commands of curation share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from omaha.curation import HERE, Steward
from omaha.store import default_url, open_store

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Desk:
    """An opened store, and who works on it."""

    store: Any
    by: Steward


def with_steward(command: _Command) -> _Command:
    """Give a command --store, --organisation, --steward and --as (a discipline)."""
    for names, default, about in (
        (("--as", "role"), "any", "The steward's own discipline, for figures of agreement."),
        (("--steward",), HERE, "Who judges; the name of the steward's key."),
        (("--organisation",), HERE, "Whose words; the organisation of the key."),
    ):
        command = click.option(*names, default=default, show_default=True, help=about)(command)
    return click.option("--store", help="Database URL; else the SQLite file of this user.")(command)


def open_desk(given: dict[str, Any]) -> Desk:
    """The desk that the options of `with_steward` name; they are taken out of `given`."""
    store = open_store(given.pop("store") or default_url())
    name, role = given.pop("steward"), given.pop("role")
    return Desk(store, Steward(name, given.pop("organisation"), role))
