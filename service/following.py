"""How every worker learns what stewards agree: revisions, asked for by the clock.

A worker asks the store each quarter of a second what changed, in a thread. The worker that
makes a change asks at once, before it answers. No request ever waits for a lexicon.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from fastapi import Request

from service.backend import State, state_of
from service.errors import Failed, guarded

SECONDS = 0.25
# After a failure (the database is away) what is known goes on working.
SECONDS_AFTER_FAILURE = 2.0
_T = TypeVar("_T")


async def asked(call: Callable[..., _T], *values: Any) -> _T:
    """What the store answers, waited for in a thread."""
    return await anyio.to_thread.run_sync(call, *values)


async def changed(request: Request, call: Callable[..., _T], *values: Any) -> _T:
    """What the store answers to a change; this worker codes by it when the answer goes out."""
    state = state_of(request)

    def change() -> _T:
        found = call(*values)
        if state.backend is not None:
            state.curation.coders.refresh(state.backend.engine.coder)
        return found

    return await anyio.to_thread.run_sync(change)


async def follow(state: State) -> None:
    """Ask for changes for as long as the worker lives."""
    while True:
        pause = SECONDS
        if state.backend is not None:
            try:
                await guarded(asked, state.curation.coders.refresh, state.backend.engine.coder)
            except Failed:
                pause = SECONDS_AFTER_FAILURE
        await anyio.sleep(pause)
