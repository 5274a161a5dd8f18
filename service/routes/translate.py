"""GET /v1/translate."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from omaha.access import Sight
from omaha.crosswalks import PREDICTED, Crosswalks, Match
from omaha.errors import UnknownCodeError
from omaha.identifiers import refuse_bsn
from omaha.loading import Engine
from service.answers import JsonResponse, concept_ref
from service.backend import backend_of, coder_of, crosswalks_of, sight_of
from service.openapi import PROBLEMS
from service.schemas import Code, Kind, Lang, Matches

router = APIRouter(tags=["concepts"])
TO = Query(
    pattern=r"^[A-Za-z0-9_.-]{1,40}$",
    description="The other scheme, such as `icpc1`.",
    openapi_examples={"self-sufficiency matrix": {"value": "zrm"}},
)
CODE = Query(openapi_examples={"Skin": {"value": "24"}})
REVERSE = Query(description="`code` is of the other scheme; find ours.")


@router.get(
    "/v1/translate",
    summary="Say a code in another scheme, or another's code in ours",
    response_class=JsonResponse,
    responses={200: {"model": Matches}, **PROBLEMS},
)
async def translate(
    request: Request,
    code: Annotated[Code, CODE],
    to: Annotated[str, TO],
    kind: Kind | None = None,
    reverse: Annotated[bool, REVERSE] = False,
    lang: Lang = "nl",
) -> Response:
    """Each match says how it relates: a broad match is wider than what was asked."""
    backend = backend_of(request)
    engine, sight = backend.engine, sight_of(request)
    try:
        matches = _matches(engine, crosswalks_of(request), code, to, kind, reverse, lang)
    except UnknownCodeError:
        refuse_bsn("code", code)  # nine digits that are no code of the scheme
        raise
    items = _items(engine, matches, kind, sight, lang)
    return JsonResponse(
        {
            "code": code,
            "kind": kind,
            "to": to,
            "reverse": reverse,
            "items": items,
            "notice": PREDICTED[lang] if any(each["predicted"] for each in items) else None,
            "versions": dict(coder_of(request).versions),
        }
    )


def _matches(
    engine: Engine,
    crosswalks: Crosswalks,
    code: str,
    to: str,
    kind: str | None,
    reverse: bool,
    lang: str,
) -> list[Match]:
    if reverse:
        return crosswalks.reverse(to, code, lang=lang)
    found = [engine.vocabulary.concept(kind, code)] if kind else engine.vocabulary.find_code(code)
    if not found:
        raise UnknownCodeError(code)
    return crosswalks.translate(found[0].curie, to, lang=lang)


def _items(
    engine: Engine, matches: list[Match], kind: str | None, sight: Sight, lang: str
) -> list[dict[str, Any]]:
    vocabulary = engine.vocabulary
    pairs = [(match, vocabulary.by_curie(match.curie)) for match in matches]
    return [
        {"concept": concept_ref(concept, lang), **asdict(match)}
        for match, concept in pairs
        if kind in (None, concept.kind) and sight.sees(concept, vocabulary)
    ]
