"""What can be measured about a found answer that tells right from wrong; `confidence` weighs it.

Every signal is a number. One that compares the best document with others is left out where there is nothing to compare
it with, and then counts as average: in a help centre of one article, being alone proves nothing either way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from answering.confidence import MISSING_CODE
from answering.evidence.scoring import coverage
from answering.evidence.selection import Evidence
from answering.evidence.units import title_terms, units_of
from answering.token_signals import TOKEN_SIGNALS, token_signals
from answering.understanding.asked import Asked
from retrieval.retriever import Hit, Retrieval

SENTENCE_SIGNALS = ("sentence_match", "sentence_context")
"""How well the question's tokens are matched by one sentence of the best document, and by it with what it builds on."""
EMBEDDER_SIGNALS = frozenset(
    (
        "dense", "dense_best", "dense_margin", "dense_spread", "score", "score_margin",
        "title", "title_margin", "translations", "translations_margin", *TOKEN_SIGNALS, *SENTENCE_SIGNALS,
    )
)  # fmt: skip
"""Those on the embedder's own scale."""
SIGNALS = (
    "dense",
    "dense_best",
    "dense_margin",
    "dense_spread",
    "dense_z",
    "lexical",
    "lexical_best",
    "lexical_margin",
    "score",
    "score_margin",
    "score_z",
    "agreement",
    "crowd",
    "coverage",
    "coverage_title",
    "coverage_passage",
    "coverage_sentence",
    "unfound_terms",
    "missing_term",
    "terms",
    "same_language",
    "title",
    "title_margin",
    "translations",
    "translations_margin",
    "reranker",
    "reranker_margin",
    *TOKEN_SIGNALS,
    *SENTENCE_SIGNALS,
)
"""The names of all signals, in the order of a row."""

_FEWEST_RIVALS = 3
"""Hits of other documents from which standing out of them means something."""
_NEAR = 0.95
_LARGEST_Z = 5.0


def signals_of(retrieval: Retrieval, evidence: Evidence) -> dict[str, float]:
    """Every signal for what was found and chosen; all zero when nothing was."""
    hits = retrieval.hits
    if not hits or evidence.asked is None:
        return dict.fromkeys(SIGNALS, 0.0)
    top = _leading(hits, evidence)
    rivals = [hit for hit in hits if hit.passage.document_id != top.passage.document_id]
    found = {
        "dense": top.dense,
        "dense_best": max(map(_dense, hits)),
        "lexical": top.lexical,
        "lexical_best": max(map(_lexical, hits)),
        "score": _score(top),
        "agreement": (_reciprocal_rank(top, hits, _dense) + _reciprocal_rank(top, hits, _lexical)) / 2,
        **_comparisons(top, hits, rivals),
        **_whole("title", top.title, [hit.title for hit in rivals]),
        **_whole("translations", top.translations, [hit.translations for hit in rivals]),
        **_whole("reranker", top.reranker, [hit.reranker for hit in rivals]),
        **token_signals(retrieval.matches, top, hits),
        **_sentences(top, evidence),
        **_coverages(evidence.asked, top, evidence),
        "terms": math.log1p(len(evidence.asked.weights)),
        "same_language": float(top.passage.lang == retrieval.lang),
    }
    kept = {name: float(found[name]) for name in SIGNALS if name in found}
    return {**kept, MISSING_CODE: 1.0} if retrieval.missing_codes else kept


def _leading(hits: Sequence[Hit], evidence: Evidence) -> Hit:
    """The best hit of the document that the answer begins with: usually the best of all, for a fact perhaps another.

    What is shown begins with what stands first on the page, which may be the least telling part of it.
    """
    first = evidence.pieces[0].passage.document_id if evidence.pieces else None
    return next((hit for hit in hits if hit.passage.document_id == first), hits[0])


def _comparisons(top: Hit, hits: Sequence[Hit], rivals: Sequence[Hit]) -> Mapping[str, float]:
    """How the best stands against other documents; nothing where there is none."""
    if not rivals:
        return {}
    found = {
        "dense_margin": _margin(top, rivals, _dense),
        "dense_spread": _spread([hit.dense for hit in hits]),
        "lexical_margin": _margin(top, rivals, _lexical),
        "score_margin": _margin(top, rivals, _score),
        "crowd": math.log1p(len({hit.passage.document_id for hit in rivals if _score(hit) >= _NEAR * _score(top)})),
    }
    if len(rivals) >= _FEWEST_RIVALS:
        found |= {"dense_z": _z(top, rivals, _dense), "score_z": _z(top, rivals, _score)}
    return found


def _whole(name: str, own: float | None, others: Sequence[float | None]) -> Mapping[str, float]:
    """How near the best document is as a whole, and how much nearer than any other; nothing where it is not known."""
    if own is None:
        return {}
    known = [value for value in others if value is not None]
    return {name: own, f"{name}_margin": own - max(known)} if known else {name: own}


def _sentences(top: Hit, evidence: Evidence) -> Mapping[str, float]:
    """The best single pieces of the document that the answer begins with; nothing where tokens were not compared."""
    own = [one.traits for one in evidence.scored if one.passage.document_id == top.passage.document_id]
    if not own or top.tokens is None:
        return {}
    return {
        "sentence_match": max(one.match for one in own),
        "sentence_context": max(one.match_context for one in own),
    }


def _coverages(asked: Asked, top: Hit, evidence: Evidence) -> Mapping[str, float]:
    title = title_terms(top.passage)
    units = units_of(top.passage)
    body = title.union(*(unit.terms for unit in units))
    seen = frozenset[str]().union(*(one.unit.terms for one in evidence.scored))
    missing = [weight for term, weight in asked.weights.items() if term not in body]
    return {
        "coverage": evidence.coverage,
        "coverage_title": coverage(asked, title),
        "coverage_passage": coverage(asked, body),
        "coverage_sentence": max((coverage(asked, unit.terms) for unit in units), default=0.0),
        "unfound_terms": 1.0 - coverage(asked, seen),
        "missing_term": max(missing, default=0.0) / asked.total if asked.total else 0.0,
    }


def _dense(hit: Hit) -> float:
    return hit.dense


def _lexical(hit: Hit) -> float:
    return hit.lexical


def _score(hit: Hit) -> float:
    """That of search alone: what a reranker gave has signals of its own."""
    return hit.score if hit.fused is None else hit.fused


def _margin(top: Hit, rivals: Sequence[Hit], of: Callable[[Hit], float]) -> float:
    return of(top) - max(map(of, rivals))


def _spread(values: Sequence[float]) -> float:
    """How far the best stands above the mean of the rest."""
    best, *rest = sorted(values, reverse=True)
    return best - sum(rest) / len(rest)


def _z(top: Hit, rivals: Sequence[Hit], of: Callable[[Hit], float]) -> float:
    """How far the best stands out of the other documents' hits, in their standard deviations."""
    values = [of(hit) for hit in rivals]
    # The statistics module is exact with fractions, which costs a hundred times as much.
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    if deviation < 1e-6:
        return 0.0
    return max(-_LARGEST_Z, min(_LARGEST_Z, (of(top) - mean) / deviation))


def _reciprocal_rank(top: Hit, hits: Sequence[Hit], of: Callable[[Hit], float]) -> float:
    """1 over the rank of the best hit's document when documents are ordered by one score alone; 0 without a score."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.passage.document_id] = max(best.get(hit.passage.document_id, 0.0), of(hit))
    own = best[top.passage.document_id]
    return 1 / (1 + sum(value > own for value in best.values())) if own > 0 else 0.0
