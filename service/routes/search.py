"""GET /v1/search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from service.answers import TRANSLATION, JsonResponse
from service.backend import backend_of, sight_of
from service.openapi import PROBLEMS
from service.schemas import Hits, Kind, Lang

router = APIRouter(tags=["concepts"])
WORDS = Query(
    min_length=1,
    max_length=200,
    description="Words or a code.",
    openapi_examples={"two words": {"value": "pijn rug"}},
)
LANGUAGE = Query(description="Only words of this language; left out: both, displays in Dutch.")


@router.get(
    "/v1/search",
    summary="Find concepts by words",
    response_class=JsonResponse,
    responses={200: {"model": Hits}, **PROBLEMS},
)
async def search(
    request: Request,
    q: Annotated[str, WORDS],
    kind: Kind | None = None,
    lang: Annotated[Lang | None, LANGUAGE] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Response:
    """Typing errors, any word order and unfinished words are fine; exact matches come first."""
    backend = backend_of(request)
    engine, sight = backend.engine, sight_of(request)
    # A key that sees less gets the best of what it sees, so more are looked for.
    wanted = limit if sight.whole else len(engine.vocabulary)
    hits = engine.search.search(q, kind=kind, lang=lang, limit=wanted)
    vocabulary = engine.vocabulary
    seen = [
        h for h in hits if sight.whole or sight.sees(vocabulary.concept(h.kind, h.code), vocabulary)
    ]
    return JsonResponse(
        {
            "items": [
                {
                    "kind": h.kind,
                    "code": h.code,
                    "display": h.display,
                    "matched": h.matched,
                    "score": h.score,
                }
                for h in seen[:limit]
            ],
            "translation": TRANSLATION,
            "versions": backend.versions,
        }
    )
