"""POST /v1/plan: one household, one plan."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from omaha.views.pages import plan_page
from omaha.views.plan import build_plan
from service.answers import JsonResponse
from service.coding import desk_for
from service.dossiers import NotesIn, read_dossier
from service.openapi import PROBLEMS
from service.routes.views import about, page_response
from service.view_schemas import PlanAnswer

router = APIRouter(tags=["shared language"])
FORMAT = Query(description="`json`, or a page for printing.")


@router.post(
    "/v1/plan",
    summary="Notes of several disciplines as one list of problems",
    response_class=JsonResponse,
    responses={200: {"model": PlanAnswer}, **PROBLEMS},
)
async def plan(
    asked: NotesIn,
    request: Request,
    format: Annotated[Literal["json", "html"], FORMAT] = "json",
) -> Response:
    """Who named which problem, where they agree or contradict, and what only one saw.

    The case system sends the notes of one client together; they are read and gone. Each
    discipline speaks with its latest note about a problem. Nothing is ranked by urgency.
    """
    desk = desk_for(request)
    dossier = await read_dossier(asked, desk)
    found = build_plan(dossier.records, desk.backend.engine.vocabulary, asked.lang)
    if format == "html":
        return page_response(plan_page(found, dossier))
    answer = {
        "problems": found.problems,
        "not_named": found.not_named,
        "actions": found.actions,
        **about(dossier, desk.backend, asked.lang),
    }
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})
