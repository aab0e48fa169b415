"""What files say about the questions they answer, where their readers do not see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.db import Database
from ingest.pipeline import sync
from ingest.readers.reading import Reading
from ingest.sources import open_source
from retrieval.documents import DocumentStore
from retrieval.embedder import HashingEmbedder

Read = Callable[..., Reading]


def test_front_matter_names_questions_and_other_names(read: Read) -> None:
    found = read(
        "---\nquestions:\n  - Where is my money, please?\n  - Is it late?\naliases: [/old/page, chargeback]\n"
        "keywords: refund, money back\n---\n# Refunds\n\nIn 14 days.\n"
    )
    assert found.questions == ("Where is my money, please?", "Is it late?", "chargeback", "refund", "money back")
    assert "money" not in found.text


@pytest.mark.parametrize("value", ["5", "{a: b}", "[1, 2]", "''"])
def test_other_values_are_left_alone(read: Read, value: str) -> None:
    assert read(f"---\nquestions: {value}\n---\n# Refunds\n\nIn 14 days.\n").questions in ((), ("5",))


def test_web_pages_mark_questions_for_search_engines(read: Read) -> None:
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "name": "No question"},
            {"@type": ["FAQPage"], "mainEntity": [{"@type": "Question", "name": "How do I\n cancel?"}]},
        ],
    }
    page = (
        f"<html><head><title>FAQ</title><script type='application/ld+json'>{json.dumps(linked)}</script>"
        "<script type='application/ld+json'>{broken</script><meta name='keywords' content='plans, prices'></head>"
        "<body><main><h1>FAQ</h1><div itemscope itemtype='https://schema.org/Question'>"
        "<h3 itemprop='name'>Change a plan</h3><p>Open Plans.</p></div></main></body></html>"
    )
    assert read(page, "faq.html").questions == ("How do I cancel?", "Change a plan", "plans", "prices")


def test_a_corpus_has_a_field_for_questions_and_a_change_of_it_alone_is_taken_in(
    tmp_path: Path, database: Database
) -> None:
    store, embedder, file = DocumentStore(database), HashingEmbedder(), tmp_path / "corpus.jsonl"
    row = {"id": "a", "title": "Refunds", "text": "In 14 days.", "lang": "en"}

    def indexed(questions: list[str]) -> tuple[int, str]:
        file.write_text(json.dumps({**row, "questions": questions}), encoding="utf-8")
        report = sync(open_source(str(file)), store, embedder)
        with database.read() as session:
            return report.embedded, session.execute("SELECT questions FROM passages_fts").fetchone()[0]

    assert indexed([]) == (1, "")
    assert indexed(["Where is my money?"]) == (0, "where is my money")
    assert indexed([]) == (0, "")
