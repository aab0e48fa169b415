"""Collects what weights of evidence are fitted on: for each question the pieces found, and which hold its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from answering.evidence.composing import EvidenceLimits
from answering.evidence.pieces import PROSE
from answering.evidence.scoring import FITTED, FITTED_HELP, Traits, traits_of, values
from answering.evidence.units import Unit, units_of
from answering.understanding.asked import FACT_KINDS, Asked, ask
from eval.asking import Place
from eval.dataset import DataSet, Query
from eval.measures.answers import holds, holds_any
from eval.rig import Rig
from eval.sentence_fitting import Listed
from retrieval.retriever import Hit, Retrieval

Row = tuple[Unit, Traits, bool]


def lists_of(data: DataSet, rig: Rig) -> Iterator[Listed]:
    """One list for each plain question for a fact with a known wording that some sentence holds."""
    for file in data.files:
        for query in file.queries:
            if file.crosslingual or not query.answerable or query.history:
                continue
            place = Place(data.name, file.name, query.lang if query.lang in rig.langs else None)
            retrieval, golds = rig.asker.known(query, place)
            listed = _listed(data.name, query, retrieval, golds) if retrieval and golds else None
            if listed:
                yield listed


def help_lists_of(data: DataSet, rig: Rig) -> Iterator[Listed]:
    """One list for each plain question for help whose document leads, and in which what is needed is marked."""
    for file in data.files:
        for query in file.queries:
            if query.needed and not query.history:
                place = Place(data.name, file.name, query.lang if query.lang in rig.langs else None)
                retrieval, _ = rig.asker.known(query, place)
                listed = _listed_help(data.name, query, retrieval) if retrieval else None
                if listed:
                    yield listed


def _listed_help(name: str, query: Query, retrieval: Retrieval) -> Listed | None:
    first = next((hit for hit in retrieval.hits if units_of(hit.passage)), None)
    if first is None or first.passage.document_id not in query.relevant:
        return None
    asked = ask(retrieval.text, retrieval.lang, retrieval.idf, first.passage.lang)
    own = [hit for hit in retrieval.hits if hit.passage.document_id == first.passage.document_id]
    rows = [row for hit in own[: EvidenceLimits().own_passages] for row in traits_of(asked, hit, first.score)]
    needed = np.array([_is_needed(unit, query.needed) for unit, _ in rows])
    if asked.kind in FACT_KINDS or not needed.any():
        return None
    return Listed(name, np.array([values(traits)[: len(FITTED_HELP)] for _, traits in rows]), needed)


def _is_needed(unit: Unit, needed: Sequence[str]) -> bool:
    """A mark may be a part of a piece, as a step is of all steps, or hold it."""
    return any(holds(unit.text, mark) or holds(mark, unit.text) for mark in needed)


def _listed(name: str, query: Query, retrieval: Retrieval, golds: Sequence[str]) -> Listed | None:
    first = next((hit for hit in retrieval.hits if units_of(hit.passage)), None)
    if first is None:
        return None
    lang = first.passage.lang
    asked = ask(retrieval.text, retrieval.lang, retrieval.idf, lang)
    hits = [hit for hit in retrieval.hits if hit.passage.lang == lang]
    rows = [row for hit in hits for row in _rows(asked, hit, first.score, query, golds)]
    if asked.kind not in FACT_KINDS or not any(holds for _, _, holds in rows):
        return None
    traits = np.array([values(one)[: len(FITTED)] for _, one, _ in rows])
    return Listed(f"{name}/{query.lang}", traits, np.array([holds for _, _, holds in rows]))


def _rows(asked: Asked, hit: Hit, best: float, query: Query, golds: Sequence[str]) -> Iterator[Row]:
    right = hit.passage.document_id in query.relevant
    for unit, traits in traits_of(asked, hit, best):
        if unit.kind in PROSE:
            yield unit, traits, right and holds_any(unit.text, golds)
