"""Macros: made, changed and deleted by agents, for all of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from api.audit import AuditAction
from api.auth import ServicesDep
from api.errors import status_of
from api.pages.languages import language_choices
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, DeskReader, Reader, go, page_router
from api.services import Services
from core.errors import AppError, InvalidInput
from escalation.macros import MAX_NAME, MAX_TEXT, VARIABLES

router = page_router()

SAVED = {"saved": "Saved.", "deleted": "Deleted."}
"""What the page says after a form, by its name in the address."""


@router.get("/desk/macros")
def macros(request: Request, parts: ServicesDep, reader: DeskReader, edit: str = "", done: str = "") -> Response:
    """All macros, and a form for a new one or for the one to edit."""
    draft = {"id": "", "name": "", "lang": "", "text": ""}
    if edit:
        with parts.database.read() as session:
            found = parts.macros.get(session, edit)
        draft = {"id": found.id, "name": found.name, "lang": found.lang or "", "text": found.text}
    return _page(request, parts, reader, draft, said=SAVED.get(done, ""))


@router.post("/desk/macros", dependencies=[OWN_FORM])
def save(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    name: Annotated[str, Form(max_length=MAX_NAME * 4)] = "",
    text: Annotated[str, Form(max_length=MAX_TEXT * 4)] = "",
    lang: Annotated[str, Form(max_length=20)] = "",
    macro: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Makes a macro, or changes one; what is refused stays in the form."""
    plain = text.replace("\r\n", "\n")
    try:
        if lang and lang not in language_choices(parts):
            raise InvalidInput("There is no such language.")
        with parts.database.write() as session:
            made = parts.macros.save(session, name, plain, lang or None, reader.member.id, macro or None)
            parts.audit.record(session, reader.member.id, AuditAction.MACRO_SAVED, made.id, name=made.name)
    except AppError as error:
        draft = {"id": macro, "name": name, "lang": lang, "text": plain}
        return _page(request, parts, reader, draft, error=error)
    return go("/desk/macros?done=saved")


@router.post("/desk/macros/{macro_id}/delete", dependencies=[OWN_FORM])
def delete(parts: ServicesDep, reader: DeskReader, macro_id: str) -> Response:
    """Deletes one."""
    with parts.database.write() as session:
        name = parts.macros.get(session, macro_id).name
        parts.macros.delete(session, macro_id)
        parts.audit.record(session, reader.member.id, AuditAction.MACRO_DELETED, macro_id, name=name)
    return go("/desk/macros?done=deleted")


def _page(
    request: Request,
    parts: Services,
    reader: Reader,
    draft: dict[str, str],
    *,
    said: str = "",
    error: AppError | None = None,
) -> Response:
    with parts.database.read() as session:
        found = parts.macros.list(session)
    return page(
        "macros.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        macros=found,
        draft=draft,
        choices=language_choices(parts),
        variables=VARIABLES,
        max_name=MAX_NAME,
        max_text=MAX_TEXT,
        said=said,
        error=error.message if error else "",
    )
