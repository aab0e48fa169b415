"""Proof of gaps: their questions asked again, the documents that are right for them, and the rules."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from api import proof
from api.auth import ContentSide, ServicesDep
from api.errors import responses
from api.schemas.proof import (
    CheckAsked,
    CheckList,
    ProofBody,
    RightDocumentsBody,
    RightDocumentsRequest,
    RulesBody,
    TellRequest,
    ToldBody,
)
from insights.proof.model import Rules

router = APIRouter(prefix="/v1/gaps", tags=["content"])

_CHANGE = responses(400, 401, 403, 404, 409, 413, 422, 503)
_MOST = 50


@router.get("/proof", summary="How proof stands", response_model=ProofBody, responses=responses(401, 403, 503))
def overview(_caller: ContentSide, parts: ServicesDep) -> Response:
    """The rules, how many gaps wait to be checked, and which one is being checked."""
    with parts.database.read() as session:
        running = parts.proof.store.running(session)
        body = {
            "rules": asdict(parts.proof.settings.get(session)),
            "waiting": parts.proof.store.waiting(session),
            "settled": parts.proof.watching.is_settled(session),
            "running": proof.check_body(parts, session, running) if running else None,
        }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.put("/proof", summary="Set the rules of proof", response_model=RulesBody, responses=_CHANGE)
def set_rules(body: RulesBody, caller: ContentSide, parts: ServicesDep) -> Response:
    """They hold from the next check on; what is closed stays so until it is checked."""
    staff_id = caller.staff.id if caller.staff else None
    proof.set_rules(parts, Rules(**body.model_dump()), caller.name, staff_id)
    return JSONResponse(body.model_dump())


@router.get(
    "/{gap_id}/checks",
    summary="The checks of a gap",
    response_model=CheckList,
    responses=responses(401, 403, 404, 422, 503),
)
def checks(
    gap_id: str,
    _caller: ContentSide,
    parts: ServicesDep,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 20,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Latest first, with every question then and now; one under way shows how far it is."""
    return JSONResponse(proof.checks(parts, gap_id, limit, cursor), headers={"Cache-Control": "no-store"})


@router.post(
    "/{gap_id}/check", summary="Check a gap now", status_code=202, response_model=CheckAsked, responses=_CHANGE
)
def check(gap_id: str, caller: ContentSide, parts: ServicesDep) -> Response:
    """Asks its questions again in the background, within seconds. Nothing of it is stored as a conversation."""
    return JSONResponse(proof.ask_for_check(parts, gap_id, caller.name), status_code=202)


@router.post("/{gap_id}/documents", summary="Say what is right", response_model=RightDocumentsBody, responses=_CHANGE)
def name_documents(gap_id: str, body: RightDocumentsRequest, caller: ContentSide, parts: ServicesDep) -> Response:
    """The documents that answer the gap; translations of them count too. The gap is checked at once."""
    return JSONResponse(proof.name_documents(parts, gap_id, body.documents, caller.name))


@router.post(
    "/{gap_id}/telling", summary="Decide whether customers are told", response_model=ToldBody, responses=_CHANGE
)
def decide_telling(gap_id: str, body: TellRequest, _caller: ContentSide, parts: ServicesDep) -> Response:
    """By themselves when the gap is closed; only those who agreed to it, once each."""
    return JSONResponse(proof.decide_telling(parts, gap_id, body.tell))


@router.post("/{gap_id}/tell", summary="Tell customers now", response_model=ToldBody, responses=_CHANGE)
def tell(gap_id: str, caller: ContentSide, parts: ServicesDep) -> Response:
    """Those who agreed and were not told of this gap yet. Refused with 409 while the gap is not closed."""
    return JSONResponse(proof.tell_now(parts, gap_id, caller.name))
