"""Where announcements of hand-offs go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from core.errors import Conflict, NotFound, Unavailable


@dataclass(frozen=True, slots=True)
class HandoffEvent:
    """One announcement: ids and facts, never what a customer wrote. Only letters, for the mail target, hold text."""

    topic: str
    payload: Mapping[str, Any]
    created_at: str


class TargetGone(NotFound):
    """The target says that it is gone for good."""


class TargetDown(Unavailable):
    """The target takes nothing at present."""

    def __init__(self, message: str | None = None, *, retry_after: float | None = None) -> None:
        """`retry_after`: seconds that the target asked to be left alone."""
        super().__init__(message)
        self.retry_after = retry_after


class Refused(Conflict):
    """The target will never take this announcement."""


class HandoffTarget(Protocol):
    """Takes announcements to people outside Askwell."""

    def deliver(self, event: HandoffEvent, key: str) -> None:
        """Deliver; returning means it arrived. The same `key` may come again and must then count as the same event.

        Raises `TargetGone` when nobody will ever listen there again, `Unavailable` (as `TargetDown` with a wish how
        long to wait) when the whole target has trouble, `Refused` when this one announcement can never be taken. Any
        other exception means: this one again later, and the others meanwhile.
        """


@runtime_checkable
class TakesSeveral(HandoffTarget, Protocol):
    """A target to which a delivery takes no time, so that several are claimed and noted in one write to the disk."""

    together: int
    """How many at once."""
