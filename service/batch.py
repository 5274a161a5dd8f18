"""NDJSON in, NDJSON out: one line at a time, in order, in flat memory.

Reading and writing go on together: a line is answered as soon as it is whole, and nothing
more is read while the caller leaves answers unread.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from omaha.identifiers import holds_bsn
from service.coding import Desk
from service.errors import BodyTooLargeError, Failed, LineError, guarded
from service.schemas import NoteIn

NDJSON = "application/x-ndjson"
_FLUSH = 65_536
_ONE_A_LINE = "send one note a line; with curl use --data-binary or -T, since -d joins lines"


async def read_lines(
    chunks: AsyncIterator[bytes], limit: int
) -> AsyncIterator[list[tuple[int, bytes | None]]]:
    """The lines that each chunk completes, as (number from 1, line or None if over `limit`).

    Never holds more than `limit` bytes of an unfinished line. Blank lines count and are
    left out.
    """
    number, rest, skipping = 0, b"", False
    async for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        found: list[tuple[int, bytes | None]] = []
        for line in whole:
            number += 1
            if skipping or len(line) > limit:
                found.append((number, None))
            elif line.strip():
                found.append((number, line))
            skipping = False
        if skipping or len(rest) > limit:
            skipping, rest = True, b""
        yield found
    if skipping or rest.strip():
        yield [(number + 1, None if skipping else rest)]


async def answer_lines(
    chunks: AsyncIterator[bytes], desk: Desk, limit: int
) -> AsyncIterator[bytes]:
    """The answers to all lines, as pieces of NDJSON."""
    async for lines in read_lines(chunks, limit):
        piece: list[bytes] = []
        size = 0
        for number, line in lines:
            answer = await _answer(number, line, desk, limit)
            piece += (answer, b"\n")
            size += len(answer)
            if size > _FLUSH:
                yield b"".join(piece)
                piece, size = [], 0
            await asyncio.sleep(0)  # other requests go between notes
        if piece:
            yield b"".join(piece)


async def _answer(number: int, line: bytes | None, desk: Desk, limit: int) -> bytes:
    known: dict[str, Any] = {"id": None, "line": number}

    async def coded() -> bytes:
        if line is None:
            raise BodyTooLargeError(limit, _ONE_A_LINE)
        sent = _read(line)
        known["id"] = _safe_id(sent)
        return await desk.answer(NoteIn.model_validate(sent))

    try:
        return await guarded(coded)
    except Failed as failed:
        return orjson.dumps({**known, "error": failed.problem.to_json()})


def _read(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        whole = error.msg.startswith("unexpected content after")
        rest = error.doc[error.pos :].lstrip()
    if whole and rest.startswith(("{", ",")):
        raise LineError(f"more than one object in a line; {_ONE_A_LINE}")
    raise LineError("not JSON in UTF-8; send one object a line")


def _safe_id(sent: Any) -> str | None:
    """The id that a bad line is answered under: its own, unless it cannot be one."""
    found = sent.get("id") if isinstance(sent, dict) else None
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if isinstance(found, str) and len(found) <= 200 and not holds_bsn(found):
        return found
    return None


class LineStream(Response):
    """Sends pieces as they come. Leaves the request's body to whoever makes the pieces.

    Starlette's own streaming response listens for the caller leaving, and so would take
    parts of the body that is still being read.
    """

    media_type = NDJSON

    def __init__(self, pieces: AsyncIterator[bytes], seconds: float) -> None:
        super().__init__()
        del self.headers["content-length"]
        self.headers["cache-control"] = "no-store"
        self.headers["x-accel-buffering"] = "no"  # or nginx would gather the answers up
        self._pieces = pieces
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send all; raises ClientDisconnect when nothing is read for the set time."""
        began = False
        async for piece in self._pieces:
            # Not before the first piece: a caller who asked whether to go on (100-continue)
            # gets that answer only while this one has not begun.
            if not began:
                await self._begin(send)
                began = True
            await self._send(send, piece, more=True)
        if not began:
            await self._begin(send)
        await self._send(send, b"", more=False)

    async def _begin(self, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )

    async def _send(self, send: Send, piece: bytes, *, more: bool) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await send({"type": "http.response.body", "body": piece, "more_body": more})
        except TimeoutError:
            raise ClientDisconnect from None
