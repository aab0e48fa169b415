"""The cookie of a staff session: out of reach of scripts and other sites, and where TLS is used bound to this host.

With TLS its name begins with `__Host-`: browsers then accept it only from this very host, for all paths, over TLS.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.staff import COOKIE
from core.settings import Settings

PREFIX = "__Host-"
SIGN_ON_COOKIE = "askwell_sign_on"
"""Holds the secret of the browser while somebody is at the provider."""


def is_secure(request: Request, settings: Settings) -> bool:
    """Whether browsers reach us over TLS: the public address says so, or this request came that way."""
    return (settings.public_url or "").lower().startswith("https://") or request.url.scheme == "https"


def cookie_name(request: Request, settings: Settings, name: str = COOKIE) -> str:
    """The name that the cookie has for this request."""
    return PREFIX + name if is_secure(request, settings) else name


def read(request: Request, name: str = COOKIE) -> str | None:
    """The secret that was sent along, if one was."""
    return request.cookies.get(cookie_name(request, request.app.state.services.settings, name))


def put(response: Response, request: Request, secret: str, seconds: float, name: str = COOKIE) -> None:
    """Have the browser keep a secret for so long."""
    settings: Settings = request.app.state.services.settings
    response.set_cookie(
        cookie_name(request, settings, name),
        secret,
        max_age=int(seconds),
        httponly=True,
        samesite="lax",
        secure=is_secure(request, settings),
    )


def drop(response: Response, request: Request, name: str = COOKIE) -> None:
    """Have the browser forget it."""
    settings: Settings = request.app.state.services.settings
    response.delete_cookie(
        cookie_name(request, settings, name), httponly=True, samesite="lax", secure=is_secure(request, settings)
    )
