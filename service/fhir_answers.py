"""FHIR's media type, and errors of the service as OperationOutcomes."""

from __future__ import annotations

import orjson
from starlette.responses import Response
from starlette.types import Scope

from omaha.fhir import Issue, Json, operation_outcome
from service.answers import JsonResponse
from service.errors import Problem

# What HL7's issue types call the statuses that the service answers with.
_CODES = {
    400: "invalid", 401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported",
    413: "too-long", 415: "not-supported", 422: "invalid", 503: "transient",
}  # fmt: skip


class FhirResponse(JsonResponse):
    """An answer of FHIR, as bytes of JSON."""

    media_type = "application/fhir+json"


def is_fhir(scope: Scope) -> bool:
    """Whether a request is one of FHIR, so that its errors must be as well."""
    path: str = scope["path"]
    return path == "/fhir" or path.startswith("/fhir/")


def outcome_response(
    outcome: Json, status: int, request_id: str, headers: dict[str, str] | None = None
) -> Response:
    """An OperationOutcome as an answer; tells the id of the request for whoever asks about it."""
    told = {"severity": "information", "code": "informational",
            "diagnostics": f"X-Request-Id: {request_id}"}  # fmt: skip
    body = orjson.dumps({**outcome, "issue": [*outcome["issue"], told]})
    return FhirResponse(body, status, headers)


def problem_response(problem: Problem, scope: Scope, request_id: str) -> Response:
    """An error of the service in the form that its caller expects."""
    if not is_fhir(scope):
        return problem.response(request_id)
    issue = Issue("error", _CODES.get(problem.status, "exception"), problem.detail)
    return outcome_response(
        operation_outcome([issue]), problem.status, request_id, dict(problem.headers)
    )
