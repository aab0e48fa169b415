"""What conversations by e-mail need."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m012_mail(db: Database) -> None:
    """Addresses that replies come back to, what was mailed already, and what came of mail that came in."""
    run(
        db,
        # Random; names the conversation in reply addresses, where its id must not stand.
        "ALTER TABLE conversations ADD COLUMN mail_token TEXT",
        "CREATE UNIQUE INDEX conversations_by_mail_token ON conversations (mail_token) WHERE mail_token IS NOT NULL",
        # `seq` of the last message that was mailed, or was read before it could be.
        "ALTER TABLE conversations ADD COLUMN mailed_seq INTEGER NOT NULL DEFAULT 0",
        "UPDATE conversations SET mailed_seq = coalesce((SELECT max(seq) FROM messages"
        " WHERE conversation_id = conversations.id), 0)",
        # When the customer asked for no more letters about this conversation.
        "ALTER TABLE conversations ADD COLUMN mail_stopped_at TEXT",
        # The message that the mail became, and why one became none.
        "ALTER TABLE inbound_mail ADD COLUMN stored_id TEXT",
        "ALTER TABLE inbound_mail ADD COLUMN detail TEXT",
        "CREATE INDEX inbound_mail_by_conversation ON inbound_mail (conversation_id)",
        "CREATE INDEX inbound_mail_by_time ON inbound_mail (received_at)",
        "CREATE INDEX messages_of_agents ON messages (created_at) WHERE author = 'agent'",
    )
