"""What the widget needs beside answers."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m017_widget(db: Database) -> None:
    """Why an answer did not help, how far each side has read, titles to suggest, and finding questions by page.

    Documents stored before are entered among the titles afterwards (`retrieval.titles`).
    """
    run(
        db,
        "ALTER TABLE feedback ADD COLUMN reason TEXT",
        "ALTER TABLE questions ADD COLUMN feedback_reason TEXT",
        # `seq` of the last line that the customer, and that an agent, has had on the screen.
        "ALTER TABLE conversations ADD COLUMN visitor_read_seq INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE conversations ADD COLUMN agent_read_seq INTEGER NOT NULL DEFAULT 0",
        # A row number that stays: those of `documents` may change when the file is compacted.
        "CREATE TABLE titles (id INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE REFERENCES documents)",
        # Text arrives folded, scripts without spaces cut into characters; `scope` as in `passages_fts`.
        """CREATE VIRTUAL TABLE titles_fts USING fts5 (
            scope, title, asked, tokenize = 'ascii', prefix = '2 3')""",
        "CREATE VIRTUAL TABLE titles_terms USING fts5vocab ('titles_fts', 'row')",
        "CREATE INDEX questions_by_page ON questions (page_url, created_at) WHERE decision = 'answer'",
    )
