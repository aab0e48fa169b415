"""The list of drafts, and how one begins."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Form, Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.drafting.beginning import Wanted
from api.drafting.replies import replies_to
from api.pages.draft_words import STATES, who
from api.pages.gap_words import language_of
from api.pages.languages import language_choices, languages_in_use
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, ContentReader, Reader, go, page_router
from api.services import Services
from core.errors import NotFound
from insights.drafts.assembling import MOST_REPLIES
from insights.drafts.model import DraftFilter, DraftState
from retrieval.retriever import RetrievalQuery

router = page_router()

ROWS = 50
NEAREST = 5
"""Documents offered to be changed."""
_CANDIDATES = 20


@router.get("/content/drafts")
def drafts(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    state: Annotated[str, Query(max_length=20)] = "",
    text: Annotated[str, Query(max_length=200)] = "",
    lang: Annotated[str, Query(max_length=35)] = "",
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Drafts, those changed last first."""
    chosen = next((one for one in DraftState if one == state), None)
    wanted = DraftFilter((chosen,) if chosen else DraftFilter().states, lang=lang or None, text=text.strip() or None)
    with parts.database.read() as session:
        found = parts.drafts.store.list(session, wanted, limit=ROWS, cursor=cursor)
        counts = parts.drafts.store.counts(session)
    people = {one.id: one.name for one in parts.staff.all()}
    kept = {name: value for name, value in {"state": state, "text": text.strip(), "lang": lang}.items() if value}
    return page(
        "content_drafts.html",
        request,
        reader=reader,
        found=[(draft, who(draft.updated_by, people)) for draft in found.items],
        next_cursor=found.next_cursor,
        first=cursor is None,
        counts=counts,
        states=STATES,
        state=chosen,
        text=text.strip(),
        chosen_lang=lang,
        query=urlencode(kept),
        languages=languages_in_use(parts, lang),
    )


@router.get("/content/drafts/new")
def new(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    gap: Annotated[str, Query(max_length=80)] = "",
    document: Annotated[str, Query(max_length=2_000)] = "",
    question: Annotated[str, Query(max_length=80)] = "",
    reply: Annotated[list[str], Query(max_length=MOST_REPLIES)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """What a draft would begin with, before anything is stored; `question`: with what agents replied to it."""
    if question:
        with parts.database.read() as session:
            reply, gap = list(replies_to(session, question)), gap or parts.gaps.store.gap_of(session, question) or ""
    wanted = Wanted(tuple(reply), gap or None, document or None)
    preview = parts.drafts.beginning.look(wanted)
    with parts.database.read() as session:
        about = parts.gaps.store.get(session, gap, language_of(reader)) if gap else None
        known = parts.drafts.store.of_gap(session, about.id) if about else ()
    subject = about.name if about else preview.texts[0].wording.title
    return page(
        "content_draft_new.html",
        request,
        reader=reader,
        gap=about,
        document=document,
        replies=reply,
        preview=preview,
        known=known,
        nearest=[] if document else _nearest(parts, subject, preview.texts[0].lang),
        states=STATES,
        languages=language_choices(parts, preview.texts[0].lang),
        has_model=parts.drafts.beginning.has_model,
    )


@router.post("/content/drafts", dependencies=[OWN_FORM])
def begin(
    parts: ServicesDep,
    reader: ContentReader,
    gap: Annotated[str, Form(max_length=80)] = "",
    document: Annotated[str, Form(max_length=2_000)] = "",
    address: Annotated[str, Form(max_length=2_000)] = "",
    reply: Annotated[list[str], Form(max_length=MOST_REPLIES)] = [],  # noqa: B006 - FastAPI copies it
    lang: Annotated[str, Form(max_length=35)] = "",
    by_model: Annotated[bool, Form()] = False,
) -> Response:
    """Begin a draft and open it."""
    document = document or _document_in(address)
    wanted = Wanted(tuple(reply), gap or None, document or None, None if document else lang or None, by_model=by_model)
    return open_draft(parts, reader, wanted)


def open_draft(parts: Services, reader: Reader, wanted: Wanted) -> Response:
    """Begin a draft and go to it."""
    return go(f"/content/drafts/{parts.drafts.begin(wanted, reader.member.id)}")


def _document_in(address: str) -> str:
    """The id in what was pasted: an id, or the address of a document's page."""
    return address.strip().partition("/documents/")[2].partition("?")[0] or address.strip()


def _nearest(parts: Services, subject: str, lang: str) -> list[tuple[str, str]]:
    """Documents that might be changed instead: address of their id and title, nearest first."""
    if not subject:
        return []
    try:
        hits = parts.retriever.retrieve(RetrievalQuery(subject, lang, frozenset(), k=_CANDIDATES)).hits
    except NotFound:
        return []
    titles = {hit.passage.document_id: hit.passage.title for hit in hits}
    return list(titles.items())[:NEAREST]


def address_of(draft_id: str, **query: str | None) -> str:
    """Where a draft is written."""
    chosen = urlencode({name: value for name, value in query.items() if value})
    return f"/content/drafts/{quote(draft_id)}{'?' + chosen if chosen else ''}"
