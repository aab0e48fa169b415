"""How much of what agents wrote stands in the content, word for word."""

from __future__ import annotations

from collections.abc import Sequence

from core.db import Session
from insights.duplicates import held_words as held


def held_words(session: Session, reply: str, document_ids: Sequence[str], lang: str) -> list[float]:
    """The share of the reply's words and pairs of words that each of these documents holds, 0 to 1, largest first."""
    marks = ",".join("?" * len(document_ids))
    rows = session.execute(
        f"""SELECT v.text FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.version = d.version
            WHERE d.id IN ({marks})""",  # noqa: S608 - marks only
        list(document_ids),
    )
    return sorted((held(reply, row["text"], lang) for row in rows), reverse=True)
