"""/reconcile: the Reconciliation API 0.2, for OpenRefine and its like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Annotated, Any
from urllib.parse import parse_qsl

import anyio.to_thread
import orjson
from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from omaha.access import NotAllowedError
from omaha.errors import InputError
from omaha.identifiers import refuse_bsn
from omaha.model import KINDS, LANGUAGES, NAMESPACE, Concept
from omaha.reconciliation import (
    TYPE_NAMES,
    Candidate,
    Cell,
    Property,
    Reconciler,
    entity_id,
    to_cell,
)
from service.answers import JsonResponse
from service.backend import Backend, backend_of, sight_of, state_of, url_of
from service.linked_pages import POLICY, document
from service.openapi import PROBLEMS
from service.routes.linked import language_of
from service.schemas import Kind, Lang

router = APIRouter(tags=["reconciliation"])
MOST_QUERIES = 100
MOST_IDS = 1000
_SETTINGS: list[dict[str, Any]] = [
    {
        "name": "lang",
        "label": "Language of names",
        "type": "select",
        "default": "nl",
        "choices": [{"value": each, "name": each} for each in LANGUAGES],
    },
    {
        "name": "named",
        "label": "Other schemes: names instead of codes",
        "type": "checkbox",
        "default": False,
    },
    {
        "name": "related",
        "label": "Other schemes: also codes that only have to do with it",
        "type": "checkbox",
        "default": False,
    },
]
PREFIX = Query(max_length=200, description="What was typed so far.")
CURSOR = Query(ge=0, le=10_000, description="How many to leave out from the front.")
QUERIES = Query(description="A batch: `{name: {query, type, limit, properties, type_strict}}`.")
EXTEND = Query(description="`{ids, properties}`: values of properties for entities.")
LANG = Query(description="Language of names; left out: that in which it was found.")
Answer = dict[str, Any]


@router.get(
    "/reconcile",
    summary="Say what can be reconciled, or reconcile",
    response_class=JsonResponse,
    responses=PROBLEMS,
)
async def reconcile(
    request: Request,
    queries: Annotated[str | None, QUERIES] = None,
    extend: Annotated[str | None, EXTEND] = None,
    lang: Annotated[Lang | None, LANG] = None,
) -> Response:
    """Without parameters the manifest; else as by POST."""
    if queries is None and extend is None:
        return JsonResponse(manifest(request))
    return await _answered(request, queries, extend, lang)


@router.post(
    "/reconcile",
    summary="Reconcile a batch, or extend",
    response_class=JsonResponse,
    responses=PROBLEMS,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "queries": {"type": "string"},
                            "extend": {"type": "string"},
                        },
                    }
                }
            },
        }
    },
)
async def reconcile_post(request: Request, lang: Annotated[Lang | None, LANG] = None) -> Response:
    """A form with `queries` or `extend`, each JSON.

    The string that equals the name or code of a concept comes first with score 100, and with
    `match` when no other concept that was asked for bears it.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    sent = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
    return await _answered(request, sent.get("queries"), sent.get("extend"), lang)


def manifest(request: Request) -> Answer:
    """What this service offers."""
    url = url_of(request)

    def place(path: str) -> dict[str, str]:
        return {"service_url": url, "service_path": path}

    offered: Answer = {
        "versions": ["0.2"],
        "name": "Omaha System",
        "identifierSpace": NAMESPACE,
        "schemaSpace": f"{NAMESPACE}def/",
        "documentation": f"{url}/docs",
        "serviceVersion": backend_of(request).versions["engine"],
        "defaultTypes": [_type(kind, "nl") for kind in KINDS],
        "view": {"url": url + "/id/{{id}}"},
        "preview": {"url": url + "/reconcile/preview?id={{id}}", "width": 480, "height": 320},
        "suggest": {
            each: place(f"/reconcile/suggest/{each}") for each in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": place("/reconcile/properties"),
            "property_settings": _SETTINGS,
        },
    }
    if not state_of(request).open:
        key = {"type": "apiKey", "name": "Authorization", "in": "header"}
        offered["authentication"] = key
    return offered


async def _answered(
    request: Request, queries: str | None, extend: str | None, lang: str | None
) -> Response:
    refuse_bsn("queries", queries)
    refuse_bsn("extend", extend)
    if queries is not None:
        return JsonResponse(await _reconciled(request, _read("queries", queries), lang))
    if extend is not None:
        return JsonResponse(_extended(request, _read("extend", extend), lang))
    raise InputError("queries", "send queries or extend, as JSON in a form")


def _read(field: str, text: str) -> Answer:
    try:
        sent = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise InputError(field, "is not JSON") from None
    if not isinstance(sent, dict):
        raise InputError(field, "is not an object")
    return sent


async def _reconciled(request: Request, sent: Answer, lang: str | None) -> Answer:
    if len(sent) > MOST_QUERIES:
        raise InputError("queries", f"{len(sent)} queries; send at most {MOST_QUERIES} at a time")
    reconciler, sight = backend_of(request).reconciler, sight_of(request)
    cells = {name: to_cell(raw) for name, raw in sent.items()}
    answer = {}
    for name, cell in cells.items():
        # Words that nobody knows take up to a second; other requests go on meanwhile.
        found = await anyio.to_thread.run_sync(
            reconciler.candidates, cell, sight, limiter=state_of(request).turns
        )
        answer[name] = {"result": [_candidate(reconciler, each, lang) for each in found]}
    return answer


def _candidate(reconciler: Reconciler, found: Candidate, lang: str | None) -> Answer:
    concept = found.concept
    spoken = lang or _spoken(concept, found.name)
    return {
        "id": entity_id(concept),
        "name": concept.display(lang) if lang else found.name,
        "description": reconciler.describe(concept, spoken),
        "score": found.score,
        "match": found.match,
        "type": [_type(concept.kind, spoken)],
        "features": [{"id": name, "value": value} for name, value in found.features],
    }


def _spoken(concept: Concept, name: str) -> str:
    return next((each for each in LANGUAGES if concept.display(each) == name), LANGUAGES[0])


def _type(kind: str, lang: str) -> dict[str, str]:
    return {"id": kind, "name": TYPE_NAMES[kind][lang]}


def _extended(request: Request, sent: Answer, lang: str | None) -> Answer:
    reconciler = backend_of(request).reconciler
    columns = [_column(reconciler, each, lang) for each in _list(sent, "properties")]
    identifiers = _list(sent, "ids")
    if len(identifiers) > MOST_IDS or not all(isinstance(each, str) for each in identifiers):
        raise InputError("extend", f"ids is a list of at most {MOST_IDS} texts")
    seen = _seen(request, reconciler, identifiers)
    return {
        "meta": [
            {"id": each.property.id, "name": each.property.name(each.lang)} for each in columns
        ],
        "rows": {
            identifier: {
                each.property.id: each.cells(reconciler, concept) if concept else []
                for each in columns
            }
            for identifier, concept in seen
        },
    }


def _list(sent: Answer, field: str) -> list[Any]:
    if not isinstance(sent.get(field), list):
        raise InputError("extend", f"{field} is a list")
    return list(sent[field])


@dataclass(frozen=True, slots=True)
class _Column:
    """A property with its settings."""

    property: Property
    lang: str
    named: bool
    related: bool

    def cells(self, reconciler: Reconciler, concept: Concept) -> list[dict[str, str]]:
        """The values of a concept."""
        found = reconciler.values(
            concept, self.property.id, self.lang, named=self.named, related=self.related
        )
        return [
            {"str": each.text} if each.id is None else {"id": each.id, "name": each.text}
            for each in found
        ]


def _column(reconciler: Reconciler, raw: object, lang: str | None) -> _Column:
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
        raise InputError("extend", "each property is an object with id")
    settings = raw.get("settings") or {}
    if not isinstance(settings, dict):
        raise InputError("extend", "settings is an object")
    spoken = settings.get("lang") or lang or LANGUAGES[0]
    if spoken not in LANGUAGES:
        raise InputError("extend", f"lang is {' or '.join(LANGUAGES)}")
    on = {name: settings.get(name) in (True, "true") for name in ("named", "related")}
    return _Column(reconciler.property(raw["id"]), spoken, on["named"], on["related"])


def _seen(
    request: Request, reconciler: Reconciler, identifiers: Iterable[str]
) -> list[tuple[str, Concept | None]]:
    """Identifiers with their concepts; what may not be seen is as if it were not there."""
    sight, vocabulary = sight_of(request), backend_of(request).engine.vocabulary
    return [
        (identifier, found if found and sight.sees(found, vocabulary) else None)
        for identifier, found in reconciler.find_entities(identifiers)
    ]


@router.get(
    "/reconcile/suggest/entity",
    summary="Complete the name of a concept",
    response_class=JsonResponse,
    responses=PROBLEMS,
)
async def suggest_entity(
    request: Request,
    prefix: Annotated[str, PREFIX],
    type: Kind | None = None,
    lang: Annotated[Lang | None, LANG] = None,
    cursor: Annotated[int, CURSOR] = 0,
) -> Response:
    """Ten at a time, with the search of `/v1/search`."""
    backend = backend_of(request)
    found: list[Candidate] = []
    if prefix.strip():
        cell = Cell(prefix, (type,) if type else (), limit=cursor + 10)
        found = backend.reconciler.candidates(cell, sight_of(request))[cursor:]
    return JsonResponse({"result": [_suggested(backend, each, lang) for each in found]})


def _suggested(backend: Backend, found: Candidate, lang: str | None) -> Answer:
    full = _candidate(backend.reconciler, found, lang)
    named = {name: full[name] for name in ("id", "name", "description")}
    return {**named, "notable": full["type"]}


@router.get(
    "/reconcile/suggest/type",
    summary="Complete the name of a type",
    response_class=JsonResponse,
    responses=PROBLEMS,
)
async def suggest_type(
    prefix: Annotated[str, PREFIX], lang: Lang = "nl", cursor: Annotated[int, CURSOR] = 0
) -> Response:
    """Types are the kinds of concepts."""
    wanted = prefix.casefold()
    found = [
        _type(kind, lang)
        for kind, names in TYPE_NAMES.items()
        if any(wanted in text.casefold() for text in (kind, *names.values()))
    ]
    return JsonResponse({"result": found[cursor:]})


@router.get(
    "/reconcile/suggest/property",
    summary="Complete the name of a property",
    response_class=JsonResponse,
    responses=PROBLEMS,
)
async def suggest_property(
    request: Request,
    prefix: Annotated[str, PREFIX],
    lang: Lang = "nl",
    cursor: Annotated[int, CURSOR] = 0,
) -> Response:
    """Codes, names, notes, what it is part of, and its codes in other schemes."""
    wanted = prefix.casefold()
    found = [
        {"id": each.id, "name": each.name(lang)}
        for each in backend_of(request).reconciler.properties
        if any(wanted in text.casefold() for text in (each.id, *dict(each.names).values()))
    ]
    return JsonResponse({"result": found[cursor:]})


@router.get(
    "/reconcile/properties",
    summary="Properties that a column can be extended with",
    response_class=JsonResponse,
    responses=PROBLEMS,
)
async def properties(
    request: Request,
    type: Kind | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    lang: Lang = "nl",
) -> Response:
    """The same for every type; what a concept does not have stays empty."""
    found = [
        {"id": each.id, "name": each.name(lang)}
        for each in backend_of(request).reconciler.properties
    ]
    named = {} if type is None else {"type": type}
    return JsonResponse({**named, "limit": limit, "properties": found[:limit]})


@router.get(
    "/reconcile/preview",
    summary="A concept in a few lines of HTML",
    response_class=Response,
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}, **PROBLEMS},
)
async def preview(request: Request, id: Annotated[str, Query(max_length=100)]) -> Response:
    """For the box that opens over a candidate."""
    reconciler = backend_of(request).reconciler
    concept = reconciler.entity(id)
    if not sight_of(request).sees(concept, backend_of(request).engine.vocabulary):
        raise NotAllowedError("this key does not see that concept")
    lang = language_of(request)
    title, note = concept.display(lang), concept.note(lang)
    body = (
        f'<main><h1><a href="/id/{entity_id(concept)}?lang={lang}" target="_blank" '
        f'rel="noopener">{escape(concept.code)} {escape(title)}</a></h1>'
        f"<p>{escape(reconciler.describe(concept, lang))}</p>"
        f"<p>{escape(note or '')}</p></main>"
    )
    # Others show it within their own pages; that is what it is for.
    policy = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    headers = {"Content-Security-Policy": policy, "Vary": "Accept-Language"}
    return Response(document(title, body, lang), headers=headers, media_type="text/html")
