"""How much a gap hurts: distinct customers x repeat contact x agent minutes x trend, each with a weight."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from core.clock import Clock, timestamp
from core.db import Session
from core.errors import InvalidInput

HEAVIEST = 2.0
WEEKS = 8
RECENT = 2
"""Weeks whose questions are compared with those of as many weeks before."""
_STEEPEST = 4.0
_ROW = "gap_weights"

DEFINITIONS = {
    "customers": "Distinct customers who asked. Guests count once a conversation, for more is not known of them.",
    "repeat": "Conversations in which it came up for each of these customers; 1: nobody had to come back.",
    "agent_minutes": "Minutes agents spent on these conversations: for each line they wrote the time since the line"
    " before it, five minutes at most.",
    "trend": "Questions in the last two weeks against the two weeks before, each plus one; from 0.25 to 4.",
    "harm": "Customers x repeat x (1 + agent minutes) x trend, each to the power of its weight.",
}
"""What each figure means."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The power that each factor is raised to: 0 leaves it out, 1 takes it as it is."""

    customers: float = 1.0
    repeat: float = 1.0
    agent_minutes: float = 0.5
    trend: float = 1.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0.0 <= value <= HEAVIEST:
                raise InvalidInput(f"The weight of {field.name.replace('_', ' ')} must be from 0 to {HEAVIEST:g}.")

    def harm(self, customers: int, repeat: float, agent_minutes: float, trend: float) -> float:
        """The harm of a gap with these figures; 0 where nobody asked."""
        if not customers:
            return 0.0
        product = customers**self.customers * repeat**self.repeat
        return float(product * (1.0 + agent_minutes) ** self.agent_minutes * trend**self.trend)


def trend_of(weeks: list[int]) -> float:
    """Recent questions against those just before; `weeks` ends with the latest."""
    recent, before = sum(weeks[-RECENT:]), sum(weeks[-2 * RECENT : -RECENT])
    return min(max((recent + 1) / (before + 1), 1 / _STEEPEST), _STEEPEST)


class HarmSettings:
    """The weights in the database; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def get(self, session: Session) -> Weights:
        """The weights as they are now."""
        row = session.execute("SELECT value FROM content_settings WHERE name = ?", (_ROW,)).fetchone()
        return Weights() if row is None else Weights(**json.loads(row["value"]))

    def put(self, session: Session, weights: Weights, staff_id: str | None) -> None:
        """Let these weights hold, and rank all gaps by them at once."""
        session.execute(
            "INSERT OR REPLACE INTO content_settings (name, value, updated_at, staff_id) VALUES (?, ?, ?, ?)",
            (_ROW, json.dumps(asdict(weights)), timestamp(self._clock()), staff_id),
        )
        rows = session.execute("SELECT id, customers, contacts, agent_seconds, trend FROM gaps").fetchall()
        session.executemany(
            "UPDATE gaps SET harm = ? WHERE id = ?",
            [
                (
                    weights.harm(
                        row["customers"],
                        max(row["contacts"] / max(row["customers"], 1), 1.0),
                        row["agent_seconds"] / 60,
                        row["trend"],
                    ),
                    row["id"],
                )
                for row in rows
            ],
        )
