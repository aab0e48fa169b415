"""Keeps a document's passages, vectors and full text in step, inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.db import Session
from core.language import primary
from core.model import DocumentContent, PassageContent
from retrieval.embedder import Embedded
from retrieval.passages import dump_blocks, dump_set, dump_vector
from retrieval.reindexing import put_words
from retrieval.token_store import put_tokens


@dataclass(frozen=True, slots=True)
class _Vector:
    """What is stored of an embedding."""

    vector: bytes
    form: str | None
    tokens: bytes | None

    @classmethod
    def of(cls, embedded: Embedded) -> _Vector:
        return cls(dump_vector(embedded.vector), embedded.form, embedded.tokens)


class PassageRows:
    """The passage rows of one document, being brought to a new state."""

    def __init__(
        self, session: Session, content: DocumentContent, scope_id: int, generation: int, *, asked_otherwise: bool
    ) -> None:
        """Write through `session`, marking what changes with `generation`.

        `asked_otherwise`: the questions that the document answers have changed, so all its text is indexed anew.
        """
        self._session = session
        self._content = content
        self._scope_id = scope_id
        self._generation = generation
        self._asked_otherwise = asked_otherwise

    def replace(
        self, passages: Sequence[PassageContent], hashes: Sequence[str], vectors: Mapping[int, Embedded]
    ) -> None:
        """Store `passages` as all there is; those whose hash and ordinal are unchanged keep their id."""
        stored = self._stored()
        by_hash = {row["embed_hash"]: _Vector(row["vector"], row["form"], row["tokens"]) for row in stored.values()}
        hash_of = {passage.ordinal: digest for passage, digest in zip(passages, hashes, strict=True)}
        kept = {ordinal for ordinal, row in stored.items() if hash_of.get(ordinal) == row["embed_hash"]}
        for ordinal, row in stored.items():
            if ordinal not in kept:
                _remove(self._session, row["id"], self._generation)
        for passage in passages:
            digest = hash_of[passage.ordinal]
            given = vectors.get(passage.ordinal)
            vector = by_hash.get(digest) if given is None else _Vector.of(given)
            if vector is None:
                raise ValueError(f"passage {passage.ordinal} of {self._content.id!r} is new and has no vector")
            if passage.ordinal in kept:
                row = stored[passage.ordinal]
                self._update(row["id"], passage)
                if row["scope_id"] != self._scope_id or vector.vector != row["vector"] or self._asked_otherwise:
                    self._put_search_rows(row["id"], passage, vector)
            else:
                self._put_search_rows(self._insert(passage, digest), passage, vector)

    @staticmethod
    def remove_all(session: Session, document_id: str, generation: int) -> None:
        """Remove every passage of a document."""
        for row in session.execute("SELECT id FROM passages WHERE document_id = ?", [document_id]).fetchall():
            _remove(session, row["id"], generation)

    def _stored(self) -> dict[int, Mapping[str, Any]]:
        rows = self._session.execute(
            """SELECT p.ordinal, p.id, p.embed_hash, p.scope_id, v.vector, t.form, t.tokens
               FROM passages p JOIN passage_vectors v ON v.passage_id = p.id
               LEFT JOIN passage_tokens t ON t.passage_id = p.id WHERE p.document_id = ?""",
            [self._content.id],
        )
        return {row["ordinal"]: dict(row) for row in rows}

    def _insert(self, passage: PassageContent, digest: str) -> int:
        cursor = self._session.execute(
            """INSERT INTO passages (document_id, ordinal, scope_id, heading, start, "end", text, blocks, tokens,
                   embed_hash)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [self._content.id, passage.ordinal, self._scope_id, *self._columns(passage), digest],
        )
        return int(cursor.lastrowid or 0)

    def _update(self, passage_id: object, passage: PassageContent) -> None:
        self._session.execute(
            """UPDATE passages SET scope_id = ?, heading = ?, start = ?, "end" = ?, text = ?, blocks = ?, tokens = ?
               WHERE id = ?""",
            [self._scope_id, *self._columns(passage), passage_id],
        )

    def _columns(self, passage: PassageContent) -> list[object]:
        heading = json.dumps(passage.heading, ensure_ascii=False)
        return [heading, passage.start, passage.end, passage.text, dump_blocks(passage.blocks), passage.tokens]

    def _put_search_rows(self, passage_id: object, passage: PassageContent, vector: _Vector) -> None:
        self._session.execute(
            "INSERT OR REPLACE INTO passage_vectors (passage_id, scope_id, generation, vector) VALUES (?, ?, ?, ?)",
            [passage_id, self._scope_id, self._generation, vector.vector],
        )
        put_tokens(self._session, [(passage_id, vector.form, vector.tokens)])
        content = self._content
        put_words(
            self._session, passage_id, self._scope_id, content.lang, content.title, passage.heading, passage.text,
            content.questions, content.text,
        )  # fmt: skip


def _remove(session: Session, passage_id: object, generation: int) -> None:
    session.execute("DELETE FROM passages_fts WHERE rowid = ?", [passage_id])
    session.execute("DELETE FROM passages WHERE id = ?", [passage_id])  # its vector goes with it
    session.execute("INSERT INTO passage_removals (passage_id, generation) VALUES (?, ?)", [passage_id, generation])


def ensure_scope(session: Session, content: DocumentContent) -> int:
    """The id of the scope that a document belongs to, made where it is the first one there."""
    key = [primary(content.lang), dump_set(content.audiences)]
    session.execute("INSERT OR IGNORE INTO scopes (lang, audiences) VALUES (?, ?)", key)
    return int(session.execute("SELECT id FROM scopes WHERE lang = ? AND audiences = ?", key).fetchone()["id"])


def asks_otherwise(session: Session, content: DocumentContent) -> bool:
    """Whether the document is stored with other questions than it answers now."""
    row = session.execute("SELECT questions FROM documents WHERE id = ?", [content.id]).fetchone()
    return row is not None and tuple(json.loads(row["questions"])) != content.questions
