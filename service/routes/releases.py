"""GET and POST /v1/releases: freeze, compare, go live, roll back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from omaha.store import ReleaseStore
from service.answers import JsonResponse
from service.backend import backend_of, key_of, state_of
from service.curation import steward_of
from service.curation_answers import change_to_json, release_to_json
from service.curation_schemas import Diff, ReleaseIn, ReleaseOut, Releases, Version
from service.following import asked, changed
from service.openapi import PROBLEMS

router = APIRouter(tags=["curation"])
# The name that stands for no release: the files that came along.
NONE = "none"
NOW = "now"


@router.get(
    "/v1/releases",
    summary="List releases",
    response_class=JsonResponse,
    responses={200: {"model": Releases}, **PROBLEMS},
)
async def releases(request: Request) -> Response:
    """All releases, oldest first; `live` says which one the coder runs on."""
    found = await asked(_releases(request).all)
    return JsonResponse({"items": [release_to_json(each) for each in found]})


@router.post(
    "/v1/releases",
    summary="Freeze what was decided",
    response_class=JsonResponse,
    responses={200: {"model": ReleaseOut}, **PROBLEMS},
)
async def build(given: ReleaseIn, request: Request) -> Response:
    """Make a release of all shared mappings that were decided. It is not live yet."""
    by = steward_of(key_of(request))
    made = await changed(request, _releases(request).build, by, given.version, given.note)
    return JsonResponse(release_to_json(made))


@router.get(
    "/v1/releases/{version}/diff",
    summary="What changed",
    response_class=JsonResponse,
    responses={200: {"model": Diff}, **PROBLEMS},
)
async def diff(
    request: Request,
    version: Version,
    old: Annotated[Version | None, Query(description="The one before; left out: nothing.")] = None,
) -> Response:
    """What a release has that an older one has not, and back. `now` is what is decided now."""
    found = await asked(_releases(request).diff, old, None if version == NOW else version)
    changes = [change_to_json(each, backend_of(request)) for each in found]
    return JsonResponse({"old": old, "new": version, "changes": changes})


@router.post(
    "/v1/releases/{version}/live",
    summary="Go live, or roll back",
    response_class=JsonResponse,
    responses={200: {"model": Releases}, **PROBLEMS},
)
async def go_live(request: Request, version: Version) -> Response:
    """Have the coder run on this release; on an older one that is a roll-back.

    `none` is the lexicon as it came along, without a release.
    """
    by = steward_of(key_of(request))
    await changed(request, _releases(request).go_live, None if version == NONE else version, by)
    return await releases(request)


def _releases(request: Request) -> ReleaseStore:
    return state_of(request).curation.releases
