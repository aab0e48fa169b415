"""Reads the messages of a chat completion: the last one of the user is the question, those before are what was said.

System messages are data like all the rest and change nothing: who deploys Askwell decides how it answers, not who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answering.conversations.messages import HISTORY_TURNS
from api.schemas.fields import clean, question_text
from api.schemas.openai_request import ChatMessage, ChatRequest, ContentPart
from core.errors import InvalidInput
from core.model import Author, Turn

MAX_TURN = 8_000
"""Characters that are kept of a message before the question."""
INSTRUCTIONS = frozenset({"system", "developer"})
_AUTHORS = {"user": Author.VISITOR, "assistant": Author.ASSISTANT}


@dataclass(frozen=True, slots=True)
class Chat:
    """What is asked, and what was said before."""

    question: str
    told: tuple[Turn, ...]
    """The latest turns before the question, oldest first; at most `HISTORY_TURNS`."""


def read_chat(request: ChatRequest) -> Chat:
    """The question and the turns before it; raises InvalidInput, with the name of the parameter, when there is none."""
    said = [(at, message) for at, message in enumerate(request.messages) if message.role not in INSTRUCTIONS]
    if not said or said[-1][1].role != "user":
        where = f"messages[{said[-1][0]}].role" if said else "messages"
        raise InvalidInput("The last message must be the user's question.", param=where)
    *before, (place, last) = said
    return Chat(_question(place, last), tuple(_turns(before))[-HISTORY_TURNS:])


def _question(place: int, message: ChatMessage) -> str:
    try:
        return question_text(_text(place, message))
    except ValueError as error:
        raise _wrong(place, str(error)) from error


def _turns(before: Sequence[tuple[int, ChatMessage]]) -> Iterator[Turn]:
    for place, message in before:
        try:
            text = clean(_text(place, message))
        except ValueError as error:
            raise _wrong(place, str(error)) from error
        if text:
            yield Turn(_AUTHORS[message.role], text if len(text) <= MAX_TURN else f"{text[: MAX_TURN - 1]}…")


def _text(place: int, message: ChatMessage) -> str:
    """The text of a message, its parts put together; raises InvalidInput for what is no text."""
    if message.role not in _AUTHORS:
        raise InvalidInput(
            f"Messages with the role {message.role!r} cannot be used: this model calls no tools.",
            param=f"messages[{place}].role",
        )
    if message.content is None or isinstance(message.content, str):
        return message.content or ""
    return "\n".join(_part(f"messages[{place}].content[{at}]", part) for at, part in enumerate(message.content))


def _part(where: str, part: ContentPart) -> str:
    said = part.text if part.type == "text" else part.refusal if part.type == "refusal" else None
    if said is None:
        raise InvalidInput(
            f"{where}: only text can be read, not {part.type!r}.",
            param=f"{where}.{'text' if part.type == 'text' else 'type'}",
        )
    return said


def _wrong(place: int, reason: str) -> InvalidInput:
    return InvalidInput(f"messages[{place}].content {reason}.", param=f"messages[{place}].content")
