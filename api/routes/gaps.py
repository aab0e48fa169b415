"""Gaps: questions without a good answer, in groups, and what the content team does with them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from api import gaps
from api.auth import ContentSide, ServicesDep
from api.callers import Caller
from api.causes import correct_cause
from api.errors import responses
from api.idempotency import ticket
from api.routes.headers import IdempotencyKey
from api.schemas.fields import Language
from api.schemas.gaps import (
    GapCauseRequest,
    GapDetail,
    GapList,
    GapMergeRequest,
    GapNoteRequest,
    GapOwnerRequest,
    GapQuestionList,
    GapSplitRequest,
    GapStateRequest,
    RunLatest,
    WeightsBody,
)
from api.services import Services
from core.language import primary
from core.paging import MAX_LIMIT
from insights.gaps.harm import Weights
from insights.gaps.model import ON_THE_BOARD, Cause, GapFilter, GapOrder, GapState

router = APIRouter(prefix="/v1/gaps", tags=["content"])

_CHANGE = responses(400, 401, 403, 404, 409, 413, 422, 503)
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
Cursor = Annotated[str | None, Query(max_length=500)]


@router.get("", summary="List gaps", response_model=GapList, responses=responses(401, 403, 422, 503))
def list_gaps(
    _caller: ContentSide,
    parts: ServicesDep,
    state: Annotated[list[GapState] | None, Query(description="Default: all but closed and dismissed ones.")] = None,
    lang: Annotated[Language | None, Query(description="With questions in this language, and named in it.")] = None,
    owner: Annotated[str | None, Query(max_length=80, description="Id of a member of the staff.")] = None,
    text: Annotated[str | None, Query(max_length=200, description="Found anywhere in a name.")] = None,
    cause: Annotated[Cause | None, Query(description="What people say it is, else what Askwell thinks.")] = None,
    order: GapOrder = GapOrder.HARM,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The most harmful first. Personal data is masked in all that customers wrote."""
    chosen = GapFilter(tuple(state or ON_THE_BOARD), primary(lang) if lang else None, owner, text, cause)
    with parts.database.read() as session:
        page = parts.gaps.store.list(session, chosen, order=order, limit=limit, cursor=cursor)
        counts, pending = parts.gaps.store.counts(session), parts.gaps.store.pending(session)
    items = [gaps.gap_body(gap) for gap in page.items]
    return JSONResponse({"items": items, "next_cursor": page.next_cursor, "counts": counts, "pending": pending})


@router.get("/regroup", summary="How a regrouping stands", response_model=RunLatest, responses=responses(401, 403, 503))
def regrouping(_caller: ContentSide, parts: ServicesDep) -> Response:
    """The latest one."""
    with parts.database.read() as session:
        found = parts.gaps.runs.latest(session)
    return JSONResponse({"run": asdict(found) if found else None}, headers={"Cache-Control": "no-store"})


@router.post(
    "/regroup", summary="Group all questions anew", status_code=202, response_model=RunLatest, responses=_CHANGE
)
def regroup(caller: ContentSide, parts: ServicesDep) -> Response:
    """In the background. Gaps keep their ids, and what people have split or merged stays as it is."""
    return JSONResponse({"run": asdict(gaps.ask_for_regrouping(parts, caller.name))}, status_code=202)


@router.get("/weights", summary="How harm is weighted", response_model=WeightsBody, responses=responses(401, 403, 503))
def weights(_caller: ContentSide, parts: ServicesDep) -> Response:
    """The weights in use."""
    with parts.database.read() as session:
        return JSONResponse(asdict(parts.gaps.settings.get(session)))


@router.put("/weights", summary="Weight harm otherwise", response_model=WeightsBody, responses=_CHANGE)
def set_weights(body: WeightsBody, caller: ContentSide, parts: ServicesDep) -> Response:
    """All gaps are ranked by them at once."""
    gaps.set_weights(parts, Weights(**body.model_dump()), caller.name, _staff(caller))
    return JSONResponse(body.model_dump())


@router.get("/{gap_id}", summary="Read a gap", response_model=GapDetail, responses=responses(401, 403, 404, 503))
def read_gap(gap_id: str, _caller: ContentSide, parts: ServicesDep) -> Response:
    """One gap; for one that was merged the gap it is in now."""
    return _gap(parts, gap_id)


@router.get(
    "/{gap_id}/questions",
    summary="The questions of a gap",
    response_model=GapQuestionList,
    responses=responses(401, 403, 404, 422, 503),
)
def questions(
    gap_id: str,
    _caller: ContentSide,
    parts: ServicesDep,
    lang: Annotated[Language | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Latest first."""
    with parts.database.read() as session:
        gap = parts.gaps.store.get(session, gap_id)
        page = parts.gaps.store.questions(session, gap.id, lang=lang, limit=limit, cursor=cursor)
    return JSONResponse({"items": [asdict(item) for item in page.items], "next_cursor": page.next_cursor})


@router.post("/{gap_id}/state", summary="Say where the work stands", response_model=GapDetail, responses=_CHANGE)
def set_state(gap_id: str, body: GapStateRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """Open, in progress or dismissed by people; the other states follow from drafts, publishing and proof."""
    gaps.set_state(parts, gap_id, body.state, caller.name, body.before)
    return _gap(parts, gap_id)


@router.post("/{gap_id}/cause", summary="Say what the cause is", response_model=GapDetail, responses=_CHANGE)
def set_cause(gap_id: str, body: GapCauseRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """It counts instead of what Askwell thinks, and is kept as a label; null takes it back."""
    correct_cause(parts, gap_id, body.cause, caller.name)
    return _gap(parts, gap_id)


@router.post("/{gap_id}/owner", summary="Give a gap to somebody", response_model=GapDetail, responses=_CHANGE)
def set_owner(gap_id: str, body: GapOwnerRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """To somebody who works on content, or to nobody."""
    gaps.set_owner(parts, gap_id, body.owner, caller.name)
    return _gap(parts, gap_id)


@router.post("/{gap_id}/notes", summary="Note something about a gap", response_model=GapDetail, responses=_CHANGE)
def note(
    gap_id: str, body: GapNoteRequest, caller: ContentSide, parts: ServicesDep, key: IdempotencyKey = None
) -> Response:
    """For colleagues; customers never see it."""
    paper = ticket(caller.name, key, "gap note", gap_id, body.model_dump())
    gaps.note(parts, gap_id, body.text, caller.name, _staff(caller), paper)
    return _gap(parts, gap_id)


@router.post("/{gap_id}/split", summary="Split a gap", response_model=GapDetail, responses=_CHANGE)
def split(
    gap_id: str, body: GapSplitRequest, caller: ContentSide, parts: ServicesDep, key: IdempotencyKey = None
) -> Response:
    """Moves some questions into a new gap, which is the answer. No regrouping brings the two together again."""
    paper = ticket(caller.name, key, "gap split", gap_id, body.model_dump())
    return _gap(parts, gaps.split(parts, gap_id, body.questions, caller.name, paper))


@router.post("/{gap_id}/merge", summary="Merge two gaps", response_model=GapDetail, responses=_CHANGE)
def merge(
    gap_id: str, body: GapMergeRequest, caller: ContentSide, parts: ServicesDep, key: IdempotencyKey = None
) -> Response:
    """Takes over the questions and notes of the other one. No regrouping takes the two apart again."""
    paper = ticket(caller.name, key, "gap merge", gap_id, body.model_dump())
    return _gap(parts, gaps.merge(parts, gap_id, body.other, caller.name, paper))


def _gap(parts: Services, gap_id: str) -> Response:
    with parts.database.read() as session:
        return JSONResponse(gaps.gap_detail(parts, session, gap_id))


def _staff(caller: Caller) -> str | None:
    return caller.staff.id if caller.staff else None
