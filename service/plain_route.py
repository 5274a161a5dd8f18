"""A route for what is asked most: described by FastAPI, answered without it."""

from __future__ import annotations

from typing import Any

from fastapi.routing import APIRoute
from starlette.routing import request_response


class PlainRoute(APIRoute):
    """A route whose function takes the request alone, reads it itself and returns a Response.

    FastAPI's reading of three parameters costs more than such an answer. What is sent, and how,
    is told in `openapi_extra`; errors go the way of all others.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.app = request_response(self.endpoint)
