"""A store of its own for one corpus, filled and asked through the product's real parts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from answering.answerer import Answerer
from api.wiring import make_answerer
from core.db import Database
from core.settings import Settings
from eval.asking import Asker
from eval.dataset import CorpusDocument
from eval.embedding_cache import CachedEmbedder
from eval.references import References
from eval.report import Ingest
from ingest.pipeline import sync
from ingest.report import ProgressCallback
from ingest.sources import Source, open_source
from retrieval.documents import DocumentStore
from retrieval.index import IndexCache
from retrieval.reranking import Reranking
from retrieval.retriever import Retriever

Step = Callable[[int, int], None]
"""Called with how many steps are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Rig:
    """A filled store and what asks it."""

    ingest: Ingest
    langs: AbstractSet[str]
    """The languages that its documents are in."""
    asker: Asker
    database: Database
    retriever: Retriever
    index: IndexCache
    answerer: Answerer


@contextmanager
def filled(
    documents: Sequence[CorpusDocument],
    settings: Settings,
    embedder: CachedEmbedder,
    step: Step,
    reranking: Reranking | None = None,
) -> Iterator[Rig]:
    """A rig over `documents` in a temporary folder, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="askwell-eval-") as name:
        corpus = Path(name) / "corpus.jsonl"
        corpus.write_text("".join(f"{document.line}\n" for document in documents), encoding="utf-8")
        with filled_from(open_source(str(corpus)), Path(name), settings, embedder, step, reranking) as rig:
            yield rig


@contextmanager
def filled_from(
    source: Source,
    folder: Path,
    settings: Settings,
    embedder: CachedEmbedder,
    step: Step,
    reranking: Reranking | None = None,
) -> Iterator[Rig]:
    """A rig over everything at `source`, with its store in `folder`."""
    own = settings.model_copy(update={"data": folder / "data"})
    database = Database(own.database_path)
    store = DocumentStore(database)
    before = embedder.passages_embedded
    report = sync(source, store, embedder, progress=_progress(step))
    ingest = Ingest(
        documents=report.added,
        passages=report.passages,
        seconds=report.seconds,
        embedded=embedder.passages_embedded - before,
        failed=report.failed,
    )
    try:
        yield _rig(database, own, embedder, ingest, reranking)
    finally:
        database.close()


@contextmanager
def copied(
    database: Database, settings: Settings, embedder: CachedEmbedder, reranking: Reranking | None = None
) -> Iterator[Rig]:
    """A rig over a copy of a filled store; raises IndexStale when another embedder made its vectors."""
    with tempfile.TemporaryDirectory(prefix="askwell-eval-") as folder:
        own = settings.model_copy(update={"data": Path(folder)})
        database.backup(own.database_path)
        copy = Database(own.database_path)
        try:
            DocumentStore(copy).require_embedder(embedder.id)
            yield _rig(copy, own, embedder, Ingest(*_sizes(copy), 0.0, 0, ()), reranking)
        finally:
            copy.close()


def _sizes(database: Database) -> tuple[int, int]:
    with database.read() as session:
        documents = session.execute("SELECT count(*) FROM documents WHERE removed_at IS NULL").fetchone()[0]
        return documents, session.execute("SELECT count(*) FROM passages").fetchone()[0]


def _rig(
    database: Database, settings: Settings, embedder: CachedEmbedder, ingest: Ingest, reranking: Reranking | None
) -> Rig:
    store, references = DocumentStore(database), References(database, embedder)
    index = IndexCache(database, embedder, settings.index_path)
    retriever = Retriever(database, embedder, index, languages=settings.languages, reranking=reranking)
    answerer = make_answerer(settings, retriever, store, embedder.id)
    asker = Asker(store, retriever, answerer, embedder, references)
    return Rig(ingest, references.langs, asker, database, retriever, index, answerer)


def _progress(step: Step) -> ProgressCallback:
    return lambda progress: step(progress.done, progress.total or progress.done + 1)
