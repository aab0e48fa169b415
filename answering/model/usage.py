"""What a model's requests cost and whether it answers, kept in the database: the same for all processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta

from answering.model.chat import FailureKind
from answering.model.observer import Ended
from core.clock import Clock, timestamp
from core.db import Session

FAILING_FROM = 3
"""Failures in a row from which a model is said to be failing."""
KEPT = timedelta(days=400)
"""How long the figures of a day are kept."""


@dataclass(frozen=True, slots=True)
class ModelHealth:
    """How a model has been answering lately, as all processes saw it."""

    failures_in_a_row: int = 0
    failing_since: str | None = None
    """When the first of them was."""
    last_failure: FailureKind | None = None
    last_failed_at: str | None = None
    last_answered_at: str | None = None

    @property
    def is_failing(self) -> bool:
        """Whether staff should know."""
        return self.failures_in_a_row >= FAILING_FROM


@dataclass(frozen=True, slots=True)
class UseOfDay:
    """What a model was used for on one day (UTC)."""

    day: str
    model: str
    use: str
    requests: int
    failures: int
    tokens_read: int
    tokens_written: int
    tokens_estimated: int
    """How many of both were estimated, because the server did not say."""


class ModelUsage:
    """Requests, tokens and health. Methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def note(self, session: Session, model: str, ended: Ended) -> None:
        """Keep what became of one request."""
        tokens, day = ended.tokens, self._clock().astimezone(UTC).date()
        session.execute(
            """INSERT INTO model_usage VALUES (?, ?, ?, 1, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET requests = requests + 1, failures = failures + excluded.failures,
                tokens_read = tokens_read + excluded.tokens_read,
                tokens_written = tokens_written + excluded.tokens_written,
                tokens_estimated = tokens_estimated + excluded.tokens_estimated""",
            (
                *(day.isoformat(), model, ended.use, int(ended.is_trouble)),
                *(tokens.read, tokens.written, tokens.total if tokens.estimated else 0),
            ),
        )
        session.execute("DELETE FROM model_usage WHERE day < ?", ((day - KEPT).isoformat(),))
        if ended.is_trouble:
            self._note_failure(session, model, ended)
        elif ended.failure is None:
            self._note_answer(session, model)

    def health(self, session: Session, model: str) -> ModelHealth:
        """How this model has been answering."""
        row = session.execute(
            """SELECT failures_in_a_row, failing_since, last_failure, last_failed_at, last_answered_at
                FROM model_health WHERE model = ?""",
            (model,),
        ).fetchone()
        return ModelHealth(*row) if row else ModelHealth()

    def days(self, session: Session, since: str) -> list[UseOfDay]:
        """What was used from the day `since` (`2026-11-22`) on, the newest first."""
        rows = session.execute("SELECT * FROM model_usage WHERE day >= ? ORDER BY day DESC, model, use", (since,))
        return [UseOfDay(*row) for row in rows]

    def _note_failure(self, session: Session, model: str, ended: Ended) -> None:
        now = timestamp(self._clock())
        session.execute(
            """INSERT INTO model_health VALUES (?, 1, ?, ?, ?, NULL)
                ON CONFLICT DO UPDATE SET failures_in_a_row = failures_in_a_row + 1,
                failing_since = coalesce(failing_since, excluded.failing_since),
                last_failure = excluded.last_failure, last_failed_at = excluded.last_failed_at""",
            (model, now, ended.failure, now),
        )

    def _note_answer(self, session: Session, model: str) -> None:
        session.execute(
            """INSERT INTO model_health VALUES (?, 0, NULL, NULL, NULL, ?)
                ON CONFLICT DO UPDATE SET failures_in_a_row = 0, failing_since = NULL,
                last_answered_at = excluded.last_answered_at""",
            (model, timestamp(self._clock())),
        )
