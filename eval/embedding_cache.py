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
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from eval.token_cache import TokenCache, dump_question, load_question
from retrieval.embedder import Embedded, Embedder, EmbedsTokens, token_form
from retrieval.token_vectors import QuestionTokens

Vectors = NDArray[np.float32]
T = TypeVar("T")

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
        form = self.token_form
        self._tokens = TokenCache(folder / f"{_file_name(f'{inner.id} {form}')}.tokens" if folder and form else None)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """As the embedder's own."""
        return self._embed("q", texts, self._embed_queries)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the embedder's own."""
        return self._embed("p", texts, self._embed_passages)

    @property
    def token_form(self) -> str | None:
        """As the embedder's own."""
        return token_form(self.inner)

    def embed_query_tokens(self, text: str) -> tuple[Vectors, QuestionTokens]:
        """As the embedder's own."""
        key = _key("q", text)
        if key not in self._known or self._tokens.get(key) is None:
            vector, tokens = self._timed(lambda: self._with_tokens().embed_query_tokens(text), queries=1)
            self._store([key], vector[None])
            self._tokens.put({key: dump_question(tokens)})
        return self._known[key], load_question(self._tokens.get(key) or b"")

    def embed_passage_tokens(self, texts: Sequence[str]) -> list[Embedded]:
        """As the embedder's own."""
        keys = [_key("p", text) for text in texts]
        missing = {
            key: text
            for key, text in zip(keys, texts, strict=True)
            if key not in self._known or self._tokens.get(key) is None
        }
        wanted = list(missing.items())
        for first in range(0, len(wanted), _BATCH):
            self._embed_with_tokens(wanted[first : first + _BATCH])
        return [Embedded(self._known[key], self._tokens.get(key), self.token_form) for key in keys]

    def centred(self, question: QuestionTokens, lang: str) -> Vectors:
        """As the embedder's own."""
        return self._with_tokens().centred(question, lang)

    def stored_ends(self, text: str) -> NDArray[np.int64]:
        """As the embedder's own."""
        return self._with_tokens().stored_ends(text)

    def embed_afresh(self, text: str) -> float:
        """Embed a question past the cache; the seconds that took."""
        self._embed_queries([text])
        return self.query_seconds[-1]

    def count_tokens(self, text: str) -> int:
        """As the embedder's own."""
        return self.inner.count_tokens(text)

    def _embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._timed(lambda: self.inner.embed_queries(texts), queries=len(texts))

    def _embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.passages_embedded += len(texts)
        return self._timed(lambda: self.inner.embed_passages(texts))

    def _embed_with_tokens(self, batch: Sequence[tuple[bytes, str]]) -> None:
        self.passages_embedded += len(batch)
        found = self._timed(lambda: self._with_tokens().embed_passage_tokens([text for _, text in batch]))
        keys = [key for key, _ in batch]
        self._store(keys, np.stack([one.vector for one in found]))
        self._tokens.put({key: one.tokens or b"" for key, one in zip(keys, found, strict=True)})

    def _with_tokens(self) -> EmbedsTokens:
        if not isinstance(self.inner, EmbedsTokens):
            raise TypeError(f"{self.id} has no vectors of tokens")
        return self.inner

    def _timed(self, work: Callable[[], T], *, queries: int = 0) -> T:
        started = time.perf_counter()
        result = work()
        elapsed = time.perf_counter() - started
        self.seconds += elapsed
        self.query_seconds.extend([elapsed / queries] * queries if queries else [])
        return result

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
