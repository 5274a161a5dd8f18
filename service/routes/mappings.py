"""GET and POST /v1/mappings, the queue and the conflicts."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from omaha.curation import Steward, check_mapping, completed
from omaha.errors import InputError
from omaha.mappings import Mapping
from omaha.store import Entry, Filter
from service.answers import JsonResponse
from service.backend import backend_of, key_of, state_of
from service.curation import steward_of
from service.curation_answers import entry_to_json, judgement_to_json
from service.curation_schemas import (
    Conflicts,
    MappingDetail,
    MappingId,
    MappingIn,
    MappingList,
    MappingOut,
    MappingPage,
    ScopeName,
    Status,
)
from service.following import asked, changed
from service.openapi import PROBLEMS
from service.schemas import Lang, ShortText

router = APIRouter(tags=["curation"])
OBJECT = Query(description="CURIE, or its start ending in `/` or `:`, such as `omaha:target/`.")
WORDS = Query(description="Part of the phrase, in any case.", max_length=200)


@router.get(
    "/v1/mappings",
    summary="List mappings",
    response_class=JsonResponse,
    responses={200: {"model": MappingPage}, **PROBLEMS},
)
async def mappings(
    request: Request,
    status: Status | None = None,
    scope: ScopeName | None = None,
    discipline: ShortText | None = None,
    lang: Lang | None = None,
    object: Annotated[ShortText | None, OBJECT] = None,
    words: Annotated[str | None, WORDS] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: MappingId | None = None,
) -> Response:
    """Shared mappings and those of your organisation, a page at a time, in the order of ids."""
    by, store = steward_of(key_of(request)), state_of(request).curation.mappings
    wanted = Filter(status, scope, discipline, lang, object, words)
    page = await asked(store.page, wanted, by, limit, cursor)
    counts = await asked(store.count, wanted, by)
    items = _items(request, page.entries)
    return JsonResponse({"items": items, "next": page.next, "counts": counts})


@router.post(
    "/v1/mappings",
    summary="Propose a mapping",
    response_class=JsonResponse,
    responses={200: {"model": MappingOut}, **PROBLEMS},
)
async def propose(given: MappingIn, request: Request) -> Response:
    """Put a claim into the store, to be judged. One that is there already is left as it is."""
    engine = backend_of(request).engine
    by = steward_of(key_of(request))
    mapping = _mapping(given, by)
    check_mapping(mapping, engine.vocabulary, engine.crosswalks)
    whole = completed(mapping, engine.vocabulary, engine.crosswalks)
    store = state_of(request).curation.mappings
    (entry,) = await changed(request, partial(store.propose, [whole], by, replaces=given.replaces))
    return JsonResponse(entry_to_json(entry, backend_of(request)))


@router.get(
    "/v1/mappings/queue",
    summary="What is best to judge next",
    response_class=JsonResponse,
    responses={200: {"model": MappingList}, **PROBLEMS},
)
async def queue(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    start: Annotated[int, Query(ge=0, description="How many you took before.")] = 0,
) -> Response:
    """Undecided mappings that you have not judged, the most to gain first.

    Every tenth place is a random one, so that figures about agreement stay fair.
    """
    by, store = steward_of(key_of(request)), state_of(request).curation.mappings
    return JsonResponse({"items": _items(request, await asked(store.queue, by, limit, start))})


@router.get(
    "/v1/mappings/conflicts",
    summary="What stewards disagree on",
    response_class=JsonResponse,
    responses={200: {"model": Conflicts}, **PROBLEMS},
)
async def conflicts(
    request: Request, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> Response:
    """Mappings that two stewards judged differently; a third person settles each by judging it."""
    by, store = steward_of(key_of(request)), state_of(request).curation.mappings
    found = await asked(store.conflicts, by, limit)
    backend = backend_of(request)
    items = [{**entry_to_json(entry, backend), "may_settle": may} for entry, may in found]
    return JsonResponse({"items": items})


@router.get(
    "/v1/mappings/{id}",
    summary="Look one mapping up",
    response_class=JsonResponse,
    responses={200: {"model": MappingDetail}, **PROBLEMS},
)
async def mapping(request: Request, id: MappingId) -> Response:
    """A mapping, where it stands, and the judgements that you may see."""
    by, store = steward_of(key_of(request)), state_of(request).curation.mappings
    entry = await asked(store.find, id, by)
    stale = entry.status == "withdrawn"
    given = [judgement_to_json(j, stale=stale) for j in await asked(store.judgements_of, id, by)]
    return JsonResponse({**entry_to_json(entry, backend_of(request)), "judgements": given})


def _items(request: Request, entries: tuple[Entry, ...] | list[Entry]) -> list[dict[str, object]]:
    backend = backend_of(request)
    return [entry_to_json(entry, backend) for entry in entries]


def _mapping(given: MappingIn, by: Steward) -> Mapping:
    if (given.words is None) == (given.subject is None):
        raise InputError("words", "send either words or subject")
    if given.scope == "discipline" and given.discipline == "any":
        raise InputError("discipline", "name one for the scope discipline")
    if given.scope == "global" and given.discipline != "any":
        raise InputError("scope", "use discipline: these words are of one discipline")
    literal = given.words is not None
    return Mapping(
        subject=given.words or given.subject or "",
        predicate=given.predicate,
        object=given.object,
        literal=literal,
        lang=given.lang if literal else "",
        discipline=given.discipline,
        negative=given.negative,
        justification="semapv:ManualMappingCuration",
        confidence=given.confidence,
        source=by.name,
        comment=given.comment,
        organisation=by.organisation if given.scope == "organisation" else "",
    )
