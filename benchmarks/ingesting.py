"""Reading content: against the embedder's own speed, and when nothing has changed."""

from __future__ import annotations

import json
import shutil
import time
from importlib.resources import as_file, files
from pathlib import Path

from benchmarks.table import Figure
from benchmarks.texts import Writer
from core.db import Database
from ingest.pipeline import sync
from ingest.report import SyncReport
from ingest.sources import FolderSource
from retrieval.documents import DocumentStore
from retrieval.embedder import Embedder, HashingEmbedder
from retrieval.passages import passage_text

LANGUAGES = ("en", "es")
"""Of the sample help centre: 56 articles."""
UNCHANGED = 1_000


def throughput(folder: Path, embedder: Embedder) -> list[Figure]:
    """Passages a second from Markdown files to the store, of what the embedder alone does on the same texts."""
    source = folder / "articles"
    with as_file(files("api") / "help") as help_centre:
        for lang in LANGUAGES:
            shutil.copytree(help_centre / lang, source / lang)
    report = _sync(source, folder / "askwell.db", embedder)
    texts = _texts(folder / "askwell.db")
    started = time.perf_counter()
    for first in range(0, len(texts), 64):
        embedder.embed_passages(texts[first : first + 64])
    alone = len(texts) / (time.perf_counter() - started)
    ours = report.passages / report.seconds
    note = f"{ours:.2f} of {alone:.2f} passages a second, {len(texts)} passages"
    return [Figure("ingest, of the embedder's own throughput", 100 * ours / alone, 90, "%", at_least=True, note=note)]


def unchanged(folder: Path) -> list[Figure]:
    """A sync that finds nothing to do. What embeds is of no matter, as nothing is embedded."""
    source = folder / "articles"
    source.mkdir(parents=True)
    writer = Writer(seed=11)
    for number in range(UNCHANGED):
        text = "\n\n".join(writer.sentence(40) for _ in range(6))
        (source / f"{number}.md").write_text(f"# {writer.sentence(5)}\n\n{text}\n", encoding="utf-8")
    _sync(source, folder / "askwell.db", HashingEmbedder())
    started = time.perf_counter()
    again = _sync(source, folder / "askwell.db", HashingEmbedder())
    elapsed = time.perf_counter() - started
    return [Figure(f"sync of {UNCHANGED:,} unchanged documents", elapsed, 2, "s", note=f"{again.unchanged} unchanged")]


def _sync(source: Path, path: Path, embedder: Embedder) -> SyncReport:
    database = Database(path)
    try:
        return sync(FolderSource(source), DocumentStore(database), embedder)
    finally:
        database.close()


def _texts(path: Path) -> list[str]:
    database = Database(path)
    with database.read() as session:
        rows = session.execute(
            """SELECT d.title, p.heading, p.text FROM passages p JOIN documents d ON d.id = p.document_id
               ORDER BY p.id"""
        ).fetchall()
    database.close()
    return [passage_text(row["title"], json.loads(row["heading"]), row["text"]) for row in rows]
