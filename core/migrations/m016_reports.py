"""What reports count."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m016_reports(db: Database) -> None:
    """Indexes by the moments that reports look for, holding what they count, so that the rows need not be read."""
    run(
        db,
        "CREATE INDEX conversations_begun ON conversations (created_at, id, lang)",
        "CREATE INDEX conversations_asked_for_mark ON conversations (csat_asked_at) WHERE csat_asked_at IS NOT NULL",
        "CREATE INDEX conversations_marked ON conversations (csat_at) WHERE csat_at IS NOT NULL",
        "CREATE INDEX questions_counted ON questions (created_at, decision, reason, lang, visitor_id)",
        "CREATE INDEX questions_of_conversation"
        " ON questions (conversation_id, created_at, decision, reason, helpful, lang)",
        "CREATE INDEX questions_of_visitor ON questions (visitor_id, created_at, conversation_id, documents)",
        "CREATE INDEX escalations_opened ON escalations (created_at)",
        "CREATE INDEX escalations_replied ON escalations (first_reply_at) WHERE first_reply_at IS NOT NULL",
        "CREATE INDEX escalations_settled ON escalations (resolved_at) WHERE resolved_at IS NOT NULL",
        "CREATE INDEX escalations_reply_due ON escalations (first_reply_due, first_reply_at, last_agent_id, lang)"
        " WHERE first_reply_due IS NOT NULL",
        "CREATE INDEX escalations_resolution_due ON escalations (resolution_due, resolved_at, last_agent_id, lang)"
        " WHERE resolution_due IS NOT NULL",
        "CREATE INDEX escalation_events_by_type ON escalation_events (type, created_at)",
    )
