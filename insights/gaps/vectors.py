"""The vectors of questions, and the space they are compared in, as they are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from core.db import Session
from core.language import primary
from insights.gaps.space import QuestionSpace, plain_space, shipped_space
from retrieval.embedder import Embedder, Vectors

FEWEST_TITLES = 8
"""Titles of a language from which its mean is taken, for an embedder that no space was fitted for."""


def dump_row(row: Vectors) -> bytes:
    """A vector as it is stored: half precision."""
    return np.asarray(row, dtype="<f2").tobytes()


def load_rows(blobs: Sequence[bytes], dim: int) -> Vectors:
    """What `dump_row` made of several vectors, shape (n, dim)."""
    return half_rows(blobs, dim).astype(np.float32)


def half_rows(blobs: Sequence[bytes], dim: int) -> Vectors:
    """The same in the half precision they are stored in: of many it takes half the memory."""
    return np.frombuffer(b"".join(blobs), dtype="<f2").reshape(-1, dim)


def hash_of(text: str) -> str:
    """Tells whether a stored vector is of this text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def known_vectors(session: Session, embedder: Embedder, texts: Mapping[str, str]) -> dict[str, Vectors]:
    """By message id, the vectors of those questions that are stored with this very text."""
    found: dict[str, Vectors] = {}
    for message_id, text in texts.items():
        row = session.execute(
            "SELECT vector FROM question_vectors WHERE message_id = ? AND embedder = ? AND text_hash = ?",
            (message_id, embedder.id, hash_of(text)),
        ).fetchone()
        if row is not None:
            found[message_id] = load_rows([row["vector"]], embedder.dim)[0]
    return found


def put_vectors(session: Session, embedder_id: str, vectors: Iterable[tuple[str, str, Vectors]]) -> None:
    """Store (message id, text, vector), for questions that are still in the log."""
    session.executemany(
        """INSERT OR REPLACE INTO question_vectors (message_id, embedder, text_hash, vector)
            SELECT message_id, ?, ?, ? FROM questions WHERE message_id = ?""",
        [(embedder_id, hash_of(text), dump_row(vector), message_id) for message_id, text, vector in vectors],
    )


def space_of(session: Session, embedder: Embedder) -> QuestionSpace:
    """The space in use: means as the last regrouping left them, before the first as they were shipped."""
    space = prior_space(session, embedder)
    rows = session.execute("SELECT lang, mean FROM question_means WHERE embedder = ?", (embedder.id,)).fetchall()
    means = {str(row["lang"]): np.frombuffer(row["mean"], dtype="<f4") for row in rows}
    return QuestionSpace(space.embedder, {**space.means, **means}, space.directions)


def prior_space(session: Session, embedder: Embedder) -> QuestionSpace:
    """The space before any question: the fitted one, or for other embedders the means of titles by language."""
    shipped = shipped_space()
    if shipped.embedder == embedder.id:
        return shipped
    rows = session.execute(
        """SELECT d.lang, t.vector FROM title_vectors t JOIN documents d ON d.id = t.document_id
            WHERE t.embedder = ? AND length(t.vector) = ?""",
        (embedder.id, 4 * embedder.dim),
    )
    titles: dict[str, list[Vectors]] = {}
    for row in rows:
        titles.setdefault(primary(row["lang"]), []).append(np.frombuffer(row["vector"], dtype="<f4"))
    means = {lang: np.mean(found, axis=0) for lang, found in titles.items() if len(found) >= FEWEST_TITLES}
    return plain_space(embedder.id, means, embedder.dim)


def put_means(session: Session, space: QuestionSpace) -> None:
    """Let the means of `space` be the ones in use."""
    session.execute("DELETE FROM question_means")
    session.executemany(
        "INSERT INTO question_means (lang, embedder, mean) VALUES (?, ?, ?)",
        [(lang, space.embedder, np.asarray(mean, dtype="<f4").tobytes()) for lang, mean in space.means.items()],
    )
