"""What is kept beside an answer so that it can be replayed: bounded in size, whatever was asked and found.

Scores have four digits and log-odds three: more says nothing, and every answer pays for it.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from answering.answerer import Answered, Question
from answering.confidence import Logistic
from answering.evidence.generator import Draft
from answering.workings import Fit, Workings
from core.model import Author
from retrieval.retriever import Hit, Retrieval

FORMAT = 1
MOST_TERMS = 40
MOST_AUDIENCES = 20
MOST_PIECES = 30
LONGEST = 300
"""Characters of a page's address or title."""
PARTS = ("title", "translations", "tokens", "fused", "reranker")
"""The scores of a passage that its evidence does not have, in the order in which they are kept."""


def snapshot_of(question: Question, answered: Answered, fit: Fit) -> dict[str, Any]:
    """How `answered` came about, as JSON; together with its evidence and signals nothing else is needed to tell it."""
    return {
        "format": FORMAT,
        "software": software_version(),
        "kind": answered.kind.value,
        "lang_given": question.lang is not None,
        "turns": sum(turn.author is Author.VISITOR for turn in question.history),
        "page": [part[:LONGEST] for part in question.page],
        "audiences": sorted(question.audiences)[:MOST_AUDIENCES],
        "thresholds": [round(cut, 4) for cut in (fit.thresholds.answer, fit.thresholds.caveat, fit.thresholds.clarify)],
        "target": fit.target_precision,
        "calibration": fit.calibration,
        "embedder": fit.embedder,
        **(_searched(answered.retrieval) if answered.retrieval else {}),
        **(_judged(answered.workings, answered) if answered.workings else {}),
        **_written(answered.draft),
    }


@cache
def software_version() -> str:
    """The version of Askwell that runs."""
    return version("askwell")


def _written(draft: Draft | None) -> dict[str, Any]:
    """How a model wrote it; nothing where none was asked. What it wrote stands in the answer."""
    return {"written": dict(draft.written)} if draft and draft.written else {}


def _searched(retrieval: Retrieval) -> dict[str, Any]:
    return {
        "generation": retrieval.generation,
        "reranker": retrieval.reranker,
        "terms": retrieval.terms[:MOST_TERMS],
        "parts": [_parts(hit, retrieval) for hit in retrieval.hits],
    }


def _parts(hit: Hit, retrieval: Retrieval) -> list[float | None]:
    tokens = retrieval.matches.nearness(hit.passage.id) if retrieval.matches else None
    values = (hit.title, hit.translations, tokens, hit.fused, hit.reranker)
    return [None if value is None else round(float(value), 4) for value in values]


def _judged(workings: Workings, answered: Answered) -> dict[str, Any]:
    added = workings.model.log_odds(answered.answer.signals)
    return {
        "asks_for": workings.asks_for,
        "coverage": round(workings.coverage, 4),
        "intercept": round(workings.model.intercept, 3),
        # In the order of the signals, which are kept beside it with their names.
        "log_odds": [round(added[name], 3) if name in added else None for name in answered.answer.signals],
        "sides": "".join(_side(name, value, workings.model) for name, value in answered.answer.signals.items()),
        "group": None if workings.group is None else round(workings.group, 4),
        "found": [workings.decision, workings.reason],
        "pieces": [
            [piece.passage.document_id, piece.passage.version, piece.start, piece.end]
            for piece in workings.pieces[:MOST_PIECES]
        ],
    }


def _side(name: str, value: float, model: Logistic) -> str:
    """Whether a signal is higher than is typical (`+`) or not (`-`)."""
    return "+" if value > (model.terms[name].mean if name in model.terms else 0.5) else "-"
