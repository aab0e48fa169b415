"""Keeps the log in step with what customers and agents do, and with the rules of masking, in small steps."""

from __future__ import annotations

import json
import time

from core.db import Database
from insights.log.outcomes import Outcomes
from insights.log.renewal import MaskingRenewal

BATCH = 100
"""Conversations, or questions nothing has followed, in one transaction."""
AT_ONCE_S = 1.0
"""After that long other work of the background has its turn."""


class LogUpkeep:
    """Finds outcomes anew where they may have changed; safe in several processes at once."""

    def __init__(self, database: Database, outcomes: Outcomes) -> None:
        self._database = database
        self._outcomes = outcomes
        self._renewal = MaskingRenewal(database)

    def run(self, seconds: float = AT_ONCE_S) -> int:
        """Work for about that long at most; returns how much was done, 0 when there was nothing to do."""
        done, end = 0, time.monotonic() + seconds
        while (step := self._step()) and time.monotonic() < end:
            done += step
        return done + step

    def _step(self) -> int:
        return self._noted() or self._aged() or self._renewal.step()

    def _noted(self) -> int:
        """Of the conversations that triggers noted."""
        with self._database.read() as session:
            if session.execute("SELECT 1 FROM outcome_pending LIMIT 1").fetchone() is None:
                return 0
        with self._database.write() as session:
            rows = session.execute(
                "DELETE FROM outcome_pending WHERE conversation_id IN"
                " (SELECT conversation_id FROM outcome_pending LIMIT ?) RETURNING conversation_id",
                (BATCH,),
            ).fetchall()
            self._outcomes.store(session, json.dumps([row["conversation_id"] for row in rows]))
        return len(rows)

    def _aged(self) -> int:
        """Of the questions that nothing followed."""
        with self._database.read() as session:
            if not self._outcomes.any_to_age(session):
                return 0
        with self._database.write() as session:
            return self._outcomes.age(session, BATCH)
