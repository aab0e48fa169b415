"""What Askwell learns from the causes that people have said."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m029_cause_fits(db: Database) -> None:
    """Fits to the operator's own labels, and where labels come from.

    Whoever takes a gap up or puts it away and leaves its cause as it is agrees with it, more or less: a trigger keeps
    that as a label as well, with what was seen at that moment.
    """
    run(
        db,
        # `source`: 'said' by a person, or 'left' as it was by one. `embedder`: what the features were seen with;
        # NULL before this step.
        "ALTER TABLE cause_labels ADD COLUMN source TEXT NOT NULL DEFAULT 'said'",
        "ALTER TABLE cause_labels ADD COLUMN embedder TEXT",
        "ALTER TABLE gap_causes ADD COLUMN embedder TEXT",
        # By which fit the cause was judged; 0: the one shipped.
        "ALTER TABLE gap_causes ADD COLUMN fit INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX gap_causes_by_fit ON gap_causes (fit)",
        """CREATE TABLE cause_fits (
            id INTEGER PRIMARY KEY AUTOINCREMENT, embedder TEXT NOT NULL, model TEXT NOT NULL, report TEXT NOT NULL,
            made_by TEXT NOT NULL, made_at TEXT NOT NULL, used_by TEXT, used_from TEXT, used_to TEXT)""",
        """CREATE UNIQUE INDEX cause_fits_in_use ON cause_fits (used_to IS NULL)
            WHERE used_from IS NOT NULL AND used_to IS NULL""",
        """CREATE TRIGGER cause_labels_left AFTER UPDATE OF state ON gaps
            WHEN new.state <> old.state AND new.state IN ('in_progress', 'drafted', 'dismissed') BEGIN
            INSERT INTO cause_labels (gap_id, cause, predicted, probability, features, actor, created_at, source,
                    embedder)
                SELECT gap_id, cause, cause, probability, features, coalesce(new.owner_id, 'system'), new.updated_at,
                    'left', embedder
                FROM gap_causes WHERE gap_id = new.id AND cause IS NOT NULL AND corrected IS NULL; END""",
    )
