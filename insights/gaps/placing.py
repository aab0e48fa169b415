"""Finds the gap of each question: the nearest one, or a new one; and takes it out again when it was answered after all.

Which questions are to be looked at is noted by the database itself (`gap_pending`), so nothing is missed and a killed
process loses nothing. Several processes may work at once: whoever finds a note gone leaves that question.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.clock import Clock, new_id
from core.db import Database, Session
from insights.gaps.counting import recount
from insights.gaps.events import SYSTEM, now, record
from insights.gaps.facts import SAME_AGAIN, Facts, facts_of
from insights.gaps.grouping import JOIN, nearest_group
from insights.gaps.harm import HarmSettings
from insights.gaps.model import GapEvent, GapState, Why
from insights.gaps.space import QuestionSpace
from insights.gaps.vectors import dump_row, known_vectors, load_rows, put_vectors, space_of
from retrieval.embedder import Embedder, Vectors
from retrieval.recent_questions import RecentQuestions

BATCH = 32
"""Questions looked at in one transaction."""
STALE_AT_ONCE = 20
"""Gaps counted in one transaction."""


@dataclass(slots=True)
class _Board:
    """The gaps that a question may join, with the mean of each, kept up as they grow."""

    ids: list[str]
    means: Vectors
    sizes: list[int]
    grown: set[int]
    """Places of those that questions have joined."""

    def add(self, gap_id: str, row: Vectors) -> None:
        """Take in a new gap of one question."""
        self.ids.append(gap_id)
        self.means = np.concatenate([self.means, row[None]])
        self.sizes.append(1)
        self.grown.add(len(self.ids) - 1)

    def join(self, place: int, row: Vectors) -> None:
        """Take a question into a gap."""
        self.sizes[place] += 1
        self.means[place] += (row - self.means[place]) / self.sizes[place]
        self.grown.add(place)

    def store(self, session: Session) -> None:
        """Keep the means and sizes of those that have grown; the rest of their figures is counted later."""
        session.executemany(
            "UPDATE gaps SET vector = ?, size = ?, stale = 1 WHERE id = ?",
            [(dump_row(self.means[place]), self.sizes[place], self.ids[place]) for place in sorted(self.grown)],
        )


class GapPlacing:
    """Keeps gaps in step with the log of questions."""

    def __init__(
        self, database: Database, embedder: Embedder, recent: RecentQuestions, settings: HarmSettings, clock: Clock
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._recent = recent
        self._settings = settings
        self._clock = clock

    def run(self, limit: int = BATCH) -> int:
        """Look at some questions, or when none waits count some gaps anew; returns how many, 0 when all is done."""
        with self._database.read() as session:
            noted = session.execute("SELECT seq, message_id FROM gap_pending ORDER BY seq LIMIT ?", (limit,)).fetchall()
            facts = _all_facts(session, [row["message_id"] for row in noted])
            vectors = known_vectors(session, self._embedder, {one.message_id: one.text for one in facts.values()})
        missing = [one for one in facts.values() if one.message_id not in vectors]
        made = self._recent.vectors([one.text for one in missing])
        new = [(one.message_id, one.text, row) for one, row in zip(missing, made, strict=True)]
        if noted:
            with self._database.write() as session:
                put_vectors(session, self._embedder.id, new)
                self._place(session, noted, vectors | {message_id: row for message_id, _, row in new})
        return len(noted) or self.count()

    def count(self, limit: int = STALE_AT_ONCE) -> int:
        """Count some gaps anew whose questions have changed; returns how many there were."""
        with self._database.read() as session:
            if session.execute("SELECT 1 FROM gaps WHERE stale LIMIT 1").fetchone() is None:
                return 0
        with self._database.write() as session:
            found = session.execute("SELECT id FROM gaps WHERE stale LIMIT ?", (limit,)).fetchall()
            self.count_these(session, [row["id"] for row in found])
        return len(found)

    def count_these(self, session: Session, gap_ids: Sequence[str]) -> None:
        """Count these gaps anew in the caller's transaction."""
        weights = self._settings.get(session)
        recount(session, space_of(session, self._embedder), gap_ids, weights, self._clock())

    def age(self) -> None:
        """Have all gaps counted anew that were counted on another day: weeks have moved on."""
        today = now(self._clock)[:10]
        with self._database.write() as session:
            session.execute("UPDATE gaps SET stale = 1 WHERE size > 0 AND counted_at < ?", (today,))

    def _place(self, session: Session, noted: Sequence[sqlite3.Row], vectors: Mapping[str, Vectors]) -> None:
        space = space_of(session, self._embedder)
        board = _board(session, self._embedder.dim)
        for row in noted:
            if not session.execute("DELETE FROM gap_pending WHERE seq = ?", (row["seq"],)).rowcount:
                continue
            # Read again: what was read before the embedding may have changed meanwhile, which notes it once more.
            facts = facts_of(session, row["message_id"])
            if facts is not None and (facts.message_id in vectors or not facts.to_compare):
                why = facts.why or self._asked_again(session, space, facts, vectors)
                self._put(session, space, board, facts, why, vectors.get(facts.message_id))
        board.store(session)

    def _put(
        self,
        session: Session,
        space: QuestionSpace,
        board: _Board,
        facts: Facts,
        why: Why | None,
        vector: Vectors | None,
    ) -> None:
        """Store where a question belongs."""
        if why is None or vector is None:
            session.execute("DELETE FROM gap_questions WHERE message_id = ?", (facts.message_id,))
            return
        row = session.execute("SELECT gap_id FROM gap_questions WHERE message_id = ?", (facts.message_id,)).fetchone()
        if row is None:
            gap_id = self._find(session, board, space.rows(vector[None], [facts.lang])[0])
            session.execute(
                "INSERT INTO gap_questions (message_id, gap_id, why, text, agent_seconds) VALUES (?, ?, ?, ?, ?)",
                (facts.message_id, gap_id, why, facts.text, facts.agent_seconds),
            )
            return
        session.execute(
            "UPDATE gap_questions SET why = ?, text = ?, agent_seconds = ? WHERE message_id = ?",
            (why, facts.text, facts.agent_seconds, facts.message_id),
        )
        session.execute("UPDATE gaps SET stale = 1 WHERE id = ?", (row["gap_id"],))

    def _find(self, session: Session, board: _Board, row: Vectors) -> str:
        """The nearest gap, or a new one."""
        best, cosine = nearest_group(row, board.means)
        if cosine >= JOIN:
            board.join(best, row)
            self._reopen(session, board.ids[best])
            return board.ids[best]
        gap_id, at = new_id("gap"), now(self._clock)
        session.execute(
            "INSERT INTO gaps (id, state, created_at, updated_at) VALUES (?, ?, ?, ?)", (gap_id, GapState.OPEN, at, at)
        )
        record(session, gap_id, GapEvent.OPENED, SYSTEM, at, size=1)
        board.add(gap_id, row)
        return gap_id

    def _reopen(self, session: Session, gap_id: str) -> None:
        """A closed gap that a question joins is not closed."""
        at = now(self._clock)
        changed = session.execute(
            "UPDATE gaps SET state = ?, updated_at = ? WHERE id = ? AND state = ?",
            (GapState.REOPENED, at, gap_id, GapState.CLOSED),
        )
        if changed.rowcount:
            record(session, gap_id, GapEvent.REOPENED, SYSTEM, at, because="asked again without a good answer")

    def _asked_again(
        self, session: Session, space: QuestionSpace, facts: Facts, vectors: Mapping[str, Vectors]
    ) -> Why | None:
        """Whether the question that followed said the same in other words."""
        after = facts_of(session, facts.next_id) if facts.next_id else None
        if after is None:
            return None
        known = known_vectors(session, self._embedder, {after.message_id: after.text})
        other = vectors.get(after.message_id, known.get(after.message_id))
        if other is None:
            return None
        one, two = space.rows(np.stack([vectors[facts.message_id], other]), [facts.lang, after.lang])
        return Why.REPHRASED if float(one @ two) >= SAME_AGAIN else None


def _all_facts(session: Session, message_ids: Sequence[str]) -> dict[str, Facts]:
    """Facts of the questions, and of those that may say the same again, as far as they may matter."""
    found: dict[str, Facts] = {}
    for message_id in message_ids:
        facts = facts_of(session, message_id)
        after = facts_of(session, facts.next_id) if facts and facts.next_id else None
        for one in (facts, after):
            if one is not None and (one.to_compare or one is after):
                found[one.message_id] = one
    return found


def _board(session: Session, dim: int) -> _Board:
    rows = session.execute(
        "SELECT id, vector, size FROM gaps WHERE merged_into IS NULL AND vector IS NOT NULL"
    ).fetchall()
    means = load_rows([row["vector"] for row in rows], dim)
    return _Board([row["id"] for row in rows], means, [row["size"] for row in rows], set())
