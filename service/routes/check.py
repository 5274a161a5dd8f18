"""POST /v1/check: what auditors would remark on a care plan."""

from __future__ import annotations

from functools import partial

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from omaha import code_note
from omaha.access import LEFT_OUT
from omaha.errors import InputError
from omaha.record_reading import read_record
from omaha.records import Draft, limit_record
from omaha.views.checking import check_plan
from omaha.views.rules import team_rules
from omaha.views.wording import WORDS
from service.answers import TRANSLATION, JsonResponse
from service.coding import desk_for
from service.dossiers import PlanIn, sight_within
from service.openapi import PROBLEMS
from service.view_schemas import CheckAnswer

router = APIRouter(tags=["shared language"])


@router.post(
    "/v1/check",
    summary="Check a care plan",
    response_class=JsonResponse,
    responses={200: {"model": CheckAnswer}, **PROBLEMS},
)
async def check(asked: PlanIn, request: Request) -> Response:
    """Remarks by rule, each with the reason and the place; advice, never a block.

    `rules` turns a rule on or off and `limits` sets the team's own. A rule that needs what
    the key does not see is not tried, and `not_tried` names it.
    """
    desk = desk_for(request)
    engine = desk.backend.engine
    sent = read_record(asked.plan, "plan", engine.vocabulary)
    if isinstance(sent, Draft):
        raise InputError("plan", "is a note; code it first, or send `problems` of a care plan")
    sight = sight_within(desk, asked.contents)
    rules = team_rules(engine.rules, asked.rules, asked.limits)
    code = partial(code_note, coder=engine.coder)
    # Words under "other" are coded: in a thread, since a plan may hold many.
    found = await anyio.to_thread.run_sync(
        check_plan, sent, rules, engine.vocabulary, code, asked.lang, sight, limiter=desk.turns
    )
    left_out = limit_record(sent, sight, engine.vocabulary) != sent
    answer = {
        "remarks": found.remarks,
        "tried": found.tried,
        "not_tried": found.not_tried,
        "left_out": left_out,
        "advice": WORDS[asked.lang]["advice"],
        "warnings": [LEFT_OUT] if left_out else [],
        "translation": TRANSLATION,
        "versions": desk.backend.versions,
    }
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})
