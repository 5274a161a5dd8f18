"""POST /v1/feedback, and what it comes to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from omaha.disciplines import find_discipline
from omaha.errors import InputError
from omaha.live import known_words
from omaha.store import Feedback
from service.answers import JsonResponse
from service.backend import backend_of, key_of, state_of
from service.curation import steward_of
from service.curation_answers import support_to_json
from service.curation_schemas import FeedbackIn, FeedbackTaken, Supports
from service.following import asked
from service.openapi import PROBLEMS

router = APIRouter(tags=["curation"])


@router.post(
    "/v1/feedback",
    summary="Say what a user did with a suggestion",
    response_class=JsonResponse,
    responses={200: {"model": FeedbackTaken}, **PROBLEMS},
)
async def feedback(given: FeedbackIn, request: Request) -> Response:
    """Accepted, rejected, replaced by another, or missed. Often repeated it makes a proposal.

    Words that were marked are thrown away, unless your organisation has switched on that they
    are kept; then only lower-case words of the lexicon or the language, at most eight, without
    digits; and no steward sees them before three users sent the same.
    """
    engine = backend_of(request).engine
    for field, curie in (("concept", given.concept), ("replaced_by", given.replaced_by)):
        if curie is not None and curie not in engine.vocabulary:
            raise InputError(field, "unknown concept; write omaha:KIND/CODE")
    sent = given.model_dump()
    sent["discipline"] = find_discipline(given.discipline) or "any"
    by, store = steward_of(key_of(request)), state_of(request).curation.feedback
    known = known_words(engine.coder, given.lang)
    made = await asked(store.add, Feedback(**sent), by, known)
    return JsonResponse({"proposals": made})


@router.get(
    "/v1/feedback/support",
    summary="What users refused and missed",
    response_class=JsonResponse,
    responses={200: {"model": Supports}, **PROBLEMS},
)
async def support(request: Request, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> Response:
    """How often each suggestion was met in your organisation, and what became of it."""
    by, store = steward_of(key_of(request)), state_of(request).curation.feedback
    found = await asked(store.support, by, limit)
    keeps = await asked(store.keeps_words, by.organisation)
    return JsonResponse({"items": [support_to_json(each) for each in found], "keeps_words": keeps})
