"""What the daily budget of questions counts."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m018_budget(db: Database) -> None:
    """Questions by day and by whom they come from; only the present day is kept."""
    run(
        db,
        # `name`: `all`, or a keyed hash of a visitor or a network address, that says nothing on another day.
        """CREATE TABLE questions_a_day (
            day TEXT NOT NULL, name TEXT NOT NULL, questions INTEGER NOT NULL,
            PRIMARY KEY (day, name)) WITHOUT ROWID""",
    )
