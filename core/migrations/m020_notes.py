"""What finding internal notes needs."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m020_notes(db: Database) -> None:
    """Full text over internal notes, apart from the lines that customers see.

    Notes stored before are indexed afterwards (`escalation.note_search`): `meta` keeps the latest that is not.
    """
    run(
        db,
        "CREATE VIRTUAL TABLE notes_fts USING fts5 (terms, tokenize = 'ascii', detail = 'none')",
        """CREATE TRIGGER notes_fts_forget AFTER DELETE ON escalation_events WHEN old.type = 'noted'
            BEGIN DELETE FROM notes_fts WHERE rowid = old.id; END""",
        """INSERT INTO meta (key, value) SELECT 'note_search', CAST(max(id) AS TEXT) FROM escalation_events
            WHERE type = 'noted' HAVING max(id) IS NOT NULL""",
    )
