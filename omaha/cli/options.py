"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from omaha.model import KINDS, LANGUAGES

_Command = TypeVar("_Command", bound=Callable[..., Any])
HELP_NAMES = {"help_option_names": ["-h", "--help"]}
FILE = click.Path(path_type=Path)
# The way out for who types a note where a file or a command is meant.
ECHO = "to code words typed here use: echo '…' | omaha code -"
SHARE = click.FloatRange(0.0, 1.0)


def with_data(command: _Command) -> _Command:
    """Give a command --data, --cache and --label-pack."""
    for name, about in (
        ("--label-pack", "A licensed label set (CSV) that replaces displays."),
        ("--cache", "Folder of the compiled form; else ~/.cache/omaha-system."),
        ("--data", "Folder with vocab/ and mappings/; else those that came along."),
    ):
        command = click.option(name, type=FILE, help=about)(command)
    return command


def with_kind(command: _Command) -> _Command:
    """Give a command --kind."""
    return click.option("--kind", type=click.Choice(KINDS), help="Only this kind.")(command)


def with_lang(default: str | None, about: str) -> Callable[[_Command], _Command]:
    """Give a command --lang with a default."""
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default=default, show_default=True, help=about
    )
