"""What exceptions of the `openai` client mean.

Nothing that a server says is passed on: it may repeat the key, or what customers wrote.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from answering.model.chat import FailureKind, ModelFailure
from core.retry_after import seconds_to_wait

_AGAIN = frozenset({408, 409, 425})
"""Refusals that another attempt may not meet, besides 429 and those of the server itself."""
SERVER_FAULTS: frozenset[FailureKind] = frozenset(
    {"down", "slow", "rate_limited", "malformed", "empty", "cut_off", "refused"}
)
"""Kinds that say something of the model or its server; the others are ours."""
RETRIED: frozenset[FailureKind] = frozenset({"down", "rate_limited", "malformed", "cut_off"})
"""Kinds that may be gone a moment later."""


class RefusedRequest(ModelFailure):
    """The server does not take this very request; `said` is for finding out why, and for nothing else."""

    def __init__(self, said: object = None) -> None:
        super().__init__("refused")
        self.said = said


class Unfinished(ModelFailure):
    """The model was not done when it had written as much as it may, or was stopped by a filter: no fault of anybody."""

    def __init__(self) -> None:
        super().__init__("cut_off")


def is_trouble(error: ModelFailure) -> bool:
    """Whether staff should know: the fault is the server's, the model's or that of the settings."""
    return error.kind in SERVER_FAULTS and not isinstance(error, Unfinished)


def counts(error: ModelFailure) -> bool:
    """Whether the circuit breaker should know: what one request met, others will meet too."""
    return is_trouble(error) and not isinstance(error, RefusedRequest)


def translated(error: Exception) -> ModelFailure:
    """The failure that this exception stands for."""
    import openai

    if isinstance(error, ModelFailure):
        return error
    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code, error.response.headers, error.body or error.message)
    if isinstance(error, openai.APIError):  # no connection, a connection that broke, or an error told in the stream
        return ModelFailure("down")
    if isinstance(error, UnicodeEncodeError):  # a key that cannot stand in a header
        return ModelFailure("refused")
    return ModelFailure("malformed")


def _of_status(status: int, headers: Any, said: object) -> ModelFailure:
    if status in {400, 413, 422} or (status == 500 and "system role" in str(said).lower()):
        return RefusedRequest(said)
    if status == 429:
        return ModelFailure("rate_limited", retry_after=seconds_to_wait(headers.get("retry-after"), datetime.now(UTC)))
    if status >= 500 or status in _AGAIN:
        return ModelFailure("down", retry_after=seconds_to_wait(headers.get("retry-after"), datetime.now(UTC)))
    return ModelFailure("refused")
