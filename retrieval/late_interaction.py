"""A second look at the best documents, token by token (late interaction: Khattab and Zaharia 2020, ColBERT).

Each token of the question takes its best cosine among a passage's tokens; rare tokens count more. Sibling articles that
look alike as a whole differ in single words. docs/decisions/0009-no-reading-model.md has the measurements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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

DOCUMENTS = 16
"""Documents that are looked at."""
PASSAGES = 2
"""Passages of each."""
FURTHER = 6
"""Passages of the best document that are looked at besides, for what the answer is made of."""
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
    return _match(session, asked, _best_passages(session, fused))


def match_further(
    session: Session, asked: AskedTokens, fused: Sequence[Fused], document_id: str, known: Collection[int]
) -> TokenMatches | None:
    """Look at more passages of one document, none of the `known` ones; None when there are none, or without tokens."""
    others = [hit.id for hit in fused if hit.id not in known]
    owners = owners_of(session, others)
    return _match(session, asked, [one for one in others if owners.get(one) == document_id][:FURTHER])


def _match(session: Session, asked: AskedTokens, chosen: Sequence[int]) -> TokenMatches | None:
    stored = read_tokens(session, chosen, asked.form)
    if not chosen or len(stored) < len(chosen) or not all(stored.values()):
        return None
    within = _compared(asked, stored)
    best = {passage: within[passage].max(axis=1) for passage in chosen}
    return TokenMatches(asked.weights, best, within)


def _compared(asked: AskedTokens, stored: Mapping[int, bytes]) -> dict[int, NDArray[np.float32]]:
    """The cosines of the question's tokens with those of each passage."""
    rows, counts = unpack(list(stored.values()), asked.rows.shape[1])
    parts = np.split(asked.rows @ rows.T, np.cumsum(counts)[:-1], axis=1)
    return dict(zip(stored, parts, strict=True))


def weigh_tokens(fused: Sequence[Fused], matches: TokenMatches, share: float) -> list[Fused]:
    """`fused` in the order of the mixed scores; what was not looked at stays behind, as if it matched nothing."""
    return best_first([_mixed(hit, matches.nearness(hit.id), share) for hit in fused])


def with_tokens(
    session: Session, asked: AskedTokens, matches: TokenMatches, hits: Sequence[Hit], ends: Ends
) -> tuple[Hit, ...]:
    """`hits` with their tokens against those of the question, where they have any stored."""
    others = [hit.passage.id for hit in hits if hit.passage.id not in matches.within]
    stored = {passage: packed for passage, packed in read_tokens(session, others, asked.form).items() if packed}
    known = {**matches.within, **(_compared(asked, stored) if stored else {})}
    return tuple(replace(hit, tokens=_tokens(asked, hit.passage, known.get(hit.passage.id), ends)) for hit in hits)


def _tokens(
    asked: AskedTokens, passage: Passage, cosines: NDArray[np.float32] | None, ends: Ends
) -> PassageTokens | None:
    if cosines is None:
        return None
    return PassageTokens(asked.weights, cosines, ends, passage_text(passage.title, passage.heading, ""))


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
