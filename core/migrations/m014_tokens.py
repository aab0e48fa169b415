"""Vectors of tokens beside those of passages."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m014_tokens(db: Database) -> None:
    """Tokens of passages for late interaction; made from content, so losing them loses nothing."""
    run(
        db,
        # A row counts while the embedder in use gives tokens of that form.
        """CREATE TABLE passage_tokens (
            passage_id INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, form TEXT NOT NULL,
            tokens BLOB NOT NULL)""",
        "ALTER TABLE passage_vectors_next ADD COLUMN form TEXT",
        "ALTER TABLE passage_vectors_next ADD COLUMN tokens BLOB",
    )
