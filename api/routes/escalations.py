"""The queue of escalations and what agents do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import JSONResponse, Response

from api.auth import AgentSide, ServicesDep
from api.deskwork import agent_of, colleague, escalation_body
from api.errors import responses
from api.idempotency import ticket
from api.replies import Pick, Reply
from api.routes.headers import IdempotencyKey
from api.schemas.fields import Language
from api.schemas.staffing import (
    AgentRequest,
    AssignRequest,
    ContentRequest,
    EscalationBody,
    EscalationDetail,
    EscalationList,
    ReplyBody,
    ReplyRequest,
    ResolveRequest,
    SnoozeRequest,
    TextRequest,
)
from core.db import Session
from core.model import Reason
from core.paging import MAX_LIMIT
from escalation.queue import Filter
from escalation.tickets import PRESSING, Agent, Outcome, Status

router = APIRouter(prefix="/v1/escalations", tags=["escalations"])

_CHANGE = responses(400, 401, 403, 404, 409, 413, 422, 503)
Act = Callable[[Session, str, Agent], dict[str, Any]]
"""Changes an escalation for an agent, in the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who changes an escalation, and what the request says of it beside its body."""

    parts: ServicesDep
    caller: AgentSide
    escalation_id: str
    key: IdempotencyKey = None

    def done(self, verb: str, body: AgentRequest | None, act: Act) -> Response:
        """Act once per key, in one transaction, and tell everybody who follows."""
        parts, name = self.parts, self.escalation_id
        agent = agent_of(parts.staff, self.caller, body.agent if body else None)
        sent = body.model_dump(mode="json") if body else None
        paper = ticket(self.caller.name, self.key, verb, name, agent.id, sent)
        result = parts.idempotency.once(paper, lambda session: act(session, name, agent))
        parts.live.notify()
        return JSONResponse(result)


ActingDep = Annotated[Acting, Depends()]


@router.get("", summary="List escalations", response_model=EscalationList, responses=responses(401, 403, 422, 503))
def escalations(
    caller: AgentSide,
    parts: ServicesDep,
    status: Annotated[list[Status] | None, Query(description="Default: neither put aside nor settled.")] = None,
    mine: Annotated[bool, Query(description="Only those the signed-in agent has.")] = False,
    unassigned: bool = False,
    lang: Annotated[Language | None, Query()] = None,
    reason: Reason | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Who has waited longest for a person comes first."""
    own = caller.staff.id if caller.staff else None
    chosen = Filter(tuple(status or sorted(PRESSING)), own if mine else None, unassigned, lang, reason)
    with parts.database.read() as session:
        page = parts.queue.list(session, chosen, limit=limit, cursor=cursor)
        counts = parts.queue.counts(session, own)
    body = {"items": [escalation_body(item) for item in page.items], "next_cursor": page.next_cursor}
    return JSONResponse({**body, "counts": asdict(counts)})


@router.get(
    "/{escalation_id}",
    summary="Read an escalation",
    response_model=EscalationDetail,
    responses=responses(401, 403, 404, 503),
)
def escalation(escalation_id: str, _caller: AgentSide, parts: ServicesDep) -> Response:
    """Everything on one screen: conversation, customer, page, evidence and history, notes included."""
    return JSONResponse(parts.deskwork.detail(escalation_id))


@router.post("/{escalation_id}/claim", summary="Claim it", response_model=EscalationBody, responses=_CHANGE)
def claim(acting: ActingDep, body: AgentRequest | None = None) -> Response:
    """Makes the agent its owner; of two at once one wins, the other gets 409 that names the winner."""
    return acting.done("claim", body, acting.parts.deskwork.claim)


@router.post("/{escalation_id}/reply", summary="Reply to the customer", response_model=ReplyBody, responses=_CHANGE)
def reply(acting: ActingDep, body: ReplyRequest) -> Response:
    """Sends a line to the customer, live if they are there. From now on the assistant is silent. Owner only."""
    picks = [Pick(**pick.model_dump()) for pick in body.citations]
    citations = acting.parts.citing.citations(acting.escalation_id, body.text, picks)

    def act(session: Session, name: str, agent: Agent) -> dict[str, Any]:
        return acting.parts.deskwork.reply(session, name, agent, Reply(body.text, citations, tuple(body.attachments)))

    return acting.done("reply", body, act)


@router.post(
    "/{escalation_id}/note", summary="Leave an internal note", response_model=EscalationBody, responses=_CHANGE
)
def note(acting: ActingDep, body: TextRequest) -> Response:
    """Keeps a note for colleagues; the customer never sees it."""

    def act(session: Session, name: str, agent: Agent) -> dict[str, Any]:
        return acting.parts.deskwork.note(session, name, agent, body.text)

    return acting.done("note", body, act)


@router.post("/{escalation_id}/typing", summary="Show that the agent is typing", status_code=204, responses=_CHANGE)
def typing(escalation_id: str, caller: AgentSide, parts: ServicesDep, body: AgentRequest | None = None) -> Response:
    """Shows the customer that somebody is typing, for a few seconds. Owner only."""
    agent = agent_of(parts.staff, caller, body.agent if body else None)
    with parts.database.write() as session:
        parts.desk.typing(session, escalation_id, agent)
    parts.live.notify()
    return Response(status_code=204)


@router.post("/{escalation_id}/release", summary="Put it back", response_model=EscalationBody, responses=_CHANGE)
def release(acting: ActingDep, body: AgentRequest | None = None) -> Response:
    """Puts it back into the queue for a colleague. Owner or administrator."""
    return acting.done("release", body, acting.parts.deskwork.release)


@router.post(
    "/{escalation_id}/assign", summary="Give it to a colleague", response_model=EscalationBody, responses=_CHANGE
)
def assign(acting: ActingDep, body: AssignRequest) -> Response:
    """Makes the colleague its owner. Owner or administrator; while it is queued, administrator only."""

    def act(session: Session, name: str, agent: Agent) -> dict[str, Any]:
        return acting.parts.deskwork.assign(session, name, agent, to)

    to = colleague(acting.parts.staff, body.to)
    return acting.done("assign", body, act)


@router.post("/{escalation_id}/snooze", summary="Put it aside", response_model=EscalationBody, responses=_CHANGE)
def snooze(acting: ActingDep, body: SnoozeRequest) -> Response:
    """Hides it until a time. It stays the agent's, and wakes then or when the customer writes. Owner only."""

    def act(session: Session, name: str, agent: Agent) -> dict[str, Any]:
        return acting.parts.deskwork.snooze(session, name, agent, body.until)

    return acting.done("snooze", body, act)


@router.post("/{escalation_id}/wake", summary="Take it up again", response_model=EscalationBody, responses=_CHANGE)
def wake(acting: ActingDep, body: AgentRequest | None = None) -> Response:
    """Ends a snooze before its time. Owner only."""
    return acting.done("wake", body, acting.parts.deskwork.wake)


@router.post(
    "/{escalation_id}/wants-content",
    summary="Note that content should have answered it",
    response_model=EscalationBody,
    responses=_CHANGE,
)
def wants_content(acting: ActingDep, body: ContentRequest | None = None) -> Response:
    """Lists its question for the content team, or takes it off the list. Any agent, in every state."""
    wanted = body is None or body.wanted

    def act(session: Session, name: str, agent: Agent) -> dict[str, Any]:
        return acting.parts.deskwork.want_content(session, name, agent, wanted)

    return acting.done("wants-content", body, act)


@router.post("/{escalation_id}/resolve", summary="Resolve it", response_model=EscalationBody, responses=_CHANGE)
def resolve(acting: ActingDep, body: ResolveRequest | None = None) -> Response:
    """Settles it and asks the customer once how it went; their next message reopens it. Owner only."""
    outcome = body.outcome if body else Outcome.ANSWERED

    def act(session: Session, name: str, agent: Agent) -> dict[str, Any]:
        return acting.parts.deskwork.resolve(session, name, agent, outcome)

    return acting.done("resolve", body, act)


@router.post(
    "/{escalation_id}/hand-back", summary="Hand back to the assistant", response_model=EscalationBody, responses=_CHANGE
)
def hand_back(acting: ActingDep, body: AgentRequest | None = None) -> Response:
    """Gives the conversation back: the assistant answers again. Owner only."""
    return acting.done("hand-back", body, acting.parts.deskwork.hand_back)
