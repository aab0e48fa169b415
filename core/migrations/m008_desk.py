"""What the desk needs beside escalations."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m008_desk(db: Database) -> None:
    """What agents work with: snoozing, deadlines, priorities, presence, macros, files, settings, mail, an audit log."""
    run(
        db,
        # `attributes`: what the site says of the customer or the page, such as the plan.
        "ALTER TABLE conversations ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}'",
        # Where replies go once the customer has left the page.
        "ALTER TABLE conversations ADD COLUMN contact_email TEXT",
        "ALTER TABLE conversations ADD COLUMN visitor_seen_at TEXT",
        "ALTER TABLE conversations ADD COLUMN csat_asked_at TEXT",
        "ALTER TABLE escalations ADD COLUMN snoozed_until TEXT",
        "ALTER TABLE escalations ADD COLUMN topic TEXT",
        "ALTER TABLE escalations ADD COLUMN priority INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE escalations ADD COLUMN outcome TEXT",
        "ALTER TABLE escalations ADD COLUMN wants_content INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE escalations ADD COLUMN first_reply_due TEXT",
        "ALTER TABLE escalations ADD COLUMN next_reply_due TEXT",
        "ALTER TABLE escalations ADD COLUMN resolution_due TEXT",
        # One row for each deadline that came near or passed: announced once.
        """CREATE TABLE sla_alerts (
            escalation_id TEXT NOT NULL REFERENCES escalations, clock TEXT NOT NULL, due TEXT NOT NULL,
            level TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (escalation_id, clock, due, level)) WITHOUT ROWID""",
        "ALTER TABLE staff ADD COLUMN password_hash TEXT",
        "ALTER TABLE staff ADD COLUMN failed_sign_ins INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE staff ADD COLUMN locked_until TEXT",
        "ALTER TABLE staff ADD COLUMN oidc_subject TEXT",
        "ALTER TABLE staff ADD COLUMN languages TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE staff ADD COLUMN capacity INTEGER",
        "ALTER TABLE staff ADD COLUMN away INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE staff ADD COLUMN seen_at TEXT",
        "CREATE UNIQUE INDEX staff_by_oidc_subject ON staff (oidc_subject)",
        "ALTER TABLE staff_sessions ADD COLUMN rotated_at TEXT",
        # Who looks at an escalation or writes in it, until that is a few seconds old.
        """CREATE TABLE presence (
            staff_id TEXT NOT NULL REFERENCES staff, escalation_id TEXT NOT NULL REFERENCES escalations,
            doing TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (escalation_id, staff_id)) WITHOUT ROWID""",
        """CREATE TABLE macros (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, lang TEXT, text TEXT NOT NULL, staff_id TEXT REFERENCES staff,
            created_at TEXT NOT NULL, updated_at TEXT NOT NULL)""",
        # `message_id` is NULL while a file is uploaded and its message not yet sent.
        """CREATE TABLE attachments (
            id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL REFERENCES conversations,
            message_id TEXT REFERENCES messages (id), name TEXT NOT NULL, media_type TEXT NOT NULL,
            size INTEGER NOT NULL, data BLOB NOT NULL, uploaded_by TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE INDEX attachments_by_message ON attachments (message_id)",
        "CREATE INDEX attachments_by_conversation ON attachments (conversation_id)",
        """CREATE TABLE desk_settings (
            name TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT NOT NULL, staff_id TEXT REFERENCES staff)""",
        """CREATE TABLE audit_log (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT, data TEXT NOT NULL)""",
        "CREATE INDEX audit_log_by_time ON audit_log (at)",
        # Mail that has come in, by its Message-ID: the same one is taken once.
        """CREATE TABLE inbound_mail (
            message_id TEXT PRIMARY KEY, conversation_id TEXT, outcome TEXT NOT NULL, received_at TEXT NOT NULL)""",
        # A row for each target, so that one that fails holds up no other.
        "ALTER TABLE outbox RENAME TO outbox_before",
        "DROP INDEX outbox_due",
        """CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, target TEXT NOT NULL, topic TEXT NOT NULL,
            payload TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at TEXT NOT NULL,
            locked_until TEXT, delivered_at TEXT, failed_at TEXT, last_error TEXT, created_at TEXT NOT NULL,
            UNIQUE (key, target))""",
        """INSERT INTO outbox (id, key, target, topic, payload, attempts, next_attempt_at, locked_until, delivered_at,
            failed_at, last_error, created_at) SELECT id, key, 'webhook', topic, payload, attempts, next_attempt_at,
            locked_until, delivered_at, failed_at, last_error, created_at FROM outbox_before""",
        "DROP TABLE outbox_before",
        "CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE delivered_at IS NULL AND failed_at IS NULL",
    )
