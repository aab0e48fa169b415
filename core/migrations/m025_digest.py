"""What reports on gaps count, and who wants the weekly letter."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m025_digest(db: Database) -> None:
    """Each change of a gap's state with its moment, whoever makes it; readers of the weekly letter."""
    run(
        db,
        """CREATE TABLE gap_turns (
            id INTEGER PRIMARY KEY AUTOINCREMENT, gap_id TEXT NOT NULL REFERENCES gaps, before TEXT NOT NULL,
            after TEXT NOT NULL, at TEXT NOT NULL)""",
        "CREATE INDEX gap_turns_by_time ON gap_turns (at, gap_id, before, after)",
        "CREATE INDEX gap_turns_by_gap ON gap_turns (gap_id, id)",
        # Holds what is counted, so that the rows with their vectors need not be read.
        "CREATE INDEX gaps_opened ON gaps (created_at, merged_into, lang)",
        """CREATE TRIGGER gap_turns_noted AFTER UPDATE OF state ON gaps WHEN new.state <> old.state BEGIN
            INSERT INTO gap_turns (gap_id, before, after, at)
                VALUES (new.id, old.state, new.state, new.updated_at); END""",
        """CREATE TRIGGER gap_turns_forget BEFORE DELETE ON gaps BEGIN
            DELETE FROM gap_turns WHERE gap_id = old.id; END""",
        """INSERT INTO gap_turns (gap_id, before, after, at)
            SELECT gap_id, coalesce(json_extract(data, '$.before'), 'closed'),
                coalesce(json_extract(data, '$.after'), 'reopened'), created_at
            FROM gap_events WHERE type IN ('state_changed', 'reopened') ORDER BY id""",
        # `week`: the first day of the last week that is settled, whether a letter was sent or nothing had happened.
        """CREATE TABLE digest_readers (
            staff_id TEXT PRIMARY KEY REFERENCES staff, week TEXT NOT NULL, created_at TEXT NOT NULL)
            WITHOUT ROWID""",
    )
