"""The whole HTTP surface on one screen."""

from __future__ import annotations

from fastapi import APIRouter

from service.routes import (
    check,
    code,
    concepts,
    exchange,
    feedback,
    judgements,
    linked,
    mappings,
    plan,
    profile,
    reconcile,
    releases,
    search,
    sparql,
    status,
    translate,
    validate,
    views,
)

# Looked through in this order: what is asked most comes first.
ROUTERS: tuple[APIRouter, ...] = (
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
