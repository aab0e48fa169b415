"""The published versions of documents, for the content team."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from api.auth import ContentSide, ServicesDep
from api.errors import responses
from api.idempotency import ticket
from api.routes.headers import IdempotencyKey
from api.schemas.document_versions import PublishedVersionList, RestoreVersionRequest
from api.schemas.staffing import PublishedBody
from core.paging import MAX_LIMIT

router = APIRouter(prefix="/v1/document-versions", tags=["content"])


@router.get(
    "",
    summary="The versions of a document",
    response_model=PublishedVersionList,
    responses=responses(401, 403, 404, 422, 503),
)
def versions(
    _caller: ContentSide,
    parts: ServicesDep,
    id: Annotated[str, Query(min_length=1, max_length=1_000)],  # noqa: A002
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    before: Annotated[int | None, Query(ge=1, le=1_000_000, description="`before` of the page before.")] = None,
) -> Response:
    """The latest first, of removed documents too."""
    return JSONResponse(asdict(parts.document_versions.of(id, limit, before)))


@router.post(
    "/restore",
    summary="Restore a version",
    response_model=PublishedBody,
    responses=responses(400, 401, 403, 404, 409, 413, 422, 503),
)
def restore(
    body: RestoreVersionRequest, caller: ContentSide, parts: ServicesDep, key: IdempotencyKey = None
) -> Response:
    """Publishes it again as a new version, in the source `askwell` only. Who may see the document stays as it is."""
    paper = ticket(caller.name, key, "restore version", body.model_dump())
    made = parts.document_versions.restore(body.document_id, body.number, body.seen, caller.name, paper)
    return JSONResponse(made)
