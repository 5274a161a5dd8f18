"""POST /v1/views/{frame} and /v1/views/ratings."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import anyio.to_thread
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from omaha.access import LEFT_OUT
from omaha.crosswalks import PREDICTED
from omaha.records import Dossier
from omaha.views.frames import view_in_frame
from omaha.views.naming import used_notes
from omaha.views.pages import frame_page, ratings_page
from omaha.views.ratings import Series, rating_series
from service.answers import TRANSLATION, JsonResponse
from service.backend import Backend, crosswalks_of
from service.coding import Desk, desk_for
from service.dossiers import NotesIn, read_dossier
from service.openapi import PROBLEMS
from service.view_schemas import FrameAnswer, RatingsAnswer

router = APIRouter(tags=["shared language"])
# A page holds everything that it shows, and asks nothing of anybody.
_PAGE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}
_NO_STORE = {"Cache-Control": "no-store"}
_IMAGES = {"svg": "image/svg+xml", "png": "image/png"}
_CHARTS = "omaha.charts.ratings"
FRAME = Path(
    pattern=r"^[A-Za-z0-9_.-]{1,40}$",
    description="`zrm2017` (`zrm`), `zrm2013`, `pg`, `gordon`, `zorgleefplan`, `icf`, `icpc1` "
    "(`icpc`).",
)
FORMAT = Query(description="`json`, or a page for printing.")


def about(dossier: Dossier, backend: Backend, lang: str) -> dict[str, Any]:
    """What every answer about one client's notes says of itself."""
    return {
        "lang": lang,
        "notes": used_notes(dossier),
        "left_out": dossier.left_out,
        "warnings": [LEFT_OUT] if dossier.left_out else [],
        "translation": TRANSLATION,
        "versions": backend.versions,
    }


def page_response(page: str) -> Response:
    """A page for printing."""
    return Response(page, media_type="text/html", headers=_PAGE)


@router.post(
    "/v1/views/ratings",
    summary="Written ratings over time",
    response_class=JsonResponse,
    responses={200: {"model": RatingsAnswer}, **PROBLEMS},
)
async def ratings(
    asked: NotesIn,
    request: Request,
    format: Annotated[Literal["json", "html", "svg", "png"], FORMAT] = "json",
) -> Response:
    """Knowledge, Behavior and Status of one client: first, latest and target rating.

    As JSON, as a page with chart and table (`html`), or the chart alone (`svg`, `png`). Only
    what the notes write out; nothing is computed.
    """
    desk = desk_for(request)
    dossier = await read_dossier(asked, desk)
    backend = desk.backend
    series = rating_series(dossier.records, backend.engine.vocabulary, asked.lang)
    if format == "json":
        answer = {**about(dossier, backend, asked.lang), "series": series}
        return JsonResponse(answer, headers=_NO_STORE)
    if format == "html":
        chart = (await _chart(series, asked.lang, "svg", desk)).decode() if series else ""
        return page_response(ratings_page(series, chart, asked.lang, dossier))
    picture = await _chart(series, asked.lang, format, desk)
    return Response(picture, media_type=_IMAGES[format], headers=_PAGE)


@router.post(
    "/v1/views/{frame}",
    summary="Notes in the frame of another discipline",
    response_class=JsonResponse,
    responses={200: {"model": FrameAnswer}, **PROBLEMS},
)
async def view(
    asked: NotesIn,
    request: Request,
    frame: Annotated[str, FRAME],
    format: Annotated[Literal["json", "html"], FORMAT] = "json",
) -> Response:
    """One client's notes in ZRM, Positieve Gezondheid, Gordon, zorgleefplan, ICF or ICPC.

    Every place of the frame is there, touched or not; each entry leads back to the Omaha
    code, how it relates, and the words of the notes. No level or score is given.
    """
    desk = desk_for(request)
    dossier = await read_dossier(asked, desk)
    engine, lang = desk.backend.engine, asked.lang
    crosswalks = crosswalks_of(request)
    found = view_in_frame(frame, dossier.records, engine.vocabulary, crosswalks, lang)
    if format == "html":
        return page_response(frame_page(found, dossier))
    answer = {
        "frame": found.frame,
        "title": found.title,
        "places": found.places,
        "no_term": found.no_term,
        "predicted": found.predicted,
        "notice": PREDICTED[lang] if found.predicted else None,
        **about(dossier, desk.backend, lang),
    }
    return JsonResponse(answer, headers=_NO_STORE)


async def _chart(series: Sequence[Series], lang: str, form: str, desk: Desk) -> bytes:
    """A picture, drawn one at a time in a thread; matplotlib is imported by the first."""

    def draw() -> bytes:
        picture: bytes = importlib.import_module(_CHARTS).ratings_chart(series, lang, form)
        return picture

    return await anyio.to_thread.run_sync(draw, limiter=desk.turns)
