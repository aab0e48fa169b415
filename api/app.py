"""The HTTP application, put together from its routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import errors, pages
from api.middleware import FailureMiddleware, OriginMiddleware, SecurityHeadersMiddleware, TraceMiddleware
from api.routes import operations
from api.services import Services
from api.wiring import build
from core.settings import Settings, load_settings

MAX_BODY = 64 * 1024
"""Bytes of a request body, unless a route allows more."""


def create_app(settings: Settings | None = None, services: Services | None = None) -> FastAPI:
    """An application on `services`, or on services built from `settings`, or from the environment."""
    parts = services or build(settings or load_settings())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        if services is None:
            parts.close()

    # Swagger's pages load scripts from elsewhere; /openapi.json is enough for the tools people use.
    app = FastAPI(
        title="Askwell",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        max_body_size=MAX_BODY,
        telemetry=None,
    )
    app.state.services = parts
    errors.install(app)
    for module in (operations,):
        app.include_router(module.router)
    app.include_router(pages.router)
    app.add_middleware(FailureMiddleware)
    app.add_middleware(OriginMiddleware, rule=parts.origins)
    app.add_middleware(SecurityHeadersMiddleware)
    app.add_middleware(TraceMiddleware, metrics=parts.metrics)
    return app
