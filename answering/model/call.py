"""One request to a model while it is under way: what is asked, until when, and what came so far."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from answering.model.chat import ChatMessage, FailureKind, ModelFailure
from answering.model.counting import estimate, estimate_prompt
from answering.model.failures import RETRIED, is_trouble
from answering.model.observer import Ended, Tokens

ATTEMPTS = 3
FIRST_PAUSE = 0.25
"""Seconds before the second attempt, more or less by half; twice as long before the third."""
HURRIED = frozenset({"followup"})
"""Uses that wait for less time than a sound model may take."""


@dataclass(slots=True)
class Call:
    """One request, over all its attempts."""

    messages: Sequence[ChatMessage]
    seconds: float
    max_tokens: int
    cancelled: threading.Event | None
    use: str
    begun: float = field(default_factory=time.monotonic)
    first_piece: float | None = None
    """Seconds until it came."""
    tokens: Tokens = field(default_factory=Tokens)

    @property
    def until(self) -> float:
        """The deadline, by `time.monotonic`."""
        return self.begun + self.seconds

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return self.until - time.monotonic()

    def came(self) -> None:
        """A piece of text is there."""
        if self.first_piece is None:
            self.first_piece = time.monotonic() - self.begun

    def count(self, usage: tuple[int, int] | None, written: str, *, was_read: bool) -> None:
        """Add what one attempt cost: as the server says, else by the texts; nothing unless it took the prompt."""
        if usage is not None:
            self.tokens.read += usage[0]
            self.tokens.written += usage[1]
        elif was_read:
            self.tokens.read += estimate_prompt(self.messages)
            self.tokens.written += estimate(written)
            self.tokens.estimated = True

    def pause_after(self, error: ModelFailure, attempt: int) -> float | None:
        """Seconds to wait before the next attempt (`attempt` are over); None when there must be none.

        A reader who has seen a part of a text is never given another one's rest.
        """
        if self.first_piece is not None or error.kind not in RETRIED or attempt >= ATTEMPTS:
            return None
        pause = FIRST_PAUSE * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load, no secret
        pause = max(pause, error.retry_after or 0.0)
        return pause if pause < self.left else None

    def wait(self, seconds: float) -> None:
        """Let time pass; raises ModelFailure (`cancelled`)."""
        if self.cancelled is None:
            time.sleep(seconds)
        elif self.cancelled.wait(seconds):
            raise ModelFailure("cancelled")

    def is_only_late(self, error: ModelFailure) -> bool:
        """Whether the failure says nothing of the model: more time was not given."""
        return error.kind == "slow" and self.use in HURRIED

    def ended(self, error: ModelFailure | None, *, called_off: bool = False) -> Ended:
        """The request as it ended: with all of its text, an error, or called off."""
        failure: FailureKind | None = error.kind if error else "cancelled" if called_off else None
        return Ended(
            use=self.use,
            failure=failure,
            tokens=self.tokens,
            seconds=time.monotonic() - self.begun,
            first_piece=self.first_piece,
            is_trouble=error is not None and is_trouble(error) and not self.is_only_late(error),
        )
