"""The steward's desk, and what a decision would do to the example notes."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from omaha.access import UnknownKeyError
from omaha.live import coder_with
from omaha.mappings import DISCIPLINES, Mapping
from service.answers import JsonResponse
from service.backend import backend_of, coder_of, key_of, state_of
from service.curation import steward_of
from service.curation_schemas import MappingId, Version
from service.effects import compare, effect_of, of_words, read_examples
from service.following import asked
from service.pages.showing import Shown, message, show, turned_away
from service.routes.releases import NONE, NOW

router = APIRouter(include_in_schema=False)
# So many of the words that come or go with a release are coded by themselves.
MOST_WORDS = 50


@router.get("/desk")
async def desk(request: Request) -> Response:
    """The desk: its script does the rest with the API."""
    refused = turned_away(request, "desk", "curate")
    if refused is not None or state_of(request).backend is None:
        return refused or message(request, "desk", "starting", 503)
    shown = Shown.of(request)
    texts = {
        **shown.texts("desk_script"),
        "relations": shown.texts("relations"),
        "statuses": shown.texts("statuses"),
        "disciplines": shown.texts("disciplines"),
    }
    # A session does not open what needs `admin`, and going live does.
    data = {"texts": texts, "may_go_live": state_of(request).open}
    names = sorted(DISCIPLINES, key=lambda name: shown.texts("disciplines")[name])
    return show(request, "desk.html", "desk", data=data, disciplines=names)


@router.get("/desk/effect/{id}")
async def effect(id: MappingId, request: Request) -> Response:
    """What accepting a mapping would change on the example notes, and on its words alone."""
    _require_steward(request)
    state, by = state_of(request), steward_of(key_of(request))
    entry = await asked(state.curation.mappings.find, id, by)
    row = entry.mapping
    if not row.literal:
        return JsonResponse({"changes": [], "notes": 0})
    examples = [of_words(row), *read_examples(state.pages.practice)]
    backend_of(request)
    changes = await asked(effect_of, coder_of(request), [row], examples)
    return JsonResponse({"changes": changes, "notes": len(examples)})


@router.get("/desk/release-effect/{version}")
async def release_effect(version: Version, request: Request) -> Response:
    """What going live with a release (or `none`, or what is decided `now`) would change."""
    _require_steward(request)
    state = state_of(request)
    releases = state.curation.releases
    base = backend_of(request).engine.coder

    def changed() -> dict[str, Any]:
        live = releases.live()
        now = live.rows if live else ()
        rows: tuple[Mapping, ...] = ()
        if version == NOW:
            rows = releases.decided().words()
        elif version != NONE:
            rows = releases.content(version).words()
        differing = sorted(set(rows) ^ set(now), key=lambda row: row.sort_key)
        words = dict.fromkeys(of_words(row) for row in differing if row.literal)
        examples = [*list(words)[:MOST_WORDS], *read_examples(state.pages.practice)]
        changes = compare(coder_with(base, now), coder_with(base, rows), examples)
        return {"changes": changes, "notes": len(examples)}

    return JsonResponse(await asked(changed))


def _require_steward(request: Request) -> None:
    key = key_of(request)
    if state_of(request).open:
        return
    if key is None:
        raise UnknownKeyError("sign in, or send `Authorization: Bearer omaha_…`")
    key.require("curate")
