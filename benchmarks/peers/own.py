"""Askwell itself, through the parts that answer its customers: sync, retriever, confidence."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from answering.answerer import Answered, Question
from api.wiring import make_answerer
from benchmarks.peers.protocol import Document, Found, Verdict
from core.db import Database
from core.settings import load_settings
from ingest.pipeline import sync
from ingest.sources import open_source
from retrieval.documents import DocumentStore
from retrieval.embedder import Embedder
from retrieval.index import IndexCache
from retrieval.retriever import RetrievalQuery, Retriever

_EVERYONE: frozenset[str] = frozenset()


class Askwell:
    """One store over all languages; a question is asked of the documents in its language, if there are any."""

    def __init__(self, embedder: Embedder) -> None:
        """An empty store in a temporary folder, gone with this object."""
        self._folder = Path(tempfile.mkdtemp(prefix="askwell-peers-"))
        self._embedder = embedder
        settings = load_settings().model_copy(update={"data": self._folder / "data"})
        database = Database(settings.database_path)
        weakref.finalize(self, _discard, database, self._folder)
        self._store = DocumentStore(database)
        index = IndexCache(database, embedder, settings.index_path)
        self._retriever = Retriever(database, embedder, index, languages=settings.languages)
        self._answerer = make_answerer(settings, self._retriever, self._store, embedder.id)
        self._langs: AbstractSet[str] = frozenset()

    def index(self, documents: Sequence[Document]) -> int:
        """Sync the corpus as an operator would."""
        corpus = self._folder / "corpus.jsonl"
        corpus.write_text("".join(f"{document.line}\n" for document in documents), encoding="utf-8")
        self._langs = frozenset(document.lang for document in documents)
        return sync(open_source(str(corpus)), self._store, self._embedder).passages

    def search(self, question: str, lang: str, k: int) -> Sequence[Found]:
        """Passages as the retriever ranks them."""
        query = RetrievalQuery(question, lang, _EVERYONE, k=k, strict_lang=lang in self._langs)
        return [Found(hit.passage.document_id, hit.score) for hit in self._retriever.retrieve(query).hits]

    def judge(self, question: str, lang: str, without: AbstractSet[str]) -> Verdict:
        """The document that the best answer rests on, and the confidence in it."""
        asked = Question(
            question, lang, _EVERYONE, strict_lang=lang in self._langs, exclude_documents=frozenset(without)
        )
        answered = self._answerer.answer(asked)
        return Verdict(_best(answered), answered.answer.confidence)


def _discard(database: Database, folder: Path) -> None:
    database.close()
    shutil.rmtree(folder, ignore_errors=True)


def _best(answered: Answered) -> str | None:
    if answered.draft and answered.draft.citations:
        return answered.draft.citations[0].document_id
    hits = answered.retrieval.hits if answered.retrieval else ()
    return hits[0].passage.document_id if hits else None


def system(embedder: Embedder) -> Askwell:
    """Askwell as it comes."""
    return Askwell(embedder)
