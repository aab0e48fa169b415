"""`POST /v1/chat/completions` and `GET /v1/models`: asking in the form of OpenAI's API."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from sse_starlette import ServerSentEvent
from starlette.responses import JSONResponse, Response

from api.asked import Ask
from api.auth import LimitedVisitor, ServicesDep, VisitorSide
from api.errors import describe
from api.idempotency import Ticket, ticket
from api.openai_form.completions import MODEL, Completion, model_object, usage_of
from api.openai_form.errors import openai_error
from api.openai_form.reading import Chat, read_chat
from api.openai_form.refusing import check_parameters
from api.routes.headers import IdempotencyKey
from api.schemas.openai_form import CompletionBody, ModelBody, ModelList, OpenAIError
from api.schemas.openai_request import AskwellOptions, ChatRequest
from api.services import Services
from api.sse import respond
from api.turns import Accepted
from core.errors import NotFound

router = APIRouter(prefix="/v1", tags=["asking"])

_FAILURES: dict[int | str, dict[str, Any]] = {"4XX": {"model": OpenAIError}, "5XX": {"model": OpenAIError}}
_STREAM = {
    "description": "The completion, or chunks of it, ended by `[DONE]`.",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}
_HOW_MADE = frozenset({"stream", "stream_options"})
"""What may differ between a request and its repetition."""

_log = logging.getLogger("askwell.http")


@router.post(
    "/chat/completions",
    summary="Ask as of an OpenAI model",
    response_model=CompletionBody,
    responses={200: _STREAM, **_FAILURES},
)
def complete(
    body: ChatRequest, request: Request, caller: LimitedVisitor, parts: ServicesDep, key: IdempotencyKey = None
) -> Response:
    """`POST /v1/ask` for clients of OpenAI's API: the last message is the question, those before it are what was said.

    Each request opens a conversation of its own, unless `askwell.conversation_id` names one. The answer object comes
    in the field `askwell`, in a stream with the chunk that has the `finish_reason`.
    """
    check_parameters(body)
    chat = read_chat(body)
    paper = ticket(caller.name, key, "chat", body.model_dump(exclude=set(_HOW_MADE)))
    accepted = parts.assistant.accept(caller, _asked(request, body, chat, paper))
    if body.stream:
        counted = body.stream_options is not None and body.stream_options.include_usage is True
        return respond(_stream(parts, accepted, request, chat, counted=counted))
    answer = parts.assistant.finish(accepted)
    usage = usage_of(chat, answer, parts.embedder.count_tokens)
    return JSONResponse(_completion(accepted).whole(answer, _base(parts, request), usage))


@router.get("/models", summary="List models", response_model=ModelList, responses=_FAILURES)
def models(_caller: VisitorSide) -> Response:
    """The one model there is."""
    return JSONResponse({"object": "list", "data": [model_object()]})


@router.get("/models/{model}", summary="Read a model", response_model=ModelBody, responses=_FAILURES)
def model(model: str, _caller: VisitorSide) -> Response:
    """The model, if it is the one there is."""
    if model != MODEL:
        raise NotFound(f"There is no model {model!r} here. `{MODEL}` is.", param="model", openai_code="model_not_found")
    return JSONResponse(model_object())


def _asked(request: Request, body: ChatRequest, chat: Chat, paper: Ticket | None) -> Ask:
    ours = body.askwell or AskwellOptions()
    page = ours.page
    told_of = {"user": body.user} if body.user else {}
    return Ask(
        text=chat.question,
        trace_id=request.scope["trace_id"],
        conversation_id=ours.conversation_id,
        lang=ours.lang,
        page_url=page.url if page else None,
        page_title=page.title if page else None,
        page_lang=page.lang if page else None,
        attributes={**told_of, **((page.attributes if page else None) or {})},
        ticket=paper,
        # A conversation that is named is known here: what a client says of it is not needed.
        told=() if ours.conversation_id else chat.told,
    )


def _completion(accepted: Accepted) -> Completion:
    return Completion(accepted.question.id, accepted.question.created_at)


def _base(parts: Services, request: Request) -> str:
    """What addresses of documents are relative to, where they are."""
    return parts.settings.public_url or str(request.base_url)


async def _stream(
    parts: Services, accepted: Accepted, request: Request, chat: Chat, *, counted: bool
) -> AsyncIterator[ServerSentEvent]:
    """The chunks. What is sent in this form cannot be taken back, so that the text waits for the decision.

    A client that leaves calls the model off, as one of `/v1/ask` does.
    """
    made, nothing = _completion(accepted), {"usage": None} if counted else {}
    yield _event(made.start() | nothing)
    try:
        answer = await _answer(parts, accepted)
        usage = await to_thread.run_sync(usage_of, chat, answer, parts.embedder.count_tokens)
    except Exception as error:  # headers are out: the stream itself has to say what went wrong
        _log.exception("A stream failed")
        yield _event(openai_error(describe(request, error)))
        return
    for chunk in made.rest(answer, _base(parts, request)):
        yield _event(chunk | nothing)
    if counted:
        yield _event(made.used(usage))
    yield ServerSentEvent("[DONE]")


async def _answer(parts: Services, accepted: Accepted) -> Mapping[str, Any]:
    async with aclosing(parts.live_answers.follow(accepted)) as told:
        async for one in told:
            if one.name == "answer":
                return one.data
    raise AssertionError("what is told of an answer ends with the answer")


def _event(data: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
