"""An answer object as a chat completion, whole or in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from answering.clarifying.listed import with_choices
from api.openai_form.annotations import annotations_of
from api.openai_form.reading import Chat
from api.sse import pieces
from core.clock import parse_timestamp

MODEL = "askwell"
"""The name that answers come under."""
_CREATED = 1_761_955_200
"""1 November 2025: models have a date of birth in this form, and clients expect a number."""

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Completion:
    """What every chunk of one completion says of it."""

    question_id: str
    asked_at: str
    """Time stamp of the question, so that a repeated request gives the same completion."""

    def whole(self, answer: Mapping[str, Any], base: str, usage: Mapping[str, int]) -> dict[str, Any]:
        """The completion as one document; `base`: what addresses of documents are relative to."""
        text = shown_text(answer)
        message = {
            "role": "assistant",
            "content": text,
            "refusal": None,
            "annotations": annotations_of(text, answer["citations"], base),
        }
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**self._head("chat.completion"), "choices": [choice], "usage": dict(usage), "askwell": ours(answer)}

    def start(self) -> dict[str, Any]:
        """The first chunk: the question is stored, whatever happens next."""
        return self._chunk({"role": "assistant", "content": "", "refusal": None})

    def rest(self, answer: Mapping[str, Any], base: str) -> Iterator[dict[str, Any]]:
        """The chunks behind it: the text in pieces, its annotations, and the end with the field `askwell`."""
        text = shown_text(answer)
        for piece in pieces(text):
            yield self._chunk({"content": piece})
        annotations = annotations_of(text, answer["citations"], base)
        if annotations:
            yield self._chunk({"annotations": annotations})
        yield {**self._chunk({}, "stop"), "askwell": ours(answer)}

    def used(self, usage: Mapping[str, int]) -> dict[str, Any]:
        """The chunk that tells what was used, and nothing else."""
        return {**self._head("chat.completion.chunk"), "choices": [], "usage": dict(usage)}

    def _chunk(self, delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": dict(delta), "logprobs": None, "finish_reason": finish}
        return {**self._head("chat.completion.chunk"), "choices": [choice]}

    def _head(self, kind: str) -> dict[str, Any]:
        return {
            "id": f"chatcmpl-{self.question_id}",
            "object": kind,
            "created": int(parse_timestamp(self.asked_at).timestamp()),
            "model": MODEL,
            "system_fingerprint": None,
        }


def shown_text(answer: Mapping[str, Any]) -> str:
    """What a client that knows only text shows: the choices of a question back stand below it."""
    return with_choices(answer["text"], answer["choices"])


def ours(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer object without its text, which the message has."""
    return {name: value for name, value in answer.items() if name != "text"}


def usage_of(chat: Chat, answer: Mapping[str, Any], count: CountTokens) -> dict[str, int]:
    """Tokens of what was read and of what is shown, as the embedder counts them."""
    read = sum(map(count, (*(turn.text for turn in chat.told), chat.question)))
    shown = count(shown_text(answer))
    return {"prompt_tokens": read, "completion_tokens": shown, "total_tokens": read + shown}


def model_object() -> dict[str, Any]:
    """The one model there is."""
    return {"id": MODEL, "object": "model", "created": _CREATED, "owned_by": MODEL}
