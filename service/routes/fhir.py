"""Everything below /fhir: one request in, one answer out of `omaha.fhir`."""

from __future__ import annotations

from typing import Any, get_args
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from omaha.fhir import Answer, Call, FhirError, respond
from omaha.fhir.dialect import Release
from omaha.fhir.outcome import refuse
from service.backend import backend_of, sight_of
from service.fhir_answers import FhirResponse, outcome_response
from service.observing import REQUEST_ID, header

RELEASES: tuple[str, ...] = get_args(Release)
_JSON = ("application/fhir+json", "application/json", "text/json")
_FORM = "application/x-www-form-urlencoded"
_TAKES = ("json", "*/*", "application/*", "text/*")


async def lookup(request: Request) -> Response:
    """A code: the most frequent question, so its answers are ready as bytes."""
    scope = request.scope
    if request.method == "GET" and scope["path_params"]["release"] in RELEASES:
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        named = len(asked)
        languages = asked.pop("displayLanguage", None) or header(scope, b"accept-language") or ""
        system, code = asked.pop("system", ""), asked.pop("code", "")
        if not asked and scope["query_string"].count(b"=") == named and _takes_json(scope):
            ready = backend_of(request).fhir(sight_of(request)).page(system, code, languages)
            if ready is not None:
                return FhirResponse(ready)
    return await fhir(request)


async def fhir(request: Request) -> Response:
    """Any other request."""
    try:
        call = await _call(request)
        terminology = backend_of(request).fhir(sight_of(request))
        answer = respond(terminology, call)
    except FhirError as error:
        return outcome_response(error.outcome, error.http_status, request.scope[REQUEST_ID])
    return _response(request, answer, terminology.tag)


async def _call(request: Request) -> Call:
    scope = request.scope
    release, rest = request.path_params["release"], request.path_params.get("rest", "")
    if release not in RELEASES:
        raise refuse(404, "not-found", f"unknown release {release!r}; use {' or '.join(RELEASES)}")
    if not _takes_json(scope):
        raise refuse(406, "not-supported", "only JSON is spoken here: Accept: application/fhir+json")
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
    pretty = request.query_params.get("_pretty") == "true"
    headers = {}
    if answer.lasting:
        headers = {"ETag": f'W/"{tag}"', "Cache-Control": "private, no-cache"}
        if f'"{tag}"' in (header(request.scope, b"if-none-match") or ""):
            return Response(status_code=304, headers=headers)
    body = orjson.dumps(answer.resource, option=orjson.OPT_INDENT_2 if pretty else None)
    return FhirResponse(body, headers=headers)


_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
# The same code for all; apart, so that logs and metrics tell what was asked.
PATTERNS: tuple[str, ...] = (
    "/fhir/{release}/CodeSystem/$validate-code",
    "/fhir/{release}/CodeSystem/$subsumes",
    "/fhir/{release}/CodeSystem/$batch-validate-code",
    "/fhir/{release}/ValueSet/$expand",
    "/fhir/{release}/ValueSet/$validate-code",
    "/fhir/{release}/ValueSet/$batch-validate-code",
    "/fhir/{release}/ConceptMap/$translate",
    "/fhir/{release}/metadata",
    "/fhir/{release}/$versions",
    "/fhir/{release}/{rest:path}",
    "/fhir/{release}",
)
LOOKUP = "/fhir/{release}/CodeSystem/$lookup"


def _rest(pattern: str) -> str:
    return pattern.removeprefix("/fhir/{release}").removeprefix("/")


def _named(pattern: str) -> Any:
    """The endpoint of a pattern that names its address whole."""
    rest = _rest(pattern)

    async def endpoint(request: Request) -> Response:
        request.path_params["rest"] = rest
        return await (lookup if pattern == LOOKUP else fhir)(request)

    return fhir if "{" in rest else endpoint


class FhirRoute(Route):
    """A route that tells logs and metrics which one it is."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it fits a request, and what that puts into the scope."""
        match, found = super().matches(scope)
        return match, {**found, "route": self}


ROUTES: tuple[Route, ...] = tuple(
    FhirRoute(pattern, _named(pattern), methods=_METHODS) for pattern in (LOOKUP, *PATTERNS)
)
