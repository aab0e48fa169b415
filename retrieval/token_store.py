"""The token vectors of passages in the database, and filling in those that are missing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from core.db import Database, Session
from retrieval.batches import GiveWay, at_once, in_batches
from retrieval.embedder import Embedder, embed_to_store, token_form
from retrieval.passages import passage_text

_BATCH = 64
_MISSING = """SELECT p.id, p.embed_hash, p.heading, p.text, d.title FROM passages p
    JOIN documents d ON d.id = p.document_id
    LEFT JOIN passage_tokens t ON t.passage_id = p.id AND t.form = ?
    WHERE t.passage_id IS NULL ORDER BY p.id LIMIT ?"""


def put_tokens(session: Session, rows: Iterable[tuple[object, str | None, bytes | None]]) -> None:
    """Store the tokens of passages, as (passage id, form, tokens); those without any lose what they had."""
    for passage_id, form, tokens in rows:
        if form is None or tokens is None:
            session.execute("DELETE FROM passage_tokens WHERE passage_id = ?", [passage_id])
        else:
            session.execute(
                "INSERT OR REPLACE INTO passage_tokens (passage_id, form, tokens) VALUES (?, ?, ?)",
                [passage_id, form, tokens],
            )


def read_tokens(session: Session, passages: Collection[int], form: str) -> dict[int, bytes]:
    """The packed tokens of those of `passages` that have some of this form."""
    marks = ",".join("?" * len(passages))
    rows = session.execute(
        f"SELECT passage_id, tokens FROM passage_tokens WHERE form = ? AND passage_id IN ({marks})",  # noqa: S608 - marks only
        [form, *passages],
    )
    return {row[0]: row[1] for row in rows}


class MissingTokens:
    """Gives tokens to passages that an earlier version, or another engine, has stored without."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        """Work on `database`, with the embedder that its passages were embedded by."""
        self._database = database
        self._embedder = embedder

    def refresh(self, give_way: GiveWay = at_once) -> int:
        """Embed what has no tokens of the present form; returns how many passages. Killed, the next call goes on."""
        form = token_form(self._embedder)
        return 0 if form is None else in_batches(lambda: self._fill(form), give_way)

    def _fill(self, form: str) -> int:
        with self._database.read() as session:
            rows = session.execute(_MISSING, [form, _BATCH]).fetchall()
        texts = [passage_text(row["title"], json.loads(row["heading"]), row["text"]) for row in rows]
        embedded = embed_to_store(self._embedder, texts) if rows else []
        with self._database.write() as session:
            # A passage that has changed meanwhile has been given its tokens with its new text.
            same = [_is_as_it_was(session, row["id"], row["embed_hash"]) for row in rows]
            put_tokens(
                session,
                [
                    (row["id"], one.form, one.tokens)
                    for row, one, kept in zip(rows, embedded, same, strict=True)
                    if kept
                ],
            )
        return len(rows)


def _is_as_it_was(session: Session, passage_id: int, embed_hash: str) -> bool:
    found = session.execute("SELECT 1 FROM passages WHERE id = ? AND embed_hash = ?", [passage_id, embed_hash])
    return found.fetchone() is not None
