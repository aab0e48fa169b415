"""A second look at the best documents, token by token (late interaction: Khattab and Zaharia 2020, ColBERT).

Each token of the question takes its best cosine among a passage's tokens; rare tokens count more. Sibling articles that
look alike as a whole differ in single words. docs/decisions/0009-no-reading-model.md has the measurements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.db import Session
from core.model import Passage
from retrieval.embedder import Vectors
from retrieval.fusion import Fused, best_first
from retrieval.neighbours import owners_of
from retrieval.passage_tokens import Ends, PassageTokens
from retrieval.passages import passage_text
from retrieval.results import Hit
from retrieval.token_store import read_tokens
from retrieval.token_vectors import TokenMatches, unpack

DOCUMENTS = 8
"""Documents that are looked at."""
PASSAGES = 2
"""Passages of each."""
_DEEP = 80
"""Passages among which those are."""
_UNRELATED, _MATCHING = -0.125, 1.125
"""Mean cosines that count as 0 and 1; so wide that they spread as much within a question as the score of search."""


@dataclass(frozen=True, slots=True, eq=False)
class AskedTokens:
    """The tokens of a question, ready to be compared."""

    rows: Vectors
    """Shape (tokens, components)."""
    weights: NDArray[np.float32]
    form: str


def match_tokens(session: Session, asked: AskedTokens, fused: Sequence[Fused]) -> TokenMatches | None:
    """Look at the best of `fused`, best first; None while one of them has no tokens, as just after an upgrade."""
    chosen = _best_passages(session, fused)
    stored = read_tokens(session, chosen, asked.form)
    if not chosen or len(stored) < len(chosen) or not all(stored.values()):
        return None
    rows, counts = unpack([stored[passage] for passage in chosen], asked.rows.shape[1])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    cosines = np.maximum.reduceat(asked.rows @ rows.T, starts, axis=1)
    return TokenMatches(asked.weights, {passage: cosines[:, at] for at, passage in enumerate(chosen)})


def weigh_tokens(fused: Sequence[Fused], matches: TokenMatches, share: float) -> list[Fused]:
    """`fused` in the order of the mixed scores; what was not looked at stays behind, as if it matched nothing."""
    return best_first([_mixed(hit, matches.nearness(hit.id), share) for hit in fused])


def with_tokens(session: Session, asked: AskedTokens, hits: Sequence[Hit], ends: Ends) -> tuple[Hit, ...]:
    """`hits` with their tokens against those of the question, where they have any stored."""
    packed = read_tokens(session, [hit.passage.id for hit in hits], asked.form)
    return tuple(
        replace(hit, tokens=_against(asked, hit.passage, packed[hit.passage.id], ends))
        if packed.get(hit.passage.id)
        else hit
        for hit in hits
    )


def _against(asked: AskedTokens, passage: Passage, packed: bytes, ends: Ends) -> PassageTokens:
    rows, _ = unpack([packed], asked.rows.shape[1])
    return PassageTokens(asked.weights, asked.rows @ rows.T, ends, passage_text(passage.title, passage.heading, ""))


def _mixed(hit: Fused, nearness: float | None, share: float) -> Fused:
    scaled = 0.0 if nearness is None else (nearness - _UNRELATED) / (_MATCHING - _UNRELATED)
    score = (1 - share) * hit.score + share * min(1.0, max(0.0, scaled))
    return Fused(hit.id, score, hit.dense, hit.lexical, hit.title, hit.translations)


def _best_passages(session: Session, fused: Sequence[Fused]) -> list[int]:
    owners = owners_of(session, [hit.id for hit in fused[:_DEEP]])
    taken: Counter[str] = Counter()
    chosen: list[int] = []
    for hit in fused[:_DEEP]:
        owner = owners.get(hit.id)
        if owner is None or taken[owner] == PASSAGES or (owner not in taken and len(taken) == DOCUMENTS):
            continue
        taken[owner] += 1
        chosen.append(hit.id)
    return chosen
