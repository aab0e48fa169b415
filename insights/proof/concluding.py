"""What follows from a check: its verdict, the state of its gap, and what changed where a closed gap fails."""

from __future__ import annotations

import json
from dataclasses import asdict

from core.clock import Clock
from core.db import Session
from insights.gaps.events import SYSTEM, now, record
from insights.gaps.model import GapEvent, GapState
from insights.proof.checking import Checking
from insights.proof.documents import RightDocuments, dump_known, known_now
from insights.proof.judging import state_after, verdict_of
from insights.proof.model import Change, Check, CheckState, Verdict
from insights.proof.store import CheckStore, check_from
from insights.proof.tracking import what_changed

KEPT = 50
"""Checks of one gap that are kept, beside the last that passed."""


class Concluding:
    """Ends checks; methods take the caller's open session."""

    def __init__(self, checking: Checking, store: CheckStore, right: RightDocuments, clock: Clock) -> None:
        self._checking = checking
        self._store = store
        self._right = right
        self._clock = clock

    def conclude(self, session: Session, check_id: int) -> Check | None:
        """Say what a check amounts to, and let its gap be in the state that follows; None when it is not ours."""
        if not self._checking.beat(session, check_id):
            return None
        check = _get(session, check_id)
        questions, right = self._store.questions(session, check_id), self._right.ids(session, check.gap_id)
        verdict = verdict_of(questions, right, check.rules)
        cited = {one.now.cited.document_id for one in questions if one.now and one.now.shown and one.now.cited}
        documents = known_now(session, right | cited, right)
        before = _state_of(session, check.gap_id)
        after = before if before is None else state_after(before, verdict)
        changes: tuple[Change, ...] = ()
        if after is GapState.REOPENED and before is GapState.CLOSED:
            passed = self._store.last_passed(session, check.gap_id)
            changes = what_changed(session, passed, questions, documents, right, check.rules, check.fit)
        at = now(self._clock)
        session.execute(
            """UPDATE gap_checks SET state = ?, verdict = ?, documents = ?, before = ?, after = ?, changes = ?,
                beat_at = ?, ended_at = ? WHERE id = ?""",
            (CheckState.DONE, verdict, dump_known(documents), before, after, _dump(changes), at, at, check_id),
        )
        if after is not None and after is not before:
            self._move(session, check, verdict, after, changes, at)
        self._forget(session, check.gap_id)
        return _get(session, check_id)

    def _move(
        self, session: Session, check: Check, verdict: Verdict, after: GapState, changes: tuple[Change, ...], at: str
    ) -> None:
        session.execute("UPDATE gaps SET state = ?, updated_at = ? WHERE id = ?", (after, at, check.gap_id))
        facts = {"check": check.id, "passed": check.passed, "total": check.total}
        if after is GapState.REOPENED:
            named = [{"kind": one.kind, "document": one.document_id} for one in changes]
            record(session, check.gap_id, GapEvent.REOPENED, SYSTEM, at, because="proof", changes=named, **facts)
            return
        event = GapEvent.PROVEN if verdict is Verdict.PASSED else GapEvent.NOT_PROVEN
        record(session, check.gap_id, event, SYSTEM, at, after=after, **facts)

    def _forget(self, session: Session, gap_id: str) -> None:
        """Let go of old checks, but never of the last one that proved the gap closed."""
        old = session.execute(
            """SELECT id FROM gap_checks WHERE gap_id = ?1 AND id NOT IN
                (SELECT id FROM gap_checks WHERE gap_id = ?1 ORDER BY id DESC LIMIT ?2) AND id <> coalesce(
                (SELECT max(id) FROM gap_checks WHERE gap_id = ?1 AND verdict = ?3), 0)""",
            (gap_id, KEPT, Verdict.PASSED),
        ).fetchall()
        for row in old:
            session.execute("DELETE FROM gap_check_questions WHERE check_id = ?", (row["id"],))
            session.execute("DELETE FROM gap_checks WHERE id = ?", (row["id"],))


def _get(session: Session, check_id: int) -> Check:
    return check_from(session.execute("SELECT * FROM gap_checks WHERE id = ?", (check_id,)).fetchone())


def _state_of(session: Session, gap_id: str) -> GapState | None:
    """None for a gap that was merged into another, or is gone, while it was checked."""
    row = session.execute("SELECT state FROM gaps WHERE id = ? AND merged_into IS NULL", (gap_id,)).fetchone()
    return GapState(row["state"]) if row else None


def _dump(changes: tuple[Change, ...]) -> str:
    return json.dumps([asdict(one) for one in changes], ensure_ascii=False)
