"""`POST /v1/ask`, as one document or as a stream, and the messages of a conversation."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

from fastapi import APIRouter, Request
from sse_starlette import JSONServerSentEvent
from starlette.responses import JSONResponse, Response

from api.asked import Ask
from api.auth import LimitedVisitor, ServicesDep
from api.errors import describe, responses
from api.idempotency import Ticket, ticket
from api.routes.headers import IdempotencyKey, LastEventId
from api.schemas.asking import AnswerBody, AskRequest, MessageRequest, PageContext, SentBody
from api.services import Services
from api.sse import error_event, respond, resume_point, start_event, streamed_events
from api.turns import Accepted
from core.errors import InvalidInput
from core.model import Reason

router = APIRouter(prefix="/v1", tags=["asking"])

_STREAM = {
    "description": "The answer object, or the events `start`, `sources`, `delta`, `replace`, `answer`, `error`.",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}

_log = logging.getLogger("askwell.http")


@router.post(
    "/ask",
    summary="Ask a question",
    response_model=AnswerBody,
    responses={200: _STREAM, **responses(400, 401, 403, 404, 409, 413, 422, 429, 503)},
)
def ask(
    body: AskRequest,
    request: Request,
    caller: LimitedVisitor,
    parts: ServicesDep,
    key: IdempotencyKey = None,
    last_event_id: LastEventId = None,
) -> Response:
    """Answers from the content, says so when it is not certain, and hands over to a person when it must.

    With `"stream": true` or `Accept: text/event-stream` the answer comes in pieces; the event `answer` holds the whole
    object and comes last. After a broken connection send the same request again with the same `Idempotency-Key` and
    `Last-Event-ID`: nothing is asked twice, the stream goes on behind that event.

    Without credentials the conversation is open to whoever knows its id, so keep the id to yourself.
    """
    after = _number(last_event_id)
    paper = ticket(caller.name, key, "ask", body.model_dump(exclude={"stream"}))
    asked = _asked(request, body.question, body.lang, body.page, body.conversation_id, paper)
    accepted = parts.assistant.accept(caller, asked)
    parts.visitor_presence.seen(accepted.question.conversation_id)
    if body.stream or "text/event-stream" in request.headers.get("accept", ""):
        return respond(_stream(parts, accepted, request, after))
    return JSONResponse(parts.assistant.finish(accepted))


@router.post(
    "/conversations/{conversation_id}/messages",
    summary="Write in a conversation",
    response_model=SentBody,
    responses=responses(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
def send(
    conversation_id: str,
    body: MessageRequest,
    request: Request,
    caller: LimitedVisitor,
    parts: ServicesDep,
    key: IdempotencyKey = None,
) -> Response:
    """Sends a message to whoever is in charge: the assistant answers at once, a person later (see `/events`).

    `attachments` are ids of files uploaded before; with one of them the text may be empty.
    """
    paper = ticket(caller.name, key, "message", conversation_id, body.model_dump())
    asked = _asked(request, body.text, body.lang, body.page, conversation_id, paper)
    accepted = parts.assistant.accept(caller, replace(asked, attachments=tuple(body.attachments)))
    parts.visitor_presence.seen(conversation_id)
    answer = parts.assistant.finish(accepted)
    silent = answer["reason"] == Reason.PERSON_IN_CHARGE
    sent = {"message_id": accepted.question.id, "answer": None if silent else answer}
    return JSONResponse({"conversation_id": conversation_id, **sent})


def _asked(
    request: Request,
    text: str,
    lang: str | None,
    page: PageContext | None,
    conversation_id: str | None,
    paper: Ticket | None,
) -> Ask:
    return Ask(
        text=text,
        trace_id=request.scope["trace_id"],
        conversation_id=conversation_id,
        lang=lang,
        page_url=page.url if page else None,
        page_title=page.title if page else None,
        page_lang=page.lang if page else None,
        attributes=(page.attributes if page else None) or {},
        ticket=paper,
    )


def _number(last_event_id: str | None) -> int | None:
    """How far a client has read the events of the answer it asks for again; None when it begins."""
    point = resume_point(last_event_id)
    if isinstance(point, int):
        raise InvalidInput("This Last-Event-ID belongs to a conversation's events, not to an answer.")
    return point[1] if point else None


async def _stream(
    parts: Services, accepted: Accepted, request: Request, after: int | None
) -> AsyncIterator[JSONServerSentEvent]:
    question = accepted.question
    if after is None:
        yield start_event(question.id, question.conversation_id, accepted.trace_id)
    told = parts.live_answers.follow(accepted, again=bool(after))
    try:
        async for event in streamed_events(question.id, told, after):
            yield event
    except Exception as error:  # headers are out: the stream itself has to say what went wrong
        _log.exception("A stream failed")
        yield error_event(describe(request, error))
