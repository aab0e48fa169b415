"""The bar about kinds of messages, on the labelled messages that ship."""

from __future__ import annotations

from collections.abc import Sequence

from eval.bars.evidence import Found
from eval.cli_kinds import questions_of
from eval.dataset import DataSet
from eval.kind_figures import figures_of, macro_f1
from eval.kinds import FURTHER, Fitting, load_labelled
from retrieval.embedder import Embedder

NAME = "question_kinds"


def question_kinds(embedder: Embedder, sets: Sequence[DataSet]) -> Found:
    """Mean F1 over kinds, each message judged by a model that has not seen its author's pattern."""
    learnt = {data.name: questions_of(data) for data in sets if data.corpus}
    fitting = Fitting(load_labelled(), embedder.embed_queries, learnt, {}, load_labelled(FURTHER))
    known = [row.kind for row in fitting.rows]
    figures = figures_of(known, fitting.held_out(full=True))
    patterns, langs = ({getattr(row, name) for row in fitting.rows} for name in ("pattern", "lang"))
    note = f"{len(known)} messages, {len(figures)} kinds, {len(langs)} languages, {len(patterns)} patterns"
    return Found(macro_f1(figures), note=note)
