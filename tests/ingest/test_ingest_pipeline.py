"""Syncing: what changed goes in, what is gone goes out, and the report says so."""

from __future__ import annotations

import gzip
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.db import Database
from core.errors import IndexStale, InvalidInput
from ingest.pipeline import MANY, reembed, sync
from ingest.report import SyncOptions, SyncProgress, SyncReport
from ingest.sources import FolderSource, Listed, SourceItem, open_source, open_sources
from retrieval.documents import DocumentStore
from retrieval.embedder import HashingEmbedder, Vectors, embed_to_store

WriteTree = Callable[[dict[str, str | bytes]], Path]

TEXT = "# Reset your password\n\nOpen Settings and choose Reset password. A link comes by e-mail within a minute.\n"


class CountingEmbedder(HashingEmbedder):
    """The hashing embedder, telling which passages it was given; another `dim` is another embedder."""

    def __init__(self, dim: int = 64) -> None:
        super().__init__(dim)
        self.texts: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return super().embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return HashingEmbedder(self.dim).embed_queries(texts)


@pytest.fixture
def counting() -> CountingEmbedder:
    return CountingEmbedder()


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.removed


def long_page(sections: Sequence[str]) -> str:
    return "# Page\n\n" + "\n\n".join(f"## {name}\n\n{' '.join(f'{name}{n}' for n in range(60))}" for name in sections)


def test_a_first_sync_adds_and_a_second_finds_nothing_to_do(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"en/a.md": TEXT, "es/b.md": "Abra los ajustes.", "c.txt": "Ouvrez les paramètres de la page."})
    source = open_source(str(root))
    first = sync(source, store, counting)
    assert (counts(first), first.failed, first.embedded) == ((3, 0, 0, 0), (), 3)
    assert counts(sync(source, store, counting)) == (0, 0, 3, 0)
    assert len(counting.texts) == 3
    assert [(d.id, d.lang, d.title) for d in store.documents()] == [
        ("c.txt", "fr", "C"),
        ("en/a.md", "en", "Reset your password"),
        ("es/b.md", "es", "B"),
    ]


def test_changes_and_removals_come_over_in_the_same_run(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"a.md": TEXT, "b.md": "Bee text.", "c.md": "Sea text."})
    sync(open_source(str(root)), store, counting)
    write_tree({"a.md": TEXT + "\nNew end.", "d.md": "Dee text."})
    (root / "b.md").unlink()
    assert counts(sync(open_source(str(root)), store, counting)) == (1, 1, 1, 1)
    assert [document.id for document in store.documents()] == ["a.md", "c.md", "d.md"]
    write_tree({"b.md": "Bee text."})
    assert counts(sync(open_source(str(root)), store, counting)) == (1, 0, 3, 0)


def test_without_pruning_what_is_gone_stays(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"a.md": TEXT, "b.md": "Bee text."})
    sync(open_source(str(root)), store, counting)
    (root / "b.md").unlink()
    assert counts(sync(open_source(str(root)), store, counting, SyncOptions(prune=False))) == (0, 0, 1, 0)
    assert len(store.documents()) == 2


def test_only_new_or_changed_passages_are_embedded(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"a.md": long_page(["one", "two", "three"])})
    sync(open_source(str(root)), store, counting)
    counting.texts.clear()
    write_tree({"a.md": long_page(["zero", "one", "two", "three"])})
    report = sync(open_source(str(root)), store, counting)
    assert (report.passages, report.embedded) == (4, 1)
    assert "zero0" in counting.texts[0]


def test_a_missing_source_is_an_error_and_not_a_purge(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"a.md": TEXT})
    source = open_source(str(root))
    sync(source, store, counting)
    shutil.rmtree(root)
    with pytest.raises(InvalidInput, match="does not exist"):
        sync(source, store, counting)
    assert len(store.documents()) == 1


def test_a_source_that_breaks_off_removes_nothing_and_says_so(
    store: DocumentStore, counting: CountingEmbedder, tmp_path: Path
) -> None:
    path = tmp_path / "c.jsonl.gz"
    lines = "".join(json.dumps({"id": str(n), "text": f"Text number {n * 7919}."}) + "\n" for n in range(300))
    path.write_bytes(gzip.compress(lines.encode()))
    sync(open_source(str(path)), store, counting)
    path.write_bytes(path.read_bytes()[:1_000])
    report = sync(open_source(str(path)), store, counting)
    assert (report.removed, len(report.failed), len(report.notes)) == (0, 1, 1)
    assert len(store.documents(limit=500)) == 300


def test_one_bad_file_never_stops_a_run_and_keeps_what_is_stored_of_it(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"a.md": TEXT, "b.md": "Bee.", "z.md": "Zed."})
    sync(open_source(str(root)), store, counting)
    write_tree({"a.md": b"%PDF-1.7 surprise", "b.md": b"\x89PNG\r\n\x1a\n", "c.pdf": b"%PDF-1.4 x", "d.txt": b"\0\1"})
    report = sync(open_source(str(root)), store, counting)
    reasons = dict(report.failed)
    assert set(reasons) == {"a.md", "b.md", "c.pdf", "d.txt"}
    assert "a PDF file" in reasons["a.md"]
    assert "a PNG image" in reasons["b.md"]
    assert "damaged" in reasons["c.pdf"]
    assert "binary" in reasons["d.txt"]
    assert (report.unchanged, report.removed) == (1, 0)
    version = store.version("a.md", None, None)
    assert version is not None
    assert "Open Settings" in version.text


class SourceWithABug(FolderSource):
    """A folder whose items cannot be read, for a reason nobody thought of."""

    def items(self) -> Iterator[Listed]:
        def read() -> bytes:
            raise ZeroDivisionError("inside a parser")

        for item in super().items():
            assert isinstance(item, SourceItem)
            yield replace(item, read=read) if item.key == "b.md" else item


def test_a_reader_that_breaks_is_one_failure(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    report = sync(SourceWithABug(write_tree({"a.md": TEXT, "b.md": "Bee."})), store, counting)
    assert report.added == 1
    assert report.failed == (("b.md", "The file cannot be read: ZeroDivisionError: inside a parser"),)


class SourceThatDies(FolderSource):
    """A folder that cannot be listed to its end, without saying so in an orderly way."""

    def items(self) -> Iterator[Listed]:
        yield next(iter(super().items()))
        raise OSError("the disk is gone")

    def size(self) -> int | None:
        return None


def test_a_listing_that_breaks_ends_the_run_and_removes_nothing(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"a.md": TEXT, "b.md": "Bee."})
    sync(open_source(str(root)), store, counting)
    with pytest.raises(OSError, match="disk"):
        sync(SourceThatDies(root), store, counting)
    assert len(store.documents()) == 2


def test_a_folder_that_is_empty_all_at_once_takes_nothing_away_unasked(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    """Of few documents it does: somebody who tries things out means it."""
    root = write_tree({f"{number}.md": f"{TEXT} {number}" for number in range(MANY)})
    few = write_tree({"few/a.md": TEXT}).joinpath("few")
    sync(open_source(str(few)), store, counting)
    assert sync(open_source(str(root)), store, counting).added == MANY + 1
    for page in root.rglob("*.md"):
        page.unlink()
    report = sync(open_source(str(root)), store, counting)
    assert (report.removed, len(store.documents())) == (0, MANY + 2)
    assert report.failed == ((root.name, f"It holds nothing any more, so its {MANY + 1} documents stay. "
                              "To remove them, say --may-empty."),)  # fmt: skip
    assert sync(open_source(str(few)), store, counting).removed == 1
    assert sync(open_source(str(root)), store, counting, SyncOptions(may_empty=True)).removed == MANY + 1


def test_drafts_and_empty_pages_are_left_out_and_taken_out(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"a.md": TEXT, "b.md": "Bee.", "c.md": "---\ntitle: x\n---\n"})
    sync(open_source(str(root)), store, counting)
    write_tree({"a.md": f"---\ndraft: true\n---\n{TEXT}", "b.md": ""})
    report = sync(open_source(str(root)), store, counting)
    assert dict(report.skipped) == {"a.md": "a draft", "b.md": "holds no text", "c.md": "holds no text"}
    assert (report.removed, store.documents()) == (2, [])


def test_audiences_languages_and_titles_by_who_declares_them(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree(
        {
            "pay-by-card.md": "Some text.",
            "guide/index.md": "Some text.",
            "own.md": "---\naudience: staff\nlang: fr\n---\n# Le titre `x`\n\nTexte.",
            "code.md": "---\nlanguage: Go\n---\nTexto.",
        }
    )
    options = SyncOptions(lang="es", audiences=frozenset({"pro"}))
    sync(open_source(str(root)), store, counting, options)
    found = {document.id: document for document in store.documents()}
    assert {id_: (d.lang, d.title, set(d.audiences)) for id_, d in found.items()} == {
        "code.md": ("es", "Code", {"pro"}),
        "pay-by-card.md": ("es", "Pay by card", {"pro"}),
        "guide/index.md": ("es", "Guide", {"pro"}),
        "own.md": ("fr", "Le titre x", {"staff"}),
    }
    assert counts(sync(open_source(str(root)), store, counting)) == (0, 4, 0, 0)
    assert store.documents()[0].audiences == frozenset()
    with pytest.raises(InvalidInput, match="language code"):
        sync(open_source(str(root)), store, counting, SyncOptions(lang="spanish"))


def test_a_corpus_is_synced_by_its_ids(store: DocumentStore, counting: CountingEmbedder, tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    rows = [{"id": f"doc/{n}", "text": f"The text of number {n} tells about it. More."} for n in range(3)]
    path.write_text("\n".join(map(json.dumps, rows)) + '\n{"id": "doc/1", "text": "twice"}\n{"id": "bad')
    report = sync(open_source(str(path)), store, counting)
    assert (counts(report), [key for key, _ in report.failed]) == ((3, 0, 0, 0), ["doc/1", "c.jsonl:5"])
    assert [document.title for document in store.documents()] == [
        f"The text of number {n} tells about it." for n in range(3)
    ]


def test_a_line_that_broke_does_not_remove_its_document(
    store: DocumentStore, counting: CountingEmbedder, tmp_path: Path
) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "text": "Ay."}\n{"id": "b", "text": "Bee."}\n')
    sync(open_source(str(path)), store, counting)
    path.write_text('{"id": "a", "text": "Ay."}\n{"id": "b", "text": "Be')
    assert sync(open_source(str(path)), store, counting).removed == 0


def test_the_report_is_kept_with_the_source_and_progress_is_told(
    store: DocumentStore, database: Database, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    steps: list[SyncProgress] = []
    root = write_tree({"a.md": TEXT, "b.md": "Bee.", "x.png": b"x"})
    report = sync(open_source(str(root), "help"), store, counting, progress=steps.append)
    with database.read() as session:
        row = session.execute("SELECT name, kind, location, synced_at, report FROM sources").fetchone()
    assert (row["name"], row["kind"], row["location"]) == ("help", "folder", str(root))
    assert row["synced_at"]
    assert json.loads(row["report"])["added"] == 2
    assert report.to_json()["skipped"] == [{"key": "x.png", "reason": "not a type that can be read"}]
    assert (steps[-1].done, steps[-1].total, steps[-1].passages) == (3, 3, 2)
    assert {step.key for step in steps} == {"", "a.md", "b.md", "x.png"}


def test_folders_of_the_same_name_are_different_sources(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"one/docs/a.md": "Text one.", "two/docs/b.md": "Text two."})
    names = [sync(open_source(str(root / part / "docs")), store, counting).source for part in ("one", "two", "one")]
    assert names == ["docs", "docs (2)", "docs"]
    assert [document.id for document in store.documents()] == ["a.md", "b.md"]
    shutil.move(root / "one", root / "moved")
    assert sync(open_source(str(root / "moved" / "docs")), store, counting).source == "docs"


def test_documents_with_the_same_id_in_two_places_are_both_there(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"one/a.md": "Text one.", "two/a.md": "Text two."})
    for part in ("one", "two"):
        sync(open_source(str(root / part)), store, counting)
    assert [document.id for document in store.documents()] == ["a.md", "two/a.md"]
    (joined,) = open_sources([str(root / "one"), str(root / "two")], "both")
    assert [key for key, _ in sync(joined, store, counting).failed] == ["a.md"]


def test_another_embedder_is_refused_before_anything_changes(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({"a.md": TEXT})
    sync(open_source(str(root)), store, counting)
    write_tree({"b.md": "Bee."})
    with pytest.raises(IndexStale, match="--reembed"):
        sync(open_source(str(root)), store, CountingEmbedder(32))
    assert len(store.documents()) == 1


def test_reembedding_exchanges_every_vector_and_then_syncs_go_on(
    store: DocumentStore, database: Database, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({f"{n}.md": long_page([f"a{n}", f"b{n}"]) for n in range(3)})
    sync(open_source(str(root)), store, counting)
    other = CountingEmbedder(32)
    steps: list[SyncProgress] = []
    assert reembed(store, other, steps.append) == 6
    assert sorted(other.texts) == sorted(counting.texts)
    assert (steps[-1].done, steps[-1].total) == (6, 6)
    with database.read() as session:
        sizes = {row[0] for row in session.execute("SELECT length(vector) FROM passage_vectors")}
    assert sizes == {32 * 4}
    assert counts(sync(open_source(str(root)), store, other)) == (0, 0, 3, 0)


def test_reembedding_goes_on_where_it_stopped_and_takes_in_what_changed_meanwhile(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({f"{n}.md": f"Text number {n}." for n in range(5)})
    sync(open_source(str(root)), store, counting)
    other = CountingEmbedder(32)
    work = store.reembedding(other.id)
    begun = work.pending(3)
    work.put(begun, embed_to_store(other, [passage.text for passage in begun]))
    assert not work.exchange()
    write_tree({"0.md": "Another text.", "9.md": "Nine."})
    sync(open_source(str(root)), store, counting)  # the old vectors are still in use
    other.texts.clear()
    assert reembed(store, other) == 6
    assert len(other.texts) == 4
    store.require_embedder(other.id)


def test_unchanged_documents_are_skipped_without_being_read(
    store: DocumentStore, counting: CountingEmbedder, write_tree: WriteTree
) -> None:
    root = write_tree({f"en/{n}.md": f"# Page {n}\n\nSome words of text." for n in range(300)})
    sync(open_source(str(root)), store, counting)
    begin = time.process_time()
    assert sync(open_source(str(root)), store, counting).unchanged == 300
    assert time.process_time() - begin < 0.6, "1,000 unchanged documents in 2 seconds is the budget"
