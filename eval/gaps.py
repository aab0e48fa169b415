"""How well gaps come out: questions whose group is known, grouped as the content board groups them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import adjusted_rand_score, v_measure_score

from eval.dataset import DataSet, Query
from eval.gap_fitting import embedded, same_question
from insights.gaps.grouping import group
from insights.gaps.space import QuestionSpace
from retrieval.embedder import Embedder

INTENTS = 20
"""Drawn from a set for one grouping."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """One grouping beside the known one."""

    questions: int
    intents: int
    gaps: int
    v_measure: float
    """Rosenberg and Hirschberg 2007: 1 when each gap holds one intent and each intent one gap."""
    adjusted_rand: float
    """Hubert and Arabie 1985: pairs put together or apart as they should be; 0 by chance, 1 when all are."""
    whole: int
    """Intents all of whose questions fall into one gap."""


def drawn(data: DataSet, seed: int, intents: int = INTENTS) -> list[Query]:
    """The unanswerable questions of `intents` that a seed draws."""
    known: dict[str, list[Query]] = defaultdict(list)
    for file in data.files:
        for query in file.queries:
            if not query.answerable and not query.history:
                known[same_question(query)].append(query)
    chosen = random.Random(seed).sample(sorted(known), min(intents, len(known)))  # noqa: S311 - a sample, not a secret
    return [query for name in chosen for query in known[name]]


def grouped(embedder: Embedder, space: QuestionSpace, queries: Sequence[Query]) -> Grouped:
    """These questions as the only ones in the log, grouped and compared with their intents."""
    langs, truth = [query.lang for query in queries], [same_question(query) for query in queries]
    vectors = embedded(embedder, [query.text for query in queries])
    rows = space.with_means(vectors, langs).rows(vectors, langs)
    labels = group(rows, np.zeros((0, embedder.dim), dtype=np.float32)).tolist()
    gaps_of: dict[str, set[int]] = defaultdict(set)
    for name, label in zip(truth, labels, strict=True):
        gaps_of[name].add(label)
    return Grouped(
        questions=len(queries),
        intents=len(gaps_of),
        gaps=len(set(labels)),
        v_measure=float(v_measure_score(truth, labels)),
        adjusted_rand=float(adjusted_rand_score(truth, labels)),
        whole=sum(len(found) == 1 for found in gaps_of.values()),
    )
