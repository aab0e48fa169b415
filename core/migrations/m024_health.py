"""What is known of the health of each document: links, what it was found and cited for, what disagrees with it."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m024_health(db: Database) -> None:
    """Links as read, the documents found for each question, and figures kept beside each document.

    Triggers note what is to be counted again, whoever changes it; deleting a question takes what it found along.
    """
    run(
        db,
        # Of the current version; no row: the format has none that are read, or it was read before links were.
        """CREATE TABLE document_links (
            document_id TEXT PRIMARY KEY REFERENCES documents, links TEXT NOT NULL, anchors TEXT NOT NULL)""",
        # `place`: 1 for the best document found. Where it stood is known even when it was not shown.
        """CREATE TABLE question_documents (
            message_id TEXT NOT NULL, document_id TEXT NOT NULL, place INTEGER NOT NULL, cited INTEGER NOT NULL,
            PRIMARY KEY (message_id, document_id)) WITHOUT ROWID""",
        "CREATE INDEX question_documents_by_document ON question_documents (document_id, message_id, place, cited)",
        "CREATE TABLE health_pending (message_id TEXT PRIMARY KEY) WITHOUT ROWID",
        """CREATE TABLE document_health (
            document_id TEXT PRIMARY KEY REFERENCES documents, compared_version TEXT,
            linked_generation INTEGER NOT NULL DEFAULT -1, stale INTEGER NOT NULL DEFAULT 1,
            served INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, nearest INTEGER NOT NULL DEFAULT 0,
            helpful INTEGER NOT NULL DEFAULT 0, unhelpful INTEGER NOT NULL DEFAULT 0,
            found INTEGER NOT NULL DEFAULT 0, cited INTEGER NOT NULL DEFAULT 0, last_found_at TEXT,
            wanted TEXT NOT NULL DEFAULT '{}', duplicates INTEGER NOT NULL DEFAULT 0,
            contradictions INTEGER NOT NULL DEFAULT 0, broken_links INTEGER NOT NULL DEFAULT 0,
            broken_images INTEGER NOT NULL DEFAULT 0, problems TEXT NOT NULL DEFAULT '{}',
            points REAL NOT NULL DEFAULT 0, counted_at TEXT)""",
        "CREATE INDEX document_health_by_points ON document_health (points, document_id)",
        "CREATE INDEX document_health_stale ON document_health (stale) WHERE stale",
        # What people have looked at, and found right.
        """CREATE TABLE document_checks (
            id INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL REFERENCES documents, version TEXT NOT NULL,
            staff_id TEXT REFERENCES staff, note TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE INDEX document_checks_by_document ON document_checks (document_id, id)",
        # Each pair once, the smaller id first. `print` is made from the two texts, so a dismissal outlives versions.
        """CREATE TABLE document_pairs (
            id INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL REFERENCES documents,
            other_id TEXT NOT NULL REFERENCES documents, kind TEXT NOT NULL, print TEXT NOT NULL, data TEXT NOT NULL,
            UNIQUE (document_id, other_id, print))""",
        "CREATE INDEX document_pairs_by_other ON document_pairs (other_id)",
        """CREATE TABLE pair_dismissals (
            print TEXT PRIMARY KEY, staff_id TEXT REFERENCES staff, created_at TEXT NOT NULL) WITHOUT ROWID""",
        # `state`: ok, broken or unknown; outside: `url` leads out of the content, see `link_checks`.
        """CREATE TABLE link_places (
            document_id TEXT NOT NULL REFERENCES documents, ordinal INTEGER NOT NULL, kind TEXT NOT NULL,
            target TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL, problem TEXT, url TEXT, leads_to TEXT,
            PRIMARY KEY (document_id, ordinal)) WITHOUT ROWID""",
        "CREATE INDEX link_places_by_url ON link_places (url) WHERE url IS NOT NULL",
        """CREATE TABLE link_checks (
            url TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'unknown', problem TEXT,
            failures INTEGER NOT NULL DEFAULT 0, checked_at TEXT, next_at TEXT NOT NULL) WITHOUT ROWID""",
        "CREATE INDEX link_checks_due ON link_checks (next_at)",
        # Who works on what, so that one process does.
        "CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TRIGGER health_asked AFTER INSERT ON questions BEGIN
            INSERT OR IGNORE INTO health_pending VALUES (new.message_id); END""",
        """CREATE TRIGGER health_voted AFTER UPDATE OF helpful ON questions BEGIN
            UPDATE document_health SET stale = 1 WHERE document_id IN
                (SELECT document_id FROM question_documents WHERE message_id = new.message_id); END""",
        """CREATE TRIGGER health_failed AFTER INSERT ON gap_questions BEGIN
            UPDATE document_health SET stale = 1 WHERE document_id IN
                (SELECT document_id FROM question_documents WHERE message_id = new.message_id); END""",
        """CREATE TRIGGER health_served AFTER DELETE ON gap_questions BEGIN
            UPDATE document_health SET stale = 1 WHERE document_id IN
                (SELECT document_id FROM question_documents WHERE message_id = old.message_id); END""",
        """CREATE TRIGGER health_forget AFTER DELETE ON questions BEGIN
            UPDATE document_health SET stale = 1 WHERE document_id IN
                (SELECT document_id FROM question_documents WHERE message_id = old.message_id);
            DELETE FROM question_documents WHERE message_id = old.message_id;
            DELETE FROM health_pending WHERE message_id = old.message_id; END""",
        "INSERT INTO health_pending SELECT message_id FROM questions",
    )
