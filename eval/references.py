"""Ranks a corpus in the plain ways that the product is compared with."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.db import Database
from eval.baselines import PlainBM25, rank_fusion, top
from eval.measures.ranking import DEPTH, documents_in_order
from eval.outcome import Line
from retrieval.embedder import Embedder
from retrieval.passages import load_vectors, passage_text


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The passages that one group of questions may find."""

    documents: list[str]
    vectors: NDArray[np.float32]
    bm25: PlainBM25


class References:
    """BM25, dense search and their plain fusion over the stored passages, read once."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        """Read every passage with its vector."""
        with database.read() as session:
            rows = session.execute(
                """SELECT p.document_id, d.lang, d.title, p.heading, p.text, v.vector FROM passages p
                   JOIN documents d ON d.id = p.document_id JOIN passage_vectors v ON v.passage_id = p.id
                   ORDER BY p.id"""
            ).fetchall()
        self._embedder = embedder
        self._documents = [str(row["document_id"]) for row in rows]
        self._langs = np.array([row["lang"] for row in rows])
        self._texts = [passage_text(row["title"], json.loads(row["heading"]), row["text"]) for row in rows]
        self._vectors = load_vectors([row["vector"] for row in rows], embedder.dim)
        self._shelves: dict[str | None, _Shelf] = {}

    def __len__(self) -> int:
        return len(self._documents)

    @property
    def langs(self) -> AbstractSet[str]:
        """The languages that documents are in."""
        return set(self._langs.tolist())

    def rankings(self, text: str, lang: str | None) -> dict[Line, tuple[str, ...]]:
        """Documents in order by each line, among those in `lang` (None: all)."""
        shelf = self._shelf(lang)
        words = top(shelf.bm25.scores(text), floor=0.0)
        near = top(shelf.vectors @ self._embedder.embed_queries([text])[0])
        lists = {Line.BM25: words, Line.DENSE: near, Line.FUSION: rank_fusion(words, near)}
        return {line: documents_in_order(shelf.documents[i] for i in found)[:DEPTH] for line, found in lists.items()}

    def _shelf(self, lang: str | None) -> _Shelf:
        if lang not in self._shelves:
            rows = range(len(self)) if lang is None else np.flatnonzero(self._langs == lang).tolist()
            self._shelves[lang] = _Shelf(
                [self._documents[i] for i in rows],
                self._vectors[list(rows)],
                PlainBM25([self._texts[i] for i in rows]),
            )
        return self._shelves[lang]
