"""The health of documents, for the content team."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.auth import ContentSide, ServicesDep
from api.errors import responses
from api.routes.questions import Format
from api.schemas.fields import Language
from api.schemas.health import CheckRequest, DismissRequest, HealthDetail, HealthList
from api.services import Services
from core.paging import MAX_LIMIT
from insights.health.model import DocumentHealth, HealthFilter, Problem
from insights.health.pairs import links_of, pairs_of

router = APIRouter(prefix="/v1/content-health", tags=["content"])

_CHANGE = responses(400, 401, 403, 404, 409, 413, 422, 503)
_CSV = {"description": "A page of documents; all of them with `format=csv`.", "content": {"text/csv": {}}}


@router.get(
    "",
    summary="The health of documents",
    response_model=HealthList,
    responses={200: _CSV, **responses(401, 403, 422, 503)},
)
def list_health(
    _caller: ContentSide,
    parts: ServicesDep,
    problem: Annotated[Problem | None, Query(description="Documents with this problem.")] = None,
    lang: Annotated[Language | None, Query()] = None,
    source: Annotated[str | None, Query(max_length=200)] = None,
    text: Annotated[str | None, Query(max_length=200, description="Found anywhere in the title or id.")] = None,
    troubled: Annotated[bool, Query(description="Only documents with a problem.")] = False,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Annotated[str | None, Query(max_length=1_500)] = None,
    format: Annotated[Format, Query()] = Format.JSON,  # noqa: A002 - the name of the query parameter
) -> Response:
    """The worst first. Figures are counted in the background and a few seconds behind."""
    chosen = HealthFilter(problem, lang, source, text, troubled)
    if format is Format.CSV:
        headers = {"Content-Disposition": 'attachment; filename="content-health.csv"'}
        return StreamingResponse(_csv(parts, chosen), media_type="text/csv; charset=utf-8", headers=headers)
    with parts.database.read() as session:
        page = parts.health.store.list(session, chosen, limit=limit, cursor=cursor)
    counts, documents, troubles = parts.health.totals()
    return JSONResponse(
        {
            "items": [health_body(item) for item in page.items],
            "next_cursor": page.next_cursor,
            "counts": counts,
            "documents": documents,
            "troubled": troubles,
            "progress": asdict(parts.health.progress()),
        }
    )


@router.get(
    "/document",
    summary="The health of one document",
    response_model=HealthDetail,
    responses=responses(401, 403, 404, 422, 503),
)
def read_health(
    _caller: ContentSide,
    parts: ServicesDep,
    id: Annotated[str, Query(min_length=1, max_length=1_000)],  # noqa: A002
) -> Response:
    """With the passages and sentences that go with others, its links, and who checked it."""
    return _detail(parts, id)


@router.post("/checks", summary="Mark a document as checked", response_model=HealthDetail, responses=_CHANGE)
def check(body: CheckRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """Questions that it failed before no longer add to its points, and it is no longer old."""
    staff_id = caller.staff.id if caller.staff else None
    parts.health.check(body.document_id, body.version, caller.name, staff_id, body.note)
    return _detail(parts, body.document_id)


@router.post("/pairs/{pair_id}", summary="Dismiss a pair", status_code=204, responses=_CHANGE)
def dismiss(pair_id: int, body: DismissRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """As long as both texts stay as they are, the pair is no problem."""
    staff_id = caller.staff.id if caller.staff else None
    parts.health.dismiss(pair_id, caller.name, staff_id, dismissed=body.dismissed)
    return Response(status_code=204)


def health_body(health: DocumentHealth) -> dict[str, Any]:
    """A document's health as the API gives it."""
    return {**asdict(health), "helpful_rate": health.helpful_rate}


def _detail(parts: Services, document_id: str) -> Response:
    with parts.database.read() as session:
        found = parts.health.store.get(session, document_id)
        body = {
            **health_body(found),
            "pairs": [asdict(pair) for pair in pairs_of(session, document_id)],
            "links": [asdict(link) for link in links_of(session, document_id)],
            "checks": [asdict(one) for one in parts.health.store.checks(session, document_id)],
        }
    return JSONResponse(body)


def _csv(parts: Services, chosen: HealthFilter) -> Iterator[str]:
    with parts.database.read() as session:
        for row in parts.health.store.rows(session, chosen):
            line = io.StringIO()
            csv.writer(line).writerow(row)
            yield line.getvalue()
