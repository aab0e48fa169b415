"""What people do to a draft they have opened. A refusal shows the page again with the reason and the text kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.drafting.looking import as_read
from api.drafting.publishing import Approval
from api.pages.draft import Side, shown
from api.pages.drafts import address_of
from api.pages.normalised import render_text
from api.pages.routing import OWN_FORM, ContentReader, go, page_router
from core.errors import AppError, DraftChanged, InvalidInput
from insights.drafts.desk import Details
from insights.drafts.model import LONGEST_TEXT, DraftState, Wording

router = page_router()

Lang = Annotated[str, Form(max_length=35)]
Revision = Annotated[int, Form(ge=1)]
_MOST = 4 * LONGEST_TEXT


@router.post("/content/drafts/preview", dependencies=[OWN_FORM])
def preview(_reader: ContentReader, text: Annotated[str, Form(max_length=_MOST)] = "") -> Response:
    """Some Markdown as customers will see it."""
    return Response(str(render_text(as_read(text), top=3)), media_type="text/html; charset=utf-8")


@router.post("/content/drafts/{draft_id}/text", dependencies=[OWN_FORM])
def save(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    draft_id: str,
    lang: Lang,
    revision: Revision,
    title: Annotated[str, Form(max_length=4_000)] = "",
    text: Annotated[str, Form(max_length=_MOST)] = "",
    url: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Save the text, for browsers without script."""
    typed = Wording(title, text, url or None)
    try:
        parts.drafts.save(draft_id, lang, typed, revision, reader.member.id)
    except DraftChanged as error:
        clash = int(str(error.details.get("version", 0)))
        return shown(request, parts, reader, draft_id, lang=lang, clash=clash, error=error, typed=typed)
    except AppError as error:
        return shown(request, parts, reader, draft_id, lang=lang, error=error, typed=typed)
    return go(address_of(draft_id, lang=lang))


@router.post("/content/drafts/{draft_id}/language", dependencies=[OWN_FORM])
def language(
    request: Request, parts: ServicesDep, reader: ContentReader, draft_id: str, lang: Lang, target: Lang
) -> Response:
    """Add a language, beside the one that is open."""

    def act() -> str:
        parts.drafts.translate(draft_id, lang, target, reader.member.id)
        return address_of(draft_id, lang=target, show=Side.BESIDE, beside=lang)

    return _done(request, parts, reader, draft_id, lang, act)


@router.post("/content/drafts/{draft_id}/restore", dependencies=[OWN_FORM])
def restore(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    draft_id: str,
    lang: Lang,
    version: Annotated[int, Form(ge=1)],
    revision: Revision,
) -> Response:
    """Go back to a version."""

    def act() -> str:
        parts.drafts.restore(draft_id, version, revision, reader.member.id)
        return address_of(draft_id, lang=lang, show=Side.VERSIONS)

    return _done(request, parts, reader, draft_id, lang, act)


@router.post("/content/drafts/{draft_id}/merge", dependencies=[OWN_FORM])
def merge(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    draft_id: str,
    lang: Lang,
    revision: Revision,
    address: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Take in another document, named by its id or its address."""

    def act() -> str:
        document = address.strip().partition("/documents/")[2].partition("?")[0] or address.strip()
        if not document:
            raise InvalidInput("Paste the id or the address of the document to take in.")
        parts.drafts.merge(draft_id, lang, document, revision, reader.member.id)
        return address_of(draft_id, lang=lang, show=Side.CHANGES)

    return _done(request, parts, reader, draft_id, lang, act)


@router.post("/content/drafts/{draft_id}/details", dependencies=[OWN_FORM])
def details(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    draft_id: str,
    lang: Lang,
    revision: Revision,
    audiences: Annotated[str, Form(max_length=5_000)] = "",
    tags: Annotated[str, Form(max_length=5_000)] = "",
    gap: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Who sees it, its tags, the gap it is for."""

    def act() -> str:
        wanted = Details(frozenset(_names(audiences)), tuple(_names(tags)), gap.strip().rpartition("/")[2] or None)
        parts.drafts.change(draft_id, wanted, revision, reader.member.id)
        return address_of(draft_id, lang=lang)

    return _done(request, parts, reader, draft_id, lang, act)


@router.post("/content/drafts/{draft_id}/state", dependencies=[OWN_FORM])
def state(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    draft_id: str,
    lang: Lang,
    state: Annotated[DraftState, Form()],
    before: Annotated[DraftState, Form()],
) -> Response:
    """Hand it in, take it up again, or discard it."""

    def act() -> str:
        parts.drafts.move(draft_id, state, reader.member.id, before)
        return "/content/drafts" if state is DraftState.DISCARDED else address_of(draft_id, lang=lang)

    return _done(request, parts, reader, draft_id, lang, act)


@router.post("/content/drafts/{draft_id}/publish", dependencies=[OWN_FORM])
def publish(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    draft_id: str,
    lang: Lang,
    revisions: Annotated[str, Form(max_length=1_000, pattern=r"^([\w-]+=\d{1,9}( |$))*$")] = "",
    checked: Annotated[bool, Form()] = False,
    near_seen: Annotated[bool, Form()] = False,
    overwrite: Annotated[bool, Form()] = False,
    elsewhere: Annotated[bool, Form()] = False,
) -> Response:
    """Approve what is shown. `revisions` are those on the page: `en=3 fr=1`."""

    def act() -> str:
        read = {name: int(number) for name, _, number in (one.partition("=") for one in revisions.split())}
        approval = Approval(read, checked, near_seen, overwrite, elsewhere)
        parts.drafts.publishing.approve(draft_id, approval, reader.member.id)
        return address_of(draft_id, lang=lang)

    return _done(request, parts, reader, draft_id, lang, act)


def _done(
    request: Request, parts: ServicesDep, reader: ContentReader, draft_id: str, lang: str, act: Callable[[], str]
) -> Response:
    try:
        return go(act())
    except AppError as error:
        show = Side.NEAR if error.code == "looks_duplicate" else Side.PREVIEW
        return shown(request, parts, reader, draft_id, lang=lang, show=show, error=error)


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(part for one in text.split(",") if (part := one.strip())))
