"""The parts of the API's description that FastAPI does not write itself."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from service.errors import PROBLEM_JSON
from service.schemas import ProblemDetails

SERVICE_NAME = "Omaha System terminology and coding service"
_PROBLEM = {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
_WHEN = {
    400: "The body is not JSON.",
    401: "A key is needed, or this one is unknown or revoked.",
    403: "The key does not allow this.",
    404: "Unknown code or kind.",
    413: "The body is larger than the limit, which is named.",
    415: "The body came without `Content-Type: application/json`.",
    422: "Something sent cannot be used; `detail` and `field` or `errors` say what.",
    503: "The coder is still being loaded.",
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": when, "content": {PROBLEM_JSON: _PROBLEM}}
    for status, when in _WHEN.items()
}


def ndjson(description: str) -> dict[str, Any]:
    """The description of an answer in lines, each a coded note or an error."""
    line = {
        "anyOf": [
            {"$ref": "#/components/schemas/CodedNote"},
            {"type": "object", "required": ["id", "line", "error"]},
        ]
    }
    return {"description": description, "content": {"application/x-ndjson": {"schema": line}}}


def describe(app: FastAPI) -> None:
    """Complete the description: how keys are sent, and what errors look like."""
    schema = app.openapi()
    parts = schema["components"]
    parts["schemas"]["ProblemDetails"] = ProblemDetails.model_json_schema()
    parts["securitySchemes"] = {
        "key": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "omaha_<id>_<secret>",
            "description": "Not needed on loopback without keys.",
        }
    }
    schema["security"] = [{"key": []}, {}]
