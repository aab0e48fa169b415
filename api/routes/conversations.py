"""A conversation as its customer has it: history, live events, a wish for a person, votes and marks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from sse_starlette import JSONServerSentEvent
from starlette.responses import JSONResponse, Response

from answering.conversations.live_events import LiveEvent
from api.auth import AnyCaller, LimitedVisitor, ServicesDep, SigningVisitor, any_caller
from api.errors import responses
from api.idempotency import ticket
from api.routes.headers import IdempotencyKey, LastEventId
from api.schemas.asking import (
    ContactRequest,
    ContactStored,
    ConversationBody,
    CsatRequest,
    CsatStored,
    EscalatedBody,
    EscalateRequest,
    FeedbackBody,
    FeedbackRequest,
    PageContext,
    ReadRequest,
    StartedBody,
    StartRequest,
)
from api.services import Services
from api.sse import answer_events, live_event, respond, resume_point, while_allowed
from api.starting import Start
from core.errors import Forbidden
from core.model import Author

router = APIRouter(prefix="/v1", tags=["conversations"])

_EVENTS = {
    "description": "Server-sent events: `message`, `owner`, `escalation`, `typing`, `read`, `csat`, and pings.",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}


@router.post(
    "/conversations",
    summary="Begin a conversation without a question",
    response_model=StartedBody,
    responses=responses(400, 401, 403, 409, 413, 422, 429, 503),
)
def start(
    caller: LimitedVisitor, parts: ServicesDep, body: StartRequest | None = None, key: IdempotencyKey = None
) -> Response:
    """For a customer who wants a person before anything else, or a site that wants the conversation's id first."""
    wish = body or StartRequest(person=False, text=None, lang=None)
    page = wish.page or PageContext()
    began = Start(wish.person, wish.text, wish.lang, page.url, page.title, page.lang, page.attributes or {})
    return JSONResponse(parts.talks.start(caller, began, ticket(caller.name, key, "start", wish.model_dump())))


@router.get(
    "/conversations/{conversation_id}",
    summary="Read a conversation",
    response_model=ConversationBody,
    responses=responses(401, 403, 404, 503),
)
def read(conversation_id: str, caller: AnyCaller, parts: ServicesDep) -> Response:
    """The customer's own conversation with all its lines; agents may read every one."""
    found = parts.talks.read(caller, conversation_id)
    if not caller.serves_customers:
        parts.visitor_presence.seen(conversation_id)
    return JSONResponse(found)


@router.get(
    "/conversations/{conversation_id}/events",
    summary="Follow a conversation live",
    response_class=Response,
    responses={200: _EVENTS, **responses(401, 403, 404, 422, 429, 503)},
)
def follow(
    request: Request,
    conversation_id: str,
    caller: AnyCaller,
    parts: ServicesDep,
    last_event_id: LastEventId = None,
    after: Annotated[str | None, Query(max_length=80, description="Like `Last-Event-ID`, for `EventSource`.")] = None,
) -> Response:
    """Everything that happens in the conversation, from its beginning or behind `Last-Event-ID`.

    With the id of an event of an answer's stream (`msg_….3`) the rest of that answer is replayed first.
    """
    point = resume_point(last_event_id or after)
    parts.talks.check_readable(caller, conversation_id)
    if isinstance(point, tuple):
        parts.talks.check_question(conversation_id, point[0])
    if caller.serves_customers:
        return respond(while_allowed(_follow(parts, conversation_id, point), lambda: _check_serves(request)))
    return respond(_as_customer(parts, conversation_id, _follow(parts, conversation_id, point, own=Author.VISITOR)))


@router.post(
    "/conversations/{conversation_id}/escalate",
    summary="Ask for a person",
    response_model=EscalatedBody,
    responses=responses(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
def escalate(
    conversation_id: str,
    caller: LimitedVisitor,
    parts: ServicesDep,
    body: EscalateRequest | None = None,
    key: IdempotencyKey = None,
) -> Response:
    """Puts the conversation into the queue of the desk, once, however often it is asked for."""
    wish = body or EscalateRequest(comment=None, lang=None)
    paper = ticket(caller.name, key, "escalate", conversation_id, wish.model_dump())
    return JSONResponse(parts.talks.escalate(caller, conversation_id, wish.comment, wish.lang, paper))


@router.post(
    "/messages/{message_id}/feedback",
    summary="Say whether an answer helped",
    response_model=FeedbackBody,
    responses=responses(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
def feedback(
    message_id: str, body: FeedbackRequest, caller: LimitedVisitor, parts: ServicesDep, key: IdempotencyKey = None
) -> Response:
    """Keeps the vote; the last one counts. A "no" while the assistant is in charge brings a person."""
    paper = ticket(caller.name, key, "feedback", message_id, body.model_dump())
    return JSONResponse(parts.talks.feedback(caller, message_id, body.helpful, body.comment, paper, body.reason))


@router.post(
    "/conversations/{conversation_id}/csat",
    summary="Give a mark from 1 to 5",
    response_model=CsatStored,
    responses=responses(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
def csat(
    conversation_id: str, body: CsatRequest, caller: LimitedVisitor, parts: ServicesDep, key: IdempotencyKey = None
) -> Response:
    """Keeps how satisfied the customer is with the conversation."""
    paper = ticket(caller.name, key, "csat", conversation_id, body.model_dump())
    return JSONResponse(parts.talks.csat(caller, conversation_id, body.score, body.comment, paper))


@router.post(
    "/conversations/{conversation_id}/contact",
    summary="Leave an e-mail address",
    response_model=ContactStored,
    responses=responses(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
def contact(
    conversation_id: str, body: ContactRequest, caller: LimitedVisitor, parts: ServicesDep, key: IdempotencyKey = None
) -> Response:
    """Keeps the address that a person's reply may also go to, for this conversation alone; null takes it back.

    With `notify` the customer agrees to one e-mail when what they asked is answered; it holds a link to refuse more.
    """
    paper = ticket(caller.name, key, "contact", conversation_id, body.model_dump())
    return JSONResponse(parts.contacts.leave(caller, conversation_id, body.email, paper, notify=body.notify))


@router.post(
    "/conversations/{conversation_id}/read",
    summary="Say how far the customer has read",
    status_code=204,
    responses=responses(400, 401, 403, 404, 413, 422, 429, 503),
)
def mark_read(conversation_id: str, body: ReadRequest, caller: SigningVisitor, parts: ServicesDep) -> Response:
    """Tells the desk that this line, and so all before it, has been on the customer's screen."""
    parts.signs.customer_read(caller, conversation_id, body.message_id)
    parts.visitor_presence.seen(conversation_id)
    return Response(status_code=204)


@router.post(
    "/conversations/{conversation_id}/typing",
    summary="Say that the customer is typing",
    status_code=204,
    responses=responses(401, 403, 404, 429, 503),
)
def typing(conversation_id: str, caller: SigningVisitor, parts: ServicesDep) -> Response:
    """Tells the desk for a few seconds; send it again every three seconds at most. Nothing of the text is sent."""
    parts.signs.customer_types(caller, conversation_id)
    parts.visitor_presence.seen(conversation_id)
    return Response(status_code=204)


def _check_serves(request: Request) -> None:
    """Raise an AppError once who opened a stream as an agent is none any more."""
    if not any_caller(request).serves_customers:
        raise Forbidden("This needs an agent, or an API key with the scope `escalations`.")


async def _as_customer(
    parts: Services, conversation_id: str, events: AsyncIterator[JSONServerSentEvent]
) -> AsyncIterator[JSONServerSentEvent]:
    """The same events; as long as they are followed the customer is there, and is sent nothing by e-mail."""
    with parts.visitor_presence.following(conversation_id):
        async for event in events:
            yield event


async def _follow(
    parts: Services, conversation_id: str, point: tuple[str, int] | int | None, own: Author | None = None
) -> AsyncIterator[JSONServerSentEvent]:
    """The events of a conversation; that somebody is typing is not told to their `own` side."""
    after = point if isinstance(point, int) else 0
    if isinstance(point, tuple):
        question_id, number = point
        answer = await parts.assistant.follow(question_id)
        if answer is not None:
            for event in answer_events(question_id, answer, number):
                yield event
            after = await to_thread.run_sync(parts.talks.event_of, conversation_id, answer["message_id"])
    async for found in parts.live.follow(conversation_id, after):
        if own is None or found.type is not LiveEvent.TYPING or found.data["author"] != own:
            yield live_event(found.id, found.type, found.data)
