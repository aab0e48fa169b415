"""Signing in with a password, with a one-time link or at a provider, and signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from api import staff_cookie
from api.auth import ServicesDep
from api.errors import status_of
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, OWN_PAGE, MaybeReader, go, page_router
from api.pages.signing import arrived, inside, origin_of
from api.services import Services
from api.staff_cookie import SIGN_ON_COOKIE
from api.staffing.accounts import MAX_EMAIL
from api.staffing.oidc import LIFETIME
from api.staffing.oidc_admission import PROVIDER
from api.staffing.passwords import MAX_LENGTH
from core.errors import AppError, NotFound, RateLimited, Unauthorized

router = page_router()

Next = Annotated[str, Form(max_length=2_000)]
Email = Annotated[str, Form(max_length=MAX_EMAIL)]


@router.get("/sign-in")
def sign_in(
    request: Request,
    parts: ServicesDep,
    reader: MaybeReader,
    token: str = "",
    next: str = "",  # noqa: A002
) -> Response:
    """The ways in; with a link's token, the button that uses it."""
    state = "form"
    if token:
        state = "ready" if parts.staff.links.is_good(token) else "used"
    return _form(request, parts, state, next, token=token, reader=reader)


@router.post("/sign-in", dependencies=[OWN_PAGE])
def use_link(
    request: Request,
    parts: ServicesDep,
    token: Annotated[str, Form(max_length=200)],
    next: Next = "",  # noqa: A002
) -> Response:
    """Uses a link up and opens a session. A scanner that only follows links cannot do this."""
    try:
        found = parts.staffing.sign_ins.by_link(token, origin_of(request))
    except Unauthorized:
        return _form(request, parts, "used", next, status=401)
    return arrived(request, parts, found, next)


@router.post("/sign-in/password", dependencies=[OWN_PAGE])
def use_password(
    request: Request,
    parts: ServicesDep,
    email: Email = "",
    password: Annotated[str, Form(max_length=MAX_LENGTH * 4)] = "",
    next: Next = "",  # noqa: A002
) -> Response:
    """Opens a session for the right password; a refusal keeps the address."""
    try:
        found = parts.staffing.sign_ins.by_password(email, password, origin_of(request))
    except (Unauthorized, RateLimited) as error:
        return _refused(request, parts, error, email, next)
    return arrived(request, parts, found, next)


@router.post("/sign-in/link", dependencies=[OWN_PAGE])
def ask_for_link(
    request: Request,
    parts: ServicesDep,
    email: Email = "",
    next: Next = "",  # noqa: A002
) -> Response:
    """Has a link sent; the page says the same for every address."""
    try:
        parts.staffing.sign_ins.request_link(email, origin_of(request))
    except RateLimited as error:
        return _refused(request, parts, error, email, next)
    return _form(request, parts, "sent" if parts.staffing.sign_ins.sends_letters else "no_mail", next, email=email)


@router.get("/sign-in/oidc")
def to_provider(
    request: Request,
    parts: ServicesDep,
    next: str = "",  # noqa: A002
) -> Response:
    """Begins a sign-in at the provider."""
    sign_on = parts.staffing.single_sign_on
    if sign_on is None:
        raise NotFound("Single sign-on is not set up here.")
    try:
        parts.staffing.sign_ins.count(origin_of(request))
        begun = sign_on.begin(inside(next))
    except AppError as error:
        return _refused(request, parts, error, "", next)
    response = go(begun.address)
    staff_cookie.put(response, request, begun.browser_secret, LIFETIME.total_seconds(), SIGN_ON_COOKIE)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/sign-in/oidc/callback")
def from_provider(request: Request, parts: ServicesDep) -> Response:
    """Ends a sign-in at the provider: opens a session, or says why not."""
    sign_on = parts.staffing.single_sign_on
    if sign_on is None:
        raise NotFound("Single sign-on is not set up here.")
    secret, origin = staff_cookie.read(request, SIGN_ON_COOKIE) or "", origin_of(request)
    try:
        parts.staffing.sign_ins.count(origin)
        identity, following = sign_on.finish(dict(request.query_params), secret)
        response = arrived(request, parts, parts.staffing.admission.sign_in(identity, origin), following)
    except AppError as error:
        parts.staffing.sign_ins.note_failure(origin, PROVIDER)
        response = _refused(request, parts, error, "", "")
    staff_cookie.drop(response, request, SIGN_ON_COOKIE)
    return response


@router.post("/sign-out", dependencies=[OWN_FORM])
def sign_out(request: Request, parts: ServicesDep) -> Response:
    """Ends the session, here and on the server."""
    parts.staff.sign_out(staff_cookie.read(request) or "")
    response = go("/sign-in")
    staff_cookie.drop(response, request)
    return response


def _refused(request: Request, parts: Services, error: AppError, email: str, following: str) -> Response:
    response = _form(request, parts, "form", following, email=email, error=error.message, status=status_of(error))
    if isinstance(error, RateLimited):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _form(
    request: Request,
    parts: Services,
    state: str,
    following: str,
    *,
    token: str = "",
    email: str = "",
    error: str | None = None,
    status: int = 200,
    reader: MaybeReader = None,
) -> Response:
    sign_on = parts.staffing.single_sign_on
    response = page(
        "sign_in.html",
        request,
        status=status,
        state=state,
        token=token,
        next=inside(following),
        email=email,
        error=error,
        reader=reader,
        button=sign_on.button if sign_on else None,
        sends_letters=parts.staffing.sign_ins.sends_letters,
        days=parts.staff.sessions.limits.whole.days,
        max_password=MAX_LENGTH,
    )
    # The token must not travel to other sites as Referer; `no-referrer` would take the Origin from our own form too.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
