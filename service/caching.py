"""Answers that a caller may keep: tagged by their content, and not sent twice."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response


def tagged(request: Request, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """The answer with an ETag, or 304 when the caller has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    told = {**headers, "ETag": tag, "Cache-Control": "no-cache"}
    if is_known(request, tag):
        return Response(status_code=304, headers=told)
    return Response(body, headers=told, media_type=media_type)


def is_known(request: Request, tag: str) -> bool:
    """Whether If-None-Match names that tag (weakly compared)."""
    sent = request.headers.get("if-none-match", "")
    return tag in [each.strip().removeprefix("W/") for each in sent.split(",")] or sent == "*"
