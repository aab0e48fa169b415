"""Signing in with a one-time link, and signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, OWN_PAGE, MaybeReader, go, page_router
from api.staff import COOKIE, SESSION_LIFETIME, Role
from core.errors import Unauthorized

router = page_router()


@router.get("/sign-in")
def sign_in(
    request: Request,
    parts: ServicesDep,
    reader: MaybeReader,
    token: str = "",
    next: str = "",  # noqa: A002
) -> Response:
    """Explains how to get in; with a link's token, the button that uses it."""
    state = "explain"
    if token:
        state = "ready" if parts.staff.link_is_good(token) else "used"
    return _form(request, state, token, next, reader=reader)


@router.post("/sign-in", dependencies=[OWN_PAGE])
def use_link(
    request: Request,
    parts: ServicesDep,
    token: Annotated[str, Form()],
    next: Annotated[str, Form()] = "",  # noqa: A002
) -> Response:
    """Uses a link up and opens a session. A scanner that only follows links cannot do this."""
    try:
        member, secret = parts.staff.redeem(token)
    except Unauthorized:
        return _form(request, "used", "", next, status=401)
    response = go(_inside(next) or ("/content" if member.role is Role.CONTENT else "/desk"))
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


@router.post("/sign-out", dependencies=[OWN_FORM])
def sign_out(request: Request, parts: ServicesDep) -> Response:
    """Ends the session, here and on the server."""
    parts.staff.sign_out(request.cookies.get(COOKIE, ""))
    response = go("/sign-in")
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


def _form(
    request: Request, state: str, token: str, following: str, *, status: int = 200, reader: MaybeReader = None
) -> Response:
    # The token must not travel to other sites as Referer; `no-referrer` would take the Origin from our own form too.
    response = page(
        "sign_in.html", request, status=status, state=state, token=token, next=_inside(following), reader=reader
    )
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def _inside(address: str) -> str:
    """`address` when it is a page of ours, else nothing: a link must not lead elsewhere after signing in."""
    own = address.startswith(("/desk", "/content", "/documents")) and "\\" not in address and "//" not in address
    return address if own and address.isprintable() else ""
