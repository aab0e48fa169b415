"""Data sets are read whole or refused with the place that is wrong."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import InvalidInput
from eval.dataset import load

DOCUMENTS = [
    {"id": "en/cats", "title": "Cats", "text": "Cats purr.", "lang": "en", "url": None},
    {"id": "es/cats", "title": "Gatos", "text": "Los gatos ronronean.", "lang": "es-MX", "url": None},
]
PURR = {
    "id": "q1",
    "text": "Who purrs?",
    "lang": "en",
    "answerable": True,
    "relevant": ["en/cats"],
    "answers": ["Cats"],
}


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "corpus.jsonl", DOCUMENTS)
    write(tmp_path / "queries.jsonl", [PURR, {"id": "q2", "text": "Bus times?", "lang": "en", "answerable": False}])
    return tmp_path


def test_a_folder_is_read(folder: Path) -> None:
    """Languages are primary subtags; a missing `kind` and missing lists have defaults."""
    data = load(folder)
    assert [document.lang for document in data.corpus] == ["en", "es"]
    (file,) = data.files
    assert file.name == "queries"
    assert not file.crosslingual
    assert file.queries[0].relevant == {"en/cats"}
    assert file.queries[1].relevant == frozenset()
    assert file.queries[1].kind == "question"


def test_a_compressed_corpus_is_read(folder: Path) -> None:
    """`corpus.jsonl.gz` is the same corpus."""
    plain = load(folder)
    data = (folder / "corpus.jsonl").read_bytes()
    (folder / "corpus.jsonl").unlink()
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(data))
    assert load(folder).corpus == plain.corpus


def test_followups_keep_their_history(folder: Path) -> None:
    """History and the human rewrite come along."""
    follow = PURR | {"id": "f1", "history": [{"role": "user", "text": "Cats?"}], "rewrite": "Do cats purr?"}
    write(folder / "followups.jsonl", [follow])
    query = load(folder).files[1].queries[0]
    assert query.history[0].text == "Cats?"
    assert query.rewrite == "Do cats purr?"


def test_crosslingual_files_are_known_by_name_or_by_language(folder: Path) -> None:
    """A Spanish question whose documents are English needs the other language searched."""
    write(folder / "queries_crosslingual.jsonl", [PURR])
    write(folder / "queries_more.jsonl", [PURR | {"lang": "es"}])
    assert [file.crosslingual for file in load(folder).files] == [False, True, True]


def test_questions_without_a_corpus_are_a_data_set(tmp_path: Path) -> None:
    """Off-topic questions have nothing to be found in."""
    write(tmp_path / "queries.jsonl", [{"id": "q", "text": "Where is my card?", "lang": "en", "answerable": False}])
    assert load(tmp_path).corpus == ()


def test_a_sample_is_seeded_and_ordered(folder: Path) -> None:
    """The same seed draws the same questions, in the order of the file."""
    write(folder / "queries.jsonl", [PURR | {"id": f"q{i}"} for i in range(50)])
    data = load(folder)
    first, again = data.sampled(10, 7), data.sampled(10, 7)
    numbers = [int(query.id[1:]) for query in first.files[0].queries]
    assert first == again
    assert len(numbers) == 10
    assert numbers == sorted(numbers)
    assert first != data.sampled(10, 8)
    assert data.sampled(None, 7) is data
    assert data.sampled(99, 7) == data


def test_the_fingerprint_follows_the_bytes(folder: Path) -> None:
    """Figures can be tied to the data they were measured on."""
    before = load(folder).fingerprint
    assert load(folder).fingerprint == before
    write(folder / "queries.jsonl", [PURR])
    assert load(folder).fingerprint != before


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("corpus.jsonl", "{", "corpus.jsonl:3 is not JSON"),
        ("corpus.jsonl", "[]", "corpus.jsonl:3 is not a JSON object"),
        ("corpus.jsonl", '{"id": "en/cats", "text": "x"}', "was used before"),
        ("corpus.jsonl", '{"id": "x"}', 'no "text"'),
        ("queries.jsonl", '{"id": "q1", "text": "x"}', "was used before"),
        ("queries.jsonl", '{"id": "q9", "text": "x", "relevant": ["nowhere"]}', '"nowhere" is not in the corpus'),
        ("queries.jsonl", '{"id": "q9", "text": "x", "relevant": "en/cats"}', "not a list of texts"),
        ("queries.jsonl", '{"id": "q9", "text": "x", "answerable": true}', 'names no "relevant" document'),
        ("queries.jsonl", '{"id": "q9", "text": "x", "answerable": "yes"}', "neither true nor false"),
        ("queries.jsonl", '{"id": "q9", "text": " "}', 'no "text"'),
        ("queries.jsonl", '{"id": "q9", "text": "x", "history": ["hello"]}', "not a list of turns"),
    ],
)
def test_a_malformed_line_is_named(folder: Path, name: str, line: str, message: str) -> None:
    """The error says which file and line to mend."""
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(InvalidInput, match=message):
        load(folder)


def test_unusable_folders_are_refused(tmp_path: Path) -> None:
    """No folder, no questions, or bytes that are not text."""
    with pytest.raises(InvalidInput, match="is not a folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(InvalidInput, match="nothing to measure"):
        load(tmp_path)
    (tmp_path / "queries.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInput, match="cannot be read"):
        load(tmp_path)
    (tmp_path / "corpus.jsonl.gz").write_bytes(b"not gzip")
    with pytest.raises(InvalidInput, match="cannot be read"):
        load(tmp_path)
