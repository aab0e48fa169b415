from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import benchmarks.peers
from benchmarks.peers import kept
from benchmarks.peers.by_language import ByLanguage
from benchmarks.peers.figures import figures, floor_keeping, passing
from benchmarks.peers.measuring import measure, prepare
from benchmarks.peers.own import system as askwell
from benchmarks.peers.protocol import Chunk, Document, Found, Search, as_document
from benchmarks.peers.questions import Choice, Task, task_of
from benchmarks.peers.record import Asked, Record, record_of
from benchmarks.peers.registry import ENTRIES, OWN, entry
from benchmarks.peers.tables import BEGIN, END, as_markdown, as_text, placed
from core.errors import InvalidInput
from eval.dataset import CorpusDocument, DataSet, Query, QueryFile
from eval.embedding_cache import CachedEmbedder
from retrieval.embedder import HashingEmbedder

TEXTS = {
    "printer": ("en", "Printer setup", "Connect the printer with a cable and choose Add printer in the settings."),
    "password": ("en", "Reset your password", "Open the sign-in page and choose Forgot password to reset it."),
    "billing": ("en", "Invoices", "Every invoice is kept under Billing, where the invoice can be downloaded."),
    "impresora": ("es", "Configurar la impresora", "Conecte la impresora con un cable y elija Añadir impresora."),
}


def corpus() -> list[CorpusDocument]:
    lines = [
        json.dumps({"id": name, "title": title, "text": text, "lang": lang}, ensure_ascii=False)
        for name, (lang, title, text) in TEXTS.items()
    ]
    return [CorpusDocument(json.loads(line)["id"], json.loads(line)["lang"], line) for line in lines]


def query(name: str, text: str, lang: str = "en", relevant: Sequence[str] = (), **changes: Any) -> Query:
    return Query(name, text, lang, bool(relevant), (), frozenset(relevant), "how-to", **changes)


def data_set(*queries: Query, others: Sequence[QueryFile] = ()) -> DataSet:
    return DataSet("help", tuple(corpus()), (QueryFile("queries", tuple(queries)), *others), "f1")


def asked(name: str, lang: str = "en", **changes: Any) -> Asked:
    values: dict[str, Any] = {
        "id": name,
        "lang": lang,
        "relevant": ("d1",),
        "ranking": ("d1", "d2"),
        "milliseconds": 2.0,
        "best": "d1",
        "score": 0.9,
        "best_without": "d2",
        "score_without": 0.3,
        "judged_milliseconds": 4.0,
    }
    return Asked(**(values | changes))


def record(*questions: Asked, off_topic: Sequence[float | None] = (0.1, 0.95), key: str = OWN) -> Record:
    about = {"versions": {"askwell": "1"}, "embedder": "e", "processor": "p", "cores": 2, "python": "3"}
    return Record(key, "help", 4, 9, tuple(questions), tuple(off_topic), 1.5, 20.0, 9.0, "2026-11-22", about)


class Overlap:
    """A form that counts shared words, and notes how often it indexed."""

    def __init__(self) -> None:
        self.indexed: list[set[str]] = []

    def split(self, documents: Sequence[Document]) -> list[Chunk]:
        return [Chunk(document.id, part) for document in documents for part in document.text.split("\n\n")]

    def index(self, chunks: Sequence[Chunk], lang: str) -> Search:
        self.indexed.append({chunk.document_id for chunk in chunks})

        def search(question: str, k: int) -> list[Found]:
            words = set(question.lower().split())
            found = [Found(c.document_id, float(len(words & set(c.text.lower().split())))) for c in chunks]
            return sorted(found, key=lambda hit: -(hit.score or 0))[:k]

        return search


def test_the_floor_lets_through_the_share_it_was_asked_for() -> None:
    scores = [number / 10 for number in range(1, 11)]
    assert floor_keeping(scores, 0.9) == 0.2
    assert floor_keeping(scores, 1.0) == 0.1
    assert floor_keeping([0.5] * 4, 0.9) == 0.5


def test_off_topic_questions_pass_when_they_reach_the_floor_and_a_question_without_a_result_does_not() -> None:
    answerable = [0.5] * 9 + [0.1]
    found = passing(answerable, [0.5, 0.4, 0.9, None])
    assert found is not None
    assert found.value == 0.5


def test_figures_count_documents_found_first_and_among_five() -> None:
    found = figures(
        record(
            asked("a"),
            asked("b", ranking=("d3", "d2", "d1")),
            asked("c", lang="fr", ranking=("d4", "d5", "d6", "d7", "d8", "d1")),
            asked("d", lang="fr", ranking=()),
        )
    )
    values = {name: estimate.value for name, estimate in found.ranking.items() if estimate}
    assert values["recall@1"] == 0.25
    assert values["recall@5"] == 0.5
    assert values["MRR@10"] == pytest.approx((1 + 1 / 3 + 1 / 6) / 4)
    assert {lang: row["recall@1"].value for lang, row in found.by_lang.items() if row["recall@1"]} == {
        "en": 0.5,
        "fr": 0.0,
    }


def test_the_missing_article_test_tells_right_from_wrong_and_present_from_missing_apart() -> None:
    right, wrong = asked("a"), asked("b", best="d2", score=0.2, score_without=0.1)
    found = figures(record(right, wrong))
    assert found.auroc
    assert found.auroc_present
    assert found.coverage
    assert found.auroc.value == 1.0
    assert found.auroc_present.value == 0.75
    assert found.coverage.value == 0.5


def test_a_system_without_scores_gets_no_figure_that_needs_them() -> None:
    blind = asked("a", score=None, score_without=None)
    found = figures(record(blind, off_topic=[None, None], key="langchain-hybrid"))
    assert found.auroc is found.auroc_present is found.coverage is found.off_topic is None
    assert found.ranking["recall@1"]
    row = next(line for line in as_text({"help": [found]}, {}).splitlines() if line.startswith("LangChain"))
    assert row.count("none") == 4


def test_tables_hold_every_system_and_language_as_text_and_as_markdown() -> None:
    rows = [figures(record(asked("a"), asked("b", lang="zh"))), figures(record(asked("a"), key="txtai-hybrid"))]
    for table in (as_text({"help": rows}, {"seed": 7}), as_markdown({"help": rows}, {"seed": 7})):
        assert "Askwell" in table
        assert "txtai, hybrid" in table
        assert "zh: recall@1 / @5" in table
        assert "seed: 7" in table
        assert "50 %" in table


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    assert placed(f"before {BEGIN}old{END} after", "new") == f"before {BEGIN}\nnew\n{END} after"
    with pytest.raises(ValueError, match="has no"):
        placed("no marks", "new")


def test_a_record_is_the_same_after_being_kept() -> None:
    one = record(asked("a"), off_topic=[0.5, None])
    assert record_of(json.loads(json.dumps(one.as_dict()))) == one


def test_a_kept_record_is_found_until_something_it_depends_on_changes(tmp_path: Path) -> None:
    task = task_of(data_set(query("a", "printer", relevant=["printer"])), [], Choice(None, None, 1))
    own, facts = entry(OWN), kept.about(entry(OWN), task, Choice(None, None, 1), "e")
    path = kept.path_of(tmp_path, own, task, facts)
    assert kept.read(path) is None
    kept.write(path, record(asked("a")))
    assert kept.read(path) == record(asked("a"))
    for changed in (
        kept.about(own, task, Choice(None, None, 2), "e"),
        kept.about(own, task, Choice(None, None, 1), "other vectors"),
        kept.about(own, replace(task, fingerprint="f2"), Choice(None, None, 1), "e"),
        facts | {"versions": {"askwell": "999"}},
    ):
        assert kept.path_of(tmp_path, own, task, changed) != path


def test_the_title_is_put_first_only_where_the_text_lacks_it() -> None:
    plain = CorpusDocument("a", "en", json.dumps({"id": "a", "title": "Warsaw", "text": "A city."}))
    headed = CorpusDocument("b", "en", json.dumps({"id": "b", "title": "Warsaw", "text": "# Warsaw\n\nA city."}))
    assert as_document(plain).text == as_document(headed).text == "# Warsaw\n\nA city."


def test_a_library_searches_the_language_of_the_question_and_never_finds_what_was_taken_out() -> None:
    form = Overlap()
    system = ByLanguage(form)
    assert system.index([as_document(document) for document in corpus()]) == 8
    assert system.search("printer impresora", "es", 9)[0].document_id == "impresora"
    assert {hit.document_id for hit in system.search("printer", "en", 9)} == {"printer", "password", "billing"}
    assert {hit.document_id for hit in system.search("printer", "de", 9)} == {"printer", "password", "billing"}
    assert system.judge("add the printer", "en", frozenset()).document_id == "printer"
    without = system.judge("add the printer", "en", frozenset({"printer"}))
    assert without.document_id in {"password", "billing"}
    system.judge("another printer", "en", frozenset({"printer"}))
    assert form.indexed[-1] == {"password", "billing"}
    assert len(form.indexed) == 3, "the same documents were taken out twice, but indexed once"


def test_a_draw_is_repeatable_and_keeps_every_document_that_answers() -> None:
    queries = [query(f"q{number}", "how?", relevant=["billing"]) for number in range(20)]
    choice = Choice(limit=5, documents=2, seed=3)
    task = task_of(data_set(*queries), [], choice)
    assert task == task_of(data_set(*queries), [], choice)
    assert [q.id for q in task.queries] != [
        q.id for q in task_of(data_set(*queries), [], replace(choice, seed=4)).queries
    ]
    assert len(task.queries) == 5
    assert "billing" in {document.id for document in task.documents}
    assert [document.lang for document in task.documents] == ["en", "en", "es"]


def test_only_complete_answerable_questions_in_the_language_of_the_documents_are_asked() -> None:
    crossing = QueryFile("queries_crosslingual", (query("x", "¿impresora?", "es", ["printer"]),), crosslingual=True)
    data = data_set(query("a", "printer?", relevant=["printer"]), query("b", "weather?"), others=[crossing])
    strange = DataSet("bank", (), (QueryFile("queries", (query("c", "my card?"),)),), "f2")
    task = task_of(data, [strange], Choice(None, None, 1))
    assert [q.id for q in task.queries] == ["a"]
    assert [q.id for q in task.off_topic] == ["c"]
    assert task.fingerprint == "f1+f2"
    with pytest.raises(InvalidInput, match="answerable"):
        task_of(data_set(query("b", "weather?")), [], Choice(None, None, 1))


@pytest.fixture
def task() -> Task:
    asked_for = [
        query("a", "How do I connect the printer?", relevant=["printer"]),
        query("b", "How can I reset the password?", relevant=["password"]),
        query("c", "¿Cómo conecto la impresora?", "es", ["impresora"]),
    ]
    bank = DataSet("bank", (), (QueryFile("queries", (query("z", "Which exchange rate applies?"),)),), "f2")
    return task_of(data_set(*asked_for), [bank], Choice(None, None, 1))


def test_askwell_is_measured_through_its_own_parts(task: Task) -> None:
    embedder = CachedEmbedder(HashingEmbedder())
    assert prepare(askwell, task, embedder) >= len(TEXTS)
    found = measure(OWN, askwell, task, embedder)
    assert [one.ranking[0] for one in found.asked] == ["printer", "password", "impresora"]
    assert [one.best for one in found.asked] == ["printer", "password", "impresora"]
    assert all(one.best_without not in one.relevant for one in found.asked)
    assert all(one.score is not None and 0 <= one.score <= 1 for one in found.asked)
    assert all(one.milliseconds > 0 for one in found.asked)
    assert found.chunks >= found.documents == len(TEXTS)
    assert len(found.off_topic) == 1


def test_any_form_is_measured_in_the_same_way(task: Task) -> None:
    embedder = CachedEmbedder(HashingEmbedder())
    found = measure("txtai-dense", lambda _: ByLanguage(Overlap()), task, embedder)
    assert [one.ranking[0] for one in found.asked] == ["printer", "password", "impresora"]
    assert all(one.best_without not in one.relevant for one in found.asked)
    assert found.embedding_milliseconds > 0


def test_every_entry_names_an_adapter_that_is_there() -> None:
    folder = Path(benchmarks.peers.__file__).parent
    assert len({one.key for one in ENTRIES}) == len(ENTRIES)
    for one in ENTRIES:
        tree = ast.parse((folder / f"{one.module}.py").read_text())
        assert one.factory in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_an_unknown_system_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="txtai-hybrid"):
        entry("nothing")
