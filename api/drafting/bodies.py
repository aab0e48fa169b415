"""Drafts as the API gives them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.drafting.conditions import must_be_checked, unsupported_in
from core.db import Session
from insights.drafts.differences import DiffLine
from insights.drafts.model import Draft, DraftText, DraftVersion
from insights.drafts.store import DraftStore
from insights.duplicates import NearPassage


def draft_body(draft: Draft) -> dict[str, Any]:
    """A draft without its texts."""
    return {
        **asdict(draft),
        "audiences": sorted(draft.audiences),
        "origin": None if draft.origin is None else sorted(draft.origin),
    }


def text_body(text: DraftText) -> dict[str, Any]:
    """A draft in one language."""
    body = asdict(text)
    del body["base_text"]
    return {**body, "unsupported": unsupported_in(text)}


def draft_detail(session: Session, store: DraftStore, draft_id: str) -> dict[str, Any]:
    """A draft with all that belongs to it but its versions; raises NotFound."""
    draft, texts = store.get(session, draft_id), store.texts(session, draft_id)
    return {
        **draft_body(draft),
        "texts": [text_body(text) for text in texts],
        "sources": list(store.sources(session, draft_id)),
        "must_be_checked": must_be_checked(draft, texts),
        "history": [asdict(entry) for entry in store.history(session, draft_id)],
    }


def version_body(version: DraftVersion) -> dict[str, Any]:
    """A version of a text."""
    return asdict(version)


def changes_body(lines: tuple[DiffLine, ...]) -> dict[str, Any]:
    """Differences, line by line."""
    return {"lines": [asdict(line) for line in lines]}


def near_body(found: tuple[NearPassage, ...]) -> dict[str, Any]:
    """Near passages, what says nearly the same first."""
    return {
        "items": [
            {
                "document_id": one.passage.document_id,
                "version": one.passage.version,
                "title": one.passage.title,
                "heading": list(one.passage.heading),
                "start": one.passage.start,
                "end": one.passage.end,
                "text": one.passage.text,
                "own_text": one.piece.text,
                "shared": round(one.shared, 3),
                "cosine": round(one.cosine, 3),
                "is_near": one.is_near,
            }
            for one in found
        ]
    }
