"""FAQ content: the questions it says it answers are found, and count."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.question_forms import belonging, question_forms
from retrieval.reindexing import put_words
from retrieval.retriever import RetrievalQuery

Library = Any


@pytest.mark.parametrize(
    ("line", "questions"),
    [
        ("## How is it paid?", ["How is it paid?"]),
        ("**¿Cómo cancelo?**", ["¿Cómo cancelo?"]),
        ("Q: Is it free? A: Yes.", ["Is it free?"]),
        ("- Can it be undone? Only once.", ["Can it be undone?"]),
        ("3. Why so slow? Banks.", ["Why so slow?"]),
        ("问：怎么退款？", ["怎么退款？"]),
        ("How is it paid", []),
        ("That is all. Any questions?", []),
        ("很长。你觉得呢？", []),
        ("Do you like it? Then buy it.", []),
        ("?", []),
    ],
)
def test_lines_that_ask(line: str, questions: list[str]) -> None:
    assert question_forms((), line) == questions


def test_the_nearest_heading_counts_once_and_outer_ones_do_not() -> None:
    heading = ("Who are we?", "How is it paid?")
    assert question_forms(heading, "## How is it paid?\nBy card.") == ["How is it paid?"]


def test_a_question_belongs_where_it_stands_and_else_to_the_whole_document() -> None:
    document = "How is it paid? By card.\nHow is it cancelled? By mail."
    asked = ["How is it paid?", "Where is my money?"]
    assert list(belonging(asked, "How is it paid? By card.", document, "en")) == asked
    assert list(belonging(asked, "How is it cancelled? By mail.", document, "en")) == asked[1:]


def test_a_question_that_only_the_author_wrote_down_finds_the_document(library: Library) -> None:
    library.publish("a.md", "Payments are returned within 14 days.")
    for n in range(8):
        library.publish(f"{n}.md", f"Filler text number {n}.")
    asked = "Where is my reimbursement?"
    assert top_lexical(library, asked) == {}
    library.publish("a.md", "Payments are returned within 14 days.", questions=[asked])
    assert list(top_lexical(library, asked)) == ["a.md"]
    assert top_lexical(library, asked)["a.md"] > 0.5
    library.publish("a.md", "Payments are returned within 14 days.")
    assert top_lexical(library, asked) == {}


def test_a_passage_that_asks_the_question_beats_one_that_mentions_its_words(library: Library) -> None:
    library.publish("mention.md", "When you cancel a plan it is kept until its end.")
    library.publish("asks.md", "Can I cancel the plan? \nWrite to us.\nIt is kept until its end.")
    for n in range(8):
        library.publish(f"{n}.md", f"Filler text number {n}.")
    assert next(iter(top_lexical(library, "cancel plan"))) == "asks.md"


def top_lexical(library: Library, text: str) -> dict[str, float]:
    hits = library.retriever().retrieve(RetrievalQuery(text, "en", frozenset())).hits
    found = {hit.passage.document_id: hit.lexical for hit in hits if hit.lexical > 0}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def test_words_are_written_with_the_questions(library: Library) -> None:
    library.publish("a.md", "Text.")
    with library.database.write() as session:
        put_words(session, 1, 1, "en", "", (), "Text.", ["What about zebras?"], "Text.")
        assert session.execute("SELECT 1 FROM words WHERE word = 'zebras'").fetchone()
