"""Keeps token vectors on disk between runs of an evaluation, beside the embeddings (`eval/embedding_cache.py`).

One append-only file: records of a 16-byte key, a length and that many bytes. A record cut short by a crash is dropped
on opening; several processes may append at once, because each batch is one write.
"""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from retrieval.token_vectors import QuestionTokens

_HEAD = struct.Struct("<16sI")


class TokenCache:
    """Bytes by key; without a path for this process only."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, if it is there."""
        self._path = path
        self._lock = threading.Lock()
        self._known = _load(path) if path and path.exists() else {}

    def get(self, key: bytes) -> bytes | None:
        """What is kept under a key of 16 bytes."""
        return self._known.get(key)

    def put(self, found: Mapping[bytes, bytes]) -> None:
        """Keep all of `found`."""
        record = b"".join(_HEAD.pack(key, len(data)) + data for key, data in found.items())
        with self._lock:
            self._known.update(found)
            if self._path:
                with self._path.open("ab", buffering=0) as file:
                    file.write(record)


def dump_question(tokens: QuestionTokens) -> bytes:
    """A question's tokens in half precision."""
    rows = np.concatenate([tokens.rows, tokens.information[:, None]], axis=1).astype("<f2")
    return struct.pack("<I", rows.shape[1]) + rows.tobytes()


def load_question(data: bytes) -> QuestionTokens:
    """The inverse of `dump_question`."""
    (width,) = struct.unpack_from("<I", data)
    rows = np.frombuffer(data, dtype="<f2", offset=4).reshape(-1, width).astype(np.float32)
    return QuestionTokens(rows[:, :-1], rows[:, -1])


def _load(path: Path) -> dict[bytes, bytes]:
    data, at = path.read_bytes(), 0
    known: dict[bytes, bytes] = {}
    while at + _HEAD.size <= len(data):
        key, length = _HEAD.unpack_from(data, at)
        if at + _HEAD.size + length > len(data):
            break
        known[key] = data[at + _HEAD.size : at + _HEAD.size + length]
        at += _HEAD.size + length
    if at != len(data):
        os.truncate(path, at)
    return known
