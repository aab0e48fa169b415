"""LlamaIndex: `VectorStoreIndex`, and `QueryFusionRetriever` over it and BM25.

Follows LlamaIndex's guide "Reciprocal Rerank Fusion Retriever", without the queries that a language model would add.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import Stemmer
from llama_index.core import Document as Source
from llama_index.core import VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from pydantic import PrivateAttr

from benchmarks.peers.protocol import DEPTH, Chunk, Document, Found, Search
from retrieval.embedder import Embedder

_STEMMERS = {"en": "english", "es": "spanish", "fr": "french", "de": "german", "it": "italian", "pt": "portuguese"}
"""By language; Chinese has none."""


class _Embedding(BaseEmbedding):
    """LlamaIndex's place for an embedder."""

    _embedder: Any = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.id)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        row: list[float] = self._embedder.embed_queries([query])[0].tolist()
        return row

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed_passages(texts).tolist()
        return rows


class LlamaIndex:
    """Dense, or with `hybrid` fused with BM25."""

    def __init__(self, embedder: Embedder, *, hybrid: bool) -> None:
        """Vectors come from `embedder`."""
        self._embedding = _Embedding(embedder)
        self._hybrid = hybrid

    def split(self, documents: Sequence[Document]) -> list[Chunk]:
        """`SentenceSplitter` as it comes: 1,024 tokens, 200 of overlap."""
        sources = [Source(doc_id=document.id, text=document.text) for document in documents]
        nodes = SentenceSplitter().get_nodes_from_documents(sources)
        return [Chunk(node.ref_doc_id, node.get_content()) for node in nodes]

    def index(self, chunks: Sequence[Chunk], lang: str) -> Search:
        """Fill a vector index, and BM25 for the language."""
        nodes = [TextNode(id_=str(i), text=chunk.text) for i, chunk in enumerate(chunks)]
        vectors = VectorStoreIndex(nodes, embed_model=self._embedding)
        make = self._fused(vectors, nodes, lang) if self._hybrid else _dense(vectors)
        retrievers: dict[int, Any] = {}

        def search(question: str, k: int) -> list[Found]:
            if k not in retrievers:
                retrievers[k] = make(k)
            found = retrievers[k].retrieve(question)
            return [Found(chunks[int(hit.node.node_id)].document_id, hit.score) for hit in found[:k]]

        return search

    def _fused(self, vectors: Any, nodes: list[Any], lang: str) -> Callable[[int], Any]:
        stemming = {"stemmer": Stemmer.Stemmer(_STEMMERS[lang])} if lang in _STEMMERS else {"skip_stemming": True}
        words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=DEPTH, language=lang, **stemming)

        def make(k: int) -> Any:
            return QueryFusionRetriever(
                [vectors.as_retriever(similarity_top_k=k), words],
                llm=MockLLM(),
                mode="reciprocal_rerank",
                similarity_top_k=k,
                num_queries=1,  # the question only: no language model takes part
            )

        return make


def _dense(vectors: Any) -> Callable[[int], Any]:
    return lambda k: vectors.as_retriever(similarity_top_k=k)


def dense(embedder: Embedder) -> LlamaIndex:
    """The vector index alone."""
    return LlamaIndex(embedder, hybrid=False)


def hybrid(embedder: Embedder) -> LlamaIndex:
    """The vector index and BM25, fused."""
    return LlamaIndex(embedder, hybrid=True)
