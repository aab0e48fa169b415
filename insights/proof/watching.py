"""Notices that content has changed, in whichever process, and says which gaps that may matter to.

Content counts as settled when its generation has stood still for a moment and translations are found for it. What
waits or fails is due after every change; what is closed only when a document of its answers changed, or when new text
stands as near to its questions; and now and then although nothing seems to have happened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta

from core.clock import Clock, parse_timestamp, timestamp
from core.db import Database, Session
from insights.gaps.events import SYSTEM, now
from insights.gaps.model import GapState
from insights.proof.checking import LONGEST, make_due
from insights.proof.documents import RightDocuments, known_now
from insights.proof.model import Because, Check
from insights.proof.nearness import Nearness
from insights.proof.rules import ProofSettings
from insights.proof.store import CheckStore
from retrieval.meta import read_state

CALM = timedelta(seconds=2)
"""Content must have stood still for that long."""
RELATED_AFTER = timedelta(seconds=6)
"""Whoever changed content finds its translations too; if that has not happened by then, we do."""
ROUND_EVERY = timedelta(minutes=1)
"""Between two closed gaps that are checked although nothing seems to have changed."""
_WORKED_ON = tuple(state for state in GapState if state not in {GapState.CLOSED, GapState.DISMISSED})


class Watching:
    """Keeps the list of gaps that are due in step with the content."""

    def __init__(
        self,
        database: Database,
        store: CheckStore,
        right: RightDocuments,
        settings: ProofSettings,
        nearness: Nearness,
        refresh: Callable[[], int],
        clock: Clock,
        fit: str,
    ) -> None:
        """`refresh` finds which documents are translations of each other, when content has changed."""
        self._database = database
        self._store = store
        self._right = right
        self._settings = settings
        self._nearness = nearness
        self._refresh = refresh
        self._clock = clock
        self._fit = fit
        self._round_at: str | None = None

    def look(self) -> bool:
        """Make due what may matter; returns whether the content is settled and all that follows from it is due."""
        with self._database.read() as session:
            generation, watch = read_state(session).generation, _watch(session)
            related = _is_related(session, generation)
        if generation == watch["seen"] and watch["since"] is None:
            self._round()
            return True
        waited = self._clock() - parse_timestamp(watch["since"] or now(self._clock))
        if generation != watch["noticed"]:
            self._notice(generation)
            if waited >= LONGEST:
                self._schedule(generation)
            return False
        rested = self._clock() - parse_timestamp(watch["noticed_at"] or now(self._clock))
        if not related and rested >= RELATED_AFTER:
            self._refresh()
            return False
        if (rested >= CALM and related) or waited >= LONGEST:
            self._schedule(generation)
            return True
        return False

    def is_settled(self, session: Session) -> bool:
        """Whether all that follows from the content as it is has been made due."""
        return read_state(session).generation == int(_watch(session)["seen"])

    def _notice(self, generation: int) -> None:
        at = now(self._clock)
        with self._database.write() as session:
            session.execute(
                "UPDATE proof_watch SET noticed = ?, noticed_at = ?, since = coalesce(since, ?) WHERE noticed <> ?",
                (generation, at, at, generation),
            )

    def _schedule(self, generation: int) -> None:
        """Once for each state of the content, whichever process is first."""
        with self._database.write() as session:
            taken = session.execute(
                "UPDATE proof_watch SET seen = ?, since = NULL WHERE since IS NOT NULL AND noticed = ?",
                (generation, generation),
            ).rowcount
            if taken:
                self._make_due(session, generation)

    def _make_due(self, session: Session, generation: int) -> None:
        at, marks = now(self._clock), ", ".join("?" * len(_WORKED_ON))
        for row in session.execute(
            f"""SELECT id FROM gaps WHERE merged_into IS NULL AND state IN ({marks}) AND (state = ? OR EXISTS
                (SELECT 1 FROM gap_documents WHERE gap_id = gaps.id))""",  # noqa: S608 - marks only
            (*_WORKED_ON, GapState.WAITING),
        ).fetchall():
            make_due(session, row["id"], Because.CONTENT, SYSTEM, at)
        closed = session.execute(
            "SELECT id FROM gaps WHERE merged_into IS NULL AND state = ?", (GapState.CLOSED,)
        ).fetchall()
        unchanged: list[Check] = []
        for row in closed:
            check = self._store.latest(session, row["id"])
            if check is None or check.generation >= generation:
                continue
            if self._has_changed(session, check):
                make_due(session, row["id"], Because.CHANGED, SYSTEM, at)
            else:
                unchanged.append(check)
        for gap_id in self._nearness.rivalled(session, unchanged):
            make_due(session, gap_id, Because.NEIGHBOURS, SYSTEM, at)

    def _has_changed(self, session: Session, check: Check) -> bool:
        right = self._right.ids(session, check.gap_id)
        return known_now(session, {*check.documents, *right}, right) != check.documents

    def _round(self) -> None:
        """Have the closed gap checked that was not looked at for longest, or one judged in another way."""
        at = self._clock()
        if self._round_at is not None and timestamp(at - ROUND_EVERY) < self._round_at:
            return
        self._round_at = timestamp(at)
        with self._database.read() as session:
            days = self._settings.get(session).round_days
            row = session.execute(
                """SELECT g.id, c.fit FROM gaps g JOIN gap_checks c ON c.id = (SELECT max(id) FROM gap_checks
                    WHERE gap_id = g.id AND state = 'done') WHERE g.state = ? AND g.merged_into IS NULL
                    AND (c.ended_at < ? OR c.fit <> ?) AND NOT EXISTS (SELECT 1 FROM proof_due WHERE gap_id = g.id)
                    ORDER BY c.fit = ?, c.ended_at LIMIT 1""",
                (GapState.CLOSED, timestamp(at - timedelta(days=days)), self._fit, self._fit),
            ).fetchone()
        if row is not None:
            with self._database.write() as session:
                because = Because.ROUND if row["fit"] == self._fit else Because.JUDGEMENT
                make_due(session, row["id"], because, SYSTEM, now(self._clock))


def _watch(session: Session) -> sqlite3.Row:
    found: sqlite3.Row = session.execute("SELECT * FROM proof_watch").fetchone()
    return found


def _is_related(session: Session, generation: int) -> bool:
    """Whether translations are those of this content."""
    row = session.execute("SELECT value FROM meta WHERE key = 'relations'").fetchone()
    return row is not None and str(row["value"]).partition(" ")[0] == str(generation)
