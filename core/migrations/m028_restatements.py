"""Questions of escalations as a language model sums them up."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m028_restatements(db: Database) -> None:
    """`restatements`: what was summed up, by which model and instruction; `restating`: how often that was tried."""
    run(
        db,
        """CREATE TABLE restatements (
            id INTEGER PRIMARY KEY AUTOINCREMENT, escalation_id TEXT NOT NULL UNIQUE REFERENCES escalations,
            text TEXT NOT NULL, lang TEXT NOT NULL, model TEXT NOT NULL, prompt TEXT NOT NULL,
            created_at TEXT NOT NULL)""",
        """CREATE TABLE restating (
            escalation_id TEXT NOT NULL PRIMARY KEY REFERENCES escalations,
            tries INTEGER NOT NULL, tried_at TEXT NOT NULL) WITHOUT ROWID""",
    )
