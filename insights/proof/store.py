"""Checks as they are read: those of a gap with their questions, and what is due. Methods take the caller's session."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from core.db import Session
from core.model import Decision, Reason
from core.paging import Page, checked_limit, decode_cursor, encode_cursor
from insights.gaps.model import GapState
from insights.proof.documents import load_known
from insights.proof.model import (
    AskedAgain,
    Because,
    Change,
    ChangeKind,
    Check,
    CheckedQuestion,
    CheckState,
    Cited,
    Due,
    Verdict,
)
from insights.proof.rules import load_rules


class CheckStore:
    """Reads checks."""

    def list(self, session: Session, gap_id: str, *, limit: int = 20, cursor: str | None = None) -> Page[Check]:
        """The checks of a gap that ended or are under way, latest first."""
        before = int(decode_cursor(cursor, (int,))[0]) if cursor else None
        rows = session.execute(
            """SELECT * FROM gap_checks WHERE gap_id = ? AND state <> ? AND (? IS NULL OR id < ?)
                ORDER BY id DESC LIMIT ?""",
            (gap_id, CheckState.LEFT, before, before, checked_limit(limit) + 1),
        ).fetchall()
        items = tuple(map(check_from, rows[:limit]))
        return Page(items, encode_cursor(items[-1].id) if len(rows) > limit else None)

    def latest(self, session: Session, gap_id: str) -> Check | None:
        """The latest one that came to an end."""
        return self._one(session, "gap_id = ? AND state = ?", gap_id, CheckState.DONE)

    def last_passed(self, session: Session, gap_id: str) -> Check | None:
        """The latest one that proved the gap closed."""
        return self._one(session, "gap_id = ? AND verdict = ?", gap_id, Verdict.PASSED)

    def running(self, session: Session) -> Check | None:
        """The one that is under way, in whichever process."""
        return self._one(session, "state = ?", CheckState.RUNNING)

    def questions(self, session: Session, check_id: int) -> Sequence[CheckedQuestion]:
        """Every question of a check, then and now; those of erased customers are gone."""
        rows = session.execute("SELECT * FROM gap_check_questions WHERE check_id = ? ORDER BY place", (check_id,))
        return tuple(map(_question, rows))

    def due(self, session: Session, gap_id: str) -> Due | None:
        """Whether a gap waits to be checked, and why."""
        row = session.execute("SELECT * FROM proof_due WHERE gap_id = ?", (gap_id,)).fetchone()
        return Due(row["gap_id"], Because(row["because"]), row["actor"], row["since"]) if row else None

    def waiting(self, session: Session) -> int:
        """How many gaps wait to be checked."""
        return int(session.execute("SELECT count(*) FROM proof_due").fetchone()[0])

    def _one(self, session: Session, where: str, *values: str) -> Check | None:
        row = session.execute(
            f"SELECT * FROM gap_checks WHERE {where} ORDER BY id DESC LIMIT 1",  # noqa: S608 - fixed conditions
            values,
        ).fetchone()
        return check_from(row) if row else None


def check_from(row: sqlite3.Row) -> Check:
    """A row of the table."""
    return Check(
        id=row["id"],
        gap_id=row["gap_id"],
        because=Because(row["because"]),
        actor=row["actor"],
        state=CheckState(row["state"]),
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        total=row["total"],
        done=row["done"],
        passed=row["passed"],
        rules=load_rules(row["rules"]),
        before=GapState(row["before"]) if row["before"] else None,
        after=GapState(row["after"]) if row["after"] else None,
        changes=tuple(Change(**{**one, "kind": ChangeKind(one["kind"])}) for one in json.loads(row["changes"])),
        documents=load_known(row["documents"]),
        generation=row["generation"],
        fit=row["fit"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
    )


def _question(row: sqlite3.Row) -> CheckedQuestion:
    now = _now(row) if row["decision"] else None
    return CheckedQuestion(
        row["message_id"], row["text"], row["lang"], Decision(row["decision_then"]), row["confidence_then"], now
    )


def _now(row: sqlite3.Row) -> AskedAgain:
    cited = None
    if row["document_id"]:
        cited = Cited(row["document_id"], row["document_version"], row["title"], row["quote"])
    return AskedAgain(
        Decision(row["decision"]),
        Reason(row["reason"]) if row["reason"] else None,
        row["confidence"],
        cited,
        bool(row["shown"]),
        row["rank"],
        bool(row["passed"]),
    )
