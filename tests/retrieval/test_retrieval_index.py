"""The index cache: in step with SQLite whoever writes, and never trusted when its files do not vouch for it."""

from __future__ import annotations

import json
import logging
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.db import Database
from core.errors import IndexStale
from retrieval.embedder import HashingEmbedder, embed_to_store
from retrieval.index import IndexCache
from retrieval.index_files import MANIFEST
from retrieval.meta import read_state
from retrieval.retriever import RetrievalQuery, Retriever
from retrieval.vectors import FaissIndex, VectorIndex

Library = Any


def nearest(library: Library, index: IndexCache, text: str) -> list[int]:
    """Ids by the index alone."""
    with library.database.read() as session:
        scopes = [row[0] for row in session.execute("SELECT id FROM scopes")]
        vector = library.embedder.embed_queries([text])[0]
        return [i for i, _ in index.search(session, read_state(session), vector, 10, scopes)]


def stored(library: Library) -> set[int]:
    with library.database.read() as session:
        return {row[0] for row in session.execute("SELECT id FROM passages")}


def fill(library: Library, count: int = 5) -> None:
    for n in range(count):
        library.publish(f"{n}.md", f"Article {n} about subject{n}.")


def test_it_takes_in_what_others_publish_and_remove(library: Library) -> None:
    index = library.index()
    assert nearest(library, index, "subject0") == []
    fill(library)
    assert set(nearest(library, index, "subject0")) == stored(library)
    library.store.remove(library.source_id, ["0.md"])
    library.publish("1.md", "Rewritten.")
    assert set(nearest(library, index, "subject0")) == stored(library)


def test_it_starts_from_its_files(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing changed since, no vector is read from the database."""
    fill(library)
    first = library.index()
    assert first.refresh() == 5
    first.save()
    second = library.index()
    with library.database.write() as session:
        session.execute("UPDATE passage_vectors SET vector = zeroblob(4 * ?)", [library.embedder.dim])
    assert second.refresh() == 5
    assert nearest(library, second, "subject3") == nearest(library, first, "subject3")


def test_files_that_are_behind_are_brought_up_to_date(library: Library) -> None:
    fill(library)
    first = library.index()
    first.refresh()
    first.save()
    library.store.remove(library.source_id, ["2.md"])
    library.publish("new.md", "Something new.")
    second = library.index()
    assert second.refresh() == 5
    assert set(nearest(library, second, "new")) == stored(library)


def test_saving_again_leaves_only_what_the_manifest_names(library: Library) -> None:
    index = library.index()
    for n in range(3):
        library.publish("a.md", f"Text {n}")
        index.refresh()
        index.save()
    named = {entry["file"] for entry in json.loads((library.folder / MANIFEST).read_text())["shards"].values()}
    assert {path.name for path in library.folder.iterdir()} == named | {MANIFEST}


def damage_nothing_named(folder: Path) -> None:
    for path in folder.glob("*.faiss"):
        path.unlink()


def damage_a_byte(folder: Path) -> None:
    path = next(folder.glob("*.faiss"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def damage_half(folder: Path) -> None:
    path = next(folder.glob("*.faiss"))
    path.write_bytes(path.read_bytes()[:100])


def damage_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text('{"format": 1, "shards"')


def rewrite(folder: Path, **changes: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | changes))


def other_embedder(folder: Path) -> None:
    rewrite(folder, embedder="another")


def other_format(folder: Path) -> None:
    rewrite(folder, format=99)


def from_the_future(folder: Path) -> None:
    rewrite(folder, generation=1_000_000)


def no_object(folder: Path) -> None:
    (folder / MANIFEST).write_text("[]")


@pytest.mark.parametrize(
    "damage",
    [
        damage_nothing_named, damage_a_byte, damage_half, damage_manifest, other_embedder, other_format,
        from_the_future, no_object,
    ],
)  # fmt: skip
def test_a_damaged_index_is_made_anew(library: Library, caplog: pytest.LogCaptureFixture, damage: Any) -> None:
    fill(library)
    first = library.index()
    first.refresh()
    first.save()
    damage(library.folder)
    second = library.index()
    with caplog.at_level(logging.WARNING):
        assert second.refresh() == 5
    assert "made anew" in caplog.text
    assert set(nearest(library, second, "subject1")) == stored(library)
    second.save()
    caplog.clear()
    assert library.index().refresh() == 5
    assert not caplog.text


def test_an_index_of_another_database_is_made_anew(make_library: Any) -> None:
    """The same generation and embedder, but other passages: only a comparison with the stored ids can tell."""
    one, two = make_library(), make_library()
    fill(one)
    two.publish("a.md", "Other text.\n\nMore of it.")
    for n in range(4):
        two.publish("b.md", f"Version {n}")
    index = one.index()
    index.refresh()
    index.save()
    two.folder = one.folder
    assert two.index().refresh() == 3
    assert two.find("Other text")[0] == "a.md"


def test_a_folder_that_cannot_be_written_is_no_error(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    fill(library)
    library.folder.write_text("a file where the folder should be")
    index = library.index()
    index.refresh()
    index.save()
    assert "could not be saved" in caplog.text


def test_another_embedder_is_refused_and_changes_nothing(library: Library) -> None:
    fill(library)
    index = library.index()
    index.refresh()
    index.save()
    before = {path: path.read_bytes() for path in library.folder.iterdir()}
    stale = IndexCache(library.database, HashingEmbedder(64), library.folder)
    with pytest.raises(IndexStale, match="hashing-1-256"):
        stale.refresh()
    stale.save()
    assert {path: path.read_bytes() for path in library.folder.iterdir()} == before


def test_after_an_exchange_of_vectors_the_new_embedder_answers_and_the_old_is_refused(library: Library) -> None:
    fill(library)
    old = library.retriever()
    library.embedder = HashingEmbedder(64)
    work = library.store.reembedding(library.embedder.id)
    passages = work.pending(100)
    work.put(passages, embed_to_store(library.embedder, [passage.text for passage in passages]))
    assert old.retrieve(RetrievalQuery("subject2", "en", frozenset())).hits
    assert work.exchange()
    with pytest.raises(IndexStale):
        old.retrieve(RetrievalQuery("subject2", "en", frozenset()))
    assert library.find("subject2")[0] == "2.md"


def test_what_another_process_writes_is_found_and_what_it_removes_is_gone(library: Library) -> None:
    """A second interpreter publishes and removes; this one's index is not told."""
    fill(library, 2)
    retriever = library.retriever()
    assert retriever.retrieve(RetrievalQuery("subject0", "en", frozenset())).hits[0].passage.document_id == "0.md"
    code = """
import sys
from pathlib import Path
from core.db import Database
from core.model import DocumentContent, PassageContent
from retrieval.documents import DocumentStore
from retrieval.embedder import HashingEmbedder, embed_to_store
store, embedder = DocumentStore(Database(Path(sys.argv[1]))), HashingEmbedder()
source = store.ensure_source("help", "folder", "/help")
store.remove(source, ["0.md"])
text = "Entirely new penguins."
passage = PassageContent(0, 0, len(text), text, (), (), 3)
content = DocumentContent("new.md", "", text, (), "en")
vectors = {0: embed_to_store(embedder, [text])[0]}
store.publish(source, "new.md", content, [passage], ["h"], vectors, embedder_id=embedder.id)
"""
    subprocess.run([sys.executable, "-c", code, str(library.database.path)], check=True)
    found = [hit.passage.document_id for hit in retriever.retrieve(RetrievalQuery("subject0", "en", frozenset())).hits]
    assert "0.md" not in found
    best = retriever.retrieve(RetrievalQuery("penguins", "en", frozenset())).hits[0]
    assert best.passage.document_id == "new.md"
    assert best.passage.text == "Entirely new penguins."


def test_searching_while_publishing_never_shows_wrong_text(library: Library) -> None:
    """Readers in threads, a writer rewriting and removing: every hit is a slice of a version that was published."""
    fill(library, 8)
    retriever = library.retriever()
    stop = threading.Event()
    problems: list[str] = []

    def read() -> None:
        while not stop.is_set():
            for hit in retriever.retrieve(RetrievalQuery("article about subject3", "en", frozenset())).hits:
                name = hit.passage.document_id.removesuffix(".md")
                if f"subject{name}" not in hit.passage.text:
                    problems.append(hit.passage.text)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(30):
        n = turn % 8
        if turn % 5 == 4:
            library.store.remove(library.source_id, [f"{n}.md"])
        else:
            library.publish(f"{n}.md", f"Turn {turn}: subject{n} in an article.")
    stop.set()
    for reader in readers:
        reader.join()
    assert not problems


def test_ten_thousand_vectors_load_in_well_under_a_second(database: Database, tmp_path: Path) -> None:
    """Bound loosely, as machines are busy; measured it is about 0.1 s."""
    import time

    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((10_000, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    class Embedder(HashingEmbedder):
        """Only its name and dimension are used."""

    embedder = Embedder(384)
    with database.write() as session:
        session.execute("PRAGMA defer_foreign_keys = ON")
        session.execute("INSERT INTO sources (id, name, kind, location, created_at) VALUES (1, 's', 'f', '/', '')")
        session.execute("INSERT INTO scopes VALUES (1, 'en', '[]')")
        session.execute(
            "INSERT INTO documents VALUES ('d', 1, 'd', 'v', 1, '', 'en', NULL, '[]', '[]', '', '', '', '', NULL, '[]')"
        )
        session.executemany(
            "INSERT INTO passages VALUES (?, 'd', ?, 1, '[]', 0, 0, '', '[]', 0, '')",
            ((n, n) for n in range(1, 10_001)),
        )
        session.executemany(
            "INSERT INTO passage_vectors VALUES (?, 1, 1, ?)", ((n, v.tobytes()) for n, v in enumerate(vectors, 1))
        )
        session.execute("INSERT INTO meta VALUES ('generation', '1'), ('embedder', ?)", [embedder.id])
    first = IndexCache(database, embedder, tmp_path / "big")
    first.refresh()
    first.save()
    begin = time.thread_time()
    assert IndexCache(database, embedder, tmp_path / "big").refresh() == 10_000
    assert time.thread_time() - begin < 0.5


class Plain(VectorIndex):
    """Compares with every vector: another index that can stand in the place of ours."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.stored: dict[int, tuple[int, Any]] = {}

    @classmethod
    def restore(cls, dim: int, shards: Mapping[int, bytes]) -> Plain:
        found = cls(dim)
        for scope, data in shards.items():
            found.stored |= {one: (scope, vector) for one, vector in pickle.loads(data).items()}  # noqa: S301
        return found

    def __len__(self) -> int:
        return len(self.stored)

    def ids(self) -> set[int]:
        return set(self.stored)

    def upsert(self, scope_id: int, ids: Any, vectors: Any) -> None:
        self.stored |= {int(one): (scope_id, vector) for one, vector in zip(ids, vectors, strict=True)}

    def remove(self, ids: Any) -> None:
        for one in ids:
            self.stored.pop(int(one), None)

    def search(self, vector: Any, k: int, scopes: Iterable[int] | None) -> list[tuple[int, float]]:
        allowed = None if scopes is None else set(scopes)
        near = [
            (one, float(row @ vector))
            for one, (scope, row) in self.stored.items()
            if allowed is None or scope in allowed
        ]
        return sorted(near, key=lambda found: -found[1])[:k]

    def organise(self) -> None:
        """There is nothing to arrange."""

    def dump(self) -> Mapping[int, bytes]:
        scopes = {scope for scope, _ in self.stored.values()}
        return {
            scope: pickle.dumps({one: row for one, (own, row) in self.stored.items() if own == scope})
            for scope in scopes
        }


def test_another_index_may_take_the_place(library: Library) -> None:
    """With the same results, through a save, a removal and what another process publishes."""
    for number in range(6):
        library.publish(f"d{number}", f"Text number {number} about lamps.", audiences=["staff"] if number % 2 else [])

    def found(kind: type[VectorIndex], folder: str) -> list[str]:
        index = IndexCache(library.database, library.embedder, library.folder / folder, kind)
        index.save()
        query = RetrievalQuery("number 3 lamps", "en", frozenset({"staff"}))
        hits = Retriever(library.database, library.embedder, index).retrieve(query).hits
        return [hit.passage.document_id for hit in hits]

    assert found(Plain, "plain") == found(FaissIndex, "own")
    again = IndexCache(library.database, library.embedder, library.folder / "plain", Plain)
    again.refresh()
    again.save()
    library.store.remove(library.source_id, ["d2"])
    library.publish("d9", "Text number 9 about lamps.")
    assert found(Plain, "plain") == found(FaissIndex, "own")
