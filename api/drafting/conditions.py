"""What has to hold before a draft is published, and how it is known that content elsewhere has come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.db import Session
from core.errors import DraftChanged, InvalidInput
from insights.drafts.bases import Found
from insights.drafts.model import Draft, DraftText
from retrieval.documents import OWN_SOURCE

UNMARKED = 3
"""Sentences without support that are named."""


def require_read(text: DraftText, revisions: Mapping[str, int]) -> None:
    """Raise InvalidInput or DraftChanged unless this very revision of a text was read."""
    if text.lang not in revisions:
        raise InvalidInput(f"Say which revision of the text in {text.lang} you have read (`revisions`).")
    if revisions[text.lang] != text.revision:
        raise DraftChanged(
            f"The text in {text.lang} was changed since you read it. Nothing is published: read it again.",
            current=text.revision,
        )


def must_be_checked(draft: Draft, texts: Sequence[DraftText]) -> str | None:
    """Why somebody has to say that they read a draft to its end; None where nothing private can be in it."""
    if draft.is_wider:
        return f"What this draft was made from was only for {', '.join(sorted(draft.origin or ()))}."
    unsupported = [one for text in texts for one in unsupported_in(text)]
    if unsupported:
        return f"{len(unsupported)} sentences of a model have no source that bears them out."
    if draft.origin is not None and any(text.sentences for text in texts):
        return "This draft was made from private conversations."
    return None


def unsupported_in(text: DraftText) -> list[str]:
    """Sentences of the first text that nothing bears out and that still stand there."""
    return [one.text for one in text.sentences if not one.supported and one.text in text.text]


def lives_elsewhere(found: Found | None) -> bool:
    """Whether a document is kept by another source, where nothing can be published."""
    return found is not None and not found.is_own


def announced(session: Session, draft: Draft, text: DraftText, away: bool) -> dict[str, Any]:
    """What receivers of `draft.approved` are told of one text."""
    row = session.execute(
        "SELECT s.name FROM documents d JOIN sources s ON s.id = d.source_id WHERE d.id = ?", (text.document_id,)
    ).fetchone()
    form = "patch" if text.base_text and away else "markdown"
    return {
        "lang": text.lang,
        "document_id": text.document_id,
        "source": str(row["name"]) if row else None,
        "version": text.base_version,
        "merges": list(text.merges),
        "export": f"/v1/drafts/{draft.id}/export?lang={text.lang}&format={form}",
    }


def arrived_as(session: Session, draft: Draft, text: DraftText) -> tuple[str, str] | None:
    """Id and version of the document that brings a text approved for elsewhere; None while none has come."""
    if text.document_id and _is_published_here(session, text):
        return text.document_id, text.base_version or ""
    if text.document_id:
        row = session.execute(
            "SELECT id, version FROM documents WHERE id = ? AND removed_at IS NULL AND version IS NOT ?",
            (text.document_id, text.base_version),
        ).fetchone()
    else:
        row = session.execute(
            "SELECT id, version FROM documents WHERE title = ? AND lang = ? AND removed_at IS NULL AND as_of >= ?",
            (text.title, text.lang, draft.approved_at),
        ).fetchone()
    return (str(row["id"]), str(row["version"])) if row else None


def _is_published_here(session: Session, text: DraftText) -> bool:
    """Whether a text of a draft that is for elsewhere belongs to a document written here, and is out."""
    if text.published_version is None or text.published_version != text.base_version:
        return False
    row = session.execute(
        "SELECT 1 FROM documents d JOIN sources s ON s.id = d.source_id WHERE d.id = ? AND s.name = ?",
        (text.document_id, OWN_SOURCE),
    ).fetchone()
    return row is not None
