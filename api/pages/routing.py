"""What all pages share: errors as pages, and who of the staff is reading."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api import staff_cookie
from api.auth import ServicesDep
from api.errors import status_of
from api.logs import FIELDS
from api.pages.helpcentre import LANGUAGES
from api.pages.rendering import page
from api.pages.words import preferred, words_of
from api.services import Services
from api.staff import COOKIE, Role, StaffMember
from api.staffing.forms import form_token, form_token_matches
from core.errors import AppError, Forbidden, InvalidInput, NotFound, Unauthorized

_log = logging.getLogger("askwell.http")

TITLES = {
    "forbidden": "You may not open this page",
    "not_found": "There is nothing here",
    "conflict": "That was not possible",
    "invalid_input": "That cannot be used",
    "unavailable": "Not available just now",
}


class PageRoute(APIRoute):
    """A route whose errors are pages for people; who is not signed in is asked to."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, with our errors turned into pages."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return _with_renewed(request, await inner(request))
            except Unauthorized:
                return _to_sign_in(request)
            except AppError as error:
                return _error_page(request, error)
            except RequestValidationError:
                return _error_page(request, InvalidInput("The address or the form holds a value that cannot be used."))
            except HTTPException:
                raise
            except Exception:  # the edge: a reader gets a page, the log the cause
                _log.exception("A page failed", extra={FIELDS: {"trace_id": request.scope.get("trace_id")}})
                return _error_page(request, AppError("Something failed on our side. Nothing was lost; try again."))

        return handler


def page_router() -> APIRouter:
    """A router for pages."""
    return APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of the staff who looks at a page."""

    member: StaffMember
    session_id: str
    by_fresh_link: bool
    """Whether they came with a one-time link just now."""
    form_token: str
    """To be sent back with every form."""

    @property
    def desk(self) -> bool:
        """Whether they may open the desk."""
        return self.member.may(Role.AGENT)

    @property
    def content(self) -> bool:
        """Whether they may open the content board."""
        return self.member.may(Role.CONTENT)

    @property
    def admin(self) -> bool:
        """Whether they may manage people and settings."""
        return self.member.role is Role.ADMIN


def reader_of(request: Request, parts: ServicesDep) -> Reader | None:
    """Who is signed in, if anybody is."""
    cookie = staff_cookie.read(request)
    found = parts.staff.sessions.of(cookie) if cookie else None
    if found is None or cookie is None:
        return None
    if found.renewal_due:
        request.state.renewed = parts.staff.sessions.renew(cookie)
    return Reader(found.member, found.id, found.by_fresh_link, form_token(parts.key, found.id))


MaybeReader = Annotated[Reader | None, Depends(reader_of)]


def reader_with(*roles: Role) -> Callable[..., Reader]:
    """A dependency for staff with one of `roles`; raises Unauthorized and Forbidden."""

    def dependency(request: Request, reader: MaybeReader) -> Reader:
        if reader is None:
            raise Unauthorized("Sign in to open this page.")
        request.state.reader = reader
        if not reader.member.may(*roles):
            raise Forbidden(f"Your role is “{reader.member.role}”. This page needs {_either(roles)}.")
        return reader

    return dependency


def _either(roles: Sequence[Role]) -> str:
    return " or ".join(f"“{role}”" for role in dict.fromkeys((*roles, Role.ADMIN)))


DeskReader = Annotated[Reader, Depends(reader_with(Role.AGENT))]
ContentReader = Annotated[Reader, Depends(reader_with(Role.CONTENT))]
AnyReader = Annotated[Reader, Depends(reader_with(Role.AGENT, Role.CONTENT))]
AdminReader = Annotated[Reader, Depends(reader_with(Role.ADMIN))]


def own_page(request: Request, parts: ServicesDep) -> None:
    """Refuse a form that another site sent: our own pages say where they come from."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    own = (
        parts.origins.is_own(origin, request.headers.get("host", ""))
        if origin
        else site in {None, "same-origin", "none"}
    )
    if not own:
        raise Forbidden("This form came from another site.")


def own_form(
    request: Request, parts: ServicesDep, token: Annotated[str, Form(alias="form_token", max_length=100)] = ""
) -> None:
    """Refuse a form that is not one we served to this very session."""
    own_page(request, parts)
    cookie = staff_cookie.read(request)
    found = parts.staff.sessions.of(cookie) if cookie else None
    if found is None or not form_token_matches(parts.key, found.id, token):
        raise Forbidden("This form is out of date. Go back, reload the page and send it again.")


OWN_PAGE = Depends(own_page)
OWN_FORM = Depends(own_form)


def go(address: str) -> RedirectResponse:
    """After a form: to a page, so that reloading does not send it again."""
    return RedirectResponse(address, status_code=303)


def _with_renewed(request: Request, response: Response) -> Response:
    """The response with the session's new secret, when there is one."""
    secret = getattr(request.state, "renewed", None)
    names = [value.partition(b"=")[0].decode() for name, value in response.raw_headers if name == b"set-cookie"]
    if secret and not any(name.endswith(COOKIE) for name in names):
        parts: Services = request.app.state.services
        staff_cookie.put(response, request, secret, parts.staff.sessions.limits.whole.total_seconds())
    return response


def _to_sign_in(request: Request) -> Response:
    if request.method != "GET":
        return go("/sign-in")
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return go(f"/sign-in?next={quote(address, safe='')}")


def page_of_nothing(request: Request) -> Response:
    """What a browser shows where no page is."""
    return _error_page(request, NotFound("There is no page at this address."))


def _error_page(request: Request, error: AppError) -> Response:
    status, reader = status_of(error), getattr(request.state, "reader", None)
    if status == HTTPStatus.NOT_FOUND and reader is None:
        return _lost(request)
    return page(
        "error.html",
        request,
        status=status,
        reader=reader,
        title=TITLES.get(error.code, "Something went wrong"),
        message=error.message,
        trace_id=request.scope.get("trace_id"),
    )


def _lost(request: Request) -> Response:
    """For customers where nothing is: the help centre's search, in the language of the address or of the browser."""
    named = next((part for part in request.url.path.split("/") if part in LANGUAGES), None)
    lang = named or preferred(request)
    switch = {code: f"/help/{code}" for code in LANGUAGES}
    return page("lost.html", request, status=404, lang=lang, w=words_of(lang), languages=LANGUAGES, switch=switch)
