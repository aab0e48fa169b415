"""How an escalation stands, as the API and the pages give it: why it comes where it comes, and its clocks."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from core.clock import timestamp
from escalation.clocks.deadlines import Standing


def standing_body(standing: Standing) -> dict[str, Any]:
    """Service level, points by part, and each clock that has a target."""
    return {
        "policy": standing.policy.name,
        "points": [asdict(part) for part in standing.points],
        "clocks": {
            clock.value: {
                "due": timestamp(reading.due) if reading.due else None,
                "running": reading.running,
                "level": standing.levels[clock].value,
            }
            for clock, reading in standing.clocks.items()
            if standing.policy.target(clock) is not None
        },
    }
