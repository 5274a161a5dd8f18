"""POST and DELETE /session, and POST /session/token: a key exchanged for a short session."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.responses import Response

from omaha.access import UnknownKeyError
from service.answers import JsonResponse
from service.backend import key_of, state_of
from service.curation import organisation_of
from service.following import asked
from service.observing import KEY
from service.pages import Sessions
from service.pages.headers import session_cookie

router = APIRouter(include_in_schema=False)


class SignIn(BaseModel):
    """A person's key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, StringConstraints(max_length=200)]


@router.post("/session")
async def sign_in(given: SignIn, request: Request) -> Response:
    """Sign in with a key; the browser gets a cookie, and the key itself is not kept anywhere.

    The body has to be JSON, which another site cannot send without being asked first.
    """
    state = state_of(request)
    token = given.key.strip()
    if Sessions.fits(token):
        raise UnknownKeyError("send a key, not a session")
    key = await asked(state.keys.find, token)
    request.scope[KEY] = key  # for the log
    seconds = state.settings.session_seconds
    cookie = session_cookie(request, state.sessions.token(key.id), seconds)
    return JsonResponse(
        {
            "organisation": key.organisation,
            "scopes": key.scopes,
            "seconds": seconds,
            "counts_choices": state.settings.counts_choices(organisation_of(key)),
        },
        headers={"Set-Cookie": cookie, "Cache-Control": "no-store"},
    )


@router.delete("/session")
async def sign_out(request: Request) -> Response:
    """Take the cookie away."""
    return Response(None, 204, {"Set-Cookie": session_cookie(request, "", 0)})


@router.post("/session/token")
async def session_token(request: Request) -> Response:
    """A session for a case system, which hands it to the page that it embeds.

    It asks with its own key (`Authorization: Bearer`), from server to server.
    """
    state, key = state_of(request), key_of(request)
    sent = (request.headers.get("authorization") or "").partition(" ")[2].strip()
    if key is None or Sessions.fits(sent) or not sent:
        raise UnknownKeyError("send your key as `Authorization: Bearer omaha_…`")
    token = state.sessions.token(key.id)
    return JsonResponse(
        {"session": token, "seconds": state.settings.session_seconds},
        headers={"Cache-Control": "no-store"},
    )
