"""The limit on bodies, kept before and while they are read, never after."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import BodyTooLargeError
from service.observing import header

# Streamed: here the limit holds for each line, and service.batch keeps it.
STREAMED = frozenset(("/v1/code/batch",))


class BodyLimit:
    """ASGI middleware that refuses a body of more than `limit` bytes."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raise BodyTooLargeError at the announced length, or where the body passes the limit."""
        if scope["type"] != "http" or scope["method"] == "GET" or scope["path"] in STREAMED:
            await self._app(scope, receive, send)
            return
        announced = header(scope, b"content-length") or "0"
        if announced.isdigit() and int(announced) > self._limit:
            raise BodyTooLargeError(self._limit)
        read = 0

        async def receive_counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise BodyTooLargeError(self._limit)
            return message

        await self._app(scope, receive_counted, send)
