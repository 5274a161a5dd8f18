"""The progress bar itself, which only a terminal pays for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

_T = TypeVar("_T")
_EVERY = 50


def with_bar(items: Iterable[_T], total: int, done: Callable[[], int]) -> Iterator[_T]:
    """The items as they come, with a bar on standard error that is gone at the end."""
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        for number, item in enumerate(items):
            if number % _EVERY == 0:
                progress.update(task, completed=done())
            yield item
