"""Why the content does not serve a gap's questions."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m026_causes(db: Database) -> None:
    """The cause of each gap with its evidence, and what people said about it.

    Triggers note which gaps are to be looked at again, whoever changes their questions. Evidence may quote a reply to a
    customer, so it goes when a question leaves the gap, in the same transaction.
    """
    run(
        db,
        # `cause` NULL: not looked at yet. `corrected` is what people say, and counts instead.
        # `generation`: of the content that it was looked at with; -1 before. `stale`: how often the
        # questions have changed since.
        """CREATE TABLE gap_causes (
            gap_id TEXT PRIMARY KEY, cause TEXT, probability REAL, chances TEXT NOT NULL DEFAULT '{}',
            features TEXT NOT NULL DEFAULT '{}', evidence TEXT NOT NULL DEFAULT '[]',
            generation INTEGER NOT NULL DEFAULT -1, stale INTEGER NOT NULL DEFAULT 1, looked_at TEXT,
            corrected TEXT, corrected_by TEXT, corrected_at TEXT) WITHOUT ROWID""",
        "CREATE INDEX gap_causes_stale ON gap_causes (stale) WHERE stale",
        # What people said, with what was seen then: numbers only, to learn from.
        """CREATE TABLE cause_labels (
            id INTEGER PRIMARY KEY AUTOINCREMENT, gap_id TEXT NOT NULL, cause TEXT, predicted TEXT,
            probability REAL, features TEXT NOT NULL, actor TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE INDEX cause_labels_by_gap ON cause_labels (gap_id, id)",
        """CREATE TRIGGER gap_causes_joined AFTER INSERT ON gap_questions BEGIN
            INSERT INTO gap_causes (gap_id, stale) SELECT new.gap_id, 0
                WHERE NOT EXISTS (SELECT 1 FROM gap_causes WHERE gap_id = new.gap_id);
            UPDATE gap_causes SET stale = stale + 1 WHERE gap_id = new.gap_id; END""",
        """CREATE TRIGGER gap_causes_moved AFTER UPDATE OF gap_id, why, text ON gap_questions BEGIN
            INSERT INTO gap_causes (gap_id, stale) SELECT new.gap_id, 0
                WHERE NOT EXISTS (SELECT 1 FROM gap_causes WHERE gap_id = new.gap_id);
            UPDATE gap_causes SET stale = stale + 1 WHERE gap_id = new.gap_id;
            UPDATE gap_causes SET stale = stale + 1, evidence = '[]'
                WHERE gap_id = old.gap_id AND old.gap_id <> new.gap_id; END""",
        """CREATE TRIGGER gap_causes_left AFTER DELETE ON gap_questions BEGIN
            UPDATE gap_causes SET stale = stale + 1, evidence = '[]' WHERE gap_id = old.gap_id; END""",
        """CREATE TRIGGER gap_causes_gone AFTER DELETE ON gaps BEGIN
            DELETE FROM gap_causes WHERE gap_id = old.id; END""",
        "INSERT INTO gap_causes (gap_id) SELECT id FROM gaps WHERE merged_into IS NULL",
    )
