"""Who is calling: a visitor with a token, a server with an API key, staff with a session, or somebody without any.

Dependencies for routes. What each may see is decided in `api/callers.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from api import staff_cookie
from api.callers import Caller
from api.keys import PREFIX, Scope
from api.light_limits import Budget
from api.middleware import UNSAFE
from api.services import Services
from api.staff import Role
from core.errors import Forbidden, Unauthorized


async def services(request: Request) -> Services:
    """The services of the application that handles `request`. Async, because it never waits: no thread is needed."""
    found: Services = request.app.state.services
    return found


ServicesDep = Annotated[Services, Depends(services)]


def address_of(request: Request) -> str:
    """The network address a request came from; behind a trusted proxy the one it names."""
    return request.client.host if request.client else "unknown"


# Each dependency is a function of the request alone, so that a request goes to a thread once for all of them.


def any_caller(request: Request) -> Caller:
    """Whoever calls; raises Unauthorized for credentials that are not valid."""
    parts: Services = request.app.state.services
    address = address_of(request)
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme:
        if scheme.lower() != "bearer" or not credentials.strip():
            raise Unauthorized("Send credentials as `Authorization: Bearer …`.")
        return _bearer(parts, request, credentials.strip())
    cookie = staff_cookie.read(request)
    member = parts.staff.by_session(cookie) if cookie else None
    if member is None:
        return Caller(address)
    _refuse_forged(request)
    return Caller(address, staff=member)


def visitor_side(request: Request) -> Caller:
    """Whoever writes as a customer: a visitor, a key with the scope `ask`, or a guest; a staff session is a guest."""
    caller = any_caller(request)
    if caller.key is not None and not caller.has(Scope.ASK):
        raise Forbidden("This API key lacks the scope `ask`.")
    return Caller(caller.address) if caller.staff else caller


async def limited_visitor(request: Request) -> Caller:
    """Like `visitor_side`, counted against the rate limit."""
    # Only keys and staff sessions are looked up in the database; a thread for the others would cost more than they do.
    caller = await run_in_threadpool(visitor_side, request) if _needs_lookup(request) else visitor_side(request)
    if caller.key is None:
        request.app.state.services.limits.check(caller.address, caller.visitor_id)
    return caller


def counted_by(budget: Budget) -> Callable[[Request], Caller]:
    """A dependency like `visitor_side`, counted against a budget of its own: it takes nothing from questions."""

    def dependency(request: Request) -> Caller:
        caller = visitor_side(request)
        if caller.key is None:
            request.app.state.services.light_limits.check(budget, caller.address, caller.visitor_id)
        return caller

    return dependency


def search_side(request: Request) -> Caller:
    """Whoever searches: a visitor or guest within the rate limit, staff, or a key with the scope `search`."""
    caller = any_caller(request)
    if caller.key is not None and not caller.has(Scope.SEARCH):
        raise Forbidden("This API key lacks the scope `search`.")
    if caller.key is None and caller.staff is None:
        request.app.state.services.limits.check(caller.address, caller.visitor_id)
    return caller


def staff_side(scope: Scope, *roles: Role) -> Callable[..., Caller]:
    """A dependency for staff with one of `roles`, or a key with `scope`."""

    def dependency(request: Request) -> Caller:
        caller = any_caller(request)
        if caller.key is None and caller.staff is None:
            raise Unauthorized(f"Sign in, or send an API key with the scope `{scope}`.")
        if not (caller.has(scope) or (caller.staff is not None and caller.staff.may(*roles))):
            raise Forbidden(f"This needs the role {' or '.join(roles)}, or an API key with the scope `{scope}`.")
        return caller

    return dependency


def any_staff(request: Request) -> Caller:
    """Agents, content staff, or a key with the scope `escalations` or `content`."""
    caller = any_caller(request)
    if caller.key is None and caller.staff is None:
        raise Unauthorized("Sign in, or send an API key with the scope `content` or `escalations`.")
    if caller.key is not None and not (caller.has(Scope.CONTENT) or caller.has(Scope.ESCALATIONS)):
        raise Forbidden("This needs an API key with the scope `content` or `escalations`.")
    return caller


AnyCaller = Annotated[Caller, Depends(any_caller)]
VisitorSide = Annotated[Caller, Depends(visitor_side)]
LimitedVisitor = Annotated[Caller, Depends(limited_visitor)]
Counted = Annotated[Caller, Depends(counted_by(Budget.SUGGESTIONS))]
SigningVisitor = Annotated[Caller, Depends(counted_by(Budget.SIGNS))]
SearchSide = Annotated[Caller, Depends(search_side)]
StaffSide = Annotated[Caller, Depends(any_staff)]
AgentSide = Annotated[Caller, Depends(staff_side(Scope.ESCALATIONS, Role.AGENT))]
ContentSide = Annotated[Caller, Depends(staff_side(Scope.CONTENT, Role.CONTENT))]


def _needs_lookup(request: Request) -> bool:
    """Whether telling who calls takes the database."""
    return staff_cookie.read(request) is not None or f" {PREFIX}" in request.headers.get("authorization", "")


def _bearer(parts: Services, request: Request, credentials: str) -> Caller:
    address = address_of(request)
    if credentials.startswith(PREFIX):
        key = parts.keys.authenticate(credentials)
        return Caller(address, key=key, audiences=key.audiences)
    claims = parts.sessions.claims(credentials, request.headers.get("origin"), request.headers.get("host", ""))
    return Caller(address, visitor_id=claims.visitor_id, audiences=claims.audiences, attributes=claims.attributes)


def _refuse_forged(request: Request) -> None:
    """A cookie travels with forged requests too: a change must come from one of our own pages, and say so.

    Every browser says so by itself; whoever is no browser sends an API key.
    """
    if request.method not in UNSAFE:
        return
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    rule = request.app.state.services.origins
    if origin is not None:
        own = rule.is_own(origin, request.headers.get("host", ""))
    else:
        own = site in {"same-origin", "none"}
    if not own:
        raise Forbidden("This change came from another site.")
