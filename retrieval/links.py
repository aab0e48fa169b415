"""The links of documents as they were read, stored in the transaction that publishes the document."""

from __future__ import annotations

import json

from core.db import Session
from core.model import DocumentContent, Link


def put_links(session: Session, content: DocumentContent) -> None:
    """Store the links of `content` and the names of its places; forget earlier ones."""
    remove_links(session, content.id)
    if content.links is not None:
        links = [[link.target, link.text, int(link.is_image)] for link in content.links]
        session.execute(
            "INSERT INTO document_links (document_id, links, anchors) VALUES (?, ?, ?)",
            [content.id, json.dumps(links, ensure_ascii=False), json.dumps(content.anchors, ensure_ascii=False)],
        )


def remove_links(session: Session, document_id: str) -> None:
    """Forget the links of a document."""
    session.execute("DELETE FROM document_links WHERE document_id = ?", [document_id])


def load_links(stored: str) -> list[Link]:
    """The inverse of what `put_links` writes."""
    return [Link(target, text, bool(is_image)) for target, text, is_image in json.loads(stored)]
