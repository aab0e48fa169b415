"""What the ways to sign in share: where an attempt comes from, and the response that begins a session."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from api import staff_cookie
from api.auth import address_of
from api.browsers import browser_words
from api.pages.routing import go
from api.pages.words import preferred
from api.services import Services
from api.staff import Role
from api.staffing.sign_ins import Origin, SignedIn


def origin_of(request: Request) -> Origin:
    """Where an attempt comes from."""
    return Origin(address_of(request), browser_words(request.headers.get("user-agent", "")), preferred(request))


def arrived(request: Request, parts: Services, found: SignedIn, following: str) -> Response:
    """To where somebody wanted to go, with a new session; one they had here before ends."""
    before = staff_cookie.read(request)
    if before:
        parts.staff.sign_out(before)
    response = go(inside(following) or ("/content" if found.member.role is Role.CONTENT else "/desk"))
    staff_cookie.put(response, request, found.secret, parts.staff.sessions.limits.whole.total_seconds())
    return response


def inside(address: str) -> str:
    """`address` when it is a page of ours, else nothing: a link must not lead elsewhere after signing in."""
    own = address.startswith(("/desk", "/content", "/documents", "/account"))
    plain = "\\" not in address and "//" not in address and len(address) <= 2_000
    return address if own and plain and address.isprintable() else ""
