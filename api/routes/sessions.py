"""Sessions of visitors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse, Response

from api.auth import ServicesDep, address_of
from api.errors import responses
from api.schemas.asking import SessionBody, SessionRequest

router = APIRouter(prefix="/v1", tags=["sessions"])


@router.post(
    "/sessions",
    summary="Begin or renew a visitor's session",
    response_model=SessionBody,
    responses=responses(400, 401, 403, 413, 422, 429, 500),
)
def open_session(
    request: Request,
    parts: ServicesDep,
    body: SessionRequest | None = None,
    authorization: Annotated[str | None, Header(description="The token to renew, as `Bearer …`.")] = None,
) -> Response:
    """Gives a token that lives for an hour, or as long as the identity behind it.

    With the old token in `Authorization` the visitor stays the same: an anonymous one for 30 days after the token's
    end, an identified one while the token is valid. With `identity` the visitor becomes the person whom the site's
    server vouches for, and keeps the conversations held before.
    """
    parts.limits.check(address_of(request))
    scheme, _, old = (authorization or "").partition(" ")
    token = old.strip() if scheme.lower() == "bearer" else None
    return JSONResponse(parts.sessions.open(token or None, body.identity if body else None))
