"""Any CrossEncoder of the `sentence-transformers` library, by name or folder; needs the extra of that name."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import Misconfigured, Unavailable
from retrieval.embedder import clean
from retrieval.model_identity import model_identity
from retrieval.reranking import wrong_model

BATCH = 2
"""Passages between two looks at the clock: on a processor larger batches are hardly faster."""
MAX_TOKENS = 512
"""Of question and passage together; a model that takes fewer gets fewer."""


class CrossEncoderReranker:
    """Reads question and passage together, on the processor.

    One logit a pair goes through a sigmoid, whatever the model's own settings say; of two the second counts, as a
    share of both, because that is where such models have "relevant".
    """

    def __init__(self, model: str) -> None:
        """Load `model`; raises `Misconfigured` when the library or the model is not there, or is of another kind."""
        self._model = _load(model)
        if _has_made_up_head(self._model):
            raise wrong_model(model, "it was not trained to judge a question and a passage together.")
        _shorten(self._model)
        self._lock = threading.Lock()
        self.id = f"cross-encoder:{model_identity(model, _revision(self._model))}"
        try:
            outputs = self._outputs([("question", "passage")])
        except (RuntimeError, ValueError, TypeError, IndexError, KeyError) as error:
            raise wrong_model(model, f"it cannot read a question and a passage ({_first_line(error)}).") from error
        if outputs.shape[1] > 2:
            raise wrong_model(model, f"it gives {outputs.shape[1]} numbers a passage, where one or two are wanted.")

    def scores(self, question: str, passages: Sequence[str], seconds: float) -> list[float]:
        """One score in [0, 1] a passage; raises `Unavailable` when `seconds` do not suffice."""
        deadline = time.monotonic() + seconds
        pairs = [(clean(question), clean(passage)) for passage in passages]
        if not self._lock.acquire(timeout=seconds):  # the tokenizer may not be used by two threads at once
            raise Unavailable(f"{self.id} was busy with other questions for {seconds:g} s.")
        try:
            found: list[float] = []
            for start in range(0, len(pairs), BATCH):
                found += _probabilities(self._outputs(pairs[start : start + BATCH])).tolist()
                if time.monotonic() > deadline:
                    raise Unavailable(f"{self.id} read {len(found)} of {len(pairs)} passages in {seconds:g} s.")
        finally:
            self._lock.release()
        return found

    def _outputs(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Logits of shape (pairs, 1 or more)."""
        import torch

        found = self._model.predict(
            list(pairs), batch_size=BATCH, activation_fn=torch.nn.Identity(), show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float64).reshape(len(pairs), -1)


def _probabilities(outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """A sigmoid of one logit, or the softmax's share of the second of two, which is the sigmoid of how far it leads."""
    logits = outputs[:, -1] - (outputs[:, 0] if outputs.shape[1] == 2 else 0.0)
    found: NDArray[np.float64] = 0.5 * (1 + np.tanh(logits / 2))  # the same without overflow
    return found


def _load(model: str) -> Any:
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise Misconfigured(
            f"ASKWELL_RERANKER is {model}, which needs an extra: pip install 'askwell[sentence-transformers]'"
        ) from error
    try:
        return CrossEncoder(model, device="cpu")
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError) as error:
        raise wrong_model(model, f"it cannot be loaded ({_first_line(error)}).") from error


def _has_made_up_head(model: Any) -> bool:
    """Whether the library put random weights where there are none: any embedder can be loaded so, and gives noise."""
    network = getattr(model, "model", None)
    kind = type(network).__name__
    declared = getattr(getattr(network, "config", None), "architectures", None) or [kind]
    return kind.endswith("ForSequenceClassification") and kind not in declared


def _shorten(model: Any) -> None:
    # The property has been renamed between two releases of the library.
    name = "max_seq_length" if hasattr(model, "max_seq_length") else "max_length"
    setattr(model, name, min(getattr(model, name) or MAX_TOKENS, MAX_TOKENS))


def _revision(loaded: Any) -> str | None:
    return getattr(getattr(getattr(loaded, "model", None), "config", None), "_commit_hash", None)


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
