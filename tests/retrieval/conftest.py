"""A small library of documents to search in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.db import Database
from core.model import Block, BlockKind, DocumentContent, PassageContent
from retrieval.documents import DocumentStore
from retrieval.embedder import Embedder, HashingEmbedder, embed_to_store
from retrieval.index import IndexCache
from retrieval.passages import embed_text
from retrieval.retriever import RetrievalQuery, Retriever

Found = list[str]


def paragraphs(text: str, heading: Sequence[str] = ()) -> list[PassageContent]:
    """One passage a paragraph, with its offsets."""
    passages: list[PassageContent] = []
    start = 0
    for ordinal, part in enumerate(text.split("\n\n")):
        end = start + len(part)
        block = Block(BlockKind.PARAGRAPH, start, end)
        passages.append(PassageContent(ordinal, start, end, part, tuple(heading), (block,), len(part.split())))
        start = end + 2
    return passages


@dataclass
class Library:
    """Publishes plain texts and searches them."""

    database: Database
    embedder: Embedder
    folder: Path
    store: DocumentStore = field(init=False)
    source_id: int = field(init=False)

    def __post_init__(self) -> None:
        """Open the store with one source."""
        self.store = DocumentStore(self.database)
        self.source_id = self.store.ensure_source("help", "folder", "/help")

    def publish(
        self,
        key: str,
        text: str,
        *,
        title: str = "",
        lang: str = "en",
        audiences: Sequence[str] = (),
        heading: Sequence[str] = (),
        source_id: int | None = None,
        questions: Sequence[str] = (),
    ) -> str:
        """Store a document of one passage a paragraph, as the pipeline would; only what is new is embedded."""
        source = source_id or self.source_id
        document_id = self.store.document_id_for(source, key)
        blocks = tuple(block for passage in paragraphs(text) for block in passage.blocks)
        content = DocumentContent(
            document_id, title, text, blocks, lang, f"https://help/{key}", frozenset(audiences), content_hash=text,
            questions=tuple(questions),
        )  # fmt: skip
        passages = paragraphs(text, heading)
        hashes = [embed_text(title, passage) for passage in passages]
        stored = set(self.store.embed_hashes(document_id).values())
        new = [n for n, digest in enumerate(hashes) if digest not in stored]
        vectors = {n: embed_to_store(self.embedder, [hashes[n]])[0] for n in new}
        return self.store.publish(source, key, content, passages, hashes, vectors, embedder_id=self.embedder.id)

    def index(self) -> IndexCache:
        """A new index, as another process would have."""
        return IndexCache(self.database, self.embedder, self.folder)

    def retriever(self) -> Retriever:
        """A new retriever with its own index."""
        return Retriever(self.database, self.embedder, self.index())

    def find(self, text: str, lang: str | None = "en", audiences: Sequence[str] = (), **options: object) -> Found:
        """The ids of the documents found by a new retriever, best first."""
        return documents(self.retriever(), text, lang, audiences, **options)


def documents(
    retriever: Retriever, text: str, lang: str | None = "en", audiences: Sequence[str] = (), **options: object
) -> Found:
    """The ids of the documents found, best first."""
    query = RetrievalQuery(text, lang, frozenset(audiences), **options)  # type: ignore[arg-type]
    return [hit.passage.document_id for hit in retriever.retrieve(query).hits]


@pytest.fixture
def library(database: Database, embedder: HashingEmbedder, tmp_path: Path) -> Library:
    """An empty library with the hashing embedder."""
    return Library(database, embedder, tmp_path / "index")


@pytest.fixture
def make_library(embedder: HashingEmbedder, tmp_path: Path) -> Iterator[Callable[[], Library]]:
    """Makes empty libraries, each with a database of its own: for tests that need many."""
    opened: list[Database] = []

    def make() -> Library:
        number = len(opened)
        opened.append(Database(tmp_path / f"many-{number}.db"))
        return Library(opened[-1], embedder, tmp_path / f"index-{number}")

    yield make
    for database in opened:
        database.close()
