"""Documents: their versions for everybody who was shown a citation, the rest for the content team."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from api.auth import AnyCaller, ContentSide, ServicesDep
from api.content import Draft
from api.errors import responses
from api.idempotency import ticket
from api.routes.headers import IdempotencyKey
from api.schemas.fields import Language
from api.schemas.staffing import DocumentList, DocumentRequest, PublishedBody, VersionBody
from core.errors import NotFound
from core.model import Document
from core.paging import MAX_LIMIT

router = APIRouter(prefix="/v1", tags=["content"])


@router.get(
    "/documents", summary="List documents", response_model=DocumentList, responses=responses(401, 403, 422, 503)
)
def documents(
    _caller: ContentSide,
    parts: ServicesDep,
    q: Annotated[str | None, Query(max_length=200, description="Found anywhere in title or id.")] = None,
    lang: Annotated[Language | None, Query()] = None,
    source: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Annotated[str | None, Query(max_length=1_000, description="`next_cursor` of the page before.")] = None,
) -> Response:
    """All documents, whatever their audiences, in the order of their ids."""
    found = parts.documents.documents(limit + 1, cursor, lang, source, q)
    more = len(found) > limit
    items = [document_body(document) for document in found[:limit]]
    return JSONResponse({"items": items, "next_cursor": items[-1]["id"] if more else None})


@router.get(
    "/documents/{document_id:path}",
    summary="Read a document",
    response_model=VersionBody,
    responses=responses(401, 403, 404, 503),
)
def document(
    document_id: str,
    caller: AnyCaller,
    parts: ServicesDep,
    version: Annotated[str | None, Query(max_length=80, description="Null: the current one.")] = None,
) -> Response:
    """One version, within the caller's audiences. `text[start:end]` of a citation is its `quote`."""
    found = parts.documents.version(document_id, version, caller.readable)
    if found is None:
        raise NotFound("There is no such document, or you may not see it.")
    now = parts.documents.document(document_id, caller.readable)
    body = {
        "id": found.document_id,
        "version": found.version,
        "title": found.title,
        "lang": found.lang,
        "url": found.url,
        "text": found.text,
        "as_of": found.as_of,
        "current": now is not None and now.version == found.version,
    }
    return JSONResponse(body)


@router.post(
    "/documents",
    summary="Write a document",
    response_model=PublishedBody,
    responses=responses(400, 401, 403, 409, 413, 422, 503),
)
def write(body: DocumentRequest, caller: ContentSide, parts: ServicesDep, key: IdempotencyKey = None) -> Response:
    """Makes or replaces a document in Askwell's own source `askwell`; answers use it at once."""
    paper = ticket(caller.name, key, "document", body.model_dump())
    return JSONResponse(parts.content.write(body.id, _draft(body), paper, caller.name))


@router.delete(
    "/documents/{document_id:path}",
    summary="Remove a document",
    status_code=204,
    responses=responses(401, 403, 404, 409, 503),
)
def remove(document_id: str, caller: ContentSide, parts: ServicesDep) -> Response:
    """Takes a document of the source `askwell` out of answers; citations can still show its versions."""
    parts.content.remove(document_id, caller.name)
    return Response(status_code=204)


def document_body(document: Document) -> dict[str, Any]:
    """A document as the API gives it."""
    return {**asdict(document), "audiences": sorted(document.audiences)}


def _draft(body: DocumentRequest) -> Draft:
    return Draft(body.title, body.text, body.lang, body.url, frozenset(body.audiences), tuple(body.tags))
