"""The compared systems: where each adapter is, what it is made of, and how it was set up."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.peers.by_language import ByLanguage
from benchmarks.peers.protocol import System
from retrieval.embedder import Embedder

OWN = "askwell"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the comparison."""

    key: str
    """Names it on the command line."""
    title: str
    module: str
    factory: str
    packages: tuple[str, ...]
    """Distributions whose versions are recorded."""
    setup: str
    """What was configured, for the reader of the table."""

    @property
    def is_own(self) -> bool:
        """Whether this is Askwell, which is measured anew in every run."""
        return self.key == OWN

    def versions(self) -> dict[str, str]:
        """Installed versions; raises `PackageNotFoundError` outside the environment of `make peers`."""
        return {package: version(package) for package in self.packages}

    def source(self) -> bytes:
        """The adapter's own text, so that kept results end with it."""
        return (Path(__file__).parent / f"{self.module}.py").read_bytes()

    def make(self, embedder: Embedder) -> System:
        """Import the adapter, and with it the library, and make the system."""
        module = importlib.import_module(f"benchmarks.peers.{self.module}")
        made: Any = getattr(module, self.factory)(embedder)
        system: System = made if self.is_own else ByLanguage(made)
        return system


_HAYSTACK = ("haystack-ai",)
_LANGCHAIN = ("langchain-core", "langchain-text-splitters")
_LANGCHAIN_HYBRID = (*_LANGCHAIN, "langchain-classic", "langchain-community", "rank-bm25")
_LLAMAINDEX = ("llama-index-core",)
_LLAMAINDEX_HYBRID = (*_LLAMAINDEX, "llama-index-retrievers-bm25", "bm25s")
_TXTAI = ("txtai", "faiss-cpu")

ENTRIES = (
    Entry(OWN, "Askwell", "own", "system", ("askwell",), "as it comes; its confidence is the score"),
    Entry(
        "haystack-dense",
        "Haystack, dense",
        "peer_haystack",
        "dense",
        _HAYSTACK,
        "DocumentSplitter (200 words), InMemoryDocumentStore, InMemoryEmbeddingRetriever",
    ),
    Entry(
        "haystack-hybrid",
        "Haystack, hybrid",
        "peer_haystack",
        "hybrid",
        _HAYSTACK,
        "the same and InMemoryBM25Retriever, DocumentJoiner with reciprocal_rank_fusion",
    ),
    Entry(
        "langchain-dense",
        "LangChain, dense",
        "peer_langchain",
        "dense",
        _LANGCHAIN,
        "RecursiveCharacterTextSplitter (1,000 characters, 200 overlap), InMemoryVectorStore",
    ),
    Entry(
        "langchain-hybrid",
        "LangChain, ensemble",
        "peer_langchain",
        "hybrid",
        _LANGCHAIN_HYBRID,
        "EnsembleRetriever of BM25Retriever and the same store, weights 0.5 and 0.5; returns no scores",
    ),
    Entry(
        "llamaindex-dense",
        "LlamaIndex, dense",
        "peer_llamaindex",
        "dense",
        _LLAMAINDEX,
        "SentenceSplitter (1,024 tokens, 200 overlap), VectorStoreIndex",
    ),
    Entry(
        "llamaindex-hybrid",
        "LlamaIndex, hybrid",
        "peer_llamaindex",
        "hybrid",
        _LLAMAINDEX_HYBRID,
        "QueryFusionRetriever (reciprocal_rerank, no added queries) of the same and BM25Retriever with the "
        "language's stemmer and stop words",
    ),
    Entry("txtai-dense", "txtai, dense", "peer_txtai", "dense", _TXTAI, "Segmentation by sections, Embeddings"),
    Entry("txtai-hybrid", "txtai, hybrid", "peer_txtai", "hybrid", _TXTAI, "the same with hybrid=True"),
)


def entry(key: str) -> Entry:
    """The entry of that key; raises `KeyError` with the known ones."""
    for candidate in ENTRIES:
        if candidate.key == key:
            return candidate
    raise KeyError(f"{key} is not compared; there are: {', '.join(known.key for known in ENTRIES)}.")
