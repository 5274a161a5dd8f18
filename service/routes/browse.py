"""The vocabulary as pages: the tree, and a page for each concept."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from omaha.access import Sight
from omaha.crosswalks import Crosswalks
from omaha.errors import UnknownCodeError, UnknownKindError
from omaha.mappings import Mapping
from omaha.model import LANGUAGES, NAMESPACE, Concept
from omaha.store import Filter
from service.backend import Backend, crosswalks_of, key_of, sight_of, state_of
from service.curation import steward_of
from service.following import asked
from service.pages.showing import Shown, message, show, turned_away

router = APIRouter(include_in_schema=False)
# Of these the tree shows all at once; signs stand under their problems.
_FLAT = ("category", "target", "modifier", "rating")


@router.get("/browse")
async def tree(request: Request) -> Response:
    """All concepts, and a field to find one."""
    backend = state_of(request).backend
    refused = turned_away(request, "browse", "read")
    if refused is not None or backend is None:
        return refused or message(request, "browse", "starting", 503)
    shown = Shown.of(request)
    vocabulary, sight = backend.engine.vocabulary, sight_of(request)
    seen = [concept for concept in vocabulary if sight.sees(concept, vocabulary)]
    below: dict[str | None, list[Concept]] = {}
    for concept in seen:
        below.setdefault(concept.parent, []).append(concept)
    return show(
        request,
        "browse.html",
        "browse",
        data={"texts": shown.texts("browse_script")},
        domains=[each for each in vocabulary if each.kind == "domain"],
        below=below,
        flat=[(kind, [each for each in seen if each.kind == kind]) for kind in _FLAT],
    )


@router.get("/browse/{kind}/{code}")
async def concept_page(request: Request, kind: str, code: str) -> Response:
    """One concept: what it is, which words mean it, what it is elsewhere, and its history."""
    backend = state_of(request).backend
    refused = turned_away(request, "browse", "read")
    if refused is not None or backend is None:
        return refused or message(request, "browse", "starting", 503)
    vocabulary, sight = backend.engine.vocabulary, sight_of(request)
    try:
        concept = vocabulary.concept(kind, code)
    except (UnknownCodeError, UnknownKindError):
        return message(request, "browse", "not_found", 404)
    if not sight.sees(concept, vocabulary):
        return message(request, "browse", "not_found", 404)
    shown = Shown.of(request)
    phrases = await asked(backend.phrases_of, concept.curie)
    return show(
        request,
        "concept.html",
        "browse",
        data={"texts": shown.texts("browse_script")},
        concept=concept,
        languages=LANGUAGES,
        iri=NAMESPACE + concept.curie.removeprefix("omaha:"),
        above=list(reversed(vocabulary.ancestors(concept.curie))),
        below=_seen(vocabulary.children(concept.curie), backend, sight),
        phrases=_by_discipline(phrases),
        crosswalks=_crosswalks(crosswalks_of(request), concept, shown.lang),
        history=await _history(request, concept),
        linked=any(getattr(r, "path", "").startswith("/id/") for r in request.app.routes),
    )


def _seen(concepts: Any, backend: Backend, sight: Sight) -> list[Concept]:
    return [each for each in concepts if sight.sees(each, backend.engine.vocabulary)]


def _by_discipline(phrases: list[Mapping]) -> list[tuple[str, str, list[Mapping]]]:
    """Phrases by discipline and language, those of all disciplines first."""

    def place(row: Mapping) -> tuple[bool, str, str]:
        return row.discipline != "any", row.discipline, row.lang

    rows = sorted(phrases, key=lambda row: (place(row), row.subject.casefold()))
    return [(key[1], key[2], list(group)) for key, group in groupby(rows, key=place)]


def _crosswalks(crosswalks: Crosswalks, concept: Concept, lang: str) -> list[tuple[str, list[Any]]]:
    found = []
    for name in crosswalks.schemes:
        matches = crosswalks.translate(concept.curie, name, lang=lang)
        if matches:
            titles = dict(crosswalks.scheme(name).titles)
            found.append((titles.get(lang) or titles.get("en") or name, matches))
    return found


async def _history(request: Request, concept: Concept) -> list[Any]:
    """What stewards did with words for it, for who may curate: newest first."""
    state, key = state_of(request), key_of(request)
    if not state.open and (key is None or "curate" not in key.scopes):
        return []
    page = await asked(
        state.curation.mappings.page, Filter(object=concept.curie), steward_of(key), 100, None
    )
    return sorted(page.entries, key=lambda entry: entry.created, reverse=True)
