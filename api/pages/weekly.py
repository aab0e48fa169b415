"""The weekly letter to the content team: choosing it, and the link in it that ends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, ContentReader, Reader, go, page_router
from api.services import Services
from core.errors import NotFound
from insights.digest.letter import STOP_PATH

router = page_router()

_BACK = {"account": "/account?saved=weekly#weekly", "board": "/content/reports#weekly"}
Token = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Weekly:
    """What the form about the letter shows."""

    wanted: bool
    ready: bool
    """Whether this server can send letters."""


def weekly_of(parts: Services, reader: Reader) -> Weekly | None:
    """Whether somebody gets the letter; None for those it is not for."""
    if not reader.content:
        return None
    with parts.database.read() as session:
        return Weekly(parts.digest.readers.wants(session, reader.member.id), parts.digest.ready)


@router.post("/content/reports/weekly", dependencies=[OWN_FORM])
def choose(
    parts: ServicesDep,
    reader: ContentReader,
    wanted: Annotated[bool, Form()] = False,
    back: Annotated[str, Form(pattern="^(account|board)$")] = "board",
) -> Response:
    """Get the letter, or get it no more."""
    with parts.database.write() as session:
        parts.digest.choose(session, reader.member.id, wanted)
    return go(_BACK[back])


@router.get(STOP_PATH)
def ask(request: Request, parts: ServicesDep, token: Token = "") -> Response:
    """The button that ends the letters: programs that only look at links end nothing."""
    staff_id = _whose(parts, token)
    with parts.database.read() as session:
        wanted = parts.digest.readers.wants(session, staff_id)
    return _stop_page(request, token, "asked" if wanted else "done")


@router.post(STOP_PATH)
def stop(request: Request, parts: ServicesDep, token: Token = "") -> Response:
    """Ends the letters, for the button and for mail programs (RFC 8058): the token says whose, nobody signs in."""
    staff_id = _whose(parts, token)
    with parts.database.write() as session:
        parts.digest.choose(session, staff_id, wanted=False)
    return _stop_page(request, token, "done")


def _whose(parts: Services, token: str) -> str:
    staff_id = parts.digest.readers.whose(token)
    if staff_id is None:
        raise NotFound("This link is not complete. Copy it from the letter as a whole.")
    return staff_id


def _stop_page(request: Request, token: str, state: str) -> Response:
    response = page("weekly_stop.html", request, reader=None, token=token, state=state, address=STOP_PATH)
    response.headers["Cache-Control"] = "no-store"
    return response
