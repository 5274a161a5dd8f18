"""GET /v1/version, /v1/disciplines, /healthz, /readyz and /metrics."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from omaha.mappings import DISCIPLINES
from service.answers import JsonResponse
from service.backend import backend_of, key_of, state_of
from service.intended_use import INTENDED_USE
from service.metrics import CONTENT_TYPE
from service.openapi import PROBLEMS, SERVICE_NAME
from service.schemas import Disciplines, Health, Version

router = APIRouter(tags=["service"])
OPEN = "open: without keys, for one person on this machine; `omaha keys create` closes it"
CLOSED = "every call needs a key"


@router.get(
    "/v1/version",
    summary="What runs here, and what it is for",
    response_class=JsonResponse,
    responses={200: {"model": Version}, **PROBLEMS},
)
async def version(request: Request) -> Response:
    """Versions of vocabulary, mappings and engine; intended use; access; limits."""
    state = state_of(request)
    key = key_of(request)
    return JsonResponse(
        {
            "service": SERVICE_NAME,
            "versions": backend_of(request).versions,
            "intended_use": INTENDED_USE,
            "access": {
                "open": state.open,
                "note": OPEN if state.open else CLOSED,
                "scopes": key.scopes if key else None,
                "disciplines": key.disciplines if key else [],
                "contents": key.contents if key else [],
            },
            "limits": {
                "body_bytes": state.settings.body_limit,
                "note_characters": state.settings.note_limit,
            },
        }
    )


@router.get(
    "/v1/disciplines",
    summary="Disciplines that a note may come from",
    response_class=JsonResponse,
    responses={200: {"model": Disciplines}, **PROBLEMS},
)
async def disciplines(request: Request) -> Response:
    """Those that this key may code for, with other words that are understood."""
    key = key_of(request)
    allowed = key.disciplines if key and key.disciplines else tuple(DISCIPLINES)
    items = [{"name": n, "aliases": a} for n, a in DISCIPLINES.items() if n in allowed]
    return JsonResponse({"items": items})


@router.get(
    "/healthz",
    summary="Does it live",
    response_class=JsonResponse,
    responses={200: {"model": Health}},
)
async def health() -> Response:
    """Answers as soon as the process does."""
    return JsonResponse({"status": "ok"})


@router.get(
    "/readyz",
    summary="Can it code",
    response_class=JsonResponse,
    responses={200: {"model": Health}, 503: PROBLEMS[503]},
)
async def ready(request: Request) -> Response:
    """Answers 200 once the coder is loaded, 503 before."""
    backend_of(request)
    return JsonResponse({"status": "ok"})


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(request: Request) -> Response:
    """Requests, times and notes of all workers together."""
    return Response(state_of(request).metrics.page(), headers={"Content-Type": CONTENT_TYPE})
