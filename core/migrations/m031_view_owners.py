"""Saved views of the log belong to people or to API keys."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m031_view_owners(db: Database) -> None:
    """`owner_id` in the place of `staff_id`: an id of the staff, or of a key."""
    run(
        db,
        "ALTER TABLE log_views RENAME TO log_views_before",
        """CREATE TABLE log_views (
            id TEXT PRIMARY KEY, owner_id TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, query TEXT NOT NULL,
            shared INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
            UNIQUE (owner_id, name))""",
        "INSERT INTO log_views SELECT id, staff_id, name, query, shared, created_at, updated_at FROM log_views_before",
        "DROP TABLE log_views_before",
    )
