"""POST /v1/profile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from omaha.access import LEFT_OUT, Sight
from omaha.errors import InputError
from omaha.identifiers import refuse_bsn
from omaha.loading import Engine
from omaha.views.profile import Area, Profile, build_profile, profile_to_json
from omaha.views.profile_counts import Counts, Tally, counts_from_rows, domains_of
from service import profile_schemas
from service.answers import JsonResponse
from service.backend import backend_of, sight_of, state_of
from service.openapi import PROBLEMS
from service.profile_schemas import ProfileIn

router = APIRouter(tags=["shared language"])
NOTES_WARNING = (
    "notes were counted, not clients: ten notes may be of one client; send `client` with each"
)


@router.post(
    "/v1/profile",
    summary="A neighbourhood in numbers",
    response_class=JsonResponse,
    responses={200: {"model": profile_schemas.Profile}, **PROBLEMS},
)
async def profile(asked: ProfileIn, request: Request) -> Response:
    """Problems and domains by area and period, with rates, intervals and change.

    Small counts are hidden, and as many more as it takes that sums give nothing away. Cut the
    same notes in one way only: two answers side by side may give away what each one hides.
    """
    backend = backend_of(request)
    # Many groups take seconds: in a thread, one at a time, where other requests go between.
    answer = await anyio.to_thread.run_sync(
        _answer, asked, backend.engine, sight_of(request), limiter=state_of(request).turns
    )
    answer["versions"] = backend.versions
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


def _answer(asked: ProfileIn, engine: Engine, sight: Sight) -> dict[str, Any]:
    domains = domains_of(engine.vocabulary)
    for name in asked.by:
        refuse_bsn("by", name)
    counts = _counts(asked, domains)
    residents = {" ".join(name.split()): n for name, n in (asked.residents or {}).items()}
    built = build_profile(counts, domains, threshold=asked.threshold, residents=residents)
    shown = _seen(built, engine, sight)
    kinds = ("problem", "domain")
    displays = {c.code: c.display(asked.lang) for c in engine.vocabulary if c.kind in kinds}
    answer = profile_to_json(shown, displays)
    warnings = [LEFT_OUT] if shown != built else []
    if counts.unit == "notes":
        warnings.append(NOTES_WARNING)
    if warnings:
        answer["warnings"] = warnings
    return answer


def _counts(asked: ProfileIn, domains: dict[str, str]) -> Counts:
    if (asked.counts is None) == (asked.notes is None):
        raise InputError("counts", "send either counts or notes")
    if asked.counts is not None:
        return counts_from_rows(asked.by, asked.unit, asked.counts, domains)
    tally = Tally(asked.by, domains, length=asked.every, bands=asked.bands)
    for number, note in enumerate(asked.notes or ()):
        try:
            tally.add(note, {})
        except InputError as error:
            raise InputError(f"notes.{number}.{error.field}", error.reason) from None
    return tally.counts()


def _seen(built: Profile, engine: Engine, sight: Sight) -> Profile:
    """The profile with only the codes that the caller may see."""
    if sight.whole:
        return built
    vocabulary = engine.vocabulary
    seen = {c.code for c in vocabulary if c.kind in ("problem", "domain")
            and sight.sees(c, vocabulary)}  # fmt: skip

    def limited(area: Area) -> Area:
        return replace(area, rows={c: row for c, row in area.rows.items() if c in seen})

    return replace(
        built,
        slices=tuple(
            replace(
                part,
                areas=tuple(map(limited, part.areas)),
                total=None if part.total is None else limited(part.total),
            )
            for part in built.slices
        ),
    )
