"""A plain route is described like any other, and called with the request alone."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from service.plain_route import PlainRoute

router = APIRouter(route_class=PlainRoute)


@router.get("/words/{word}", summary="Say a word")
async def say(request: Request) -> Response:
    if request.path_params["word"] == "none":
        raise HTTPException(404, "no such word")
    # FastAPI leaves its own exits in the scope of what it calls.
    return PlainTextResponse(str(sorted(key for key in request.scope if "fastapi" in key)))


def client() -> TestClient:
    app = FastAPI()
    app.router.routes.extend(router.routes)
    return TestClient(app)


def test_it_is_described_and_called_without_what_fastapi_adds() -> None:
    asked = client()
    assert "fastapi_inner_astack" not in asked.get("/words/pijn").text
    described = asked.get("/openapi.json").json()["paths"]["/words/{word}"]["get"]
    assert described["summary"] == "Say a word"


def test_errors_and_other_methods_are_answered_as_everywhere() -> None:
    asked = client()
    assert asked.get("/words/none").status_code == 404
    assert asked.post("/words/pijn").status_code == 405
