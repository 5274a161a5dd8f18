"""Who comes in: keys, the open mode on loopback, and no citizen service number in an address."""

from __future__ import annotations

import hashlib
import re
from time import monotonic
from urllib.parse import parse_qsl

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from omaha.access import Key, UnknownKeyError
from omaha.identifiers import BsnRefusedError, holds_bsn, refuse_bsn
from omaha.store import KeyStore
from service.errors import HostError
from service.observing import KEY, header
from service.settings import is_loopback

# The scopes of which an address needs one: the first that fits. What is not named here needs
# `read`. A case system sends feedback with the key that it codes with.
SCOPES = (
    ("/v1/code", ("code",)),
    ("/v1/mappings", ("curate",)),
    ("/v1/judgements", ("curate",)),
    ("/v1/releases", ("curate", "admin")),
    ("/v1/feedback/support", ("curate",)),
    ("/v1/feedback", ("curate", "code")),
)
# What is live is live for every organisation of the service.
_GO_LIVE = re.compile(r"/v1/releases/.+/live")
HEALTH = frozenset(("/healthz", "/readyz"))
# A code to translate may be nine digits by right (SNOMED CT); its route looks at it.
_CODES = frozenset((("/v1/translate", "code"),))
_KNOWN_AT_MOST = 10_000
_KEY_NEEDED = "send `Authorization: Bearer omaha_…`; `omaha keys create` makes a key"


def scopes_for(path: str) -> tuple[str, ...]:
    """The scopes that open an address; a key needs one of them.

    >>> scopes_for("/v1/code/batch"), scopes_for("/v1/search"), scopes_for("/v1/codes")
    (('code',), ('read',), ('read',))
    >>> scopes_for("/v1/releases"), scopes_for("/v1/releases/2026-12/live")
    (('curate', 'admin'), ('admin',))
    """
    if _GO_LIVE.fullmatch(path):
        return ("admin",)
    for prefix, scopes in SCOPES:
        if path == prefix or path.startswith(prefix + "/"):
            return scopes
    return ("read",)


class KnownKeys:
    """Keys of the store, each remembered for some seconds by the hash of its token.

    A revoked key is refused after that time at the latest. What is unknown is never
    remembered, so that wrong keys cannot fill the memory.
    """

    def __init__(self, store: KeyStore, seconds: float) -> None:
        self._store = store
        self._seconds = seconds
        self._known: dict[bytes, tuple[float, Key]] = {}

    async def key(self, token: str) -> Key:
        """The key that a token opens; raises UnknownKeyError."""
        digest = hashlib.sha256(token.encode()).digest()
        until, found = self._known.get(digest, (0.0, None))
        if found is not None and monotonic() < until:
            return found
        self._known.pop(digest, None)
        key = await anyio.to_thread.run_sync(self._store.find, token)
        if len(self._known) >= _KNOWN_AT_MOST:
            self._known.clear()
        self._known[digest] = (monotonic() + self._seconds, key)
        return key


class Gate:
    """ASGI middleware; `keys` is None when the service is open on loopback."""

    def __init__(self, app: ASGIApp, keys: KnownKeys | None) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or raise the error that says why not."""
        if scope["type"] == "http":
            if self._keys is None:
                require_loopback(scope)
            elif not (scope["path"] in HEALTH and _from_here(scope)):
                scope[KEY] = await self._admit(scope, self._keys)
            refuse_bsn_in_address(scope)
        await self._app(scope, receive, send)

    async def _admit(self, scope: Scope, keys: KnownKeys) -> Key:
        kind, _, token = (header(scope, b"authorization") or "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise UnknownKeyError(_KEY_NEEDED)
        key = await keys.key(token.strip())
        key.require(*scopes_for(scope["path"]))
        return key


def refuse_bsn_in_address(scope: Scope) -> None:
    """Raise BsnRefusedError for one in the path, the query or X-Request-ID."""
    refuse_bsn("X-Request-ID", header(scope, b"x-request-id"))
    refuse_bsn("path", scope["path"])
    query = scope["query_string"]
    if not query:
        return
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if holds_bsn(name):
            raise BsnRefusedError("query")
        if (scope["path"], name) not in _CODES and holds_bsn(value):
            raise BsnRefusedError(name if name.isidentifier() and len(name) <= 20 else "query")


def require_loopback(scope: Scope) -> None:
    """Raise HostError unless a request came to and from this machine, for this machine.

    The last defence of the open service: it holds when the address was not given through
    the settings, behind a proxy that forwards, and against a page that has its own name
    point here (DNS rebinding).
    """
    server = scope.get("server") or ("", 0)
    host = _host(header(scope, b"host") or "")
    forwarded = header(scope, b"forwarded") or header(scope, b"x-forwarded-for")
    if not is_loopback(server[0]) or not _from_here(scope) or not is_loopback(host) or forwarded:
        raise HostError(
            "without keys the service answers this machine only, as localhost or 127.0.0.1; "
            "make a key with `omaha keys create` and start it again"
        )


def _from_here(scope: Scope) -> bool:
    client = scope.get("client") or ("", 0)
    return is_loopback(client[0])


def _host(sent: str) -> str:
    """The name in a Host header, without port and brackets.

    >>> _host("127.0.0.1:8000"), _host("[::1]:8000"), _host("localhost")
    ('127.0.0.1', '::1', 'localhost')
    """
    if sent.startswith("["):
        return sent[1:].partition("]")[0]
    return sent.partition(":")[0]
