"""What people do to a draft they have opened. A refusal shows the page again with the reason and the text kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, Request
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


@dataclass(frozen=True, slots=True)
class Opened:
    """The draft that a form is about, in the language that was open, and who sends the form."""

    request: Request
    parts: ServicesDep
    reader: ContentReader
    draft_id: str
    lang: Lang

    @property
    def by(self) -> str:
        """Who acts."""
        return self.reader.member.id

    def done(self, act: Callable[[], str]) -> Response:
        """Go where the act leads; what it refuses is said on the draft's page."""
        try:
            return go(act())
        except AppError as error:
            show = Side.NEAR if error.code == "looks_duplicate" else Side.PREVIEW
            return shown(self.request, self.parts, self.reader, self.draft_id, lang=self.lang, show=show, error=error)


OpenedDep = Annotated[Opened, Depends()]


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
def language(draft: OpenedDep, target: Lang) -> Response:
    """Add a language, beside the one that is open."""

    def act() -> str:
        draft.parts.drafts.translate(draft.draft_id, draft.lang, target, draft.by)
        return address_of(draft.draft_id, lang=target, show=Side.BESIDE, beside=draft.lang)

    return draft.done(act)


@router.post("/content/drafts/{draft_id}/restore", dependencies=[OWN_FORM])
def restore(draft: OpenedDep, version: Annotated[int, Form(ge=1)], revision: Revision) -> Response:
    """Go back to a version."""

    def act() -> str:
        draft.parts.drafts.restore(draft.draft_id, version, revision, draft.by)
        return address_of(draft.draft_id, lang=draft.lang, show=Side.VERSIONS)

    return draft.done(act)


@router.post("/content/drafts/{draft_id}/merge", dependencies=[OWN_FORM])
def merge(draft: OpenedDep, revision: Revision, address: Annotated[str, Form(max_length=2_000)] = "") -> Response:
    """Take in another document, named by its id or its address."""

    def act() -> str:
        document = address.strip().partition("/documents/")[2].partition("?")[0] or address.strip()
        if not document:
            raise InvalidInput("Paste the id or the address of the document to take in.")
        draft.parts.drafts.merge(draft.draft_id, draft.lang, document, revision, draft.by)
        return address_of(draft.draft_id, lang=draft.lang, show=Side.CHANGES)

    return draft.done(act)


@router.post("/content/drafts/{draft_id}/details", dependencies=[OWN_FORM])
def details(
    draft: OpenedDep,
    revision: Revision,
    audiences: Annotated[str, Form(max_length=5_000)] = "",
    tags: Annotated[str, Form(max_length=5_000)] = "",
    gap: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Who sees it, its tags, the gap it is for."""

    def act() -> str:
        wanted = Details(frozenset(_names(audiences)), tuple(_names(tags)), gap.strip().rpartition("/")[2] or None)
        draft.parts.drafts.change(draft.draft_id, wanted, revision, draft.by)
        return address_of(draft.draft_id, lang=draft.lang)

    return draft.done(act)


@router.post("/content/drafts/{draft_id}/state", dependencies=[OWN_FORM])
def state(draft: OpenedDep, state: Annotated[DraftState, Form()], before: Annotated[DraftState, Form()]) -> Response:
    """Hand it in, take it up again, or discard it."""

    def act() -> str:
        draft.parts.drafts.move(draft.draft_id, state, draft.by, before)
        return "/content/drafts" if state is DraftState.DISCARDED else address_of(draft.draft_id, lang=draft.lang)

    return draft.done(act)


@router.post("/content/drafts/{draft_id}/publish", dependencies=[OWN_FORM])
def publish(
    draft: OpenedDep,
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
        draft.parts.drafts.publishing.approve(draft.draft_id, approval, draft.by)
        return address_of(draft.draft_id, lang=draft.lang)

    return draft.done(act)


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(part for one in text.split(",") if (part := one.strip())))
