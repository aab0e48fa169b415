"""Fits the space of token vectors: mean states, and the main components of what is left of them (PCA).

No judgement of relevance goes in, only texts: passages and questions of public sets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.e5_engine import TokenEngine
from retrieval.token_vectors import TokenSpace

COMPONENTS = 128
_BATCH = 64

Floats = NDArray[np.float32]
Texts = Mapping[str, Sequence[str]]
"""By language."""


def fit_space(engine: TokenEngine, passages: Texts, questions: Texts) -> TokenSpace:
    """The space of these texts; every language counts the same. Raises `ValueError` without any."""
    if not passages or not questions:
        raise ValueError("no texts to fit to")
    states = {lang: _states(engine, texts, is_query=False) for lang, texts in passages.items()}
    asked = {lang: _states(engine, texts, is_query=True).mean(axis=0) for lang, texts in questions.items()}
    mean: Floats = np.mean([rows.mean(axis=0) for rows in states.values()], axis=0)
    # Each language around its own mean, so that the components tell words apart and not languages.
    covariance = np.mean([np.cov(rows, rowvar=False) for rows in states.values()], axis=0)
    values, vectors = np.linalg.eigh(covariance)
    components = vectors[:, np.argsort(-values)[:COMPONENTS]].astype(np.float32)
    everywhere: Floats = np.mean(list(asked.values()), axis=0)
    return TokenSpace(components, mean, {**asked, "all": everywhere})


def _states(engine: TokenEngine, texts: Sequence[str], *, is_query: bool) -> Floats:
    parts = (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
    found = [one.states for part in parts for one in engine.embed_tokens(part, is_query=is_query)[1]]
    rows: Floats = np.concatenate(found)
    return rows
