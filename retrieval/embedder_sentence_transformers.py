"""Any model of the `sentence-transformers` library, by name or folder; needs the extra of that name."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from core.errors import Misconfigured
from retrieval.conventions import conventions_of
from retrieval.embedder import Vectors, clean, unit_rows
from retrieval.model_identity import model_identity

BATCH = 32
_FALLBACK_MAX_TOKENS = 512
_SPECIAL_TOKENS = 2


class SentenceTransformersEmbedder:
    """Embeds with the prompts a model declares, or else with those its family is known to need.

    A folder is identified by the hash of its files, a published model by its name and revision.
    """

    def __init__(self, model: str) -> None:
        """Load `model`; raises `Misconfigured` when the library or the model is not there."""
        self._model = _load(model)
        self._conventions = conventions_of(model)
        self._lock = threading.Lock()
        self.id = f"sentence-transformers:{model_identity(model, _revision(self._model))}"
        self.dim = int(self._model.encode(["dimension"], show_progress_bar=False).shape[1])
        self.max_tokens = int(self._model.max_seq_length or _FALLBACK_MAX_TOKENS) - self._overhead()
        self.similarity_range = self._conventions.similarity_range

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions, as unit rows of shape (n, dim)."""
        return self._embed(texts, "query", self._conventions.query_prefix)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages, as unit rows of shape (n, dim); what exceeds `max_tokens` is not seen by the model."""
        return self._embed(texts, "document", self._conventions.passage_prefix)

    def count_tokens(self, text: str) -> int:
        """How many tokens of the model `text` has, without prefixes and special tokens."""
        with self._lock:
            return len(self._model.tokenizer.tokenize(clean(text)))

    def _embed(self, texts: Sequence[str], kind: str, prefix: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        added = "" if any(self._model.prompts.values()) else prefix
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        with self._lock:  # the tokenizer may not be used by two threads at once
            rows = encode(
                [added + clean(text) for text in texts],
                batch_size=BATCH,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return unit_rows(np.asarray(rows, dtype=np.float32))

    def _overhead(self) -> int:
        prompts = [*self._model.prompts.values(), self._conventions.query_prefix, self._conventions.passage_prefix]
        return _SPECIAL_TOKENS + max(len(self._model.tokenizer.tokenize(prompt)) for prompt in prompts)


def _load(model: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise Misconfigured(
            f"ASKWELL_EMBEDDER is sentence-transformers:{model}, which needs an extra: "
            "pip install 'askwell[sentence-transformers]'"
        ) from error
    try:
        return SentenceTransformer(model)
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise Misconfigured(f"The model {model!r} of ASKWELL_EMBEDDER cannot be loaded: {reason}") from error


def _revision(loaded: Any) -> str | None:
    config = getattr(getattr(loaded[0], "auto_model", None), "config", None)
    return getattr(config, "_commit_hash", None)
