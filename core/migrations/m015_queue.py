"""What finding escalations and conversations on the desk needs."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m015_queue(db: Database) -> None:
    """Full text over the lines of conversations, and indexes for the filters of the desk.

    Lines stored before are indexed afterwards (`answering.conversations.line_search`): `meta` keeps the latest that
    is not.
    """
    run(
        db,
        # Text arrives analysed, as in `passages_fts`. Only whether a term occurs is asked, so no places are kept.
        "CREATE VIRTUAL TABLE messages_fts USING fts5 (terms, tokenize = 'ascii', detail = 'none')",
        """CREATE TRIGGER messages_fts_forget AFTER DELETE ON messages
            BEGIN DELETE FROM messages_fts WHERE rowid = old.seq; END""",
        """INSERT INTO meta (key, value) SELECT 'line_search', CAST(max(seq) AS TEXT) FROM messages
            HAVING max(seq) IS NOT NULL""",
        "CREATE INDEX escalations_by_facets ON escalations (status, lang, reason, topic, agent_id)",
        "CREATE INDEX escalations_by_resolution ON escalations (status, resolved_at)",
    )
