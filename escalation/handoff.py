"""Where announcements of hand-offs go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class HandoffEvent:
    """One announcement: ids and facts, never what a customer wrote."""

    topic: str
    payload: Mapping[str, Any]
    created_at: str


class HandoffTarget(Protocol):
    """Takes announcements to people outside Askwell."""

    def deliver(self, event: HandoffEvent, key: str) -> None:
        """Deliver; returning means it arrived. The same `key` may come again and must then count as the same event.

        Raises NotFound when the target is gone for good; after any other exception delivery is tried again later.
        """
