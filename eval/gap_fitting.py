"""Fits the space that questions are grouped in: where each language lies, and how wordings of one question differ.

Questions that ask the same are known by their `intent`, or by an id that differs in nothing but the language. No
judgement of relevance goes in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from eval.dataset import DataSet, Query
from insights.gaps.space import ANY, QuestionSpace, plain_space
from retrieval.embedder import Embedder, Vectors

DIRECTIONS = 64
_BATCH = 64


def fit_questions(embedder: Embedder, sets: Sequence[DataSet]) -> QuestionSpace:
    """The space of these sets' questions; raises `ValueError` when no question is there in two wordings."""
    files = [list(file.queries) for data in sets for file in data.files if not file.crosslingual]
    vectors = [embedded(embedder, [query.text for query in queries]) for queries in files]
    space = plain_space(embedder.id, _means(files, vectors), embedder.dim)
    scatters = [
        scatter
        for queries, rows in zip(files, vectors, strict=True)
        if (scatter := _within(queries, _centred(space, queries, rows))) is not None
    ]
    if not scatters:
        raise ValueError("no question is there in two wordings")
    return QuestionSpace(embedder.id, space.means, _directions(np.mean(scatters, axis=0)))


def embedded(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """The vectors of questions, some at a time."""
    parts = [embedder.embed_queries(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    return np.concatenate(parts) if parts else np.zeros((0, embedder.dim), dtype=np.float32)


def same_question(query: Query) -> str:
    """A name that all wordings of one question share."""
    return query.intent or "-".join(part for part in query.id.split("-") if part != query.lang)


def _means(files: Sequence[Sequence[Query]], vectors: Sequence[Vectors]) -> dict[str, Vectors]:
    """Of each language, every file counting the same; `ANY` is the mean of the languages."""
    found: dict[str, list[Vectors]] = defaultdict(list)
    for queries, rows in zip(files, vectors, strict=True):
        langs = np.array([query.lang for query in queries])
        for lang in set(langs.tolist()):
            found[lang].append(rows[langs == lang].mean(axis=0))
    means = {lang: np.mean(parts, axis=0) for lang, parts in sorted(found.items())}
    return {**means, ANY: np.mean(list(means.values()), axis=0)}


def _centred(space: QuestionSpace, queries: Sequence[Query], rows: Vectors) -> Vectors:
    langs = [query.lang for query in queries]
    return space.with_means(rows, langs).rows(rows, langs)


def _within(queries: Sequence[Query], rows: Vectors) -> Vectors | None:
    """How wordings of one question scatter about their mean; None where each is there once."""
    members: dict[str, list[int]] = defaultdict(list)
    for place, query in enumerate(queries):
        members[same_question(query)].append(place)
    groups = [rows[places] for places in members.values() if len(places) > 1]
    if not groups:
        return None
    apart = np.concatenate([group - group.mean(axis=0) for group in groups])
    return np.asarray(apart.T @ apart / len(apart))


def _directions(scatter: Vectors) -> Vectors:
    """The widest directions, scaled by how much each is to be flattened."""
    values, vectors = np.linalg.eigh(scatter)
    values, vectors = values[::-1], vectors[:, ::-1]
    rest, ridge = values[DIRECTIONS:].mean(), values.mean()
    kept = np.sqrt((rest + ridge) / (values[:DIRECTIONS] + ridge))
    return np.asarray(vectors[:, :DIRECTIONS] * np.sqrt(1.0 - kept), dtype=np.float32)
