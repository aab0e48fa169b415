"""Reads the events of a streamed reply, whose fields servers leave out, add to and get wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answering.model.chat import ModelFailure

MOST_TOKENS = 10_000_000
"""Of one request; who claims more does not count."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one event says."""

    text: str = ""
    finish: str | None = None
    """Why the model ended: `stop`, `length`, `content_filter`."""
    usage: tuple[int, int] | None = None
    """Tokens read and written."""


def heard(chunk: Any) -> Heard:
    """What a `chat.completion.chunk` says; raises ModelFailure (`malformed`) for anything else."""
    try:
        usage = _usage(getattr(chunk, "usage", None))
        if not chunk.choices:
            return Heard(usage=usage)
        choice = chunk.choices[0]
        delta = choice.delta
        text = _text(getattr(delta, "content", None)) if delta is not None else ""
        return Heard(text, choice.finish_reason or None, usage)
    except (AttributeError, IndexError, KeyError, TypeError):
        raise ModelFailure("malformed") from None


def _text(content: Any) -> str:
    """The text of a piece: a string, nothing, or a list of parts of which some are text."""
    if content is None or isinstance(content, str):
        return content or ""
    return "".join(str(part["text"]) for part in content if part.get("type") == "text")


def _usage(told: Any) -> tuple[int, int] | None:
    """What the server counted, unless it cannot be true."""
    counts = (getattr(told, "prompt_tokens", None), getattr(told, "completion_tokens", None))
    if all(isinstance(count, int) and 0 <= count <= MOST_TOKENS for count in counts) and any(counts):
        return counts[0] or 0, counts[1] or 0
    return None
