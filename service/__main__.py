"""``python -m service``: the service on one address, in one or more processes."""

from __future__ import annotations

import argparse
import contextlib
import signal
import socket
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn

from omaha.errors import OmahaError
from omaha.store import KeyStore, open_store
from service.app import NO_KEY, create_app
from service.backend import State, load_backend
from service.logs import set_up_logs
from service.pages import new_secret
from service.settings import Settings


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop. Returns 0, 1 when loading failed, 2 for unusable settings."""
    try:
        settings = _settings(arguments)
        access = _check_access(settings)
        _check_port(settings)
        print(
            f"serving on http://{settings.host}:{settings.port} ({access}); stop with Ctrl+C",
            file=sys.stderr,
        )
        if settings.workers == 1:
            return _serve_here(settings)
        return _serve_workers(settings)
    except OmahaError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _settings(arguments: list[str] | None) -> Settings:
    found = Settings.from_env()
    parser = argparse.ArgumentParser(
        prog="python -m service",
        description="Serve the Omaha System over HTTP.",
        epilog="All other settings are environment variables, OMAHA_…; docs/api.md lists them.",
    )
    parser.add_argument("--host", default=found.host, help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=found.port, help="port (%(default)s)")
    parser.add_argument("--workers", type=int, default=found.workers, help="workers (%(default)s)")
    given = parser.parse_args(arguments)
    return replace(found, host=given.host, port=given.port, workers=given.workers)


def _check_port(settings: Settings) -> None:
    """Refuse an address that cannot be listened on, before anything is loaded."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        raise OmahaError(
            f"cannot listen on {settings.host}:{settings.port} ({error.strerror}); "
            "stop what does, or choose another port with --port or OMAHA_PORT"
        ) from None


def _check_access(settings: Settings) -> str:
    """How the service may be reached; refuses what nobody guards. Also migrates the store."""
    keys = KeyStore(open_store(settings.store_url))
    is_open = not keys.has_active()
    keys.close()
    if is_open and not settings.on_loopback:
        raise OmahaError(NO_KEY.format(host=settings.host))
    return "open on this machine only, without keys" if is_open else "every call needs a key"


def _serve_here(settings: Settings) -> int:
    set_up_logs(settings.log_level)
    app = create_app(settings)
    state: State = app.state.omaha
    server = uvicorn.Server(uvicorn.Config(app, **_options(settings)))

    def stop() -> None:
        server.should_exit = True

    state.stop = stop
    # The server stops in good order at a signal and then raises it again: no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    return 1 if state.failed else 0


def _serve_workers(settings: Settings) -> int:
    set_up_logs(settings.log_level)
    # Loaded here first: what is damaged is told once, and one process compiles for all.
    load_backend(settings)
    with tempfile.TemporaryDirectory(prefix="omaha-metrics-") as folder:
        shared = settings.metrics or Path(folder)
        shared.mkdir(parents=True, exist_ok=True)
        # What one worker signs, each of them reads.
        secret = settings.session_secret or new_secret()
        replace(settings, metrics=shared, session_secret=secret).export()
        uvicorn.run(
            "service.app:create_app", factory=True, workers=settings.workers, **_options(settings)
        )
    return 0


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
        "log_config": None,  # service.logs does it, and lets no text through
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,  # who called decides about access; nobody may say so in a header
        "timeout_graceful_shutdown": settings.stop_seconds,
    }


if __name__ == "__main__":
    sys.exit(main())
