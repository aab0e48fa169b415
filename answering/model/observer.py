"""What is told of each request to a model, without a word of what was asked or said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from answering.model.breaker import BreakerState
from answering.model.chat import FailureKind


@dataclass(slots=True)
class Tokens:
    """What one request cost."""

    read: int = 0
    """Tokens of the prompt."""
    written: int = 0
    """Tokens of what the model wrote, its thinking included."""
    estimated: bool = False
    """Whether the server did not say, so that they were estimated from the texts."""

    @property
    def total(self) -> int:
        """Both together."""
        return self.read + self.written


@dataclass(frozen=True, slots=True)
class Ended:
    """One request that is over, with all its attempts."""

    use: str
    failure: FailureKind | None
    """None where the whole text came."""
    tokens: Tokens
    seconds: float
    first_piece: float | None
    """Seconds until the first piece of text; None where none came."""
    is_trouble: bool = False
    """Whether it failed by a fault of the model or its server."""


class Observer(Protocol):
    """Somebody who is told."""

    def ended(self, request: Ended) -> None:
        """A request is over."""
        ...

    def breaker(self, state: BreakerState) -> None:
        """The circuit breaker of this process has a new state."""
        ...


class Silent:
    """Nobody is told."""

    def ended(self, request: Ended) -> None:
        """Nothing."""

    def breaker(self, state: BreakerState) -> None:
        """Nothing."""
