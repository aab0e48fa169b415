"""The rules of the desk over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from starlette.responses import JSONResponse, Response

from api.auth import ServicesDep, staff_side
from api.callers import Caller
from api.desk_rules import as_data
from api.errors import responses
from api.keys import Scope
from api.staff import Role
from escalation.desk_settings import DeskRules

router = APIRouter(prefix="/v1/desk", tags=["desk"])

AdminSide = Annotated[Caller, Depends(staff_side(Scope.ADMIN, Role.ADMIN))]


@router.get(
    "/settings", summary="Read the rules of the desk", response_model=DeskRules, responses=responses(401, 403, 503)
)
def read(_caller: AdminSide, parts: ServicesDep) -> Response:
    """Office hours, service levels, topics, groups and priorities, as `PUT` takes them. For administrators."""
    return JSONResponse(dict(as_data(parts.rules.get())))


@router.put(
    "/settings",
    summary="Set the rules of the desk",
    response_model=DeskRules,
    responses=responses(400, 401, 403, 413, 422, 503),
)
def write(caller: AdminSide, parts: ServicesDep, body: Annotated[dict[str, Any], Body()]) -> Response:
    """Puts these in place of all that held before; what is left out gets its default. For administrators.

    Deadlines and priorities of everything open are computed anew.
    """
    rules = parts.rules.change(body, caller.name, caller.staff.id if caller.staff else None)
    return JSONResponse(dict(as_data(rules)))
