"""How each target is doing, kept in the database, so that all processes spare a target that has trouble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.clock import Clock, timestamp
from core.db import Session


@dataclass(frozen=True, slots=True)
class TargetState:
    """What is known of one target."""

    name: str
    failures: int = 0
    """Attempts that failed in a row."""
    failing_since: str | None = None
    paused_until: str | None = None
    disabled_at: str | None = None
    """When it said that it is gone for good; nothing is tried until somebody says otherwise."""
    last_error: str | None = None
    last_error_at: str | None = None
    last_delivered_at: str | None = None


class TargetStates:
    """The table of states; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def all(self, session: Session) -> Mapping[str, TargetState]:
        """Every target that something was ever sent to, by name."""
        rows = session.execute("SELECT * FROM outbox_targets").fetchall()
        return {row["name"]: TargetState(**{name: row[name] for name in row.keys()}) for row in rows}  # noqa: SIM118 - a Row iterates over values

    def failures(self, session: Session, name: str) -> int:
        """How many attempts have failed in a row."""
        found = session.execute("SELECT failures FROM outbox_targets WHERE name = ?", (name,)).fetchone()
        return int(found[0]) if found else 0

    def arrived(self, session: Session, name: str) -> None:
        """Something has arrived: the target is well."""
        session.execute(
            "INSERT INTO outbox_targets (name, last_delivered_at) VALUES (:name, :now) ON CONFLICT (name) DO UPDATE SET"
            " failures = 0, failing_since = NULL, paused_until = NULL, last_delivered_at = :now",
            {"name": name, "now": timestamp(self._clock())},
        )

    def failed(self, session: Session, name: str, error: str, paused_until: datetime | None = None) -> None:
        """An attempt has failed; with `paused_until` the target as a whole is left alone until then."""
        until = timestamp(paused_until) if paused_until else None
        session.execute(
            "INSERT INTO outbox_targets (name, failures, failing_since, paused_until, last_error, last_error_at)"
            " VALUES (:name, 1, :now, :until, :error, :now) ON CONFLICT (name) DO UPDATE SET"
            " failures = failures + 1, failing_since = coalesce(failing_since, :now),"
            # Of two processes, the one that was asked to wait longer is right.
            " paused_until = CASE WHEN :until > coalesce(paused_until, '') THEN :until ELSE paused_until END,"
            " last_error = :error, last_error_at = :now",
            {"name": name, "until": until, "error": error, "now": timestamp(self._clock())},
        )

    def refused(self, session: Session, name: str, error: str) -> None:
        """The target has refused one announcement for good, which says nothing about the next."""
        session.execute(
            "INSERT INTO outbox_targets (name, last_error, last_error_at) VALUES (:name, :error, :now)"
            " ON CONFLICT (name) DO UPDATE SET last_error = :error, last_error_at = :now",
            {"name": name, "error": error, "now": timestamp(self._clock())},
        )

    def disable(self, session: Session, name: str, error: str) -> None:
        """Send nothing there any more."""
        self.failed(session, name, error)
        session.execute("UPDATE outbox_targets SET disabled_at = ? WHERE name = ?", (timestamp(self._clock()), name))

    def enable(self, session: Session, name: str) -> None:
        """Try again at once, whatever was found before."""
        session.execute(
            "UPDATE outbox_targets SET disabled_at = NULL, paused_until = NULL, failures = 0 WHERE name = ?", (name,)
        )

    def forget(self, session: Session, name: str) -> None:
        """Keep nothing about a target that is not set up any more."""
        session.execute("DELETE FROM outbox_targets WHERE name = ?", (name,))
