"""What a language model was used for, what of its tokens was spent, and whether it answers."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m027_model(db: Database) -> None:
    """Requests and tokens by day, model and use; tokens of the present day for the budget; the last outcomes."""
    run(
        db,
        """CREATE TABLE model_usage (
            day TEXT NOT NULL, model TEXT NOT NULL, use TEXT NOT NULL,
            requests INTEGER NOT NULL, failures INTEGER NOT NULL,
            tokens_read INTEGER NOT NULL, tokens_written INTEGER NOT NULL,
            tokens_estimated INTEGER NOT NULL,
            PRIMARY KEY (day, model, use)) WITHOUT ROWID""",
        # `name`: `all`, or a keyed hash of a visitor that says nothing on another day. Tokens promised to requests
        # under way are counted as spent.
        """CREATE TABLE model_tokens (
            day TEXT NOT NULL, name TEXT NOT NULL, tokens INTEGER NOT NULL,
            PRIMARY KEY (day, name)) WITHOUT ROWID""",
        """CREATE TABLE model_health (
            model TEXT NOT NULL PRIMARY KEY,
            failures_in_a_row INTEGER NOT NULL, failing_since TEXT, last_failure TEXT, last_failed_at TEXT,
            last_answered_at TEXT) WITHOUT ROWID""",
    )
