"""The vectors of the questions asked last, so that what looks at a question later need not embed it again.

A batch of questions that is embedded in the background would take the processor from those who wait for an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from core.kept import Kept
from retrieval.embedder import Embedder, Vectors

KEPT = 1_024
"""Of 384 numbers each that is 1.5 MB."""


class RecentQuestions:
    """Keeps vectors by a digest of their text: no words of customers stay in memory."""

    def __init__(self, embedder: Embedder, size: int = KEPT) -> None:
        """Of at most `size` questions; `embedder` does for the others."""
        self._embedder = embedder
        self._kept: Kept[NDArray[np.float32]] = Kept(size)

    def remember(self, text: str, vector: NDArray[np.float32]) -> None:
        """Keep the vector of a question, shape (dim,), as the embedder made it."""
        self._kept.put(_digest(text), vector)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions, shape (n, dim); what is not remembered is embedded in one call."""
        known = {text: self._kept.find(_digest(text)) for text in texts}
        missing = [text for text, vector in known.items() if vector is None]
        if missing:
            known.update(zip(missing, self._embedder.embed_queries(missing), strict=True))
        rows = [vector for text in texts if (vector := known[text]) is not None]
        return np.stack(rows) if rows else np.zeros((0, self._embedder.dim), dtype=np.float32)


def _digest(text: str) -> bytes:
    return sha256(text.encode(errors="surrogatepass")).digest()
