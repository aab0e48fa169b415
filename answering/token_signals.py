"""What late interaction tells of an answer: how well it and its rivals match the question, token by token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.results import Hit
from retrieval.token_vectors import TokenMatches

TOKEN_SIGNALS = (
    "token_match",
    "token_worst",
    "token_margin",
    "token_z",
    "token_gain",
    "token_loss",
    "token_open",
)
"""How well the document matches; its worst third of the tokens; how far it stands above other documents, in cosines and
in their standard deviations; by how much single tokens match better, and worse, than in the best rival; and worse than
in any."""

_STEADY = 0.01
_Cosines = NDArray[np.float32]


def token_signals(matches: TokenMatches | None, top: Hit, hits: Sequence[Hit]) -> dict[str, float]:
    """The signals of `top` among `hits`; none of them where tokens were not compared."""
    if matches is None or top.passage.id not in matches.cosines:
        return {}
    own = _document(matches, top.passage.document_id, hits)
    worst = np.sort(own)[: max(1, len(own) // 3)]
    found = {"token_match": float(matches.weights @ own), "token_worst": float(worst.mean())}
    rivals = [hit for hit in hits if hit.passage.document_id != top.passage.document_id and _known(matches, hit)]
    return {**found, **_against(matches, own, top, rivals)} if rivals else found


def _against(matches: TokenMatches, own: _Cosines, top: Hit, rivals: Sequence[Hit]) -> dict[str, float]:
    weights = matches.weights
    best = float(weights @ matches.cosines[top.passage.id])
    by_document: dict[str, float] = {}
    for hit in rivals:
        near = float(weights @ matches.cosines[hit.passage.id])
        by_document[hit.passage.document_id] = max(near, by_document.get(hit.passage.document_id, -1.0))
    others = np.array(list(by_document.values()))
    first = _document(matches, max(rivals, key=lambda hit: hit.score).passage.document_id, rivals)
    any_other = np.max([matches.cosines[hit.passage.id] for hit in rivals], axis=0)
    return {
        "token_margin": best - float(others.max()),
        "token_z": (best - float(others.mean())) / (float(others.std()) + _STEADY),
        "token_gain": float(weights @ np.maximum(0.0, own - first)),
        "token_loss": float(weights @ np.maximum(0.0, first - own)),
        "token_open": float(weights @ np.maximum(0.0, any_other - own)),
    }


def _document(matches: TokenMatches, document_id: str, hits: Sequence[Hit]) -> _Cosines:
    """Each token's best match in the document's passages."""
    rows = [
        matches.cosines[hit.passage.id]
        for hit in hits
        if hit.passage.document_id == document_id and _known(matches, hit)
    ]
    best: _Cosines = np.max(rows, axis=0)
    return best


def _known(matches: TokenMatches, hit: Hit) -> bool:
    return hit.passage.id in matches.cosines
