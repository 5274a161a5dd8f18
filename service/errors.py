"""Errors as answers: one table from class to status, and RFC 9457 problems out.

Nothing that a problem holds is taken from a note. Of an error that is not in the table only
its class and place are logged; the caller gets a plain 500.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

import orjson
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from omaha.access import NotAllowedError, UnknownKeyError
from omaha.errors import (
    InputError,
    NoteTooLongError,
    OmahaError,
    UnknownCodeError,
    UnknownKindError,
    UnknownSchemeError,
)
from omaha.identifiers import BsnRefusedError
from omaha.model import NAMESPACE
from omaha.rdf.sparql import BusyError, QueryError, QueryLimitError
from service.logs import failure, log

PROBLEM_JSON = "application/problem+json"
P = ParamSpec("P")
T = TypeVar("T")


class LineError(HTTPException):
    """A line of a batch is not one note in JSON; the detail says what to send."""

    def __init__(self, detail: str) -> None:
        super().__init__(400, detail)


class NotReadyError(OmahaError):
    """The coder is still being loaded."""


class BodyTooLargeError(HTTPException):
    """A body, or a line of a batch, is larger than the limit in bytes.

    An HTTPException, because FastAPI turns any other error while it reads a body into 400.
    """

    def __init__(self, limit: int, way_out: str = "send less at a time") -> None:
        self.limit = limit
        super().__init__(413, f"larger than the limit of {limit} bytes; {way_out}")

    def __str__(self) -> str:
        """The limit, and the way out."""
        return str(self.detail)


class HostError(OmahaError):
    """The open service was reached in a way that another machine could."""


# The most specific class first. Status, name of the type, title, fields that are told.
TABLE: tuple[tuple[type[Exception], int, str, str, tuple[str, ...]], ...] = (
    (NoteTooLongError, 422, "note-too-long", "Note too long", ("field", "length", "limit")),
    (BsnRefusedError, 422, "bsn-refused", "Citizen service number refused", ("field",)),
    (InputError, 422, "invalid-input", "Input cannot be used", ("field",)),
    (UnknownCodeError, 404, "unknown-code", "Unknown code", ("code", "kind", "near")),
    (UnknownKindError, 404, "unknown-kind", "Unknown kind", ("kind", "allowed")),
    (UnknownSchemeError, 422, "unknown-scheme", "Unknown scheme", ("scheme", "allowed")),
    (UnknownKeyError, 401, "key-needed", "Key needed", ()),
    (NotAllowedError, 403, "not-allowed", "Not allowed", ()),
    (HostError, 403, "key-needed-off-loopback", "Key needed off loopback", ()),
    (BodyTooLargeError, 413, "body-too-large", "Body too large", ("limit",)),
    (QueryError, 400, "query-refused", "Query refused", ()),
    (QueryLimitError, 422, "query-over-limit", "Query over a limit", ("limit",)),
    (BusyError, 503, "busy", "Busy", ()),
    (NotReadyError, 503, "not-ready", "Not ready", ()),
)
_HEADERS = {401: {"WWW-Authenticate": 'Bearer realm="omaha"'}, 503: {"Retry-After": "1"}}
_TITLES = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    413: "Body too large",
    415: "Media type not supported",
}
_DETAILS = {
    400: "not JSON in UTF-8",
    404: "no such address; /openapi.json lists them",
    405: "this address takes another method; see the Allow header",
    406: "none of the media types of the Accept header can be given",
    415: "send the body as JSON, with the header Content-Type: application/json",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a caller sees it; `fields` go beside the members of RFC 9457."""

    status: int
    name: str
    title: str
    detail: str
    fields: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The members of problem+json."""
        kind = f"{NAMESPACE}error/{self.name}" if self.name else "about:blank"
        return {
            "type": kind,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.fields,
        }

    def response(self, request_id: str) -> Response:
        """The answer to one request."""
        body = orjson.dumps({**self.to_json(), "request_id": request_id})
        return Response(body, self.status, self.headers, PROBLEM_JSON)


def problem_for(error: Exception) -> Problem:
    """The problem that an error is told as."""
    if isinstance(error, RequestValidationError) and isinstance(error.body, bytes):
        return _from_http(HTTPException(415))  # FastAPI reads a body of another type as bytes
    if isinstance(error, RequestValidationError | ValidationError):
        return _invalid(error.errors())
    for kind, status, name, title, fields in TABLE:
        if isinstance(error, kind):
            told = {each: getattr(error, each) for each in fields}
            return Problem(status, name, title, str(error), told, _HEADERS.get(status, {}))
    if isinstance(error, HTTPException):
        return _from_http(error)
    return Problem(500, "internal", "Internal error", "the service failed; the log tells where")


def _from_http(error: HTTPException) -> Problem:
    title = _TITLES.get(error.status_code, "Refused")
    detail = _DETAILS.get(error.status_code, title.lower())
    if isinstance(error, LineError):
        detail = error.detail
    return Problem(error.status_code, "", title, detail, {}, dict(error.headers or {}))


def _invalid(errors: Sequence[ErrorDetails | Any]) -> Problem:
    found = [_finding(each) for each in errors[:20]]
    detail = "; ".join(f"{each['field']}: {each['reason']}" for each in found[:3])
    return Problem(422, "invalid-input", "Input cannot be used", detail, {"errors": found})


def _finding(error: ErrorDetails | Any) -> dict[str, str]:
    # Of pydantic's account only place and rule are told: `input` and parts of `msg` and
    # `ctx` quote what was sent, and so may an unknown field's name.
    rule = str(error["type"])
    place = [str(each) for each in error["loc"]]
    if rule == "extra_forbidden":
        where = ".".join(place[:-1]) or "body"
        return {"field": where, "reason": "has an unknown field", "rule": rule}
    if rule == "json_invalid":
        return {"field": "body", "reason": "is not JSON in UTF-8", "rule": rule}
    return {"field": ".".join(place), "reason": _reason(rule, error.get("ctx") or {}), "rule": rule}


_LIMITS = ("ge", "gt", "le", "lt", "min_length", "max_length", "expected", "pattern")


def _reason(rule: str, limits: dict[str, Any]) -> str:
    told = [f"{name} {limits[name]}" for name in _LIMITS if name in limits]
    plain = {"missing": "is needed", "value_error": "cannot be used"}.get(rule)
    return plain or f"is refused ({rule.replace('_', ' ')}{': ' if told else ''}{', '.join(told)})"


class Failed(Exception):
    """Stands for an error that has been logged; carries the problem, and nothing else."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.title)


async def guarded(call: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `call` returns. Raises only Failed (and ClientDisconnect), whatever goes wrong.

    The one place that catches everything, so that no error can carry words of a note to
    the web server's log.
    """
    try:
        return await call(*args, **kwargs)
    except ClientDisconnect:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        problem = problem_for(error)
        if problem.status == 500:
            log(logging.ERROR, "failed", **failure(error))
    raise Failed(problem)
