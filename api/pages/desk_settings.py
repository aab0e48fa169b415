"""`/desk/settings`: office hours, service levels, topics, routing and priorities, for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.errors import status_of
from api.pages import definitions
from api.pages.desk_form import Form, data_of, fields_of, rows
from api.pages.languages import languages_in_use
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, AdminReader, Reader, go, page_router
from api.pages.zones import zones
from api.services import Services
from core.errors import AppError
from core.model import Reason
from escalation.clocks.hours import Weekday
from escalation.clocks.words import WORDS
from escalation.desk_settings import DeskRules, read_rules

router = page_router()

DAYS = dict(zip(Weekday, WORDS["en"].days, strict=True))
_NEVER = frozenset({Reason.SMALL_TALK, Reason.GIBBERISH, Reason.INSTRUCTION_PROBE, Reason.PERSON_IN_CHARGE})
"""Reasons for which nothing is handed over."""


async def _submitted(request: Request) -> Form:
    """The fields of the form as text."""
    return {
        name: value.replace("\r\n", "\n") for name, value in (await request.form()).items() if isinstance(value, str)
    }


Submitted = Annotated[Form, Depends(_submitted)]


@router.get("/desk/settings")
def settings(request: Request, parts: ServicesDep, reader: AdminReader, saved: bool = False) -> Response:
    """The rules as they are."""
    rules = parts.rules.get()
    return _page(request, parts, reader, fields_of(rules), rules, saved=saved)


@router.post("/desk/settings", dependencies=[OWN_FORM])
def save(request: Request, parts: ServicesDep, reader: AdminReader, form: Submitted) -> Response:
    """Keep the rules, or with `preview` only show what a customer would be told; what is wrong is said on the page."""
    try:
        data = data_of(form)
        if form.get("preview"):
            return _page(request, parts, reader, form, read_rules(data), unsaved=True)
        parts.rules.change(data, reader.member.id, reader.member.id)
    except AppError as error:
        return _page(request, parts, reader, form, parts.rules.get(), error=error)
    return go("/desk/settings?saved=true")


def _page(
    request: Request,
    parts: Services,
    reader: Reader,
    form: Form,
    rules: DeskRules,
    *,
    saved: bool = False,
    unsaved: bool = False,
    error: AppError | None = None,
) -> Response:
    return page(
        "desk_settings.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        form=form,
        rows=rows,
        days=DAYS,
        zones=zones(parts.clock(), form.get("zone", "")),
        now_there=rules.hours.local(parts.clock()),
        open_now=rules.hours.is_open(parts.clock()),
        reasons={reason: definitions.REASONS[reason] for reason in Reason if reason not in _NEVER},
        routes=[group.name for group in rules.groups] + [one.email for one in parts.staff.all() if not one.disabled],
        previews=_previews(parts, rules),
        saved=saved,
        unsaved=unsaved,
        error=error.message if error else None,
    )


def _previews(parts: Services, rules: DeskRules) -> dict[str, str]:
    """What a customer would be told now, by the languages in use that Askwell speaks; empty where it is nothing."""
    langs = [lang for lang in languages_in_use(parts) if lang in WORDS] or ["en"]
    with parts.database.read() as session:
        said = {lang: parts.rules.outlook.preview(session, rules, lang) for lang in langs}
    return {lang: text for lang, text in said.items() if text}
