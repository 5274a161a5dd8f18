"""The outermost layer: request ids, a log line and a count a request, nothing thrown past it."""

from __future__ import annotations

import logging
import re
import secrets
from time import perf_counter

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from omaha.access import Key
from omaha.identifiers import holds_bsn
from service.errors import Failed, guarded
from service.fhir_answers import problem_response
from service.logs import log
from service.metrics import Metrics

REQUEST_ID = "omaha.request_id"
KEY = "omaha.key"
CLIENT_LEFT = 499
_PLAIN = (b"x-content-type-options", b"nosniff")
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of that lower-case name, or None."""
    for each, value in scope["headers"]:
        if each == name:
            return str(value.decode("latin-1"))
    return None


def request_id(scope: Scope) -> str:
    """The caller's X-Request-ID when it is a safe token, else 32 random hexadecimal digits."""
    sent = header(scope, b"x-request-id")
    if sent is not None and _SAFE.fullmatch(sent) and not holds_bsn(sent):
        return sent
    return secrets.token_hex(16)


class Observed:
    """ASGI middleware around everything else of the service."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, count it and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        status = 0
        named = scope[REQUEST_ID] = request_id(scope)

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                added = [(b"x-request-id", named.encode()), _PLAIN]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        self._metrics.running.inc()
        try:
            await guarded(self._app, scope, receive, send_named)
        except Failed as failed:
            # Once an answer has begun, all that can be done is to break it off.
            if not status:
                answer = problem_response(failed.problem, scope, named)
                await answer(scope, receive, send_named)
        except ClientDisconnect:
            status = status or CLIENT_LEFT
        finally:
            self._metrics.running.dec()
            self._finish(scope, status, perf_counter() - began)

    def _finish(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        self._metrics.answered(scope["method"], route, status, seconds)
        key: Key | None = scope.get(KEY)
        log(
            logging.INFO,
            "request",
            request_id=scope[REQUEST_ID],
            method=scope["method"] if scope["method"].isalpha() else None,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 3),
            key=key.id if key else None,
            organisation=key.organisation if key else None,
        )
