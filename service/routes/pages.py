"""The coder's page, what pages are made of, and practice notes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from omaha.errors import InputError
from omaha.mappings import DISCIPLINES
from omaha.model import LANGUAGES
from service.backend import Backend, key_of, state_of
from service.curation import organisation_of
from service.pages.headers import may_send
from service.pages.showing import Shown, message, show

router = APIRouter(include_in_schema=False)
FOREVER = "public, max-age=31536000, immutable"


@router.get("/")
async def coder_page(request: Request) -> Response:
    """The coder's page, empty."""
    return _coder(request, None)


@router.post("/")
async def coder_page_with_note(request: Request) -> Response:
    """The coder's page with a note that a case system, or the page itself, sends as a form.

    Refused when it comes from an origin that may not embed the page. The note is put into
    the answer and nowhere else.
    """
    embedders = state_of(request).settings.embedders
    if not may_send(request, embedders):
        return message(request, "coder", "refused", 403)
    try:
        sent = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
    except UnicodeDecodeError:
        return message(request, "coder", "refused", 400)
    back = urlsplit(sent.get("return_to", ""))
    if back.netloc and f"{back.scheme}://{back.netloc}" not in embedders:
        return message(request, "coder", "refused", 403)
    return _coder(request, sent)


@router.get("/static/{version}/{name}")
async def static_file(request: Request, version: str, name: str) -> Response:
    """A file that pages are made of; its address changes with its content."""
    pages = state_of(request).pages
    found = pages.static.get(name)
    if found is None:
        raise HTTPException(404)
    kept = FOREVER if version == pages.version else "no-store"
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(found.content, 200, headers, found.media_type)
    headers["Content-Encoding"] = "gzip"
    return Response(found.compressed, 200, headers, found.media_type)


@router.get("/practice/{lang}")
async def practice(request: Request, lang: str) -> Response:
    """The practice notes of a language with their worked answers."""
    if lang not in LANGUAGES:
        raise InputError("lang", f"use {' or '.join(LANGUAGES)}")
    found = state_of(request).pages.practice[lang]
    return Response(found, 200, {"Cache-Control": "no-cache"}, "application/json")


def _coder(request: Request, sent: dict[str, str] | None) -> HTMLResponse:
    state = state_of(request)
    if state.backend is None:
        return message(request, "coder", "starting", 503)
    shown = Shown.of(request)
    named = _names(state.backend, shown.lang)
    key = key_of(request)
    allowed = key.disciplines if key and key.disciplines else tuple(DISCIPLINES)
    data = {
        "names": named["names"],
        "note_limit": state.settings.note_limit,
        "embedders": state.settings.embedders,
        "counts_choices": state.settings.counts_choices(organisation_of(key)),
        "given": sent,
        "texts": shown.texts("coder_script"),
    }
    return show(
        request,
        "coder.html",
        "coder",
        data=data,
        disciplines=sorted(allowed, key=lambda name: shown.texts("disciplines")[name]),
        domains=named["domains"],
        categories=named["categories"],
    )


def _names(backend: Backend, lang: str) -> dict[str, Any]:
    """What concepts are called and mean, as far as the page shows them by code alone."""
    vocabulary = backend.engine.vocabulary
    names: dict[str, dict[str, list[str]]] = {}
    for concept in vocabulary:
        if concept.kind in ("problem", "category", "modifier"):
            about = (concept.note(lang) or "") if concept.kind == "problem" else ""
            names.setdefault(concept.kind, {})[concept.code] = [concept.display(lang), about]
    domains = [
        {
            "display": domain.display(lang),
            "problems": [
                {"code": each.code, "display": each.display(lang)}
                for each in vocabulary.children(domain.curie)
            ],
        }
        for domain in vocabulary
        if domain.kind == "domain"
    ]
    categories = [{"code": c, "display": n[0]} for c, n in names["category"].items()]
    return {"names": names, "domains": domains, "categories": categories}
