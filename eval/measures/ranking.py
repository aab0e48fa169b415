"""How well documents are ranked. The arithmetic is that of `ir_measures`; a judged query counts, found or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG

from eval.measures.intervals import Estimate, mean, share

DEPTH = 10
"""How many documents of a ranking are looked at."""

_MEASURES = {Success @ 1: "recall_1", Success @ 5: "recall_5", RR @ DEPTH: "mrr_10", nDCG @ DEPTH: "ndcg_10"}


@dataclass(frozen=True, slots=True)
class RankScores:
    """The scores of one query, each in [0, 1]. Any one relevant document will do, so recall is 0 or 1."""

    recall_1: float
    recall_5: float
    mrr_10: float
    ndcg_10: float


def documents_in_order(document_ids: Iterable[str]) -> tuple[str, ...]:
    """Passages become documents: each document stands where its best passage stood."""
    return tuple(dict.fromkeys(document_ids))


def score_rankings(
    relevant: Mapping[str, AbstractSet[str]], rankings: Mapping[str, Sequence[str]]
) -> dict[str, RankScores]:
    """Scores for every query in `relevant` (query id to its relevant documents), also those without a ranking."""
    judged = {query: documents for query, documents in relevant.items() if documents}
    if not judged:
        return {}
    qrels = [Qrel(query, document, 1) for query, documents in judged.items() for document in documents]
    # Falling scores keep the order given: the evaluator would break ties by document id.
    run = [
        ScoredDoc(query, document, float(-position))
        for query in judged
        for position, document in enumerate(documents_in_order(rankings.get(query, ())))
    ]
    found: dict[str, dict[str, float]] = {query: {} for query in judged}
    for metric in ir_measures.iter_calc(list(_MEASURES), qrels, run or [ScoredDoc("", "", 0.0)]):
        if metric.query_id in found:
            found[metric.query_id][_MEASURES[metric.measure]] = float(metric.value)
    return {query: RankScores(**values) for query, values in found.items()}


def summarise(scores: Sequence[RankScores]) -> dict[str, Estimate | None]:
    """Means over queries by the measure's printed name."""
    return {
        "recall@1": share(int(sum(s.recall_1 for s in scores)), len(scores)),
        "recall@5": share(int(sum(s.recall_5 for s in scores)), len(scores)),
        "MRR@10": mean([s.mrr_10 for s in scores]),
        "nDCG@10": mean([s.ndcg_10 for s in scores]),
    }
