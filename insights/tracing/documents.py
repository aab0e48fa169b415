"""What became of documents since a question was asked."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.audiences import may_see
from core.db import Session


@dataclass(frozen=True, slots=True)
class DocumentThen:
    """One document, then and now."""

    id: str
    title: str
    version: str
    """The latest one, of a document that is gone too."""
    updated_at: str
    """When that was read from its source."""
    created_at: str
    removed_at: str | None
    visible: bool
    """Whether the customer may see it now, were it there."""
    version_then: str | None
    """The latest one first published before the question; None where there was none."""


def documents_then(
    session: Session, ids: Collection[str], asked_at: str, audiences: frozenset[str]
) -> dict[str, DocumentThen]:
    """Those of `ids` that are known, by id; `asked_at`: when the question was, as `core.clock.timestamp` writes it.

    A version that came back keeps the time it was first published, so of a document that was changed and changed back
    `version_then` may be the other one: a stored candidate knows better.
    """
    marks = ",".join("?" * len(ids))
    rows = session.execute(
        f"""SELECT d.*, (SELECT version FROM document_versions v WHERE v.document_id = d.id AND v.created_at <= ?
                         ORDER BY v.created_at DESC LIMIT 1) AS version_then
            FROM documents d WHERE d.id IN ({marks})""",  # noqa: S608 - marks only
        [asked_at, *ids],
    )
    return {
        row["id"]: DocumentThen(
            row["id"], row["title"], row["version"], row["as_of"], row["created_at"], row["removed_at"],
            may_see(audiences, json.loads(row["audiences"])), row["version_then"],
        )
        for row in rows
    }  # fmt: skip


def translations_of(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """The translations of documents that are known now, each with the document it is one of.

    Of two among `ids` that are translations of each other, the first one is the document.
    """
    marks = ",".join("?" * len(ids))
    rows = session.execute(
        f"""SELECT document_id, translation_id FROM translations WHERE document_id IN ({marks})
            ORDER BY translation_id""",  # noqa: S608 - marks only
        ids,
    ).fetchall()
    found: dict[str, str] = {}
    for document_id in ids:
        if document_id not in found:
            mine = (row["translation_id"] for row in rows if row["document_id"] == document_id)
            found = {**{one: document_id for one in mine if one not in found.values()}, **found}
    return found
