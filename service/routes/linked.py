"""GET /id/…, /.well-known/void and /dumps/…: linked data, in the format that a caller likes."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from omaha.access import NotAllowedError
from omaha.linked import local_name
from omaha.model import LANGUAGES, NAMESPACE
from omaha.rdf.catalog import DATASET, describe_catalog
from omaha.rdf.formats import MEDIA_TYPES, to_format, to_statements
from service.backend import Backend, backend_of, sight_of, url_of
from service.caching import is_known, tagged
from service.linked_pages import POLICY, REPLACED_BY, LinkedPages
from service.negotiation import best_language, best_media_type
from service.openapi import PROBLEMS

router = APIRouter(tags=["linked data"])
_STYLE = Path(__file__).parents[1] / "static" / "linked.css"
_HTML = "text/html"
# The first is for who does not mind: programs; browsers say that they like HTML.
_OFFERED = {
    **{media: suffix for suffix, media in MEDIA_TYPES.items()},
    _HTML: "html",
    "application/json": "jsonld",
}
_LOCAL = re.compile(r"[A-Za-z0-9_./-]{1,100}")
_WHOLE = "linked data is for keys that see everything; use /v1/concepts with this one"
_FORMATS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What is said of it.",
        "content": {media: {"schema": {"type": "string"}} for media in _OFFERED},
    },
    304: {"description": "You have it already."},
    406: PROBLEMS[400],
}
_DUMPS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/n-quads": {}, "application/n-triples": {}}},
    304: {"description": "You have it already."},
}


@router.get("/id/style.css", summary="The style sheet of the pages", response_class=FileResponse)
async def style() -> Response:
    """Plain and small; pages load nothing else."""
    return FileResponse(_STYLE, media_type="text/css")


@router.head("/id/{path:path}", include_in_schema=False)
@router.get(
    "/id/{path:path}",
    summary="What an IRI of ours stands for",
    response_class=Response,
    responses={**PROBLEMS, **_FORMATS},
)
async def resource(path: str, request: Request) -> Response:
    """A concept, scheme, release, mapping set or mapping, as the Accept header likes it.

    `/id/problem/24` describes `https://w3id.org/omaha-system/problem/24`. A suffix `.ttl`,
    `.jsonld`, `.rdf`, `.nt` or `.html` chooses the format too. What was replaced is answered
    with its successor.
    """
    backend = _allowed(request)
    if not path:
        return RedirectResponse("/id/dataset", 303)
    # The index is made at the first request, which takes a second.
    return await anyio.to_thread.run_sync(_resource, path, request, backend)


def _resource(path: str, request: Request, backend: Backend) -> Response:
    name, suffix = _split(path)
    described = backend.engine.linked.describe(NAMESPACE + name)
    if not described:
        if _LOCAL.fullmatch(name):
            backend.engine.vocabulary.by_curie(f"omaha:{name}")
        raise HTTPException(404)
    suffix = suffix or _negotiated(request)
    lang = language_of(request)
    headers = {"Vary": "Accept, Accept-Language", "Content-Location": f"/id/{name}.{suffix}"}
    links = [f'<{NAMESPACE}{name}>; rel="about"', *_successors(described, NAMESPACE + name)]
    headers["Link"] = ", ".join(links)
    if suffix == "html":
        page = LinkedPages(backend.engine.linked).page(NAMESPACE + name, described, lang)
        return html(request, page, lang, headers)
    return tagged(request, to_format(described, suffix), MEDIA_TYPES[suffix], headers)


def html(request: Request, page: str, lang: str, headers: dict[str, str]) -> Response:
    """A page, with what a browser may do with it."""
    told = {**headers, "Content-Language": lang, "Content-Security-Policy": POLICY}
    return tagged(request, page.encode(), _HTML, told)


def language_of(request: Request) -> str:
    """The language of a page: `lang`, else what the browser likes."""
    asked = request.query_params.get("lang")
    liked = best_language(request.headers.get("accept-language"), LANGUAGES)
    return asked if asked in LANGUAGES else liked


def _split(path: str) -> tuple[str, str]:
    """A path without its suffix, and the suffix ("" without one).

    >>> _split("problem/24.ttl"), _split("release/2005-r1"), _split("problem/24.exe")
    (('problem/24', 'ttl'), ('release/2005-r1', ''), ('problem/24.exe', ''))
    """
    name, dot, suffix = path.rpartition(".")
    return (name, suffix) if dot and suffix in _OFFERED.values() else (path, "")


def _negotiated(request: Request) -> str:
    liked = best_media_type(request.headers.get("accept"), tuple(_OFFERED))
    if liked is None:
        raise HTTPException(406)
    return _OFFERED[liked]


def _successors(described: bytes, iri: str) -> Iterable[str]:
    if REPLACED_BY.encode() not in described:
        return
    for each in to_statements(described):
        if each.subject == iri and each.predicate == REPLACED_BY:
            yield f'</id/{local_name(each.value.text)}>; rel="successor-version"'


def _allowed(request: Request) -> Backend:
    """The backend, for a caller who may see all of it; raises NotAllowedError."""
    if not sight_of(request).whole:
        raise NotAllowedError(_WHOLE)
    return backend_of(request)


@router.head("/.well-known/void", include_in_schema=False)
@router.get(
    "/.well-known/void",
    summary="What linked data is here",
    response_class=Response,
    responses={**PROBLEMS, **_FORMATS},
)
async def void(request: Request) -> Response:
    """VoID and DCAT: the graphs, their sizes, their dumps with SHA-256, the SPARQL service."""
    backend = _allowed(request)
    suffix = _negotiated(request)
    if suffix == "html":
        return RedirectResponse("/id/dataset.html", 303, {"Vary": "Accept"})
    dumps = await anyio.to_thread.run_sync(lambda: backend.dumps)
    described = describe_catalog(backend.engine.linked, dumps.values(), url_of(request))
    headers = {"Vary": "Accept", "Link": f'<{DATASET}>; rel="about"'}
    return tagged(request, to_format(described, suffix), MEDIA_TYPES[suffix], headers)


@router.head("/dumps/{name}", include_in_schema=False)
@router.get(
    "/dumps/{name}",
    summary="A graph whole, or all of them",
    response_class=Response,
    responses={**PROBLEMS, **_DUMPS},
)
async def dump(name: str, request: Request) -> Response:
    """`all.nq`, or one graph as N-Triples; `/.well-known/void` lists them with their hashes."""
    backend = _allowed(request)
    dumps = await anyio.to_thread.run_sync(lambda: backend.dumps)
    if name not in dumps:
        raise HTTPException(404)
    found = dumps[name]
    headers = {
        "ETag": f'"{found.sha256[:32]}"',
        "Cache-Control": "no-cache",
        "Content-Length": str(found.size),
        "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(found.sha256)).decode()}:",
    }
    if is_known(request, headers["ETag"]):
        del headers["Content-Length"]
        return Response(status_code=304, headers=headers)
    linked = backend.engine.linked
    if found.graph is not None:
        return Response(linked.triples(found.graph), headers=headers, media_type=found.media_type)
    if request.method == "HEAD":
        return Response(headers=headers, media_type=found.media_type)
    return StreamingResponse(linked.quads(), headers=headers, media_type=found.media_type)
