"""Proof: the questions of gaps asked again after content has changed, and customers told of the answer."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m023_proof(db: Database) -> None:
    """Which documents are right for a gap, the checks of gaps with every question asked again, and who was told."""
    run(
        db,
        # `by`: published for the gap, or named by a person as what answers it.
        """CREATE TABLE gap_documents (
            gap_id TEXT NOT NULL, document_id TEXT NOT NULL, by TEXT NOT NULL, actor TEXT NOT NULL,
            created_at TEXT NOT NULL, PRIMARY KEY (gap_id, document_id)) WITHOUT ROWID""",
        "CREATE INDEX gap_documents_by_document ON gap_documents (document_id)",
        """CREATE TABLE proof_due (
            gap_id TEXT PRIMARY KEY, because TEXT NOT NULL, actor TEXT NOT NULL, since TEXT NOT NULL) WITHOUT ROWID""",
        # `owner`: the process that has it in hand; `documents`: what was right, and what was cited, with versions.
        """CREATE TABLE gap_checks (
            id INTEGER PRIMARY KEY AUTOINCREMENT, gap_id TEXT NOT NULL, because TEXT NOT NULL, actor TEXT NOT NULL,
            state TEXT NOT NULL, owner TEXT NOT NULL, generation INTEGER NOT NULL, fit TEXT NOT NULL,
            rules TEXT NOT NULL, documents TEXT NOT NULL DEFAULT '{}', total INTEGER NOT NULL DEFAULT 0,
            done INTEGER NOT NULL DEFAULT 0, passed INTEGER NOT NULL DEFAULT 0, verdict TEXT, before TEXT, after TEXT,
            changes TEXT NOT NULL DEFAULT '[]', started_at TEXT NOT NULL, beat_at TEXT NOT NULL, ended_at TEXT)""",
        "CREATE INDEX gap_checks_by_gap ON gap_checks (gap_id, id)",
        # One worker at a time, whichever process it is in.
        "CREATE UNIQUE INDEX gap_checks_running ON gap_checks (state) WHERE state = 'running'",
        # `text` is masked. `shown`: 0 where the citation is of what would have been said, had it been sure enough.
        """CREATE TABLE gap_check_questions (
            check_id INTEGER NOT NULL, place INTEGER NOT NULL, message_id TEXT NOT NULL, text TEXT NOT NULL, lang TEXT,
            audiences TEXT NOT NULL, decision_then TEXT NOT NULL, confidence_then REAL NOT NULL, decision TEXT,
            reason TEXT, confidence REAL, document_id TEXT, document_version TEXT, title TEXT, quote TEXT,
            shown INTEGER, rank INTEGER, passed INTEGER, PRIMARY KEY (check_id, place)) WITHOUT ROWID""",
        "CREATE INDEX gap_check_questions_by_question ON gap_check_questions (message_id)",
        # Up to which state of the content gaps were looked at, and since when it has been another one.
        """CREATE TABLE proof_watch (
            id INTEGER PRIMARY KEY CHECK (id = 1), seen INTEGER NOT NULL, noticed INTEGER NOT NULL,
            noticed_at TEXT, since TEXT)""",
        # Gaps know nothing of content that was there before them.
        """INSERT INTO proof_watch (id, seen, noticed) SELECT 1, generation, generation FROM (SELECT coalesce(
            (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'generation'), 0) AS generation)""",
        # One message for each customer and gap, for good. `customer`: a hash of the address.
        """CREATE TABLE gap_notices (
            gap_id TEXT NOT NULL, customer TEXT NOT NULL, conversation_id TEXT NOT NULL, message_id TEXT NOT NULL,
            created_at TEXT NOT NULL, taken_at TEXT, PRIMARY KEY (gap_id, customer)) WITHOUT ROWID""",
        "CREATE INDEX gap_notices_by_conversation ON gap_notices (conversation_id)",
        # Addresses, as hashes, that want no letters of a kind.
        """CREATE TABLE mail_refusals (
            address TEXT NOT NULL, kind TEXT NOT NULL, created_at TEXT NOT NULL, PRIMARY KEY (address, kind))
            WITHOUT ROWID""",
        # When the customer agreed to be told once what they asked is answered.
        "ALTER TABLE conversations ADD COLUMN notify_at TEXT",
        # Whether those who agreed are told: null as the board says.
        "ALTER TABLE gaps ADD COLUMN tell INTEGER",
        # What was published for a gap is right for it, and is to be proven.
        """CREATE TRIGGER proof_published AFTER INSERT ON gap_events WHEN new.type = 'published' BEGIN
            INSERT INTO gap_documents (gap_id, document_id, by, actor, created_at)
                SELECT DISTINCT new.gap_id, named.value, 'published', new.actor, new.created_at
                FROM json_each(coalesce(json_extract(new.data, '$.documents'), json_array(coalesce(
                    json_extract(new.data, '$.document_id'), json_extract(new.data, '$.document'))))) AS named
                WHERE named.value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gap_documents
                    WHERE gap_id = new.gap_id AND document_id = named.value);
            INSERT INTO proof_due (gap_id, because, actor, since)
                SELECT new.gap_id, 'published', new.actor, new.created_at
                WHERE NOT EXISTS (SELECT 1 FROM proof_due WHERE gap_id = new.gap_id); END""",
        """CREATE TRIGGER proof_merged AFTER UPDATE OF merged_into ON gaps WHEN new.merged_into IS NOT NULL BEGIN
            INSERT INTO gap_documents (gap_id, document_id, by, actor, created_at)
                SELECT new.merged_into, document_id, by, actor, created_at FROM gap_documents AS old_ones
                WHERE gap_id = new.id AND NOT EXISTS (SELECT 1 FROM gap_documents
                    WHERE gap_id = new.merged_into AND document_id = old_ones.document_id);
            INSERT INTO gap_notices (gap_id, customer, conversation_id, message_id, created_at, taken_at)
                SELECT new.merged_into, customer, conversation_id, message_id, created_at, taken_at
                FROM gap_notices AS old_ones WHERE gap_id = new.id AND NOT EXISTS (SELECT 1 FROM gap_notices
                    WHERE gap_id = new.merged_into AND customer = old_ones.customer);
            DELETE FROM gap_documents WHERE gap_id = new.id;
            DELETE FROM proof_due WHERE gap_id = new.id; END""",
        """CREATE TRIGGER proof_gone BEFORE DELETE ON gaps BEGIN
            DELETE FROM gap_documents WHERE gap_id = old.id;
            DELETE FROM proof_due WHERE gap_id = old.id;
            DELETE FROM gap_notices WHERE gap_id = old.id;
            DELETE FROM gap_check_questions WHERE check_id IN (SELECT id FROM gap_checks WHERE gap_id = old.id);
            DELETE FROM gap_checks WHERE gap_id = old.id; END""",
        """CREATE TRIGGER proof_forget AFTER DELETE ON questions BEGIN
            DELETE FROM gap_check_questions WHERE message_id = old.message_id; END""",
    )
