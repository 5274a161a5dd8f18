"""The whole HTTP surface on one screen."""

from __future__ import annotations

from fastapi import APIRouter

from service.routes import (
    check,
    code,
    concepts,
    exchange,
    plan,
    search,
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
    status.router,
)
