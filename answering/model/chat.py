"""A chat model as the rest of Askwell sees it: text goes in, pieces of text come out, and every failure has a kind."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from core.errors import Unavailable

FailureKind = Literal[
    "down",
    "slow",
    "rate_limited",
    "malformed",
    "empty",
    "cut_off",
    "budget",
    "open_circuit",
    "cancelled",
    "refused",
    "busy",
]
"""What went wrong: the server cannot be reached or fails (`down`), the deadline passed (`slow`), the server asks for a
pause (`rate_limited`), what it said cannot be read (`malformed`), it said nothing (`empty`), it stopped before the end
(`cut_off`), the tokens of the day are spent (`budget`), it is spared after failures (`open_circuit`), nobody waits any
more (`cancelled`), it does not accept the request, its key or the model's name (`refused`), or as many requests are
under way as are allowed (`busy`)."""
FAILURE_KINDS: tuple[FailureKind, ...] = get_args(FailureKind)

Use = Literal["answer", "followup", "restate", "draft", "translate"]
"""What a model is asked for. Each can be switched off by `ASKWELL_LLM_USES`."""
USES: tuple[Use, ...] = get_args(Use)


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message to the model."""

    role: Literal["system", "user", "assistant"]
    text: str


class ModelFailure(Unavailable):
    """The language model gave nothing that can be used."""

    def __init__(
        self, kind: FailureKind = "down", message: str | None = None, *, retry_after: float | None = None
    ) -> None:
        """`retry_after`: seconds that the server asked to be left alone. What a server says is never in `message`."""
        super().__init__(message or _MESSAGES[kind], kind=kind)
        self.kind: FailureKind = kind
        self.retry_after = retry_after


class ChatModel(Protocol):
    """Something that continues a talk. Safe to use from several threads."""

    @property
    def id(self) -> str:
        """Names the model in answers, such as `openai:NAME`."""
        ...

    def stream(
        self,
        messages: Sequence[ChatMessage],
        *,
        seconds: float,
        max_tokens: int,
        visitor: str | None = None,
        cancelled: threading.Event | None = None,
        use: str = "answer",
    ) -> Iterator[str]:
        """Pieces of text as they come, none empty; raises ModelFailure, `seconds` after the first `next` at the latest.

        What came before a failure was yielded. Closing the iterator or setting `cancelled` calls the request off: the
        server is told at once. `visitor` is whose tokens are counted, for the budget of one visitor.
        """
        ...

    def complete(
        self,
        messages: Sequence[ChatMessage],
        *,
        seconds: float,
        max_tokens: int,
        visitor: str | None = None,
        cancelled: threading.Event | None = None,
        use: str = "answer",
    ) -> str:
        """The whole text at once; raises ModelFailure, also when the text was cut off."""
        ...


_MESSAGES: dict[FailureKind, str] = {
    "down": "The language model could not be reached.",
    "slow": "The language model took too long.",
    "rate_limited": "The language model's server asks to wait before the next request.",
    "malformed": "The language model's server sent something that cannot be read.",
    "empty": "The language model said nothing.",
    "cut_off": "The language model stopped before it was done.",
    "budget": "The language model's tokens of today are spent.",
    "open_circuit": "The language model failed several times and is being spared for a while.",
    "cancelled": "The request to the language model was called off.",
    "refused": "The language model's server refuses the request. "
    "Check ASKWELL_LLM_BASE_URL, ASKWELL_LLM_MODEL and ASKWELL_LLM_API_KEY.",
    "busy": "The language model has as many requests under way as ASKWELL_LLM_CONCURRENCY allows.",
}
