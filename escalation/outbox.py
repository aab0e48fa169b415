"""The outbox: announcements are written in the transaction that causes them, and delivered later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session


class Outbox:
    """Where use cases leave announcements."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def enqueue(self, session: Session, key: str, topic: str, payload: Mapping[str, Any]) -> None:
        """Leave an announcement in the caller's transaction. A key that is known already is not taken twice."""
        now = timestamp(self._clock())
        session.execute(
            "INSERT INTO outbox (key, topic, payload, next_attempt_at, created_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            (key, topic, json.dumps(payload, ensure_ascii=False), now, now),
        )
