"""The schema, as an ordered list of steps. A step is never edited after a release; a change is a new step.

Each module is named after its first step. Times are text as made by `core.clock.timestamp`, so they sort. JSON columns
hold what is only ever read whole.
"""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations import (
    m001_base,
    m008_desk,
    m009_staff,
    m010_states,
    m011_delivery,
    m012_mail,
    m013_case,
    m014_tokens,
    m015_queue,
    m016_reports,
    m017_widget,
    m018_budget,
    m019_gaps,
    m020_notes,
    m021_log,
    m022_drafts,
    m023_proof,
    m024_health,
    m025_digest,
    m026_causes,
    m027_model,
    m028_restatements,
    m029_cause_fits,
    m030_publications,
    m031_view_owners,
    m032_model_records,
)
from core.migrations.registry import migrations

__all__ = [
    "m001_base",
    "m008_desk",
    "m009_staff",
    "m010_states",
    "m011_delivery",
    "m012_mail",
    "m013_case",
    "m014_tokens",
    "m015_queue",
    "m016_reports",
    "m017_widget",
    "m018_budget",
    "m019_gaps",
    "m020_notes",
    "m021_log",
    "m022_drafts",
    "m023_proof",
    "m024_health",
    "m025_digest",
    "m026_causes",
    "m027_model",
    "m028_restatements",
    "m029_cause_fits",
    "m030_publications",
    "m031_view_owners",
    "m032_model_records",
    "migration_names",
    "migrations",
]


def migration_names() -> set[str]:
    """The names of all steps this version knows."""
    empty = Database(memory=True)
    names = {step.name for step in migrations.pending(empty)}
    empty.close()
    return names
