"""One draft on one page: its text, how customers will see it, what it changes, what is near, its versions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.drafting.conditions import must_be_checked, unsupported_in
from api.drafting.looking import as_read
from api.pages.draft_words import STATES, VERSIONS, happening, who
from api.pages.drafts import address_of
from api.pages.gap_words import language_of
from api.pages.languages import language_choices
from api.pages.normalised import render_text
from api.pages.rendering import page
from api.pages.routing import ContentReader, Reader, page_router
from api.pages.timeline import document_address
from api.services import Services
from core.errors import AppError, NotFound
from insights.drafts.differences import differences
from insights.drafts.model import OPEN, Draft, DraftText, DraftVersion, Wording
from insights.duplicates import NEAR
from insights.gaps.model import GapQuestion

router = page_router()

QUESTIONS = 20
"""Questions of its gap that are shown."""


class Side(StrEnum):
    """What is shown beside the text."""

    PREVIEW = "preview"
    CHANGES = "changes"
    BESIDE = "beside"
    NEAR = "near"
    VERSIONS = "versions"
    SOURCES = "sources"


@router.get("/content/drafts/{draft_id}")
def draft(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    draft_id: str,
    lang: Annotated[str, Query(max_length=35)] = "",
    show: Side = Side.PREVIEW,
    beside: Annotated[str, Query(max_length=35)] = "",
    version: Annotated[int, Query(ge=0)] = 0,
    clash: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The draft in one language; `version` is one to look at, `clash` one that was written beside it."""
    return shown(request, parts, reader, draft_id, lang=lang, show=show, beside=beside, version=version, clash=clash)


def shown(
    request: Request,
    parts: Services,
    reader: Reader,
    draft_id: str,
    *,
    lang: str = "",
    show: Side = Side.PREVIEW,
    beside: str = "",
    version: int = 0,
    clash: int = 0,
    error: AppError | None = None,
    typed: Wording | None = None,
) -> Response:
    """The page; after a refusal with the reason, and with what was typed."""
    store = parts.drafts.store
    with parts.database.read() as session:
        found, texts = store.get(session, draft_id), store.texts(session, draft_id)
        chosen = _chosen(texts, lang)
        versions = store.versions(session, draft_id, chosen.lang) if show is Side.VERSIONS else ()
        looked_at = store.version(session, draft_id, version) if version else None
        clashed = store.version(session, draft_id, clash) if clash else None
        history = store.history(session, draft_id)
    people = {one.id: one.name for one in parts.staff.all()}
    return page(
        "content_draft.html",
        request,
        status=409 if error else 200,
        reader=reader,
        draft=found,
        texts=texts,
        text=chosen,
        wording=typed or chosen.wording,
        show=show,
        error=error,
        open=found.state in OPEN,
        states=STATES,
        people=people,
        who=who,
        history=[(entry, happening(entry, people)) for entry in history],
        clash=_clash(chosen, clashed) if clashed else None,
        unsupported=unsupported_in(chosen),
        must_be_checked=must_be_checked(found, texts),
        languages=[one for one in language_choices(parts) if one not in {text.lang for text in texts}],
        has_model=parts.drafts.beginning.has_model,
        address_of=address_of,
        **_about(parts, reader, found, chosen),
        **_side(parts, show, chosen, texts, beside, looked_at, versions),
    )


def _chosen(texts: tuple[DraftText, ...], lang: str) -> DraftText:
    found = next((text for text in texts if text.lang == lang), texts[0] if texts and not lang else None)
    if found is None:
        raise NotFound("This draft has no text in that language.")
    return found


def _clash(text: DraftText, version: DraftVersion) -> dict[str, Any]:
    """What somebody wrote while somebody else saved: both, and how they differ."""
    return {"version": version, "lines": differences(_whole(text), _whole(version))}


def _whole(text: DraftText | DraftVersion) -> str:
    return f"{text.title}\n\n{text.text}"


def _about(parts: Services, reader: Reader, found: Draft, text: DraftText) -> dict[str, Any]:
    """The gap it is for with its questions, and how the document that it changes stands."""
    document = parts.documents.document(text.document_id, None) if text.document_id else None
    gap, questions = None, tuple[GapQuestion, ...]()
    if found.gap_id:
        with parts.database.read() as session:
            gap = parts.gaps.store.get(session, found.gap_id, language_of(reader))
            questions = parts.gaps.store.questions(session, gap.id, limit=QUESTIONS).items
    own = document is None or document.source == "askwell"
    gone = text.document_id is not None and document is None
    changed = document is not None and document.version != text.base_version
    return {"gap": gap, "questions": questions, "document": document, "own": own, "gone": gone, "changed": changed}


def _side(
    parts: Services,
    show: Side,
    text: DraftText,
    texts: tuple[DraftText, ...],
    beside: str,
    looked_at: DraftVersion | None,
    versions: tuple[DraftVersion, ...],
) -> dict[str, Any]:
    others = [one for one in texts if one.lang != text.lang]
    other = next((one for one in others if one.lang == beside), others[0] if others else None)
    near = parts.drafts.looking.near(text) if show is Side.NEAR else ()
    return {
        "preview": render_text(as_read(text.text), top=3) if show is Side.PREVIEW else "",
        "changes": parts.drafts.looking.changes(text) if show is Side.CHANGES else (),
        "other": other,
        "others": others,
        "near": [_near(one) for one in near],
        "near_share": round(NEAR * 100),
        "versions": [(one, VERSIONS[one.kind]) for one in versions],
        "looked_at": looked_at,
        "since": differences(_whole(looked_at), _whole(text)) if looked_at else (),
    }


def _near(one: Any) -> dict[str, Any]:
    passage = one.passage
    address = document_address(passage.document_id, passage.version, passage.start, passage.end)
    return {"one": one, "address": address, "html": render_text(passage.text), "own": render_text(one.piece.text)}
