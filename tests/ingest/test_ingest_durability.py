"""A sync that is killed at any moment leaves whole documents only, and the next one does the rest."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from core.db import Database
from ingest.pipeline import sync
from ingest.sources import open_source
from retrieval.documents import DocumentStore
from retrieval.embedder import HashingEmbedder

DOCUMENTS = 40
KILLS = 4
PROGRAM = """
import sys
from pathlib import Path
from core.db import Database
from ingest.pipeline import sync
from ingest.sources import open_source
from retrieval.documents import DocumentStore
from retrieval.embedder import HashingEmbedder

source, store = open_source(sys.argv[1]), DocumentStore(Database(Path(sys.argv[2])))
print("ready", flush=True)
sync(source, store, HashingEmbedder(64), progress=lambda step: print(step.key, flush=True))
"""


def write_content(root: Path, edition: int) -> None:
    root.mkdir(exist_ok=True)
    for number in range(edition, DOCUMENTS + edition):  # each edition drops some pages and adds others
        sections = [
            f"## Part {part}\n\n" + " ".join(f"word{number}x{part}x{n}e{edition * (part % 2)}" for n in range(45))
            for part in range(4)
        ]
        (root / f"{number:03}.md").write_text(f"# Page {number}\n\n" + "\n\n".join(sections))
    for number in range(edition):
        (root / f"{number:03}.md").unlink(missing_ok=True)


def content_of(database: Database) -> list[tuple[Any, ...]]:
    """Everything that a search or a citation can show, apart from ids and times."""
    with database.read() as session:
        rows = session.execute(
            """SELECT d.id, d.version, d.content_hash, v.text, p.ordinal, p.start, p."end", p.text, p.embed_hash,
                   x.vector, f.body
               FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.version = d.version
               LEFT JOIN passages p ON p.document_id = d.id LEFT JOIN passage_vectors x ON x.passage_id = p.id
               LEFT JOIN passages_fts f ON f.rowid = p.id
               WHERE d.removed_at IS NULL ORDER BY d.id, p.ordinal"""
        )
        return [tuple(row) for row in rows]


def check_whole(path: Path) -> int:
    """No document is half there; returns how many there are."""
    database = Database(path)
    try:
        rows = content_of(database)
        with database.read() as session:
            passages = session.execute("SELECT count(*) FROM passages").fetchone()[0]
            vectors = session.execute("SELECT count(*) FROM passage_vectors").fetchone()[0]
            entries = session.execute("SELECT count(*) FROM passages_fts").fetchone()[0]
            assert session.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert passages == vectors == entries == len(rows)
        for row in rows:
            assert row[3][row[5] : row[6]] == row[7]
        documents: dict[str, list[int]] = {}
        for row in rows:
            documents.setdefault(row[0], []).append(row[4])
        assert all(ordinals == [0, 1, 2, 3] for ordinals in documents.values())
        return len(documents)
    finally:
        database.close()


def start(program: str, content: Path, path: Path) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", program, str(content), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
    )


def run_and_kill(content: Path, path: Path, after_steps: int, delay: float) -> None:
    """Start a sync and kill it `delay` seconds after it has told of so many steps."""
    process = start(PROGRAM, content, path)
    assert process.stdout is not None
    with process:
        for _ in range(after_steps + 1):
            process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("seed", [1])
def test_killed_syncs_leave_whole_documents_and_the_last_run_equals_an_undisturbed_one(
    tmp_path: Path, seed: int
) -> None:
    content, path = tmp_path / "content", tmp_path / "killed.db"
    chance = random.Random(seed)
    write_content(content, 0)
    undisturbed = Database(tmp_path / "calm.db")
    sync(open_source(str(content)), DocumentStore(undisturbed), HashingEmbedder(64))
    seen = []
    for kill in range(KILLS):
        if kill == KILLS // 2:
            write_content(content, 2)  # the second half kills an update with removals
        run_and_kill(content, path, chance.randrange(kill % 2 * 10, kill % 2 * 10 + 20), chance.uniform(0, 0.03))
        seen.append(check_whole(path))
    assert max(seen[: KILLS // 2]) > 0
    assert min(seen) < DOCUMENTS, "at least one run was killed in the middle"
    database = Database(path)
    report = sync(open_source(str(content)), DocumentStore(database), HashingEmbedder(64))
    assert report.failed == ()
    sync(open_source(str(content)), DocumentStore(undisturbed), HashingEmbedder(64))
    assert content_of(database) == content_of(undisturbed)
    with database.read() as session:
        stored = json.loads(session.execute("SELECT report FROM sources").fetchone()[0])
    assert stored["added"] + stored["updated"] + stored["unchanged"] == DOCUMENTS
    database.close()
    undisturbed.close()


def test_a_killed_reembedding_leaves_the_old_vectors_in_use(tmp_path: Path) -> None:
    content, path = tmp_path / "content", tmp_path / "a.db"
    write_content(content, 0)
    database = Database(path)
    store = DocumentStore(database)
    sync(open_source(str(content)), store, HashingEmbedder(64))
    before = content_of(database)
    program = PROGRAM.replace("from ingest.pipeline import sync", "from ingest.pipeline import reembed")
    program = program[: program.index("sync(source")] + (
        "class Slow(HashingEmbedder):\n"
        "    def embed_passages(self, texts):\n"
        "        print('batch', flush=True)\n"
        "        return super().embed_passages(texts)\n"
        "reembed(store, Slow(32))\n"
    )
    process = start(program, content, path)
    assert process.stdout is not None
    with process:
        assert [process.stdout.readline() for _ in range(3)] == ["ready\n", "batch\n", "batch\n"]
        process.send_signal(signal.SIGKILL)
    assert content_of(database) == before
    store.require_embedder(HashingEmbedder(64).id)
    database.close()
