"""Sources in agents' lines."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m013_case(db: Database) -> None:
    """`citations`: what an agent's line quotes, as in an answer; NULL where a line quotes nothing."""
    run(
        db,
        "ALTER TABLE messages ADD COLUMN citations TEXT",
        "CREATE INDEX attachments_unsent ON attachments (created_at) WHERE message_id IS NULL",
    )
