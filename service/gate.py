"""Who comes in: keys, the open mode on loopback, and no citizen service number in an address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from urllib.parse import parse_qsl

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from omaha.access import Key, UnknownKeyError
from omaha.identifiers import BsnRefusedError, holds_bsn, refuse_bsn
from omaha.store import KeyStore
from service.errors import HostError
from service.observing import KEY, header
from service.pages import COOKIE, PAGE_HEADER, Sessions
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
    ("/desk/effect", ("curate",)),
    ("/desk/release-effect", ("curate",)),
)
# What is live is live for every organisation of the service.
_GO_LIVE = re.compile(r"/v1/releases/.+/live")
# Pages let everyone in and look themselves at who it is: without a key they hold no data.
PAGES = ("/static", "/session", "/browse", "/desk", "/practice")
# What the desk asks for is data, and needs a steward like any other.
_EFFECTS = ("/desk/effect/", "/desk/release-effect/")
_READING = frozenset(("GET", "HEAD"))
HEALTH = frozenset(("/healthz", "/readyz"))
# A code to translate may be nine digits by right (SNOMED CT); its route looks at it.
_CODES = frozenset((("/v1/translate", "code"),))
_KNOWN_AT_MOST = 10_000
_SESSION_ENDED = "this session has ended; sign in again"
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


def is_page(path: str) -> bool:
    """Whether an address is one of the pages, or of what they are made of.

    >>> is_page("/"), is_page("/browse/problem/24"), is_page("/v1/code"), is_page("/desktop")
    (True, True, False, False)
    """
    if path.startswith(_EFFECTS):
        return False
    return path == "/" or any(path == each or path.startswith(each + "/") for each in PAGES)


class KnownKeys:
    """Keys of the store, each remembered for some seconds by the hash of its token.

    A token is a key's own or that of a session, which opens what its key does except
    administration.

    A revoked key is refused after that time at the latest. What is unknown is never
    remembered, so that wrong keys cannot fill the memory.
    """

    def __init__(self, store: KeyStore, seconds: float, sessions: Sessions) -> None:
        self._store = store
        self._sessions = sessions
        self._seconds = seconds
        self._known: dict[bytes, tuple[float, Key]] = {}

    async def key(self, token: str) -> Key:
        """The key that a token opens; raises UnknownKeyError."""
        if Sessions.fits(token):
            return await self._of_session(token)
        return await self._remembered(token.encode(), self._store.find, token)

    async def _of_session(self, token: str) -> Key:
        id = self._sessions.key_id(token)
        if id is None:
            raise UnknownKeyError(_SESSION_ENDED)
        key = await self._remembered(f"session {id}".encode(), self._store.active, id)
        return replace(key, scopes=tuple(each for each in key.scopes if each != "admin"))

    async def _remembered(self, name: bytes, find: Callable[[str], Key], sent: str) -> Key:
        digest = hashlib.sha256(name).digest()
        until, found = self._known.get(digest, (0.0, None))
        if found is not None and monotonic() < until:
            return found
        self._known.pop(digest, None)
        key = await anyio.to_thread.run_sync(find, sent)
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
            elif is_page(scope["path"]):
                scope[KEY] = await self._known(scope, self._keys)
            elif not (scope["path"] in HEALTH and _from_here(scope)):
                scope[KEY] = await self._admit(scope, self._keys)
            refuse_bsn_in_address(scope)
        await self._app(scope, receive, send)

    async def _known(self, scope: Scope, keys: KnownKeys) -> Key | None:
        # A page changes nothing, so here the cookie counts without the header of the page.
        token = _bearer(scope) or _cookie(scope)
        try:
            return await keys.key(token) if token else None
        except UnknownKeyError:
            return None

    async def _admit(self, scope: Scope, keys: KnownKeys) -> Key:
        token = _bearer(scope)
        if header(scope, b"authorization") is None and _is_from_page(scope):
            token = _cookie(scope)
        if not token:
            raise UnknownKeyError(_KEY_NEEDED)
        key = await keys.key(token)
        key.require(*scopes_for(scope["path"]))
        return key


def _bearer(scope: Scope) -> str:
    kind, _, token = (header(scope, b"authorization") or "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _is_from_page(scope: Scope) -> bool:
    """Whether no other site can have sent this with the cookie of who is signed in."""
    return scope["method"] in _READING or header(scope, PAGE_HEADER) is not None


def _cookie(scope: Scope) -> str:
    """The token of a session's cookie, "" without one."""
    for part in (header(scope, b"cookie") or "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE and Sessions.fits(value):
            return value
    return ""


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
