"""Haystack: in-memory store, embedding retriever, and BM25 joined to it by reciprocal rank fusion.

Follows Haystack's guides "Creating Your First QA Pipeline" and "Creating a Hybrid Retrieval Pipeline", without the
ranker of the latter, which is another model.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")  # before the import, which looks at it

from haystack import Document as Stored
from haystack import Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from benchmarks.peers.protocol import Chunk, Document, Found, Search
from retrieval.embedder import Embedder


@component
class _TextEmbedder:
    """Haystack's place for an embedder of questions."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @component.output_types(embedding=list[float])
    def run(self, text: str) -> dict[str, list[float]]:
        return {"embedding": self._embedder.embed_queries([text])[0].tolist()}


class Haystack:
    """Dense, or with `hybrid` joined with BM25."""

    def __init__(self, embedder: Embedder, *, hybrid: bool) -> None:
        """Vectors come from `embedder`."""
        self._embedder = embedder
        self._hybrid = hybrid

    def split(self, documents: Sequence[Document]) -> list[Chunk]:
        """`DocumentSplitter` as it comes: 200 words, no overlap."""
        stored = [Stored(content=document.text, meta={"article": document.id}) for document in documents]
        parts = DocumentSplitter().run(documents=stored)["documents"]
        return [Chunk(part.meta["article"], part.content) for part in parts]

    def index(self, chunks: Sequence[Chunk], lang: str) -> Search:
        """Write the chunks to a store, and make the pipeline."""
        del lang
        store = InMemoryDocumentStore()
        vectors = self._embedder.embed_passages([chunk.text for chunk in chunks])
        store.write_documents(
            [
                Stored(id=str(i), content=chunk.text, meta={"article": chunk.document_id}, embedding=vector.tolist())
                for i, (chunk, vector) in enumerate(zip(chunks, vectors, strict=True))
            ]
        )
        pipeline = self._pipeline(store)

        def search(question: str, k: int) -> list[Found]:
            found = pipeline.run(self._inputs(question, k))["joiner" if self._hybrid else "dense"]["documents"]
            return [Found(document.meta["article"], document.score) for document in found[:k]]

        return search

    def _pipeline(self, store: Any) -> Any:
        pipeline = Pipeline()
        pipeline.add_component("embedder", _TextEmbedder(self._embedder))
        pipeline.add_component("dense", InMemoryEmbeddingRetriever(store))
        pipeline.connect("embedder.embedding", "dense.query_embedding")
        if self._hybrid:
            pipeline.add_component("bm25", InMemoryBM25Retriever(store))
            pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
            pipeline.connect("bm25", "joiner")
            pipeline.connect("dense", "joiner")
        return pipeline

    def _inputs(self, question: str, k: int) -> dict[str, dict[str, Any]]:
        inputs: dict[str, dict[str, Any]] = {"embedder": {"text": question}, "dense": {"top_k": k}}
        return inputs | {"bm25": {"query": question, "top_k": k}} if self._hybrid else inputs


def dense(embedder: Embedder) -> Haystack:
    """Embedding retriever alone."""
    return Haystack(embedder, hybrid=False)


def hybrid(embedder: Embedder) -> Haystack:
    """Embedding and BM25 retrievers, joined."""
    return Haystack(embedder, hybrid=True)
