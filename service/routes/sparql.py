"""GET and POST /sparql: the SPARQL 1.1 protocol, for queries only."""

from __future__ import annotations

from urllib.parse import parse_qsl

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from omaha.access import NotAllowedError
from omaha.errors import InputError
from omaha.identifiers import refuse_bsn
from omaha.rdf.catalog import describe_service
from omaha.rdf.formats import MEDIA_TYPES, to_format
from omaha.rdf.sparql import BusyError, Query, QueryError
from service.backend import backend_of, sight_of, state_of, url_of
from service.caching import tagged
from service.linked_pages import query_page
from service.negotiation import best_media_type
from service.openapi import PROBLEMS
from service.routes.linked import html, language_of

router = APIRouter(tags=["linked data"])
RESULTS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {media: suffix for suffix, media in MEDIA_TYPES.items()}
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_WHOLE = "SPARQL is for keys that see everything"
_ANSWERS = {
    "description": "Rows, yes or no, or a graph.",
    "content": {media: {"schema": {"type": "string"}} for media in (*RESULTS, *GRAPHS)},
}
_PARAMETERS = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": told,
        "schema": schema,
    }
    for name, told, schema in (
        ("query", "Left out: the service description.", {"type": "string"}),
        (
            "default-graph-uri",
            "A graph to ask; left out: all together.",
            {"type": "array", "items": {"type": "string"}},
        ),
        (
            "named-graph-uri",
            "A graph that GRAPH may name; left out: all.",
            {"type": "array", "items": {"type": "string"}},
        ),
    )
]
Sent = list[tuple[str, str]]


@router.get(
    "/sparql",
    summary="Ask in SPARQL",
    response_class=Response,
    responses={**PROBLEMS, 200: _ANSWERS},
    openapi_extra={"parameters": _PARAMETERS},
)
async def sparql(request: Request) -> Response:
    """A SELECT, ASK, CONSTRUCT or DESCRIBE over all graphs, answered as the Accept header likes.

    Each release, scheme and mapping set is a named graph; without FROM and GRAPH all are asked
    together. Updates, SERVICE and LOAD are refused. Without `query`: the service description.
    """
    sent = request.query_params.multi_items()
    if not any(name in ("query", "update") for name, _ in sent):
        return await _description(request)
    return await _answer(request, sent)


@router.post(
    "/sparql",
    summary="Ask in SPARQL, with the query in the body",
    response_class=Response,
    responses={**PROBLEMS, 200: _ANSWERS},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                _QUERY: {"schema": {"type": "string"}},
                _FORM: {"schema": {"type": "object", "properties": {"query": {"type": "string"}}}},
            },
        }
    },
)
async def sparql_post(request: Request) -> Response:
    """As by GET; the body is the query itself, or a form with `query`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (_FORM, _QUERY):
        raise HTTPException(415)
    try:
        text = (await request.body()).decode()
    except UnicodeDecodeError:
        raise QueryError("the query is not UTF-8") from None
    sent = request.query_params.multi_items()
    sent += [("query", text)] if kind == _QUERY else parse_qsl(text, keep_blank_values=True)
    return await _answer(request, sent)


async def _answer(request: Request, sent: Sent) -> Response:
    _check_sight(request)
    asked = _query(sent)
    accept = request.headers.get("accept")
    rows = best_media_type(accept, tuple(RESULTS))
    graph = best_media_type(accept, tuple(GRAPHS))
    if rows is None and graph is None:
        raise HTTPException(406)
    query = Query(
        asked,
        RESULTS[rows or next(iter(RESULTS))],
        GRAPHS[graph or next(iter(GRAPHS))],
        tuple(value for name, value in sent if name == "default-graph-uri"),
        tuple(value for name, value in sent if name == "named-graph-uri"),
    )
    state = state_of(request)
    if not state.sparql_turns.available_tokens:
        raise BusyError("other queries are being answered; ask again in a few seconds")
    found = await anyio.to_thread.run_sync(state.sparql.answer, query, limiter=state.sparql_turns)
    media = (graph or "text/turtle") if found.kind == "graph" else rows or next(iter(RESULTS))
    return Response(found.body, headers={"Vary": "Accept"}, media_type=media)


def _query(sent: Sent) -> str:
    """The one query that was sent; raises QueryError for an update, InputError for none or two."""
    if any(name == "update" for name, _ in sent):
        raise QueryError("updates are not allowed: only SELECT, ASK, CONSTRUCT and DESCRIBE")
    queries = [value for name, value in sent if name == "query"]
    if len(queries) != 1 or not queries[0].strip():
        raise InputError("query", "send one query")
    refuse_bsn("query", queries[0])
    return queries[0]


async def _description(request: Request) -> Response:
    _check_sight(request)
    media = best_media_type(request.headers.get("accept"), (*GRAPHS, "text/html"))
    headers = {"Vary": "Accept, Accept-Language"}
    if media is None:
        raise HTTPException(406)
    if media == "text/html":
        lang = language_of(request)
        return html(request, query_page(lang, state_of(request).sparql.limits), lang, headers)
    linked = await anyio.to_thread.run_sync(lambda: backend_of(request).engine.linked)
    described = describe_service(linked, f"{url_of(request)}/sparql")
    return tagged(request, to_format(described, GRAPHS[media]), media, headers)


def _check_sight(request: Request) -> None:
    backend_of(request)
    if not sight_of(request).whole:
        raise NotAllowedError(_WHOLE)
