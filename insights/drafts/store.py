"""Drafts as they are read: lists, one draft, its texts, versions and history. Methods take the caller's session."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from core.db import Session
from core.errors import NotFound
from core.paging import Page, checked_limit, decode_cursor, encode_cursor
from insights.drafts.model import (
    Draft,
    DraftEvent,
    DraftFilter,
    DraftHappening,
    DraftState,
    DraftText,
    DraftVersion,
    Origin,
    OriginKind,
    Sentence,
    VersionKind,
)

UNTITLED = "Untitled"
_DRAFTS = """SELECT d.*,
        (SELECT title FROM draft_texts WHERE draft_id = d.id AND title <> '' ORDER BY revision DESC, lang LIMIT 1)
            AS title,
        (SELECT json_group_array(lang) FROM draft_texts WHERE draft_id = d.id) AS langs,
        (SELECT json_group_array(document_id) FROM draft_texts WHERE draft_id = d.id AND document_id IS NOT NULL)
            AS documents
    FROM drafts d"""


class DraftStore:
    """Reads drafts."""

    def list(
        self, session: Session, chosen: DraftFilter | None = None, *, limit: int = 50, cursor: str | None = None
    ) -> Page[Draft]:
        """Drafts, those changed last first."""
        where, values = _condition(chosen or DraftFilter())
        if cursor is not None:
            where += " AND (d.updated_at, d.id) < (?, ?)"
            values += [str(part) for part in decode_cursor(cursor, (str, str))]
        rows = session.execute(
            f"{_DRAFTS} WHERE {where} ORDER BY d.updated_at DESC, d.id DESC LIMIT ?",
            (*values, checked_limit(limit) + 1),
        ).fetchall()
        items = tuple(_draft(row) for row in rows[:limit])
        more = len(rows) > limit
        return Page(items, encode_cursor(items[-1].updated_at, items[-1].id) if more else None)

    def counts(self, session: Session) -> dict[DraftState, int]:
        """How many drafts are in each state, zeros included."""
        found = dict(session.execute("SELECT state, count(*) FROM drafts GROUP BY state").fetchall())
        return {state: int(found.get(state, 0)) for state in DraftState}

    def get(self, session: Session, draft_id: str) -> Draft:
        """One draft; raises NotFound."""
        row = session.execute(f"{_DRAFTS} WHERE d.id = ?", (draft_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such draft.")
        return _draft(row)

    def texts(self, session: Session, draft_id: str) -> tuple[DraftText, ...]:
        """The texts of a draft by language."""
        rows = session.execute("SELECT * FROM draft_texts WHERE draft_id = ? ORDER BY lang", (draft_id,))
        return tuple(_text(row) for row in rows)

    def text(self, session: Session, draft_id: str, lang: str) -> DraftText:
        """One text; raises NotFound."""
        row = session.execute("SELECT * FROM draft_texts WHERE draft_id = ? AND lang = ?", (draft_id, lang)).fetchone()
        if row is None:
            raise NotFound("This draft has no text in that language.")
        return _text(row)

    def versions(self, session: Session, draft_id: str, lang: str, limit: int = 100) -> tuple[DraftVersion, ...]:
        """The latest versions of a text, latest first, with what clashed."""
        rows = session.execute(
            "SELECT * FROM draft_versions WHERE draft_id = ? AND lang = ? ORDER BY id DESC LIMIT ?",
            (draft_id, lang, limit),
        )
        return tuple(_version(row) for row in rows)

    def version(self, session: Session, draft_id: str, version_id: int) -> DraftVersion:
        """One version; raises NotFound."""
        row = session.execute(
            "SELECT * FROM draft_versions WHERE draft_id = ? AND id = ?", (draft_id, version_id)
        ).fetchone()
        if row is None:
            raise NotFound("This draft has no such version.")
        return _version(row)

    def sources(self, session: Session, draft_id: str) -> tuple[str, ...]:
        """Message ids of the replies that went into a draft and are still kept."""
        rows = session.execute("SELECT message_id FROM draft_sources WHERE draft_id = ?", (draft_id,))
        return tuple(str(row["message_id"]) for row in rows)

    def history(self, session: Session, draft_id: str, limit: int = 100) -> tuple[DraftHappening, ...]:
        """What happened to a draft, latest first."""
        rows = session.execute(
            "SELECT * FROM draft_events WHERE draft_id = ? ORDER BY id DESC LIMIT ?", (draft_id, limit)
        )
        return tuple(
            DraftHappening(DraftEvent(row["type"]), row["actor"], json.loads(row["data"]), row["created_at"])
            for row in rows
        )

    def of_gap(self, session: Session, gap_id: str, limit: int = 10) -> tuple[Draft, ...]:
        """The drafts for a gap, those changed last first; discarded ones left out."""
        rows = session.execute(
            f"{_DRAFTS} WHERE d.gap_id = ? AND d.state <> ? ORDER BY d.updated_at DESC, d.id LIMIT ?",
            (gap_id, DraftState.DISCARDED, limit),
        )
        return tuple(_draft(row) for row in rows)


def _condition(chosen: DraftFilter) -> tuple[str, list[Any]]:
    conditions, values = [f"d.state IN ({', '.join('?' * len(chosen.states))})"], list[Any](chosen.states)
    if chosen.gap_id:
        conditions.append("d.gap_id = ?")
        values.append(chosen.gap_id)
    for column, value in (("document_id", chosen.document_id), ("lang", chosen.lang)):
        if value:
            conditions.append(f"EXISTS (SELECT 1 FROM draft_texts t WHERE t.draft_id = d.id AND t.{column} = ?)")  # noqa: S608 - fixed names
            values.append(value)
    if chosen.text:
        escaped = chosen.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        conditions.append("EXISTS (SELECT 1 FROM draft_texts t WHERE t.draft_id = d.id AND t.title LIKE ? ESCAPE '\\')")
        values.append(f"%{escaped}%")
    return " AND ".join(conditions), values


def _draft(row: sqlite3.Row) -> Draft:
    return Draft(
        id=row["id"],
        title=row["title"] or UNTITLED,
        state=DraftState(row["state"]),
        gap_id=row["gap_id"],
        audiences=frozenset(json.loads(row["audiences"])),
        origin=None if row["origin"] is None else frozenset(json.loads(row["origin"])),
        tags=tuple(json.loads(row["tags"])),
        revision=row["revision"],
        elsewhere=bool(row["elsewhere"]),
        langs=tuple(sorted(json.loads(row["langs"]))),
        documents=tuple(sorted(json.loads(row["documents"]))),
        created_by=row["created_by"],
        updated_by=row["updated_by"],
        approved_by=row["approved_by"],
        approved_at=row["approved_at"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _text(row: sqlite3.Row) -> DraftText:
    return DraftText(
        lang=row["lang"],
        title=row["title"],
        text=row["text"],
        url=row["url"],
        document_id=row["document_id"],
        base_version=row["base_version"],
        base_title=row["base_title"],
        base_text=row["base_text"],
        sentences=load_sentences(row["sentences"]),
        merges=tuple(json.loads(row["merges"])),
        revision=row["revision"],
        published_version=row["published_version"],
        updated_by=row["updated_by"],
        updated_at=row["updated_at"],
    )


def load_sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences as they are stored."""
    return tuple(
        Sentence(
            one["text"],
            tuple(Origin(OriginKind(o["kind"]), o["id"], o["title"]) for o in one["origins"]),
            one["supported"],
        )
        for one in json.loads(text)
    )


def _version(row: sqlite3.Row) -> DraftVersion:
    return DraftVersion(
        id=row["id"],
        lang=row["lang"],
        revision=row["revision"],
        kind=VersionKind(row["kind"]),
        title=row["title"],
        url=row["url"],
        text=row["text"],
        actor=row["actor"],
        created_at=row["created_at"],
    )
