"""txtai: `Embeddings`, and the same with `hybrid=True`.

Follows txtai's guides "Introducing txtai" and "RAG Quick Start", whose chunks are sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from txtai import Embeddings
from txtai.pipeline import Segmentation

from benchmarks.peers.protocol import Chunk, Document, Found, Search
from retrieval.embedder import Embedder, Vectors

_QUERY, _PASSAGE = "query: ", "passage: "
_FENCE_OR_HEADING = re.compile(r"^(```|~~~)|^#{1,6} ")


class Txtai:
    """Dense, or with `hybrid` mixed with BM25."""

    def __init__(self, embedder: Embedder, *, hybrid: bool) -> None:
        """Vectors come from `embedder`."""
        self._embedder = embedder
        self._hybrid = hybrid

    def split(self, documents: Sequence[Document]) -> list[Chunk]:
        """`Segmentation` by sections, the form feeds it looks for being set at headings."""
        segments = Segmentation(sections=True)
        return [Chunk(document.id, text) for document in documents for text in segments(_marked(document.text))]

    def index(self, chunks: Sequence[Chunk], lang: str) -> Search:
        """Fill an index; `instructions` tell questions from passages."""
        del lang
        settings: dict[str, Any] = {"hybrid": True} if self._hybrid else {}
        embeddings = Embeddings(
            method="external",
            transform=_transform(self._embedder),
            instructions={"query": _QUERY, "data": _PASSAGE},
            **settings,
        )
        embeddings.index([(i, chunk.text, None) for i, chunk in enumerate(chunks)])

        def search(question: str, k: int) -> list[Found]:
            return [Found(chunks[int(i)].document_id, score) for i, score in embeddings.search(question, k)]

        return search


def _marked(text: str) -> str:
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        mark = _FENCE_OR_HEADING.match(line)
        fenced ^= bool(mark and mark[1])
        lines.append(f"\f{line}" if mark and not mark[1] and not fenced else line)
    return "\n".join(lines)


def _transform(embedder: Embedder) -> Any:
    """A plain function, as txtai asks for."""

    def transform(texts: list[str]) -> Vectors:
        if texts[0].startswith(_QUERY):
            return embedder.embed_queries([text.removeprefix(_QUERY) for text in texts])
        return embedder.embed_passages([text.removeprefix(_PASSAGE) for text in texts])

    return transform


def dense(embedder: Embedder) -> Txtai:
    """Vectors alone."""
    return Txtai(embedder, hybrid=False)


def hybrid(embedder: Embedder) -> Txtai:
    """Vectors and BM25."""
    return Txtai(embedder, hybrid=True)
