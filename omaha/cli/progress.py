"""What long work says of itself on standard error."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import click

_T = TypeVar("_T")
# Shorter work is done before anybody would look. In bytes, or rows.
WORTH_SHOWING = 200_000


def shown(items: Iterable[_T], total: int, done: Callable[[], int]) -> Iterator[_T]:
    """The items as they come; at a terminal `done()` of `total` is shown while they do.

    >>> list(shown([1, 2], 0, lambda: 0))
    [1, 2]
    """
    if total < WORTH_SHOWING or not sys.stderr.isatty():
        return iter(items)
    bar: Iterator[_T] = importlib.import_module("omaha.cli.bar").with_bar(items, total, done)
    return bar


def say_compiling() -> None:
    """Say why the first start takes its time."""
    click.echo("compiling the vocabulary and lexicon this needs, once, up to 15 s ...", err=True)
