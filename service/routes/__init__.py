"""The whole HTTP surface on one screen."""

from __future__ import annotations

from fastapi import APIRouter

from service.routes import (
    browse,
    check,
    code,
    concepts,
    desk,
    exchange,
    feedback,
    judgements,
    linked,
    mappings,
    pages,
    plan,
    profile,
    reconcile,
    releases,
    search,
    sessions,
    sparql,
    status,
    translate,
    validate,
    views,
)

# Looked through in this order: what is asked most comes first.
ROUTERS: tuple[APIRouter, ...] = (
    concepts.lookup,
    concepts.router,
    code.router,
    search.router,
    validate.router,
    translate.router,
    views.router,
    plan.router,
    check.router,
    exchange.router,
    linked.router,
    reconcile.router,
    sparql.router,
    profile.router,
    mappings.router,
    judgements.router,
    releases.router,
    feedback.router,
    status.router,
)

# For people, and in no description of the API.
PAGE_ROUTERS: tuple[APIRouter, ...] = (pages.router, browse.router, desk.router, sessions.router)
