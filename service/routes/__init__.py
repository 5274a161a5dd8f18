"""The whole HTTP surface on one screen."""

from __future__ import annotations

from fastapi import APIRouter

from service.routes import code, concepts, profile, search, status, translate, validate

# Looked through in this order: what is asked most comes first.
ROUTERS: tuple[APIRouter, ...] = (
    concepts.router,
    code.router,
    search.router,
    validate.router,
    translate.router,
    profile.router,
    status.router,
)
