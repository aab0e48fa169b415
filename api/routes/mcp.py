"""`POST /mcp`: tools for language models, over the Model Context Protocol."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.auth import ServicesDep, address_of
from api.errors import responses
from api.keys import PREFIX
from api.mcp.access import Access, by_key
from api.mcp.over_http import Served
from api.services import Services
from core.errors import NotFound, Unauthorized

router = APIRouter(tags=["mcp"])


def by_key_only(request: Request) -> Access:
    """The access of the API key that came along; sessions of staff and visitors open nothing here."""
    parts: Services = request.app.state.services
    if not parts.settings.mcp:
        raise NotFound("MCP is switched off here (ASKWELL_MCP).")
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip().startswith(PREFIX):
        raise Unauthorized("Send an API key as `Authorization: Bearer ask_…`; `askwell key create` makes one.")
    allowed, trace_id = parts.settings.mcp_drafts, request.scope["trace_id"]
    return by_key(parts, secret.strip(), address_of(request), drafts=allowed, trace_id=trace_id)


@router.post(
    "/mcp",
    summary="Model Context Protocol",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}}, **responses(401, 403, 404, 405, 413)},
)
async def mcp(access: Annotated[Access, Depends(by_key_only)], parts: ServicesDep) -> Response:
    """Streamable HTTP without sessions: each request gets one JSON document. For programs with an API key."""
    return Served(parts, access)
