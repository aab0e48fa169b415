"""Drafts of content: what is written on the content board before it is published, or handed to where content lives."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m022_drafts(db: Database) -> None:
    """Drafts with a text for each language, every version of them, where they came from, and what happened to them."""
    run(
        db,
        # `origin`: who could see what the first text was made from; null: nothing private went into it.
        """CREATE TABLE drafts (
            id TEXT PRIMARY KEY, state TEXT NOT NULL, gap_id TEXT REFERENCES gaps, audiences TEXT NOT NULL DEFAULT '[]',
            origin TEXT, tags TEXT NOT NULL DEFAULT '[]', revision INTEGER NOT NULL DEFAULT 1,
            elsewhere INTEGER NOT NULL DEFAULT 0, created_by TEXT NOT NULL, updated_by TEXT NOT NULL, approved_by TEXT,
            approved_at TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL)""",
        "CREATE INDEX drafts_by_time ON drafts (state, updated_at, id)",
        "CREATE INDEX drafts_by_gap ON drafts (gap_id)",
        # `document_id`: the document it changes, null for a new one; `base_…`: that document as the draft began.
        """CREATE TABLE draft_texts (
            draft_id TEXT NOT NULL REFERENCES drafts, lang TEXT NOT NULL, document_id TEXT, base_version TEXT,
            base_title TEXT NOT NULL DEFAULT '', base_text TEXT NOT NULL DEFAULT '', title TEXT NOT NULL, url TEXT,
            text TEXT NOT NULL, sentences TEXT NOT NULL DEFAULT '[]', merges TEXT NOT NULL DEFAULT '[]',
            revision INTEGER NOT NULL DEFAULT 1, published_version TEXT, updated_by TEXT NOT NULL,
            updated_at TEXT NOT NULL, PRIMARY KEY (draft_id, lang)) WITHOUT ROWID""",
        "CREATE INDEX draft_texts_by_document ON draft_texts (document_id)",
        # `clashed`: written on top of an older revision; kept beside the text, never in its place.
        """CREATE TABLE draft_versions (
            id INTEGER PRIMARY KEY AUTOINCREMENT, draft_id TEXT NOT NULL REFERENCES drafts, lang TEXT NOT NULL,
            revision INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, url TEXT, text TEXT NOT NULL,
            actor TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE INDEX draft_versions_by_text ON draft_versions (draft_id, lang, id)",
        # The lines of agents that went into a draft, by message id.
        """CREATE TABLE draft_sources (
            draft_id TEXT NOT NULL REFERENCES drafts, message_id TEXT NOT NULL,
            PRIMARY KEY (draft_id, message_id)) WITHOUT ROWID""",
        "CREATE INDEX draft_sources_by_message ON draft_sources (message_id)",
        """CREATE TABLE draft_events (
            id INTEGER PRIMARY KEY AUTOINCREMENT, draft_id TEXT NOT NULL REFERENCES drafts, type TEXT NOT NULL,
            actor TEXT NOT NULL, data TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE INDEX draft_events_by_draft ON draft_events (draft_id, id)",
        # Own documents as they were written: what answers quote has lost bold type and links.
        """CREATE TABLE document_markdown (
            document_id TEXT PRIMARY KEY REFERENCES documents, version TEXT NOT NULL, text TEXT NOT NULL)""",
        """CREATE TRIGGER draft_sources_forget AFTER DELETE ON messages BEGIN
            DELETE FROM draft_sources WHERE message_id = old.id; END""",
    )
