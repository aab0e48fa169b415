"""What the content team works on: questions without a good answer, in groups."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m019_gaps(db: Database) -> None:
    """Gaps, the questions in them, and what happened to them.

    Triggers note which questions are to be looked at again, whoever changes what their place depends on; deleting a
    question takes it, its vector and names made from it out of gaps in the same transaction.
    """
    run(
        db,
        # The figures are counted from `gap_questions` whenever `stale` was set, so that lists read this table only.
        # `vector`: the mean of the questions' rows in the space they are compared in, float16.
        """CREATE TABLE gaps (
            id TEXT PRIMARY KEY, state TEXT NOT NULL, owner_id TEXT REFERENCES staff,
            by_hand INTEGER NOT NULL DEFAULT 0, merged_into TEXT, vector BLOB, lang TEXT,
            langs TEXT NOT NULL DEFAULT '{}', pages TEXT NOT NULL DEFAULT '[]',
            audiences TEXT NOT NULL DEFAULT '[]', reasons TEXT NOT NULL DEFAULT '{}', weeks TEXT NOT NULL DEFAULT '[]',
            size INTEGER NOT NULL DEFAULT 0, customers INTEGER NOT NULL DEFAULT 0, contacts INTEGER NOT NULL DEFAULT 0,
            agent_seconds REAL NOT NULL DEFAULT 0, trend REAL NOT NULL DEFAULT 1, harm REAL NOT NULL DEFAULT 0,
            first_seen TEXT, last_seen TEXT, stale INTEGER NOT NULL DEFAULT 1, counted_at TEXT,
            created_at TEXT NOT NULL, updated_at TEXT NOT NULL)""",
        "CREATE INDEX gaps_by_harm ON gaps (merged_into, state, harm, id)",
        "CREATE INDEX gaps_stale ON gaps (stale) WHERE stale",
        # In its own words: the question nearest to the middle, by language.
        """CREATE TABLE gap_names (
            gap_id TEXT NOT NULL REFERENCES gaps, lang TEXT NOT NULL, message_id TEXT NOT NULL, name TEXT NOT NULL,
            PRIMARY KEY (gap_id, lang)) WITHOUT ROWID""",
        "CREATE INDEX gap_names_by_question ON gap_names (message_id)",
        # `text` is masked and self-contained. `pinned`: people put it into this gap.
        """CREATE TABLE gap_questions (
            message_id TEXT PRIMARY KEY, gap_id TEXT NOT NULL REFERENCES gaps, why TEXT NOT NULL, text TEXT NOT NULL,
            agent_seconds REAL NOT NULL DEFAULT 0, pinned INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
        "CREATE INDEX gap_questions_by_gap ON gap_questions (gap_id)",
        # What the embedder gave for the masked text, float16.
        """CREATE TABLE question_vectors (
            message_id TEXT PRIMARY KEY, embedder TEXT NOT NULL, text_hash TEXT NOT NULL, vector BLOB NOT NULL)""",
        "CREATE TABLE gap_pending (seq INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL)",
        "CREATE TABLE question_means (lang TEXT PRIMARY KEY, embedder TEXT NOT NULL, mean BLOB NOT NULL)",
        """CREATE TABLE gap_notes (
            id INTEGER PRIMARY KEY AUTOINCREMENT, gap_id TEXT NOT NULL REFERENCES gaps,
            staff_id TEXT REFERENCES staff, text TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE INDEX gap_notes_by_gap ON gap_notes (gap_id, id)",
        """CREATE TABLE gap_events (
            id INTEGER PRIMARY KEY AUTOINCREMENT, gap_id TEXT NOT NULL REFERENCES gaps, type TEXT NOT NULL,
            actor TEXT NOT NULL, data TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE INDEX gap_events_by_gap ON gap_events (gap_id, id)",
        """CREATE TABLE gap_runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, by TEXT NOT NULL,
            done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, gaps INTEGER, moved INTEGER,
            started_at TEXT NOT NULL, beat_at TEXT NOT NULL, ended_at TEXT)""",
        """CREATE TABLE content_settings (
            name TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT NOT NULL, staff_id TEXT REFERENCES staff)""",
        # A question bears on the one before it too: asked again in other words, that one had no good answer.
        """CREATE TRIGGER gap_pending_asked AFTER INSERT ON questions BEGIN
            INSERT INTO gap_pending (message_id) SELECT message_id FROM questions
                WHERE conversation_id = new.conversation_id AND message_id <> new.message_id
                ORDER BY created_at DESC, message_id DESC LIMIT 1;
            INSERT INTO gap_pending (message_id) VALUES (new.message_id); END""",
        """CREATE TRIGGER gap_pending_voted AFTER UPDATE OF helpful ON questions BEGIN
            INSERT INTO gap_pending (message_id) VALUES (new.message_id); END""",
        """CREATE TRIGGER gap_pending_handed_over AFTER INSERT ON escalations BEGIN
            INSERT INTO gap_pending (message_id) SELECT message_id FROM questions
                WHERE conversation_id = new.conversation_id ORDER BY created_at DESC, message_id DESC LIMIT 2; END""",
        """CREATE TRIGGER gap_pending_worked_on AFTER UPDATE OF resolved_at, status ON escalations
            WHEN new.status IN ('resolved', 'returned') BEGIN
            INSERT INTO gap_pending (message_id) SELECT q.message_id FROM gap_questions g
                JOIN questions q ON q.message_id = g.message_id WHERE q.conversation_id = new.conversation_id; END""",
        """CREATE TRIGGER gaps_forget AFTER DELETE ON questions BEGIN
            DELETE FROM gap_questions WHERE message_id = old.message_id;
            DELETE FROM gap_names WHERE message_id = old.message_id;
            DELETE FROM question_vectors WHERE message_id = old.message_id;
            DELETE FROM gap_pending WHERE message_id = old.message_id; END""",
        # The mean of its questions tells of the one that is gone.
        """CREATE TRIGGER gaps_shrunk AFTER DELETE ON gap_questions BEGIN
            UPDATE gaps SET stale = 1, vector = NULL WHERE id = old.gap_id; END""",
        "INSERT INTO gap_pending (message_id) SELECT message_id FROM questions ORDER BY created_at",
    )
