"""Sessions of visitors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse, Response

from api.auth import ServicesDep, address_of
from api.errors import responses
from api.identity.hashes import HashedUser
from api.schemas.sessions import SessionBody, SessionRequest
from api.sessions import Wish

router = APIRouter(prefix="/v1", tags=["sessions"])


@router.post(
    "/sessions",
    summary="Begin or renew a visitor's session",
    response_model=SessionBody,
    responses=responses(400, 401, 403, 413, 422, 429, 500, 503),
)
def open_session(
    request: Request,
    parts: ServicesDep,
    body: SessionRequest | None = None,
    authorization: Annotated[str | None, Header(description="The token to renew, as `Bearer …`.")] = None,
) -> Response:
    """Gives a token that lives for an hour, or as long as the identity behind it.

    The token is bound to the web origin in `Origin`, or to having none. With the old token in `Authorization` an
    anonymous visitor stays the same until 30 days after that token's end. With `identity` or `user` the visitor becomes
    the person whom the site's server vouches for, and keeps the conversations held anonymously before; such a session
    is renewed by sending the identity again.
    """
    parts.limits.check(address_of(request))
    scheme, _, old = (authorization or "").partition(" ")
    token = old.strip() if scheme.lower() == "bearer" else None
    user = body.user if body else None
    wish = Wish(
        old=token or None,
        identity=body.identity if body else None,
        user=HashedUser(user.id, user.hash, user.email or None, user.name or None) if user else None,
        origin=request.headers.get("origin"),
        host=request.headers.get("host", ""),
    )
    return JSONResponse({**parts.sessions.open(wish), "sends_mail": parts.mail.target is not None})
