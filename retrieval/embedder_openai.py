"""Any model behind an OpenAI-compatible embeddings endpoint."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from core.errors import AppError, Misconfigured, Unavailable
from retrieval.conventions import conventions_of
from retrieval.embedder import Vectors, unit_rows

BATCH = 64
MAX_TOKENS = 2_000
_BYTES_A_TOKEN = 3
"""Tokens are the server's business; three bytes is a little less than an English token and one Chinese character."""
_TIMEOUT_SECONDS = 30.0
RETRIES = 3


class OpenAIEmbedder:
    """Sends texts in batches, retries what can succeed later, and brings rows to unit length."""

    def __init__(
        self, model: str, base_url: str | None = None, api_key: str | None = None, *, retries: int = RETRIES
    ) -> None:
        """Use `model` at `base_url` (None: OpenAI); nothing is sent before the first use."""
        import openai

        self.id = f"openai:{model}"
        self.max_tokens = MAX_TOKENS
        self._model_name = model
        self._conventions = conventions_of(model)
        self.similarity_range = self._conventions.similarity_range
        self._client = openai.OpenAI(
            base_url=base_url, api_key=api_key or "unset", timeout=_TIMEOUT_SECONDS, max_retries=retries
        )
        self._dim: int | None = None
        self._dim_lock = threading.Lock()

    @property
    def dim(self) -> int:
        """Length of each vector; asks the server once."""
        with self._dim_lock:
            if self._dim is None:
                self._dim = len(self._request(["dimension"])[0])
            return self._dim

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions; raises `Unavailable` when trying again can help and `Misconfigured` when it cannot."""
        return self._embed(texts, self._conventions.query_prefix)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages; raises `Unavailable` when trying again can help and `Misconfigured` when it cannot."""
        return self._embed(texts, self._conventions.passage_prefix)

    def count_tokens(self, text: str) -> int:
        """An estimate from the length, more likely too high than too low."""
        return -(-len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN)

    def _embed(self, texts: Sequence[str], prefix: str) -> Vectors:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start, batch in _batches(texts):
            vectors = self._request([_sendable(prefix + text) for text in batch])
            if any(len(vector) != self.dim for vector in vectors):
                raise Misconfigured(f"The embeddings of {self._model_name!r} changed their length; is it one model?")
            rows[start : start + len(batch)] = vectors
        if not np.isfinite(rows).all():
            raise Unavailable(f"The embeddings server sent vectors for {self._model_name!r} that are not numbers.")
        return unit_rows(rows)

    def _request(self, texts: list[str]) -> list[list[float]]:
        import openai

        try:
            response = self._client.embeddings.create(model=self._model_name, input=texts, encoding_format="float")
        except openai.OpenAIError as error:
            raise _translated(error, self._model_name) from error
        rows = [item.embedding for item in sorted(response.data or [], key=lambda item: item.index)]
        if len(rows) != len(texts):
            raise Unavailable(f"The embeddings server sent {len(rows)} vectors for {len(texts)} texts.")
        return rows


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    return ((start, texts[start : start + BATCH]) for start in range(0, len(texts), BATCH))


def _sendable(text: str) -> str:
    # Servers refuse an empty input and one over their limit.
    clipped = text.encode("utf-8", "replace")[: MAX_TOKENS * _BYTES_A_TOKEN].decode("utf-8", "ignore")
    return clipped if clipped.strip() else "."


def _translated(error: Any, model: str) -> AppError:
    import openai

    refused = (
        openai.AuthenticationError,
        openai.PermissionDeniedError,
        openai.NotFoundError,
        openai.BadRequestError,
        openai.UnprocessableEntityError,
    )
    if isinstance(error, refused):
        return Misconfigured(
            f"The embeddings server refuses the model {model!r}: {error}. "
            "Check ASKWELL_EMBEDDER, ASKWELL_EMBEDDER_BASE_URL and ASKWELL_EMBEDDER_API_KEY."
        )
    return Unavailable(f"The embeddings server does not answer for {model!r}: {error}")
