"""POST /v1/judgements, in bulk, undone, and how far stewards agree."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from omaha.store import Filter, Verdict
from service.answers import JsonResponse
from service.backend import backend_of, key_of, state_of
from service.curation import steward_of
from service.curation_answers import agreement_to_json, entry_to_json
from service.curation_schemas import (
    BulkIn,
    Judged,
    JudgementIn,
    MappingOut,
    Statistics,
    UndoIn,
)
from service.following import asked, changed
from service.openapi import PROBLEMS

router = APIRouter(tags=["curation"])


@router.post(
    "/v1/judgements",
    summary="Judge one mapping",
    response_class=JsonResponse,
    responses={200: {"model": MappingOut}, **PROBLEMS},
)
async def judge(given: JudgementIn, request: Request) -> Response:
    """Give your judgement; the answer is the mapping with its new status.

    For words of your own organisation it works at once: the next note that this worker codes
    knows it, and every other worker does within a second.
    """
    by, store = steward_of(key_of(request)), state_of(request).curation.mappings
    said = Verdict(given.mapping, given.verdict, given.relation or "", given.reason)
    entry = await changed(request, partial(store.judge, said, by, own=given.own))
    return JsonResponse(entry_to_json(entry, backend_of(request)))


@router.post(
    "/v1/judgements/bulk",
    summary="Judge all that a filter finds",
    response_class=JsonResponse,
    responses={200: {"model": Judged}, **PROBLEMS},
)
async def judge_all(given: BulkIn, request: Request) -> Response:
    """One verdict on all mappings that a filter finds, not only on those of a page.

    All or none: when the filter finds another number than `expected`, nothing is judged.
    """
    by, store = steward_of(key_of(request)), state_of(request).curation.mappings
    asked_for = given.filter.model_dump()
    wanted = Filter(**{**asked_for, "ids": tuple(asked_for["ids"])})
    number = await changed(
        request,
        partial(
            store.judge_all,
            wanted,
            given.verdict,
            by,
            expected=given.expected,
            relation=given.relation or "",
            reason=given.reason,
        ),
    )
    return JsonResponse({"judged": number})


@router.post(
    "/v1/judgements/undo",
    summary="Take a judgement back",
    response_class=JsonResponse,
    responses={200: {"model": MappingOut}, **PROBLEMS},
)
async def undo(given: UndoIn, request: Request) -> Response:
    """Take your latest judgement back, or the one named. Nothing is lost: both stay on record.

    Under blind review this ends when a second steward has judged.
    """
    by, store = steward_of(key_of(request)), state_of(request).curation.mappings
    entry = await changed(request, store.undo, by, given.judgement)
    return JsonResponse(entry_to_json(entry, backend_of(request)))


@router.get(
    "/v1/judgements/stats",
    summary="How far stewards agree",
    response_class=JsonResponse,
    responses={200: {"model": Statistics}, **PROBLEMS},
)
async def statistics(request: Request, sampled: bool = False) -> Response:
    """Percent agreement, Cohen's kappa and Krippendorff's alpha of blind judgements.

    Of all, and by scheme, pair of disciplines and steward. `sampled`: only of the mappings
    that the queue drew at random, which says more about all the others.
    """
    store = state_of(request).curation.mappings
    found = await asked(partial(store.statistics, sampled=sampled))
    return JsonResponse(
        {name: [agreement_to_json(each) for each in group] for name, group in found.items()}
    )
