"""Drafts of content: begun from replies, written, compared, approved by a person, published or handed on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from api.auth import ContentSide, ServicesDep, StaffSide
from api.callers import Caller
from api.drafting.beginning import Wanted
from api.drafting.bodies import changes_body, draft_body, draft_detail, near_body, text_body, version_body
from api.drafting.looking import as_read
from api.drafting.publishing import Approval
from api.errors import responses
from api.idempotency import ticket
from api.keys import Scope
from api.pages.normalised import render_text
from api.routes.headers import IdempotencyKey
from api.schemas.draft_views import ChangesBody, NearList
from api.schemas.drafts import (
    DraftDetail,
    DraftDetailsRequest,
    DraftList,
    DraftRequest,
    DraftStateRequest,
    DraftTextBody,
    DraftTextRequest,
    ExportForm,
    MergeRequest,
    PreviewBody,
    PreviewRequest,
    PublishRequest,
    RestoreRequest,
    TranslateRequest,
    VersionList,
)
from api.schemas.fields import Language
from api.services import Services
from api.staff import Role
from core.errors import Forbidden
from core.paging import MAX_LIMIT
from insights.drafts.desk import Details
from insights.drafts.model import DraftFilter, DraftState, Wording

router = APIRouter(prefix="/v1/drafts", tags=["content"])

_READ = responses(401, 403, 404, 422, 503)
_CHANGE = responses(400, 401, 403, 404, 409, 413, 422, 503)
_OPEN = DraftFilter().states


@router.get("", summary="List drafts", response_model=DraftList, responses=responses(401, 403, 422, 503))
def list_drafts(
    _caller: ContentSide,
    parts: ServicesDep,
    state: Annotated[list[DraftState] | None, Query(description="Default: those that are not finished.")] = None,
    gap: Annotated[str | None, Query(max_length=80)] = None,
    document: Annotated[str | None, Query(max_length=2_000)] = None,
    lang: Annotated[Language | None, Query()] = None,
    text: Annotated[str | None, Query(max_length=200, description="Found anywhere in a title.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Those changed last first."""
    chosen = DraftFilter(tuple(state or _OPEN), gap, document, lang, text)
    with parts.database.read() as session:
        page = parts.drafts.store.list(session, chosen, limit=limit, cursor=cursor)
        counts = parts.drafts.store.counts(session)
    items = [draft_body(draft) for draft in page.items]
    return JSONResponse({"items": items, "next_cursor": page.next_cursor, "counts": counts})


@router.post("", summary="Begin a draft", status_code=201, response_model=DraftDetail, responses=_CHANGE)
def begin(body: DraftRequest, caller: StaffSide, parts: ServicesDep, key: IdempotencyKey = None) -> Response:
    """From agents' replies, for a gap, as a change of a document, or from scratch.

    Replies come without personal data, greetings and signatures. What agents send is a proposal to the content team.
    """
    agent = not may_write(caller)
    if agent and (not body.replies or body.document or body.gap or body.by_model):
        raise Forbidden("Agents propose drafts out of replies. The rest is for the content team.")
    paper = ticket(caller.name, key, "draft", body.model_dump())
    wanted = Wanted(
        tuple(body.replies),
        body.gap,
        body.document,
        body.lang,
        body.title,
        body.text,
        None if body.audiences is None else frozenset(body.audiences),
        body.by_model,
    )
    return _draft(parts, parts.drafts.begin(wanted, caller.name, paper, propose=agent), 201)


@router.post("/preview", summary="Preview Markdown", response_model=PreviewBody, responses=_CHANGE)
def preview(body: PreviewRequest, _caller: ContentSide) -> Response:
    """As customers will see it: by the reader and the renderer that documents go through."""
    text = as_read(body.text)
    return JSONResponse({"html": str(render_text(text, top=2)), "text": text})


@router.get("/{draft_id}", summary="Read a draft", response_model=DraftDetail, responses=responses(401, 403, 404, 503))
def read_draft(draft_id: str, _caller: ContentSide, parts: ServicesDep) -> Response:
    """A draft with its texts and its history."""
    return _draft(parts, draft_id)


@router.post("/{draft_id}", summary="Say who sees a draft", response_model=DraftDetail, responses=_CHANGE)
def change(draft_id: str, body: DraftDetailsRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """Audiences, tags and the gap it is for."""
    wanted = Details(frozenset(body.audiences), tuple(body.tags), body.gap)
    parts.drafts.change(draft_id, wanted, body.revision, caller.name)
    return _draft(parts, draft_id)


@router.post("/{draft_id}/texts/{lang}", summary="Save a text", response_model=DraftTextBody, responses=_CHANGE)
def save(draft_id: str, lang: str, body: DraftTextRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """On top of the revision it was written on. After 409 `draft_changed` both texts are kept."""
    wording = Wording(body.title, body.text, body.url)
    saved = parts.drafts.save(draft_id, lang, wording, body.revision, caller.name, auto=body.auto)
    return JSONResponse(text_body(saved))


@router.post(
    "/{draft_id}/translate", summary="Add a language", status_code=201, response_model=DraftTextBody, responses=_CHANGE
)
def translate(draft_id: str, body: TranslateRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """By the model; without one the new text is empty, to be written beside the original."""
    made = parts.drafts.translate(draft_id, body.source, body.target, caller.name)
    return JSONResponse(text_body(made), status_code=201)


@router.post("/{draft_id}/merge", summary="Take in another document", response_model=DraftTextBody, responses=_CHANGE)
def merge(draft_id: str, body: MergeRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """Adds its text under a heading; the document is removed when the draft is published."""
    return JSONResponse(text_body(parts.drafts.merge(draft_id, body.lang, body.document, body.revision, caller.name)))


@router.get(
    "/{draft_id}/texts/{lang}/versions", summary="Versions of a text", response_model=VersionList, responses=_READ
)
def versions(draft_id: str, lang: str, _caller: ContentSide, parts: ServicesDep) -> Response:
    """Latest first; `clashed` ones never stood in its place."""
    with parts.database.read() as session:
        parts.drafts.store.text(session, draft_id, lang)
        found = parts.drafts.store.versions(session, draft_id, lang)
    return JSONResponse({"items": [version_body(version) for version in found]})


@router.post("/{draft_id}/restore", summary="Restore a version", response_model=DraftTextBody, responses=_CHANGE)
def restore(draft_id: str, body: RestoreRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """Makes a new version with the old text; nothing is taken away."""
    return JSONResponse(text_body(parts.drafts.restore(draft_id, body.version, body.revision, caller.name)))


@router.get(
    "/{draft_id}/texts/{lang}/changes", summary="What a text changes", response_model=ChangesBody, responses=_READ
)
def changes(draft_id: str, lang: str, _caller: ContentSide, parts: ServicesDep) -> Response:
    """Word by word, against the document as it was when the draft began, or was last published."""
    with parts.database.read() as session:
        text = parts.drafts.store.text(session, draft_id, lang)
    return JSONResponse(changes_body(parts.drafts.looking.changes(text)))


@router.get("/{draft_id}/near", summary="Content near to a text", response_model=NearList, responses=_READ)
def near(draft_id: str, lang: Language, _caller: ContentSide, parts: ServicesDep) -> Response:
    """What other documents say about the same, whatever their audiences."""
    with parts.database.read() as session:
        text = parts.drafts.store.text(session, draft_id, lang)
    return JSONResponse(near_body(parts.drafts.looking.near(text)))


@router.post("/{draft_id}/state", summary="Hand in or discard a draft", response_model=DraftDetail, responses=_CHANGE)
def set_state(draft_id: str, body: DraftStateRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """`review` asks for approval, `writing` takes it up again, `discarded` puts it away."""
    parts.drafts.move(draft_id, body.state, caller.name, body.before)
    return _draft(parts, draft_id)


@router.post("/{draft_id}/publish", summary="Approve a draft", response_model=DraftDetail, responses=_CHANGE)
def publish(
    draft_id: str, body: PublishRequest, caller: ContentSide, parts: ServicesDep, key: IdempotencyKey = None
) -> Response:
    """Publishes it, answers use it at once; or, where its content lives elsewhere, announces `draft.approved`."""
    paper = ticket(caller.name, key, "publish draft", draft_id, body.model_dump())
    parts.drafts.publishing.approve(draft_id, Approval(**body.model_dump()), caller.name, paper)
    return _draft(parts, draft_id)


@router.get("/{draft_id}/export", summary="A draft as a file", responses=_READ)
def export(
    draft_id: str,
    _caller: ContentSide,
    parts: ServicesDep,
    lang: Language,
    format: Annotated[ExportForm, Query()] = "markdown",  # noqa: A002 - the name in the address
) -> Response:
    """A Markdown file with front matter, or a unified patch against the document as it was."""
    with parts.database.read() as session:
        draft, text = parts.drafts.store.get(session, draft_id), parts.drafts.store.text(session, draft_id, lang)
    looking = parts.drafts.looking
    name, body = looking.patch(draft, text) if format == "patch" else looking.file(draft, text)
    media = "text/x-diff" if format == "patch" else "text/markdown"
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "-" for char in name)
    headers = {"Content-Disposition": f'attachment; filename="{plain}"', "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type=f"{media}; charset=utf-8", headers=headers)


def may_write(caller: Caller) -> bool:
    """Whether a caller may write and approve, not only propose."""
    return caller.has(Scope.CONTENT) or (caller.staff is not None and caller.staff.may(Role.CONTENT))


def _draft(parts: Services, draft_id: str, status: int = 200) -> Response:
    with parts.database.read() as session:
        return JSONResponse(draft_detail(session, parts.drafts.store, draft_id), status_code=status)
