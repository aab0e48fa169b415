"""Regroupings as they are asked for, under way, and done: one at a time, whichever process has it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from core.clock import Clock, parse_timestamp, timestamp
from core.db import Database, Session
from insights.gaps.events import SYSTEM

LOST_AFTER = timedelta(minutes=2)
"""A run that has not moved for that long was left by a process that died."""
GROWN = 1.2
"""Times as many questions as at the last regrouping that make another one worth while."""
FEWEST_NEW = 50
APART = timedelta(hours=6)
"""Between two regroupings that nobody asked for."""


class RunState(StrEnum):
    """Where a regrouping stands."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    LOST = "lost"
    """Its process died; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One regrouping."""

    id: int
    state: RunState
    by: str
    done: int
    total: int
    """Questions."""
    gaps: int | None
    moved: int | None
    """Questions that went to another gap."""
    started_at: str
    ended_at: str | None


class Runs:
    """Regroupings in SQLite."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def latest(self, session: Session) -> Run | None:
        """The latest one, whatever its state."""
        row = session.execute("SELECT * FROM gap_runs ORDER BY id DESC LIMIT 1").fetchone()
        return None if row is None else _run(row)

    def ask(self, session: Session, by: str) -> Run:
        """Have one made soon; when one is asked for or under way already, that one."""
        self._bury(session)
        found = self.latest(session)
        if found is None or found.state not in {RunState.ASKED, RunState.RUNNING}:
            at = timestamp(self._clock())
            session.execute(
                "INSERT INTO gap_runs (state, by, started_at, beat_at) VALUES (?, ?, ?, ?)",
                (RunState.ASKED, by, at, at),
            )
            found = self.latest(session)
        assert found is not None  # noqa: S101 - it was just stored
        return found

    def ask_when_due(self, session: Session) -> None:
        """Have one made when the log has grown enough since the last one."""
        last = session.execute("SELECT * FROM gap_runs WHERE state = ? ORDER BY id DESC", (RunState.DONE,)).fetchone()
        total = int(session.execute("SELECT count(*) FROM gap_questions").fetchone()[0])
        before = last["total"] if last else 0
        rested = last is None or self._clock() - parse_timestamp(last["ended_at"]) >= APART
        if rested and total >= before * GROWN + FEWEST_NEW:
            self.ask(session, SYSTEM)

    def take(self) -> int | None:
        """Begin what was asked for and return its id; None when there is nothing, or somebody else has it."""
        with self._database.write() as session:
            self._bury(session)
            found = self.latest(session)
            if found is None or found.state is not RunState.ASKED:
                return None
            self._set(session, found.id, RunState.RUNNING)
        return found.id

    def beat(self, run_id: int, done: int, total: int) -> None:
        """Note how far a run has come."""
        with self._database.write() as session:
            session.execute(
                "UPDATE gap_runs SET done = ?, total = ?, beat_at = ? WHERE id = ?",
                (done, total, timestamp(self._clock()), run_id),
            )

    def is_own(self, session: Session, run_id: int) -> bool:
        """Whether the run still goes on; a process that stood still too long has lost it."""
        row = session.execute("SELECT state FROM gap_runs WHERE id = ?", (run_id,)).fetchone()
        return row is not None and row["state"] == RunState.RUNNING

    def end(self, session: Session, run_id: int, total: int, gaps: int, moved: int) -> None:
        """Note that a run is done, in the transaction that stores what it found."""
        at = timestamp(self._clock())
        session.execute(
            "UPDATE gap_runs SET state = ?, done = ?, total = ?, gaps = ?, moved = ?, beat_at = ?, ended_at = ?"
            " WHERE id = ?",
            (RunState.DONE, total, total, gaps, moved, at, at, run_id),
        )

    def fail(self, run_id: int) -> None:
        """Note that a run ended with nothing changed."""
        with self._database.write() as session:
            self._set(session, run_id, RunState.LOST)

    def _set(self, session: Session, run_id: int, state: RunState) -> None:
        session.execute(
            "UPDATE gap_runs SET state = ?, beat_at = ? WHERE id = ?", (state, timestamp(self._clock()), run_id)
        )

    def _bury(self, session: Session) -> None:
        """Give up runs whose process died."""
        session.execute(
            "UPDATE gap_runs SET state = ? WHERE state = ? AND beat_at < ?",
            (RunState.LOST, RunState.RUNNING, timestamp(self._clock() - LOST_AFTER)),
        )


def _run(row: sqlite3.Row) -> Run:
    return Run(
        row["id"], RunState(row["state"]), row["by"], row["done"], row["total"], row["gaps"], row["moved"],
        row["started_at"], row["ended_at"],
    )  # fmt: skip
