"""The HTTP application, put together from its routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import APIRouter, FastAPI

from answering.conversations.attachments import MIB
from api import errors, openapi, pages
from api.body_limit import BodyLimitMiddleware
from api.logs import configure
from api.middleware import (
    FailureMiddleware,
    HeadMiddleware,
    OriginMiddleware,
    SecurityHeadersMiddleware,
    TraceMiddleware,
)
from api.pages.routing import page_of_nothing
from api.routes import (
    asking,
    attachments,
    conversations,
    desk,
    document_versions,
    documents,
    drafts,
    escalations,
    gaps,
    health,
    log_views,
    mail,
    mcp,
    openai,
    operations,
    proof,
    questions,
    reports,
    search,
    sessions,
    suggestions,
    tracing,
)
from api.services import Services
from api.wiring import build
from core.allocator import share_arenas
from core.settings import Settings, load_settings

ROUTES = (
    asking,
    openai,
    sessions,
    conversations,
    attachments,
    search,
    suggestions,
    documents,
    document_versions,
    questions,
    log_views,
    tracing,
    proof,
    gaps,
    health,
    drafts,
    reports,
    escalations,
    desk,
    mail,
    mcp,
    operations,
    pages,
)
"""Modules with a router, in the order in which a request looks for its route."""

THREADS = 48
"""Requests handled at once in one process: most of them wait for the embedder or the disk."""


def _together() -> APIRouter:
    router = APIRouter()
    for module in ROUTES:
        router.include_router(module.router)
    return router


# Applications share it: FastAPI works a route out when it is first looked for, a third of a second for all of them.
ROUTER = _together()


def create_app(settings: Settings | None = None, services: Services | None = None) -> FastAPI:
    """An application on `services`, or on services built from `settings`, or from the environment."""
    parts = services or build(settings or load_settings())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        parts.start()
        yield
        parts.stop()
        if services is None:
            parts.close()

    # Swagger's pages load scripts from elsewhere; /openapi.json is enough for the tools people use.
    app = FastAPI(
        title="Askwell",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        routes=ROUTER.routes,
        # It would hand request bodies to whatever exporter the environment names.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.services = parts
    app.state.page_of_nothing = page_of_nothing
    errors.install(app)
    openapi.install(app)
    app.add_middleware(BodyLimitMiddleware, largest_file=parts.settings.attachment_megabytes * MIB)
    app.add_middleware(FailureMiddleware)
    app.add_middleware(OriginMiddleware, rule=parts.origins)
    app.add_middleware(SecurityHeadersMiddleware)
    app.add_middleware(TraceMiddleware, metrics=parts.metrics)
    app.add_middleware(HeadMiddleware)
    return app


def serve_app() -> FastAPI:
    """What each server process runs: settings from the environment, logs as JSON."""
    share_arenas()
    settings = load_settings()
    configure(settings.log_level)
    return create_app(settings)
