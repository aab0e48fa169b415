"""The health of all documents: what pages use, and the small steps by which it is kept up to date."""

from __future__ import annotations

import time

from core.clock import Clock, timestamp
from core.db import Database, Session
from insights.duplicates import Duplicates
from insights.health.comparing import Comparing, put_pairs
from insights.health.counting import age, count_stale, count_these
from insights.health.leases import Lease
from insights.health.linking import Linking
from insights.health.noting import note_found
from insights.health.pairs import HealthHands
from insights.health.store import HealthStore
from retrieval.meta import read_state

SETTLE_S = 4.0
"""Content is looked at when it has been still for that long, so that a sync is looked at once."""
_COMPARED_A_STEP = 1
_MARK = "health counted"
"""The key in `meta` for the day and the translations that figures were last counted with."""
_CHANGED = """SELECT d.id, d.version FROM documents d JOIN document_health h ON h.document_id = d.id
    WHERE d.removed_at IS NULL AND h.compared_version IS NOT d.version ORDER BY d.id LIMIT ?"""
_NEW = """INSERT INTO document_health (document_id) SELECT id FROM documents WHERE removed_at IS NULL
    AND id NOT IN (SELECT document_id FROM document_health)"""
_GONE = """SELECT h.document_id FROM document_health h JOIN documents d ON d.id = h.document_id
    WHERE d.removed_at IS NOT NULL LIMIT 200"""


class HealthBoard:
    """Reads, changes and counts documents' health."""

    def __init__(self, database: Database, duplicates: Duplicates, clock: Clock, *, settle_s: float = SETTLE_S) -> None:
        self.store = HealthStore()
        self.hands = HealthHands(clock)
        self._database = database
        self._clock = clock
        self.settle_s = settle_s
        self._lease = Lease("health", clock)
        self._comparing = Comparing(duplicates)
        self._linking = Linking()
        self._seen = (-1, 0.0)

    def step(self) -> int:
        """Do the next small part of what is to be done; returns 0 when all is done for now."""
        with self._database.read() as session:
            left = self.store.progress(session, "").left
            due = left or self._mark(session) != self._marked(session)
        if not due:
            return 0
        with self._database.write() as session:
            if not self._lease.take(session):
                return 0
            done = self._renew(session) or note_found(session)
        return done or self._content() or self._count()

    def rest(self) -> None:
        """Let another process go on at once."""
        with self._database.write() as session:
            self._lease.give_back(session)

    def count_now(self, session: Session, documents: list[str]) -> None:
        """Count these documents anew in the caller's transaction, for somebody who has just changed something."""
        count_these(session, documents, self._clock())

    def _renew(self, session: Session) -> int:
        """Begin with documents that are new, forget those that are gone, and count all anew when a day has passed."""
        gone = [row["document_id"] for row in session.execute(_GONE).fetchall()]
        for document_id in gone:
            put_pairs(session, document_id, [])
            for table in ("link_places", "document_health"):
                session.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))  # noqa: S608 - fixed names
        new = session.execute(_NEW).rowcount
        mark = self._mark(session)
        aged = mark != self._marked(session)
        if aged:
            age(session)
            session.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_MARK, mark))
        return len(gone) + new + aged

    def _content(self) -> int:
        """Compare documents that have changed, then follow links."""
        with self._database.read() as session:
            generation = read_state(session).generation
            if not self._is_still(generation):
                return 0
            found = [
                (row["id"], row["version"], self._comparing.find(session, row["id"]))
                for row in session.execute(_CHANGED, (_COMPARED_A_STEP,)).fetchall()
            ]
        with self._database.write() as session:
            for document_id, version, rows in found:
                changed = session.execute(
                    "UPDATE document_health SET compared_version = ?1, stale = 1 WHERE document_id = ?2 AND EXISTS"
                    " (SELECT 1 FROM documents WHERE id = ?2 AND version = ?1 AND removed_at IS NULL)",
                    (version, document_id),
                )
                if changed.rowcount:
                    put_pairs(session, document_id, rows)
            return len(found) or self._linking.follow(session, generation, timestamp(self._clock()))

    def _count(self) -> int:
        with self._database.write() as session:
            return count_stale(session, self._clock())

    def _is_still(self, generation: int) -> bool:
        if generation != self._seen[0]:
            self._seen = (generation, time.monotonic())
        return time.monotonic() - self._seen[1] >= self.settle_s

    def _mark(self, session: Session) -> str:
        row = session.execute("SELECT value FROM meta WHERE key = 'relations'").fetchone()
        return f"{timestamp(self._clock())[:10]} {row['value'] if row else ''}"

    def _marked(self, session: Session) -> str | None:
        row = session.execute("SELECT value FROM meta WHERE key = ?", (_MARK,)).fetchone()
        return None if row is None else str(row["value"])
