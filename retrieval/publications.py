"""The publications of documents, in order: which version, who and when. Functions take the caller's open session.

A version is a hash of what citations show, so a text that comes back has the version it had before; a publication is
one event, and has a number of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from core.db import Session
from core.errors import NotFound
from core.model import DocumentVersion
from retrieval.passages import version_from

_ROWS = """SELECT p.number, p.by, p.restores, p.markdown, p.created_at AS published_at, v.*
    FROM document_publications p JOIN document_versions v ON v.document_id = p.document_id AND v.version = p.version
    WHERE p.document_id = ?"""


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a text that was written here rather than read from a source."""

    markdown: str
    by: str
    """Id of a member of staff or of a key, or a name of the audit log."""
    restores: int | None = None
    """Number of the publication that it takes up again."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of a document."""

    number: int
    """From 1, in the order of time."""
    version: DocumentVersion
    markdown: str | None
    """As it was written; None where only what citations show is known."""
    by: str | None
    """None where a sync brought it."""
    restores: int | None
    at: str


def put_publication(
    session: Session, document_id: str, version: str, written: Written | None, at: str, *, came_back: bool
) -> None:
    """Note that `version` is published, unless it is what stands there already; `came_back`: it had been removed."""
    last = session.execute(
        """SELECT number, version, markdown FROM document_publications WHERE document_id = ?
            ORDER BY number DESC LIMIT 1""",
        (document_id,),
    ).fetchone()
    markdown = written.markdown if written else None
    if last and not came_back and (last["version"], last["markdown"]) == (version, markdown):
        return
    session.execute(
        "INSERT INTO document_publications VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            last["number"] + 1 if last else 1,
            version,
            markdown,
            written.by if written else None,
            written.restores if written else None,
            at,
        ),
    )


def publications(session: Session, document_id: str, limit: int, before: int | None = None) -> Sequence[Publication]:
    """The latest ones first, or those before a number; of removed documents too."""
    rows = session.execute(
        f"{_ROWS} AND (? IS NULL OR p.number < ?) ORDER BY p.number DESC LIMIT ?", (document_id, before, before, limit)
    )
    return [_publication(row) for row in rows]


def publication(session: Session, document_id: str, number: int) -> Publication:
    """One of them; raises NotFound."""
    row = session.execute(f"{_ROWS} AND p.number = ?", (document_id, number)).fetchone()
    if row is None:
        raise NotFound("There is no such version of this document.")
    return _publication(row)


def _publication(row: sqlite3.Row) -> Publication:
    return Publication(
        row["number"], version_from(row), row["markdown"], row["by"], row["restores"], row["published_at"]
    )
