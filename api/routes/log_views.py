"""Saved views of the log of questions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from api.auth import ContentSide, ServicesDep
from api.callers import Caller
from api.errors import responses
from api.idempotency import ticket
from api.keys import Scope
from api.pages.log_choice import choice_of, list_address, page_address, unknown_in
from api.routes.headers import IdempotencyKey
from api.schemas.log_views import LogViewBody, LogViewList, LogViewRequest
from api.services import Services
from api.staff import Role
from core.db import Session
from core.errors import InvalidInput
from insights.log.views import SavedView

router = APIRouter(prefix="/v1/questions/views", tags=["content"])


@router.get("", summary="Saved views of the log", response_model=LogViewList, responses=responses(401, 403, 503))
def views(caller: ContentSide, parts: ServicesDep) -> Response:
    """The caller's own ones, then those that others share, each by name."""
    with parts.database.read() as session:
        found = parts.log.views.seen_by(session, caller.name)
    return JSONResponse({"items": [_body(parts, caller, view) for view in found]})


@router.post(
    "",
    summary="Save a view of the log",
    status_code=201,
    response_model=LogViewBody,
    responses=responses(400, 401, 403, 409, 413, 422, 503),
)
def save(body: LogViewRequest, caller: ContentSide, parts: ServicesDep, key: IdempotencyKey = None) -> Response:
    """It belongs to the caller: to a member of the staff, or to the API key itself."""
    if unknown := unknown_in(body.query):
        raise InvalidInput(f"The log has no filter {', '.join(unknown)}. Copy `query` from the address of the page.")
    query = choice_of(body.query).query()

    def add(session: Session) -> dict[str, Any]:
        made = parts.log.views.add(session, caller.name, body.name, query, shared=body.shared)
        return _body(parts, caller, made)

    paper = ticket(caller.name, key, "log view", body.model_dump())
    return JSONResponse(parts.idempotency.once(paper, add), status_code=201)


@router.delete(
    "/{view_id}", summary="Delete a view of the log", status_code=204, responses=responses(401, 403, 404, 503)
)
def delete(view_id: str, caller: ContentSide, parts: ServicesDep) -> Response:
    """No question is deleted. Administrators may delete what others share."""
    with parts.database.write() as session:
        parts.log.views.delete(session, caller.name, view_id, of_others=_manages(caller))
    return Response(status_code=204)


def _manages(caller: Caller) -> bool:
    return caller.has(Scope.ADMIN) or (caller.staff is not None and caller.staff.role is Role.ADMIN)


def _body(parts: Services, caller: Caller, view: SavedView) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "query": view.query,
        "shared": view.shared,
        "owner_id": view.owner_id,
        "owner": view.owner,
        "own": view.owner_id == caller.name,
        "page": page_address(view),
        "questions": list_address(choice_of(view.query).filter(parts.clock())),
    }
