"""LangChain: `InMemoryVectorStore`, and `EnsembleRetriever` over it and BM25.

Follows LangChain's guides "Build a semantic search engine" and "How to combine results from multiple retrievers".
"""

from __future__ import annotations

from collections.abc import Sequence

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document as Stored
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.peers.protocol import Chunk, Document, Found, Search
from retrieval.embedder import Embedder


class _Embeddings(Embeddings):
    """LangChain's place for an embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed_passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        row: list[float] = self._embedder.embed_queries([text])[0].tolist()
        return row


class _LangChain:
    def __init__(self, embedder: Embedder) -> None:
        self._embeddings = _Embeddings(embedder)

    def split(self, documents: Sequence[Document]) -> list[Chunk]:
        """`RecursiveCharacterTextSplitter` with the guide's 1,000 characters and 200 of overlap."""
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        return [Chunk(document.id, text) for document in documents for text in splitter.split_text(document.text)]

    def _store(self, stored: list[Stored]) -> InMemoryVectorStore:
        return InMemoryVectorStore.from_documents(stored, self._embeddings)


class Dense(_LangChain):
    """`InMemoryVectorStore` alone, with its cosines as scores."""

    def index(self, chunks: Sequence[Chunk], lang: str) -> Search:
        """Fill a store."""
        del lang
        store = self._store(_stored(chunks))

        def search(question: str, k: int) -> list[Found]:
            found = store.similarity_search_with_score(question, k=k)
            return [Found(document.metadata["article"], score) for document, score in found]

        return search


class Ensemble(_LangChain):
    """BM25 and the store with equal weights; the ensemble returns no scores."""

    def index(self, chunks: Sequence[Chunk], lang: str) -> Search:
        """Fill a store and a BM25 retriever."""
        del lang
        stored = _stored(chunks)
        store, words = self._store(stored), BM25Retriever.from_documents(stored)

        def search(question: str, k: int) -> list[Found]:
            words.k = k
            near = store.as_retriever(search_kwargs={"k": k})
            ensemble = EnsembleRetriever(retrievers=[words, near], weights=[0.5, 0.5])
            return [Found(document.metadata["article"], None) for document in ensemble.invoke(question)[:k]]

        return search


def _stored(chunks: Sequence[Chunk]) -> list[Stored]:
    return [Stored(page_content=chunk.text, metadata={"article": chunk.document_id}) for chunk in chunks]


def dense(embedder: Embedder) -> Dense:
    """The vector store alone."""
    return Dense(embedder)


def hybrid(embedder: Embedder) -> Ensemble:
    """The ensemble of both."""
    return Ensemble(embedder)
