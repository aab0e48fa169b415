"""Which targets there are, and what each wants to be told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from escalation.delivery.handoff import HandoffTarget

EVENTS = ("conversation.*", "escalation.*", "csat.*", "draft.*")
"""What a target is told if nothing else is said: every event, and no letters."""
TEST = "askwell.test"
"""The topic of an event that somebody sends to see whether a target takes it."""


class TargetKind(StrEnum):
    """How a target is reached."""

    WEBHOOK = "webhook"
    SLACK = "slack"
    MAIL = "mail"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class TargetName:
    """A target as the outbox knows it."""

    name: str
    topics: tuple[str, ...] = EVENTS
    """Topics it wants; `conversation.*` stands for all that begin so."""

    def wants(self, topic: str) -> bool:
        """Whether it is told about this topic."""
        return any(fnmatchcase(topic, pattern) for pattern in self.topics)


@dataclass(frozen=True, slots=True)
class Target:
    """A target that is set up."""

    name: TargetName
    kind: TargetKind
    address: str
    """Where that is, safe to show: no path, no secret."""
    taker: HandoffTarget
