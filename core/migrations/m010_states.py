"""Finding escalations by their state, for the clock, and by what the content team is to write."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m010_states(db: Database) -> None:
    """Indexes for what the clock looks for every few seconds, and for the list of wanted content."""
    run(
        db,
        "CREATE INDEX escalations_claimed ON escalations (waiting_since) WHERE status = 'claimed'",
        "CREATE INDEX escalations_snoozed ON escalations (snoozed_until) WHERE status = 'snoozed'",
        "CREATE INDEX escalations_wanting_content ON escalations (question_id) WHERE wants_content",
    )
