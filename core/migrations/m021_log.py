"""What the log of questions tells beside the questions."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m021_log(db: Database) -> None:
    """What happened after each question, who asked it, words to search in, saved views, and an index to count by.

    Triggers note the conversations whose outcomes may have changed, whoever changes what they depend on; what follows
    from it is worked out by `insights.log.outcomes`. Questions stored before are masked anew and made searchable by
    `insights.log.renewal`.
    """
    run(
        db,
        "ALTER TABLE questions ADD COLUMN outcome TEXT NOT NULL DEFAULT 'too_early'",
        # What the asker may see beside what everybody may, when they asked.
        "ALTER TABLE questions ADD COLUMN audiences TEXT NOT NULL DEFAULT '[]'",
        # Whether an agent said that content should have answered it.
        "ALTER TABLE questions ADD COLUMN wanted INTEGER NOT NULL DEFAULT 0",
        # `text` without capitals and accents.
        "ALTER TABLE questions ADD COLUMN folded TEXT",
        """UPDATE questions SET
            audiences = coalesce((SELECT audiences FROM conversations c WHERE c.id = conversation_id), '[]'),
            wanted = message_id IN (SELECT question_id FROM escalations WHERE wants_content)""",
        "DROP INDEX questions_counted",
        # Holds all that is counted, in the log and in reports, so that the rows need not be read.
        """CREATE INDEX questions_counted ON questions (created_at, message_id, decision, reason, lang, visitor_id,
            helpful, feedback_reason, outcome, audiences, wanted, confidence)""",
        "CREATE INDEX questions_undecided ON questions (created_at) WHERE outcome = 'too_early'",
        "CREATE TABLE outcome_pending (conversation_id TEXT PRIMARY KEY) WITHOUT ROWID",
        # A customer who comes back about the same article bears on their earlier conversations. Servers lead all
        # theirs under one name, so those are known within a conversation only.
        """CREATE TRIGGER outcome_asked AFTER INSERT ON questions BEGIN
            INSERT OR IGNORE INTO outcome_pending VALUES (new.conversation_id);
            INSERT OR IGNORE INTO outcome_pending SELECT conversation_id FROM questions
                WHERE new.documents <> '[]' AND new.visitor_id NOT LIKE 'key\\_%' ESCAPE '\\'
                AND visitor_id = new.visitor_id
                AND created_at >= strftime('%Y-%m-%dT%H:%M:%fZ', new.created_at, '-7 days'); END""",
        """CREATE TRIGGER outcome_voted AFTER UPDATE OF helpful ON questions BEGIN
            INSERT OR IGNORE INTO outcome_pending VALUES (new.conversation_id); END""",
        """CREATE TRIGGER outcome_handed_over AFTER INSERT ON escalations BEGIN
            INSERT OR IGNORE INTO outcome_pending VALUES (new.conversation_id); END""",
        """CREATE TRIGGER outcome_replied AFTER UPDATE OF first_reply_at ON escalations BEGIN
            INSERT OR IGNORE INTO outcome_pending VALUES (new.conversation_id); END""",
        """CREATE TRIGGER outcome_grouped AFTER INSERT ON gap_questions BEGIN
            INSERT OR IGNORE INTO outcome_pending
                SELECT conversation_id FROM questions WHERE message_id = new.message_id; END""",
        """CREATE TRIGGER outcome_regrouped AFTER UPDATE OF why, gap_id ON gap_questions
            WHEN new.why <> old.why OR new.gap_id <> old.gap_id BEGIN
            INSERT OR IGNORE INTO outcome_pending
                SELECT conversation_id FROM questions WHERE message_id = new.message_id; END""",
        """CREATE TRIGGER outcome_ungrouped AFTER DELETE ON gap_questions BEGIN
            INSERT OR IGNORE INTO outcome_pending
                SELECT conversation_id FROM questions WHERE message_id = old.message_id; END""",
        """CREATE TRIGGER outcome_forget AFTER DELETE ON questions BEGIN
            DELETE FROM outcome_pending WHERE conversation_id = old.conversation_id; END""",
        """CREATE TRIGGER questions_wanted AFTER UPDATE OF wants_content ON escalations BEGIN
            UPDATE questions SET wanted = EXISTS (SELECT 1 FROM escalations e
                WHERE e.question_id = new.question_id AND e.wants_content) WHERE message_id = new.question_id; END""",
        "INSERT INTO outcome_pending SELECT DISTINCT conversation_id FROM questions",
        # `query`: what is chosen, as in the address of the page.
        """CREATE TABLE log_views (
            id TEXT PRIMARY KEY, staff_id TEXT NOT NULL REFERENCES staff, name TEXT NOT NULL COLLATE NOCASE,
            query TEXT NOT NULL, shared INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
            UNIQUE (staff_id, name))""",
    )
