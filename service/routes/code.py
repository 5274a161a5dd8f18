"""POST /v1/code and /v1/code/batch."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.answers import JsonResponse
from service.backend import backend_of, coder_of, key_of, state_of
from service.batch import NDJSON, LineStream, answer_lines
from service.coding import Desk
from service.openapi import PROBLEMS, ndjson
from service.schemas import CodedNote, NoteIn

router = APIRouter(tags=["coding"])


def desk_for(request: Request) -> Desk:
    """The desk for the caller of this request."""
    state = state_of(request)
    return Desk(
        backend_of(request),
        partial(coder_of, request),
        state.metrics,
        state.settings.note_limit,
        key_of(request),
        state.turns,
    )


@router.post(
    "/v1/code",
    summary="Code one note",
    response_class=JsonResponse,
    responses={200: {"model": CodedNote}, **PROBLEMS},
)
async def code(note: NoteIn, request: Request) -> Response:
    """Suggest problems, signs, interventions and ratings for a note, each with its evidence.

    Problems come highest score first. An answer without problems says why in `note`. Words
    of the note come back only as evidence, never whole.
    """
    answer = await desk_for(request).answer(note)
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@router.post(
    "/v1/code/batch",
    summary="Code many notes, a line each",
    response_class=Response,
    responses={200: ndjson("One line for each line sent, in the same order."), **PROBLEMS},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {NDJSON: {"schema": {"$ref": "#/components/schemas/NoteIn"}}},
        }
    },
)
async def code_batch(request: Request) -> Response:
    """Code a stream of notes: each line is a body of `/v1/code`, of any number of lines.

    Answers are sent while lines still come in, so read while you write (`curl -N -T file`
    does; a client that first sends everything stops when the buffers between are full).
    A line that cannot be coded is answered in its place with
    `{"id": …, "line": n, "error": {problem}}`, lines counted from 1; the rest go on.
    Blank lines count and get no answer.
    """
    settings = state_of(request).settings
    lines = answer_lines(request.stream(), desk_for(request), settings.body_limit)
    return LineStream(lines, settings.send_seconds)
