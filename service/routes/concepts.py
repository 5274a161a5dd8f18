"""GET /v1/concepts and /v1/concepts/{kind}/{code}."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from omaha.access import NotAllowedError, Sight
from omaha.errors import InputError
from omaha.model import KINDS, LANGUAGES, Concept
from service.answers import TRANSLATION, JsonResponse, concept_ref, concept_to_json
from service.backend import Backend, backend_of, sight_of
from service.openapi import PROBLEMS
from service.plain_route import PlainRoute
from service.schemas import Concept as ConceptOut
from service.schemas import ConceptList, Kind, Lang

router = APIRouter(tags=["concepts"])
# Apart, since it is asked most and comes first in line.
lookup = APIRouter(tags=["concepts"], route_class=PlainRoute)
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{1,40}")
LOOKUP: list[dict[str, object]] = [
    {
        "name": "kind",
        "in": "path",
        "required": True,
        "example": "problem",
        "schema": {"type": "string", "enum": list(KINDS)},
    },
    {
        "name": "code",
        "in": "path",
        "required": True,
        "example": "24",
        "description": "Our code, or New Zealand's.",
        "schema": {"type": "string"},
    },
    {
        "name": "lang",
        "in": "query",
        "description": "Language of displays.",
        "schema": {"type": "string", "enum": list(LANGUAGES), "default": "nl"},
    },
]
_CURIE = r"^omaha:[a-z]+/[A-Za-z0-9_-]{1,40}$"
PARENT = Query(
    description="Only what stands directly below this CURIE, such as `omaha:problem/24`.",
    pattern=_CURIE,
)
CURSOR = Query(description="`next` of the page before.", pattern=_CURIE)


@lookup.get(
    "/v1/concepts/{kind}/{code}",
    summary="Look one code up",
    response_class=JsonResponse,
    responses={200: {"model": ConceptOut}, **PROBLEMS},
    openapi_extra={"parameters": LOOKUP},
)
async def concept(request: Request) -> Response:
    """A concept with its labels, scope notes, neighbours and codes elsewhere."""
    kind, code = request.path_params["kind"], request.path_params["code"]
    lang = request.query_params.get("lang", "nl") if request.scope["query_string"] else "nl"
    backend = backend_of(request)
    sight = sight_of(request)
    if lang not in LANGUAGES:
        raise InputError("lang", f"use {' or '.join(LANGUAGES)}")
    found = backend.pages.find(kind, code, lang) if sight.whole else None
    return JsonResponse(found or _seen(backend, sight, kind, code, lang))


@router.get(
    "/v1/concepts",
    summary="List concepts",
    response_class=JsonResponse,
    responses={200: {"model": ConceptList}, **PROBLEMS},
)
async def concepts(
    request: Request,
    kind: Kind | None = None,
    parent: Annotated[str | None, PARENT] = None,
    lang: Lang = "nl",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[str | None, CURSOR] = None,
) -> Response:
    """Concepts in the order of the vocabulary, a page at a time."""
    backend = backend_of(request)
    vocabulary, sight = backend.engine.vocabulary, sight_of(request)
    found = vocabulary.children(parent) if parent else tuple(vocabulary)
    seen = [c for c in found if kind in (None, c.kind) and sight.sees(c, vocabulary)]
    page, following = _page(seen, limit, cursor)
    return JsonResponse(
        {
            "items": [concept_ref(each, lang) for each in page],
            "next": following,
            "translation": TRANSLATION,
            "versions": backend.versions,
        }
    )


def _seen(backend: Backend, sight: Sight, kind: str, code: str, lang: str) -> dict[str, object]:
    vocabulary = backend.engine.vocabulary
    if not _CODE.fullmatch(kind) or not _CODE.fullmatch(code):
        raise HTTPException(404)  # no concept is called so, and neither are words repeated
    found = vocabulary.concept(kind, code)
    if not sight.sees(found, vocabulary):
        raise NotAllowedError("this key does not see that concept")
    return concept_to_json(found, vocabulary, lang, backend.versions, sight)


def _page(found: list[Concept], limit: int, cursor: str | None) -> tuple[list[Concept], str | None]:
    """The concepts after `cursor`, and the cursor of the next page (None at the end)."""
    begin = 0
    if cursor is not None:
        places = [place for place, each in enumerate(found) if each.curie == cursor]
        if not places:
            raise InputError("cursor", "not from this list; take `next` of the page before")
        begin = places[0] + 1
    page = found[begin : begin + limit]
    return page, page[-1].curie if begin + limit < len(found) else None
