"""Compares a document with those near to it: what they say twice, and where they disagree."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from core.db import Session
from core.model import DocumentVersion, Passage
from insights.contradictions import Contradiction, Statement, firm_contradictions, statements_of
from insights.duplicates import Duplicates, NearPassage, Piece
from insights.health.model import PairKind
from retrieval.passages import fetch_passages, load_vectors, passage_text, version_from

MOST_PAIRS = 20
"""Of one kind that are kept for two documents."""
_NEIGHBOURS = 5
"""Documents that statements are compared with: those with the most near passages."""
_LEAST_COSINE = 0.5
_LONGEST = 600

Row = tuple[str, str, PairKind, str, str]
"""Two documents, the smaller id first; kind, print and data."""


class Comparing:
    """Finds pairs of passages and sentences; the statements of documents just read are kept for a while."""

    def __init__(self, duplicates: Duplicates) -> None:
        self._duplicates = duplicates
        self._statements = lru_cache(maxsize=256)(statements_of)

    def find(self, session: Session, document_id: str) -> list[Row]:
        """The pairs of a document's current version with others in its language."""
        version = _version(session, document_id)
        passages, vectors = _passages(session, document_id)
        if version is None or not passages:
            return []
        pieces = [Piece(one.heading, one.text, passage_text(one.title, one.heading, one.text)) for one in passages]
        near = self._duplicates.near(session, pieces, version.lang, [document_id], list(vectors))
        of_piece = {id(piece): passage for piece, passage in zip(pieces, passages, strict=True)}
        doubled = [(of_piece[id(one.piece)], one) for one in near if one.is_near]
        rows = _limited(_duplicate(mine, one) for mine, one in doubled)
        for other_id in _nearest(near):
            rows += self._disagreements(session, version, other_id)
        return rows

    def _disagreements(self, session: Session, version: DocumentVersion, other_id: str) -> list[Row]:
        other = _version(session, other_id)
        if other is None or _apart(session, version.document_id, other_id):
            return []
        mine, theirs = self._statements(version), self._statements(other)
        return _limited(_contradiction(version, other, one) for one in firm_contradictions(mine, theirs))


def put_pairs(session: Session, document_id: str, rows: Sequence[Row]) -> None:
    """Store these pairs as all that a document has; the documents they are with are counted anew."""
    before = session.execute(
        "SELECT document_id, other_id FROM document_pairs WHERE document_id = ?1 OR other_id = ?1", (document_id,)
    ).fetchall()
    session.execute("DELETE FROM document_pairs WHERE document_id = ?1 OR other_id = ?1", (document_id,))
    session.executemany(
        "INSERT OR IGNORE INTO document_pairs (document_id, other_id, kind, print, data) VALUES (?, ?, ?, ?, ?)", rows
    )
    touched = {name for row in [*before, *rows] for name in (row[0], row[1])} | {document_id}
    session.executemany(
        "UPDATE document_health SET stale = 1 WHERE document_id = ?", [(name,) for name in sorted(touched)]
    )


def _version(session: Session, document_id: str) -> DocumentVersion | None:
    row = session.execute(
        """SELECT v.* FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.version = d.version
            WHERE d.id = ? AND d.removed_at IS NULL""",
        (document_id,),
    ).fetchone()
    return None if row is None else version_from(row)


def _passages(session: Session, document_id: str) -> tuple[list[Passage], Sequence[object]]:
    rows = session.execute(
        """SELECT p.id, v.vector FROM passages p JOIN passage_vectors v ON v.passage_id = p.id
            WHERE p.document_id = ? ORDER BY p.ordinal""",
        (document_id,),
    ).fetchall()
    if not rows:
        return [], []
    found = fetch_passages(session, [row["id"] for row in rows])
    vectors = load_vectors([row["vector"] for row in rows], len(rows[0]["vector"]) // np.dtype("<f4").itemsize)
    return [found[row["id"]] for row in rows], list(vectors)


def _nearest(near: Sequence[NearPassage]) -> list[str]:
    """Of as many near passages the document with the most alike one comes first, which is the order of `near`."""
    votes = Counter(one.passage.document_id for one in near if one.cosine >= _LEAST_COSINE)
    return [name for name, _ in votes.most_common(_NEIGHBOURS)]


def _apart(session: Session, one: str, other: str) -> bool:
    """Whether nobody sees both: plans and products of their own may well differ in their numbers."""
    rows = session.execute("SELECT audiences FROM documents WHERE id IN (?, ?)", (one, other)).fetchall()
    first, second = (frozenset(json.loads(row["audiences"])) for row in rows)
    return bool(first and second and not first & second)


def _duplicate(mine: Passage, found: NearPassage) -> Row:
    theirs = found.passage
    return _row(
        PairKind.DUPLICATE,
        (mine.document_id, mine.start, mine.end, mine.text),
        (theirs.document_id, theirs.start, theirs.end, theirs.text),
        found.shared,
    )


def _contradiction(version: DocumentVersion, other: DocumentVersion, found: Contradiction) -> Row:
    def side(document: DocumentVersion, statement: Statement) -> tuple[str, int, int, str]:
        return document.document_id, statement.start, statement.end, statement.text

    here, there = side(version, found.one), side(other, found.other)
    return _row(PairKind.CONTRADICTION, here, there, found.overlap, found.difference)


def _row(
    kind: PairKind, one: tuple[str, int, int, str], other: tuple[str, int, int, str], likeness: float,
    difference: str | None = None,
) -> Row:  # fmt: skip
    first, second = sorted((one, other))
    texts = json.dumps([kind, first[0], second[0], first[3], second[3]], ensure_ascii=False)
    data = {
        "sides": [[start, end, text[:_LONGEST]] for _, start, end, text in (first, second)],
        "likeness": round(likeness, 3),
        "difference": difference,
    }
    return first[0], second[0], kind, _print(texts), json.dumps(data, ensure_ascii=False)


def _print(texts: str) -> str:
    return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _limited(rows: Iterable[Row]) -> list[Row]:
    """At most `MOST_PAIRS` of each two documents."""
    kept: list[Row] = []
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts[row[0], row[1]] += 1
        if counts[row[0], row[1]] <= MOST_PAIRS:
            kept.append(row)
    return kept
