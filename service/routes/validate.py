"""POST /v1/validate."""

from __future__ import annotations

import asyncio
import difflib
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from omaha.access import Sight
from omaha.identifiers import refuse_bsn
from omaha.model import Concept
from omaha.vocabulary import Vocabulary
from service.answers import TRANSLATION, JsonResponse, concept_ref
from service.backend import backend_of, sight_of
from service.openapi import PROBLEMS
from service.schemas import CheckedCodes, CodeIn, CodesIn

router = APIRouter(tags=["concepts"])


@router.post(
    "/v1/validate",
    summary="Check codes",
    response_class=JsonResponse,
    responses={200: {"model": CheckedCodes}, **PROBLEMS},
)
async def validate(asked: CodesIn, request: Request) -> Response:
    """Say of each code whether it is one, and what comes near if not."""
    backend = backend_of(request)
    items = []
    for each in asked.codes:
        sent = CodeIn(code=each) if isinstance(each, str) else each
        items.append(_check(sent, backend.engine.vocabulary, sight_of(request), asked.lang))
        await asyncio.sleep(0)  # a wrong code takes a millisecond; other requests go between
    answer = {"items": items, "translation": TRANSLATION, "versions": backend.versions}
    return JsonResponse(answer)


def _check(sent: CodeIn, vocabulary: Vocabulary, sight: Sight, lang: str) -> dict[str, Any]:
    found = [
        each
        for each in vocabulary.find_code(sent.code)
        if sent.kind in (None, each.kind) and sight.sees(each, vocabulary)
    ]
    if found:
        return {
            "code": found[0].code,
            "kind": found[0].kind,
            "valid": True,
            "display": found[0].display(lang),
            "curie": found[0].curie,
            "also": [concept_ref(each, lang) for each in found[1:]],
            "near": [],
        }
    refuse_bsn("codes", sent.code)
    near = _near(sent, [c for c in vocabulary if sight.sees(c, vocabulary)])
    return {
        "code": sent.code,
        "kind": sent.kind,
        "valid": False,
        "display": None,
        "curie": None,
        "also": [],
        "near": [concept_ref(each, lang) for each in near],
    }


def _near(sent: CodeIn, concepts: list[Concept]) -> list[Concept]:
    """At most three concepts whose codes come close, the closest first."""
    known = {c.code: c for c in reversed(concepts) if sent.kind in (None, c.kind)}
    return [known[code] for code in difflib.get_close_matches(sent.code, known, n=3, cutoff=0.5)]
