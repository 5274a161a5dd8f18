"""Everything below /fhir: one request in, one answer out of `omaha.fhir`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import parse_qsl

import orjson
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from omaha.fhir import Answer, Call, FhirError, respond
from omaha.fhir.dialect import Release
from omaha.fhir.outcome import refuse
from service.backend import Fhir, backend_of, coder_of, crosswalks_of, sight_of, state_of
from service.fhir_answers import FhirResponse, outcome_response
from service.observing import REQUEST_ID, header

RELEASES: tuple[str, ...] = get_args(Release)
# A body of more bytes is worked on in a thread.
LARGE = 32 * 1024
_JSON = ("application/fhir+json", "application/json", "text/json")
_FORM = "application/x-www-form-urlencoded"
_TAKES = ("json", "*/*", "application/*", "text/*")


async def answer(request: Request) -> Response:
    """Any address below /fhir; what was asked in the same way before is at hand as bytes."""
    scope = request.scope
    asked = scope["path_params"]
    address = (
        asked.get("release", ""),
        asked.get("rest", ""),
        scope["query_string"],
        header(scope, b"accept-language") or "",
    )
    plain = scope["method"] == "GET" and _takes_json(scope)
    try:
        backend = await _fhir(request)
        ready = backend.ready.find(address) if plain else None
        if ready is not None:
            return FhirResponse(ready)
        call = await _call(request)
        size = len(await request.body()) if request.method == "POST" else 0
        if size > LARGE:
            # What is sent along may take seconds, in which others would wait.
            turns = state_of(request).turns
            found = await to_thread.run_sync(respond, backend.terminology, call, limiter=turns)
        else:
            found = respond(backend.terminology, call)
    except FhirError as error:
        return outcome_response(error.outcome, error.http_status, scope[REQUEST_ID])
    response = _response(request, found, backend.terminology.tag)
    if plain and response.status_code == 200:
        backend.ready.keep(address, bytes(response.body))
    return response


async def _fhir(request: Request) -> Fhir:
    """What this caller is answered from; made in a thread where stewards changed a crosswalk."""
    backend, seen = backend_of(request), (sight_of(request), crosswalks_of(request))
    found = backend.find_fhir(seen)
    if found is not None:
        return found
    ours = seen[1] is backend.engine.crosswalks
    versions = backend.versions if ours else dict(coder_of(request).versions)
    return await to_thread.run_sync(backend.fhir, seen, versions, limiter=state_of(request).turns)


async def _call(request: Request) -> Call:
    scope = request.scope
    release, rest = request.path_params.get("release", ""), request.path_params.get("rest", "")
    if release not in RELEASES:
        named = " or ".join(f"/fhir/{each}" for each in RELEASES)
        raise refuse(404, "not-found", f"unknown release {release!r}; use {named}")
    if not _takes_json(scope):
        raise refuse(406, "not-supported", "only JSON is spoken here: application/fhir+json")
    query = tuple(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    body: Any = None
    method = "GET" if request.method == "HEAD" else request.method
    if method == "POST":
        kind = (header(scope, b"content-type") or "").partition(";")[0].strip().lower()
        raw = await request.body()
        if kind == _FORM:
            query = (*query, *parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
        elif raw:
            body = _read(raw, kind)
    root = f"{str(request.base_url).rstrip('/')}/fhir/{release}"
    path = tuple(part for part in rest.split("/") if part)
    return Call(release, method, path, query, body, header(scope, b"accept-language"), root)


def _read(raw: bytes, kind: str) -> Any:
    if kind not in _JSON:
        raise refuse(
            415, "not-supported", "send JSON, with the header Content-Type: application/fhir+json"
        )
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise refuse(400, "structure", "the body is not JSON in UTF-8") from None


def _takes_json(scope: Scope) -> bool:
    accept = header(scope, b"accept")
    return not accept or any(each in accept for each in _TAKES)


def _response(request: Request, answer: Answer, tag: str) -> Response:
    # Looked at only where it may stand: reading the query takes as long as the answer.
    asked = b"_pretty" in request.scope["query_string"]
    pretty = asked and request.query_params.get("_pretty") == "true"
    headers = {}
    if answer.lasting:
        headers = {"ETag": f'W/"{tag}"', "Cache-Control": "private, no-cache"}
        if f'"{tag}"' in (header(request.scope, b"if-none-match") or ""):
            return Response(status_code=304, headers=headers)
    body = orjson.dumps(answer.resource, option=orjson.OPT_INDENT_2 if pretty else None)
    return FhirResponse(body, headers=headers)


_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
# What logs and metrics call the addresses that are asked most; any other is "rest".
NAMED: frozenset[str] = frozenset((
    "CodeSystem/$lookup", "CodeSystem/$validate-code", "CodeSystem/$subsumes",
    "CodeSystem/$batch-validate-code", "ValueSet/$expand", "ValueSet/$validate-code",
    "ValueSet/$batch-validate-code", "ConceptMap/$translate", "metadata",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A route as logs and metrics call it."""

    path: str


class FhirRoute(Route):
    """One route for all addresses, so that finding it costs one look; tells which one it was."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it fits a request, and what that puts into the scope."""
        match, found = super().matches(scope)
        if match is not Match.NONE:
            rest = found["path_params"].get("rest", "")
            found["route"] = Named("/fhir/{release}/" + (rest if rest in NAMED else "{rest}"))
        return match, found


ROUTES: tuple[Route, ...] = (
    FhirRoute("/fhir/{release}/{rest:path}", answer, methods=_METHODS),
    FhirRoute("/fhir/{release}", answer, methods=_METHODS),
    FhirRoute("/fhir", answer, methods=_METHODS),
)
