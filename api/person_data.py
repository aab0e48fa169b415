"""Everything that is known about one person: exported as data, or erased."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from api.audit import COMMAND_LINE, AuditAction, AuditLog
from api.evaluations import EvaluationReports
from core.clock import system_clock
from core.db import Database, Session
from core.errors import NotFound

_JSON_COLUMNS = {"answer", "evidence", "trace", "data", "documents", "audiences", "attributes", "payload", "citations"}
# Children first: each row goes before the row it refers to.
_CONVERSATION_TABLES = (
    ("feedback", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("answers", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("golden_questions", "conversation_id = ?"),
    ("gap_names", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("gap_questions", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("question_vectors", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("gap_check_questions", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("gap_notices", "conversation_id = ?"),
    ("gap_pending", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("question_documents", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("health_pending", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("outcome_pending", "conversation_id = ?"),
    ("draft_sources", "message_id IN (SELECT id FROM messages WHERE conversation_id = ?)"),
    ("questions", "conversation_id = ?"),
    ("escalation_events", "escalation_id IN (SELECT id FROM escalations WHERE conversation_id = ?)"),
    ("sla_alerts", "escalation_id IN (SELECT id FROM escalations WHERE conversation_id = ?)"),
    ("presence", "escalation_id IN (SELECT id FROM escalations WHERE conversation_id = ?)"),
    ("restatements", "escalation_id IN (SELECT id FROM escalations WHERE conversation_id = ?)"),
    ("restating", "escalation_id IN (SELECT id FROM escalations WHERE conversation_id = ?)"),
    ("attachments", "conversation_id = ?"),
    ("inbound_mail", "conversation_id = ?"),
    ("outbox", "json_extract(payload, '$.conversation_id') = ?"),
    # What a repeated request would be answered with: a message's id, or an object that names the conversation.
    ("idempotency", "response IN (SELECT id FROM messages WHERE conversation_id = ?1) OR instr(response, ?1)"),
    ("escalations", "conversation_id = ?"),
    ("events", "conversation_id = ?"),
    ("messages", "conversation_id = ?"),
)
_EXPORTED = (
    "messages",
    "attachments",
    "answers",
    "feedback",
    "questions",
    "golden_questions",
    "escalations",
    "escalation_events",
    "restatements",
)


class PersonalData:
    """Finds a person by visitor id, by the site's own id, or by e-mail."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._audit = AuditLog(system_clock)

    def export(self, who: str, by: str = COMMAND_LINE) -> dict[str, Any]:
        """All rows about the person; raises NotFound when there are none."""
        with self._database.write() as session:
            found = _visitors(session, who)
            for visitor in found:
                self._audit.record(session, by, AuditAction.PERSON_EXPORTED, visitor["id"])
            return {
                "visitors": [
                    {**_plain(visitor), "conversations": self._conversations(session, visitor["id"])}
                    for visitor in found
                ]
            }

    def conversations(self, who: str) -> int:
        """How many there are with the person; raises NotFound when nothing is known of them."""
        with self._database.read() as session:
            return sum(len(list(_ids(session, visitor["id"]))) for visitor in _visitors(session, who))

    def erase(self, who: str, by: str = COMMAND_LINE) -> dict[str, int]:
        """Delete all of it in one transaction and say how many rows went, by table; raises NotFound."""
        deleted: dict[str, int] = {}
        golden: list[str] = []
        with self._database.write() as session:
            session.execute("PRAGMA secure_delete = ON")  # the bytes are overwritten, not only unlinked
            for visitor in _visitors(session, who):
                for conversation in _ids(session, visitor["id"]):
                    golden += _golden_ids(session, conversation)
                    for table, condition in _CONVERSATION_TABLES:
                        _delete(session, deleted, table, condition, conversation)
                _delete(session, deleted, "conversations", "visitor_id = ?", visitor["id"])
                _delete(session, deleted, "idempotency", "caller = ?", visitor["id"])
                _delete(session, deleted, "visitors", "id = ?", visitor["id"])
                self._note_erasure(session, by, visitor["id"])
            # Rows of the full-text index go with their lines; their words only when it is written anew.
            session.execute("INSERT INTO messages_fts (messages_fts) VALUES ('optimize')")
            session.execute("INSERT INTO notes_fts (notes_fts) VALUES ('optimize')")
        self._database.checkpoint()  # the log of recent writes still holds what was deleted
        EvaluationReports(self._database.path.parent).forget(golden)
        return deleted

    def _note_erasure(self, session: Session, by: str, visitor_id: str) -> None:
        """Keep that somebody was erased under a mark that only tells whoever knows the id already."""
        mark = f"erased {hashlib.sha256(visitor_id.encode()).hexdigest()[:16]}"
        session.execute("UPDATE audit_log SET subject = ? WHERE subject = ?", [mark, visitor_id])
        self._audit.record(session, by, AuditAction.PERSON_ERASED, mark)

    def _conversations(self, session: Session, visitor_id: str) -> list[dict[str, Any]]:
        conditions = dict(_CONVERSATION_TABLES)
        found = []
        for conversation in _ids(session, visitor_id):
            row = session.execute("SELECT * FROM conversations WHERE id = ?", [conversation]).fetchone()
            parts = {
                table: [
                    _plain(part)
                    for part in session.execute(
                        f"SELECT * FROM {table} WHERE {conditions[table]} ORDER BY rowid",  # noqa: S608 - fixed names
                        [conversation],
                    )
                ]
                for table in _EXPORTED
            }
            found.append({**_plain(row), **parts})
        return found


def _visitors(session: Session, who: str) -> list[sqlite3.Row]:
    rows = session.execute(
        """SELECT * FROM visitors WHERE id = ?1 OR external_id = ?1 OR email = ?1 OR id IN
            (SELECT visitor_id FROM conversations WHERE contact_email = ?1 COLLATE NOCASE) ORDER BY created_at""",
        [who],
    ).fetchall()
    if not rows:
        raise NotFound(f"Nothing is known about {who}.")
    return rows


def _ids(session: Session, visitor_id: str) -> Iterable[str]:
    rows = session.execute("SELECT id FROM conversations WHERE visitor_id = ? ORDER BY created_at", [visitor_id])
    return [str(row["id"]) for row in rows.fetchall()]


def _golden_ids(session: Session, conversation_id: str) -> list[str]:
    """Reports of evaluations tell the words of these questions."""
    found = session.execute("SELECT message_id FROM golden_questions WHERE conversation_id = ?", [conversation_id])
    return [str(row["message_id"]) for row in found]


def _delete(session: Session, deleted: dict[str, int], table: str, condition: str, value: str) -> None:
    cursor = session.execute(f"DELETE FROM {table} WHERE {condition}", [value])  # noqa: S608 - fixed names
    deleted[table] = deleted.get(table, 0) + cursor.rowcount


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    return {name: _value(name, row[name]) for name in tuple(row.keys())}


def _value(name: str, value: Any) -> Any:
    """Bytes of files as base64, for the export is JSON."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return json.loads(value) if name in _JSON_COLUMNS and value else value
