"""What lies near a text by its meaning alone, in each language of the content.

How near a document is says little by itself: contents and languages differ in how near everything is to everything.
So it is told in standard deviations above the other documents near the same text.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from core.audiences import may_see
from core.db import Session
from core.language import primary
from retrieval.embedder import Vectors
from retrieval.index import IndexCache
from retrieval.meta import read_state
from retrieval.neighbours import owners_of

NEAREST = 100
"""Passages of a language that are looked at."""
_LEAST_DEVIATION = 0.005
"""In cosines: documents that are all equally near stand out by nothing."""


@dataclass(frozen=True, slots=True)
class Near:
    """A document near a text."""

    passage_id: int
    """Its nearest passage."""
    cosine: float
    standing: float
    """How far it stands above the mean of the documents near the text, in their standard deviations."""


NearByDocument = Mapping[str, Near]
"""Documents of one language by id, the nearest first."""


def nearby(
    session: Session,
    index: IndexCache,
    vector: Vectors,
    langs: Collection[str],
    audiences: frozenset[str],
    excluded: frozenset[str] = frozenset(),
) -> dict[str, NearByDocument]:
    """By language, the documents near a vector that somebody of `audiences` may see; none are `excluded`."""
    scopes = _scopes(session, audiences)
    found = {}
    for lang in langs:
        own = [scope for scope, code in scopes.items() if code == lang]
        hits = index.search(session, read_state(session), vector, NEAREST + 10 * len(excluded), own) if own else []
        owners = owners_of(session, [passage for passage, _ in hits])
        kept = [(owners[one], one, cosine) for one, cosine in hits if owners.get(one, "") not in {*excluded, ""}]
        found[lang] = _by_document(kept[:NEAREST])
    return found


def _by_document(hits: Collection[tuple[str, int, float]]) -> NearByDocument:
    best: dict[str, tuple[int, float]] = {}
    for document_id, passage_id, cosine in hits:  # best first
        best.setdefault(document_id, (passage_id, cosine))
    if not best:
        return {}
    cosines = np.array([cosine for _, cosine in best.values()])
    mean, deviation = float(cosines.mean()), max(float(cosines.std()), _LEAST_DEVIATION)
    return {name: Near(passage, cosine, (cosine - mean) / deviation) for name, (passage, cosine) in best.items()}


def _scopes(session: Session, audiences: frozenset[str]) -> dict[int, str]:
    rows = session.execute("SELECT id, lang, audiences FROM scopes").fetchall()
    return {row["id"]: primary(row["lang"]) for row in rows if may_see(audiences, json.loads(row["audiences"]))}
