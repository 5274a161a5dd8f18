"""The service with two more routes to compare with: an empty one, and one without middleware.

`make_app` is for ``uvicorn --factory``; settings come from the environment, as always.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from service.app import create_app

EMPTY = b"{}"
NOTE = b'{"text": "Stuit rood, zinkzalf gesmeerd. Geen pijn.", "lang": "nl"}'
ROOT = Path(__file__).parent.parent


async def answer_empty(_: Request) -> Response:
    """Nothing, as JSON."""
    return Response(EMPTY, media_type="application/json")


def make_app() -> ASGIApp:
    """``/v1/empty`` behind the service's own middleware, ``/bare`` beside it."""
    app = create_app()
    # First in line, as the route that is asked most would be.
    app.router.routes.insert(0, Route("/v1/empty", answer_empty))
    bare = Route("/bare", answer_empty)

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/bare":
            await bare.handle(scope, receive, send)
        else:
            await app(scope, receive, send)

    return choose


class Connection:
    """One kept-alive connection that costs the client as little as Python allows."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """Send a whole request and return the whole answer; raises unless it is a 200."""
        self._socket.sendall(request)
        answer = self._socket.recv(65_536)
        while b"\r\n\r\n" not in answer:
            answer += self._socket.recv(65_536)
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._socket.recv(65_536)
        return body

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def request(path: str, body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    method = "POST" if body else "GET"
    more = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n".encode() + body


@contextlib.contextmanager
def running() -> Iterator[Connection]:
    """A uvicorn process on loopback with the engine loaded, and a connection to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "--factory", "benchmarks.http_app:make_app",
             "--port", str(port), "--no-access-log", "--log-level", "critical"],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "OMAHA_STORE": f"sqlite:///{folder}/store.db"},
        )  # fmt: skip
        try:
            _wait(port)
            connection = Connection(port)
            yield connection
            connection.close()
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int, seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/readyz")
            if asked.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise TimeoutError("the service is not ready after two minutes")
