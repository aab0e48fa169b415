"""How language models judged what was found."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m032_model_records(db: Database) -> None:
    """Soft counts by model: right finds that it judged, and those of them that it declared to hold no answer."""
    run(
        db,
        """CREATE TABLE model_records (
            model TEXT NOT NULL PRIMARY KEY, found REAL NOT NULL, declared REAL NOT NULL) WITHOUT ROWID""",
    )
