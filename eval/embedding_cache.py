"""Keeps embeddings on disk between runs of an evaluation, because making them is nearly all of its time.

One append-only file an embedder: records of a 16-byte key and a float32 vector. A record cut short by a crash is
dropped on opening; several processes may append at once, because each batch is one write.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import Embedder

Vectors = NDArray[np.float32]

_KEY_BYTES = 16
_BATCH = 64
"""Texts embedded between two writes: what a crash can lose."""


class CachedEmbedder:
    """An `Embedder` that looks a text up before it embeds it; `folder=None` remembers for this process only."""

    def __init__(self, inner: Embedder, folder: Path | None = None) -> None:
        """Open the cache of `inner.id` in `folder`."""
        self.id = inner.id
        self.dim = inner.dim
        self.max_tokens = inner.max_tokens
        self.similarity_range = inner.similarity_range
        self.inner = inner
        self.query_seconds: list[float] = []
        """Time of each query that was really embedded, one at a time."""
        self.passages_embedded = 0
        self.seconds = 0.0
        """Time spent in the embedder, all in all."""
        self._lock = threading.Lock()
        self._known: dict[bytes, Vectors] = {}
        self._path = folder / f"{_file_name(inner.id)}.vectors" if folder else None
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._load(self._path)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """As the embedder's own."""
        return self._embed("q", texts, self._embed_queries)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the embedder's own."""
        return self._embed("p", texts, self._embed_passages)

    def embed_afresh(self, text: str) -> float:
        """Embed a question past the cache; the seconds that took."""
        self._embed_queries([text])
        return self.query_seconds[-1]

    def count_tokens(self, text: str) -> int:
        """As the embedder's own."""
        return self.inner.count_tokens(text)

    def _embed_queries(self, texts: Sequence[str]) -> Vectors:
        started = time.perf_counter()
        vectors = self.inner.embed_queries(texts)
        elapsed = time.perf_counter() - started
        self.seconds += elapsed
        self.query_seconds.extend([elapsed / len(texts)] * len(texts))
        return vectors

    def _embed_passages(self, texts: Sequence[str]) -> Vectors:
        started = time.perf_counter()
        vectors = self.inner.embed_passages(texts)
        self.seconds += time.perf_counter() - started
        self.passages_embedded += len(texts)
        return vectors

    def _embed(self, kind: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [_key(kind, text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        wanted = list(missing.items())
        for first in range(0, len(wanted), _BATCH):
            batch = wanted[first : first + _BATCH]
            self._store([key for key, _ in batch], embed([text for _, text in batch]))
        if not keys:
            return np.empty((0, self.dim), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def _store(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        with self._lock:
            self._known.update(zip(keys, rows, strict=True))
            if self._path:
                record = b"".join(key + row.tobytes() for key, row in zip(keys, rows, strict=True))
                with self._path.open("ab", buffering=0) as file:
                    file.write(record)

    def _load(self, path: Path) -> None:
        if not path.exists():
            return
        size = _KEY_BYTES + 4 * self.dim
        data = path.read_bytes()
        whole = len(data) - len(data) % size
        if whole != len(data):
            os.truncate(path, whole)
        records = np.frombuffer(data[:whole], dtype=np.uint8).reshape(-1, size)
        vectors = records[:, _KEY_BYTES:].copy().view(np.float32)
        self._known = {records[i, :_KEY_BYTES].tobytes(): vectors[i] for i in range(len(records))}


def _key(kind: str, text: str) -> bytes:
    return hashlib.blake2b(f"{kind}\0{text}".encode(), digest_size=_KEY_BYTES).digest()


def _file_name(embedder_id: str) -> str:
    """Readable, and different for different ids."""
    digest = hashlib.blake2b(embedder_id.encode(), digest_size=4).hexdigest()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", embedder_id)[:80] + "-" + digest
