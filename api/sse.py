"""Server-sent events: how an answer becomes a stream that can be taken up again, and how live events are sent.

The events of an answer are a function of the stored answer, so a client that lost the connection gets the same ones
from where it stopped. Their ids are `<message id of the question>.<number>`; ids of live events are plain numbers.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import aclosing
from typing import Any

from anyio import CapacityLimiter, to_thread
from sse_starlette import EventSourceResponse, JSONServerSentEvent, ServerSentEvent

from api.live_answers import Told
from core.errors import AppError, InvalidInput

PING_S = 15
"""Seconds of silence after which a ping is sent, so that proxies keep the connection."""
LIVE = 100_000
"""Where the numbers of events begin that are sent while an answer is written."""
PIECE = 48
"""Characters of text in one `delta`, about."""
_PIECES = re.compile(rf".{{1,{PIECE}}}(?=\s)|\S{{1,{PIECE}}}|\s+", re.DOTALL)

Stream = AsyncIterator[ServerSentEvent]


def respond(stream: Stream) -> EventSourceResponse:
    """The HTTP response that sends `stream`."""
    return EventSourceResponse(stream, ping=PING_S, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


async def while_allowed(stream: Stream, check: Callable[[], object]) -> Stream:
    """`stream` as long as `check` raises no AppError; it is asked before each event, in a thread.

    Staff and keys may lose their rights while a stream is open, and nothing more is told to them then.
    """
    own = CapacityLimiter(1)  # it must not wait behind questions that are being answered
    async for event in stream:
        try:
            await to_thread.run_sync(check, limiter=own)
        except AppError:
            return
        yield event


def start_event(question_id: str, conversation_id: str, trace_id: str) -> JSONServerSentEvent:
    """The first event of an answer: the question is stored, whatever happens next."""
    data = {"conversation_id": conversation_id, "question_id": question_id, "trace_id": trace_id}
    return _event("start", data, f"{question_id}.0")


async def streamed_events(
    question_id: str, told: AsyncGenerator[Told], after: int | None
) -> AsyncIterator[JSONServerSentEvent]:
    """The events of an answer while it is found; `answer` comes last, after whatever puts right what was told before.

    Those of a text that is being written have numbers of their own, beyond all that a stored answer can have: a client
    that resumes behind one of them gets the whole text by `replace`.
    """
    text, number = None, LIVE
    async with aclosing(told):
        async for one in told:
            if one.name != "answer":
                number += 1
                if one.name != "sources":
                    text = one.data["text"] if one.name == "replace" else (text or "") + one.data["text"]
                yield _event(one.name, one.data, f"{question_id}.{number}")
            elif text is None:
                for event in answer_events(question_id, one.data, after or 0):
                    yield event
            else:
                for event in _settled(question_id, one.data, text, number):
                    yield event


def _settled(question_id: str, answer: Mapping[str, Any], text: str, number: int) -> Iterator[JSONServerSentEvent]:
    """From the text that a client has to the answer."""
    if answer["text"] != text:
        yield _event("sources", _sources(answer), f"{question_id}.{number + 1}")
        whole = not answer["text"].startswith(text)
        rest = answer["text"] if whole else answer["text"][len(text) :]
        yield _event("replace" if whole else "delta", {"text": rest}, f"{question_id}.{number + 2}")
    yield list(answer_events(question_id, answer))[-1]


def _sources(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("citations", "related", "generator")}


def answer_events(question_id: str, answer: Mapping[str, Any], after: int = 0) -> Iterator[JSONServerSentEvent]:
    """The events of a finished answer behind number `after`; `answer` comes last and is always sent."""
    body: list[tuple[str, Any]] = [("sources", _sources(answer))]
    body += [("delta", {"text": piece}) for piece in pieces(answer["text"])]
    body.append(("answer", answer))
    if after >= len(body):
        # The client has seen more than there is: an earlier attempt ended otherwise. Put its text right.
        yield _event("replace", {"text": answer["text"]}, f"{question_id}.{len(body) - 1}")
        after = len(body) - 1
    for number, (name, data) in enumerate(body, 1):
        if number > after:
            yield _event(name, data, f"{question_id}.{number}")


def error_event(problem: Mapping[str, Any]) -> JSONServerSentEvent:
    """What a stream that has begun says when something fails: the same members as a problem."""
    return _event("error", problem, None)


def live_event(identifier: int, name: str, data: Mapping[str, Any]) -> JSONServerSentEvent:
    """An event of a conversation; without an id (0) for one that is not stored, so that a client resumes before it."""
    return _event(name, data, str(identifier) if identifier else None)


def pieces(text: str) -> list[str]:
    """`text` cut for sending, mostly between words; put together again it is the same."""
    return _PIECES.findall(text)


def resume_point(last_event_id: str | None) -> tuple[str, int] | int | None:
    """What a `Last-Event-ID` points at: (question id, number) of an answer, the id of a live event, or nothing."""
    if not last_event_id:
        return None
    if last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) <= 18:
        return int(last_event_id)
    found = re.fullmatch(r"(msg_[0-9a-f]{1,40})\.([0-9]{1,6})", last_event_id)
    if found is None:
        raise InvalidInput("Last-Event-ID is not one that this server gave.")
    return found[1], int(found[2])


def _event(name: str, data: Any, identifier: str | None) -> JSONServerSentEvent:
    return JSONServerSentEvent(data, event=name, id=identifier)
