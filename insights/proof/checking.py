"""Runs checks: one at a time over all processes, a question at a time, so that a killed one is gone on with.

Everything that was found out is stored at once. A process that dies leaves a check behind whose pulse stops; the next
one takes it over, or begins it anew when content has changed meanwhile: half of a check must not be about other
content than the other half.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from core.clock import Clock, new_id, timestamp
from core.db import Database, Session
from insights.gaps.events import SYSTEM, now, record
from insights.gaps.model import GapEvent, GapState
from insights.proof.documents import RightDocuments
from insights.proof.model import AskedAgain, Because, CheckState, Planned
from insights.proof.rules import ProofSettings, dump_rules
from insights.proof.sampling import audiences_of, sample
from retrieval.meta import read_state

LOST_AFTER = timedelta(seconds=60)
"""A check that has not moved for that long was left by a process that died."""
LONGEST = timedelta(minutes=2)
"""A sync that goes on and on holds checks up no longer than this."""
_UNPROVEN = (GapState.OPEN, GapState.IN_PROGRESS, GapState.DRAFTED, GapState.FAILING, GapState.REOPENED)


class Checking:
    """Checks as they are begun and gone through."""

    def __init__(
        self, database: Database, right: RightDocuments, settings: ProofSettings, clock: Clock, fit: str
    ) -> None:
        """`fit` names what answers are judged by in this process: embedder, confidence and thresholds."""
        self._database = database
        self._right = right
        self._settings = settings
        self._clock = clock
        self._owner = new_id("prf")
        self.fit = fit

    def take(self, *, settled: bool) -> int | None:
        """The id of the check to go on with, one that another process left, or one that is due; None: nothing to do.

        Unless content is `settled`, only what somebody asked for, or what has waited for long, is begun.
        """
        with self._database.read() as session:
            running, due = _running(session), self._due(session, settled=settled)
        if running is not None and running["owner"] == self._owner:
            return int(running["id"])
        if running is None and due is None:
            return None
        with self._database.write() as session:
            running = _running(session)
            if running is not None:
                if running["beat_at"] >= timestamp(self._clock() - LOST_AFTER):
                    return None
                if self._adopt(session, running):
                    return int(running["id"])
            due = self._due(session, settled=settled)
            return self._begin(session, due) if due is not None else None

    def next_question(self, check_id: int) -> Planned | None:
        """The next one to ask; None when all have been asked."""
        with self._database.read() as session:
            row = session.execute(
                "SELECT * FROM gap_check_questions WHERE check_id = ? AND decision IS NULL ORDER BY place LIMIT 1",
                (check_id,),
            ).fetchone()
        if row is None:
            return None
        audiences = audiences_of(row["audiences"])
        return Planned(check_id, row["place"], row["message_id"], row["text"], row["lang"], audiences)

    def put(self, planned: Planned, found: AskedAgain) -> None:
        """Store what became of a question; nothing happens when the check has gone to another process."""
        cited = found.cited
        with self._database.write() as session:
            if not self.beat(session, planned.check_id):
                return
            session.execute(
                """UPDATE gap_check_questions SET decision = ?, reason = ?, confidence = ?, document_id = ?,
                    document_version = ?, title = ?, quote = ?, shown = ?, rank = ?, passed = ?
                    WHERE check_id = ? AND place = ? AND decision IS NULL""",
                (
                    found.decision, found.reason, found.confidence, cited and cited.document_id,
                    cited and cited.version, cited and cited.title, cited and cited.quote, found.shown, found.rank,
                    found.passed, planned.check_id, planned.place,
                ),
            )  # fmt: skip
            self.beat(session, planned.check_id)

    def beat(self, session: Session, check_id: int) -> bool:
        """Note that a check goes on, and how far it is; False when it is not ours any more."""
        changed = session.execute(
            """UPDATE gap_checks SET beat_at = ?, (total, done, passed) = (SELECT count(*), count(decision),
                coalesce(sum(passed), 0) FROM gap_check_questions WHERE check_id = gap_checks.id)
                WHERE id = ? AND state = ? AND owner = ?""",
            (now(self._clock), check_id, CheckState.RUNNING, self._owner),
        )
        return changed.rowcount > 0

    def ask_for(self, session: Session, gap_id: str, actor: str) -> None:
        """Have a gap checked soon, before all that is due by itself."""
        session.execute("DELETE FROM proof_due WHERE gap_id = ?", (gap_id,))
        make_due(session, gap_id, Because.ASKED, actor, now(self._clock))

    def _due(self, session: Session, *, settled: bool) -> sqlite3.Row | None:
        found: sqlite3.Row | None = session.execute(
            "SELECT * FROM proof_due WHERE ? OR because = ? OR since <= ? ORDER BY because <> ?, since, gap_id LIMIT 1",
            (settled, Because.ASKED, timestamp(self._clock() - LONGEST), Because.ASKED),
        ).fetchone()
        return found

    def _adopt(self, session: Session, left: sqlite3.Row) -> bool:
        """Go on with what a dead process left, if it is about the content there is; else have it begun anew."""
        if left["generation"] == read_state(session).generation and left["fit"] == self.fit:
            session.execute("UPDATE gap_checks SET owner = ? WHERE id = ?", (self._owner, left["id"]))
            return self.beat(session, left["id"])
        session.execute("DELETE FROM gap_check_questions WHERE check_id = ?", (left["id"],))
        session.execute("UPDATE gap_checks SET state = ? WHERE id = ?", (CheckState.LEFT, left["id"]))
        make_due(session, left["gap_id"], Because(left["because"]), left["actor"], left["started_at"])
        return False

    def _begin(self, session: Session, due: sqlite3.Row) -> int | None:
        """Plan which questions to ask; None where there is nothing to prove."""
        gap_id, because, at = due["gap_id"], Because(due["because"]), now(self._clock)
        session.execute("DELETE FROM proof_due WHERE gap_id = ?", (gap_id,))
        gap = session.execute("SELECT state FROM gaps WHERE id = ? AND merged_into IS NULL", (gap_id,)).fetchone()
        if gap is None:
            return None
        if because is not Because.ASKED and not self._right.ids(session, gap_id):
            return None
        if because is Because.PUBLISHED and gap["state"] in _UNPROVEN:
            self._wait(session, gap_id, gap["state"], at)
        rules = self._settings.get(session)
        made = session.execute(
            """INSERT INTO gap_checks (gap_id, because, actor, state, owner, generation, fit, rules, started_at,
                beat_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
            (
                gap_id, because, due["actor"], CheckState.RUNNING, self._owner, read_state(session).generation,
                self.fit, dump_rules(rules), at, at,
            ),
        ).fetchone()  # fmt: skip
        session.executemany(
            """INSERT INTO gap_check_questions (check_id, place, message_id, text, lang, audiences, decision_then,
                confidence_then) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                (
                    made["id"], place, row["message_id"], row["text"], row["lang"], row["audiences"], row["decision"],
                    row["confidence"],
                )
                for place, row in enumerate(sample(session, gap_id, rules.sample), 1)
            ],
        )  # fmt: skip
        self.beat(session, made["id"])
        return int(made["id"])

    def _wait(self, session: Session, gap_id: str, before: str, at: str) -> None:
        session.execute("UPDATE gaps SET state = ?, updated_at = ? WHERE id = ?", (GapState.WAITING, at, gap_id))
        record(session, gap_id, GapEvent.STATE_CHANGED, SYSTEM, at, before=before, after=GapState.WAITING)


def make_due(session: Session, gap_id: str, because: Because, actor: str, since: str) -> None:
    """Have a gap checked; one that is due already is due for the reason it has."""
    session.execute(
        "INSERT INTO proof_due (gap_id, because, actor, since) VALUES (?, ?, ?, ?) ON CONFLICT (gap_id) DO NOTHING",
        (gap_id, because, actor, since),
    )


def _running(session: Session) -> sqlite3.Row | None:
    found: sqlite3.Row | None = session.execute(
        "SELECT * FROM gap_checks WHERE state = ?", (CheckState.RUNNING,)
    ).fetchone()
    return found
