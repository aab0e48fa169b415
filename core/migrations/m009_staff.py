"""What signing in needs beside accounts."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m009_staff(db: Database) -> None:
    """Sessions that change their secret and can be listed, failures to sign in, sign-ins begun at a provider."""
    run(
        db,
        "ALTER TABLE staff_sessions ADD COLUMN id TEXT",
        # The secret before the last change: good until a little after the new one was first seen.
        "ALTER TABLE staff_sessions ADD COLUMN previous_hash TEXT",
        "ALTER TABLE staff_sessions ADD COLUMN previous_until TEXT",
        "ALTER TABLE staff_sessions ADD COLUMN seen_at TEXT",
        "ALTER TABLE staff_sessions ADD COLUMN browser TEXT",
        # How it was begun: `link`, `password`, `single sign-on`.
        "ALTER TABLE staff_sessions ADD COLUMN way TEXT",
        """UPDATE staff_sessions SET id = 'ses_' || lower(hex(randomblob(16))), rotated_at = created_at,
            seen_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')""",
        "CREATE UNIQUE INDEX staff_sessions_by_id ON staff_sessions (id)",
        "CREATE INDEX staff_sessions_by_previous ON staff_sessions (previous_hash)",
        "CREATE INDEX staff_sessions_by_staff ON staff_sessions (staff_id)",
        # `subject` is a keyed hash of a network address, or of an e-mail address that nobody has.
        """CREATE TABLE sign_in_failures (
            subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until TEXT, last_at TEXT NOT NULL)
            WITHOUT ROWID""",
        """CREATE TABLE oidc_sign_ins (
            state_hash TEXT PRIMARY KEY, browser_hash TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL,
            next TEXT NOT NULL, expires_at TEXT NOT NULL) WITHOUT ROWID""",
        "CREATE INDEX audit_log_by_action ON audit_log (action, id)",
    )
