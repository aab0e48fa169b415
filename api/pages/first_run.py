"""What the content board shows before anybody has asked anything."""

from __future__ import annotations

from dataclasses import dataclass

from core.db import Session


@dataclass(frozen=True, slots=True)
class FirstRun:
    """How far a new content board is."""

    documents: int
    """How many there are to answer from."""


def first_run(session: Session) -> FirstRun | None:
    """How far it is; None once anybody has asked."""
    if session.execute("SELECT 1 FROM questions LIMIT 1").fetchone():
        return None
    return FirstRun(int(session.execute("SELECT count(*) FROM documents").fetchone()[0]))
