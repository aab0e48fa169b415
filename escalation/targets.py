"""Which targets there are, and what each wants to be told."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

EVENTS = ("conversation.*", "escalation.*", "csat.*")
"""What a target is told if nothing else is said: every event, and no letters."""


@dataclass(frozen=True, slots=True)
class TargetName:
    """A target as the outbox knows it."""

    name: str
    topics: tuple[str, ...] = EVENTS
    """Topics it wants; `conversation.*` stands for all that begin so."""

    def wants(self, topic: str) -> bool:
        """Whether it is told about this topic."""
        return any(fnmatchcase(topic, pattern) for pattern in self.topics)
