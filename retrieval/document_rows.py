"""The rows of a document and of its version, as they are stored. Functions take the caller's open session."""

from __future__ import annotations

import json

from core.db import Session
from core.errors import Conflict
from core.model import DocumentContent
from retrieval.passages import dump_blocks, dump_set


def put_document(
    session: Session, source_id: int, key: str, content: DocumentContent, version: str, scope_id: int, now: str
) -> None:
    """Let `content` be the document as it is at `now`; raises Conflict when another source owns its id."""
    row = session.execute(
        """INSERT INTO documents (id, source_id, source_key, version, scope_id, title, lang, url, audiences, tags,
               questions, content_hash, updated_at, as_of, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET version = excluded.version, scope_id = excluded.scope_id,
               title = excluded.title, lang = excluded.lang, url = excluded.url, audiences = excluded.audiences,
               tags = excluded.tags, questions = excluded.questions, content_hash = excluded.content_hash,
               updated_at = excluded.updated_at, as_of = excluded.as_of, removed_at = NULL
           WHERE source_id = excluded.source_id AND source_key = excluded.source_key
           RETURNING id""",
        [
            content.id, source_id, key, version, scope_id, content.title, content.lang, content.url,
            dump_set(content.audiences), json.dumps(content.tags, ensure_ascii=False),
            json.dumps(content.questions, ensure_ascii=False), content.content_hash, content.updated_at, now, now,
        ],
    ).fetchone()  # fmt: skip
    if row is None:
        raise Conflict(f"The document id {content.id!r} belongs to another source.")


def put_version(session: Session, content: DocumentContent, version: str, now: str) -> None:
    """Store what citations of `version` show; one that came back keeps its time, and gets who may see it anew."""
    session.execute(
        """INSERT INTO document_versions (document_id, version, title, lang, url, audiences, text, blocks,
               created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (document_id, version) DO UPDATE SET audiences = excluded.audiences""",
        [
            content.id, version, content.title, content.lang, content.url, dump_set(content.audiences),
            content.text, dump_blocks(content.blocks), now,
        ],
    )  # fmt: skip


def is_removed(session: Session, document_id: str) -> bool:
    """Whether the document was there and is not any more."""
    row = session.execute("SELECT removed_at FROM documents WHERE id = ?", [document_id]).fetchone()
    return row is not None and row["removed_at"] is not None
