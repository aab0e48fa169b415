"""Several delivery targets, each with a state of its own."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m011_delivery(db: Database) -> None:
    """How each target is doing, shared by all processes, and an index for what waits for one target."""
    run(
        db,
        # `failures`: failed attempts in a row. `disabled_at`: the target said that it is gone for good.
        """CREATE TABLE outbox_targets (
            name TEXT PRIMARY KEY, failures INTEGER NOT NULL DEFAULT 0, failing_since TEXT, paused_until TEXT,
            disabled_at TEXT, last_error TEXT, last_error_at TEXT, last_delivered_at TEXT) WITHOUT ROWID""",
        "DROP INDEX outbox_due",
        "CREATE INDEX outbox_waiting ON outbox (target, id) WHERE delivered_at IS NULL AND failed_at IS NULL",
        "CREATE INDEX outbox_failed ON outbox (target, id) WHERE failed_at IS NOT NULL",
        "CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL",
    )
