"""Your account: name, languages, absence, password, and where you are signed in."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from api.auth import ServicesDep, address_of
from api.errors import status_of
from api.pages.languages import language_choices
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, AnyReader, Reader, go, page_router
from api.pages.weekly import weekly_of
from api.services import Services
from api.staff import Profile
from api.staffing.accounts import MAX_LANGUAGES, MAX_NAME
from api.staffing.passwords import MAX_LENGTH, MIN_LENGTH
from core.errors import AppError, InvalidInput

router = page_router()

SAVED = {
    "profile": "Saved.",
    "password": "Your password is set. Everywhere else you have been signed out.",
    "session": "That session has ended.",
    "weekly": "Saved.",
    "sessions": "You are signed out everywhere else.",
}
"""What a page says after a form, by its name in the address."""
Languages = Annotated[list[str], Form(max_length=MAX_LANGUAGES)]
Password = Annotated[str, Form(max_length=MAX_LENGTH * 4)]


@router.get("/account")
def account(request: Request, parts: ServicesDep, reader: AnyReader, saved: str = "") -> Response:
    """Everything about oneself."""
    return _page(request, parts, reader, said=SAVED.get(saved))


@router.post("/account/profile", dependencies=[OWN_FORM])
def save_profile(
    request: Request,
    parts: ServicesDep,
    reader: AnyReader,
    name: Annotated[str, Form(max_length=MAX_NAME * 4)] = "",
    languages: Languages = [],  # noqa: B006 - FastAPI copies it
    away: Annotated[bool, Form()] = False,
) -> Response:
    """Name, languages and absence."""
    profile = replace(Profile.of(reader.member), name=name, languages=tuple(languages), away=away)
    try:
        parts.staff.set_profile(reader.member.id, profile, reader.member.id)
    except InvalidInput as error:
        return _page(request, parts, reader, error=error, form="profile")
    return go("/account?saved=profile")


@router.post("/account/password", dependencies=[OWN_FORM])
def save_password(
    request: Request,
    parts: ServicesDep,
    reader: AnyReader,
    old: Password = "",
    new: Password = "",
    again: Password = "",
) -> Response:
    """Sets a password; every other session ends, and this one gets a new secret."""
    try:
        if new != again:
            raise InvalidInput("The two new passwords are not the same.")
        member = reader.member
        parts.staffing.sign_ins.change_password(
            member.id,
            None if reader.by_fresh_link else old,
            new,
            session_id=reader.session_id,
            by=member.id,
            address=address_of(request),
        )
    except AppError as error:
        return _page(request, parts, reader, error=error, form="password")
    return go("/account?saved=password")


@router.post("/account/sessions/end-others", dependencies=[OWN_FORM])
def end_others(parts: ServicesDep, reader: AnyReader) -> Response:
    """Signs out everywhere else."""
    parts.staff.sign_out_elsewhere(reader.member.id, reader.member.id, but=reader.session_id)
    return go("/account?saved=sessions")


@router.post("/account/sessions/{session_id}/end", dependencies=[OWN_FORM])
def end_session(parts: ServicesDep, reader: AnyReader, session_id: str) -> Response:
    """Ends one session of one's own."""
    parts.staff.end_session(session_id, reader.member.id, reader.member.id)
    return go("/account?saved=session")


def _page(
    request: Request,
    parts: Services,
    reader: Reader,
    *,
    said: str | None = None,
    error: AppError | None = None,
    form: str = "",
) -> Response:
    response = page(
        "account.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        sessions=parts.staff.sessions.list(reader.member.id),
        choices=language_choices(parts, *reader.member.languages),
        limits=parts.staff.sessions.limits,
        weekly=weekly_of(parts, reader),
        said=said,
        error=error.message if error else None,
        form=form,
        min_password=MIN_LENGTH,
        max_password=MAX_LENGTH,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
