"""Documents, their versions and passages in SQLite: the truth that every index is made from.

Each method is one transaction. A passage row is never rewritten to hold other text: changed text gets a new id, so an
index that is a moment behind can miss a passage but never show a wrong one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.audiences import may_see
from core.clock import Clock, system_clock, timestamp
from core.db import Database, Session
from core.errors import DocumentChanged
from core.model import Document, DocumentContent, DocumentVersion, Passage, PassageContent
from retrieval.batches import GiveWay, at_once
from retrieval.document_rows import is_removed, put_document, put_version
from retrieval.embedder import Embedded, Embedder
from retrieval.links import put_links, remove_links
from retrieval.meta import next_generation, read_state, record_embedder
from retrieval.passage_rows import PassageRows, asks_otherwise, ensure_scope
from retrieval.passages import document_from, fetch_passages, version_from, version_of
from retrieval.publications import Written, put_publication
from retrieval.reembedding import Reembedding
from retrieval.reindexing import Reindexing, record_analysis
from retrieval.relations import DocumentRelations
from retrieval.titles import MissingTitles, put_titles, remove_titles
from retrieval.token_store import MissingTokens

Audiences = frozenset[str] | None
"""What a reader may see: documents without audiences and those naming one of these. None: staff, who see all."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the writer of a document believes to be there."""

    version: str | None
    """None: no such document."""


_DOCUMENTS = "SELECT d.*, s.name AS source FROM documents d JOIN sources s ON s.id = d.source_id"

OWN_SOURCE = "askwell"
"""The source of the documents that are written here, on the content board or over HTTP; no other is called so."""


class DocumentStore:
    """Publishes, removes and reads documents."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        """Work on `database`, stamping times from `clock`."""
        self._database = database
        self._clock = clock

    def ensure_source(self, name: str, kind: str, location: str) -> int:
        """The id of the source called `name`, made or updated."""
        with self._database.write() as session:
            row = session.execute(
                """INSERT INTO sources (name, kind, location, created_at) VALUES (?, ?, ?, ?)
                   ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, location = excluded.location
                   RETURNING id""",
                [name, kind, location, self._now()],
            ).fetchone()
        return int(row["id"])

    def sources(self) -> dict[str, str]:
        """The location of each source by its name."""
        with self._database.read() as session:
            return dict(session.execute("SELECT name, location FROM sources ORDER BY id").fetchall())

    def record_sync(self, source_id: int, report: Mapping[str, object]) -> None:
        """Note that a source has just been gone through, and what came of it."""
        with self._database.write() as session:
            session.execute(
                "UPDATE sources SET synced_at = ?, report = ? WHERE id = ?",
                [self._now(), json.dumps(report, ensure_ascii=False), source_id],
            )

    def require_embedder(self, embedder_id: str) -> None:
        """Raise `IndexStale` when the stored vectors come from another embedder."""
        with self._database.read() as session:
            read_state(session).require(embedder_id)

    def reembedding(self, embedder_id: str) -> Reembedding:
        """The exchange of every stored vector for one of `embedder_id`."""
        return Reembedding(self._database, embedder_id)

    def refresh_relations(self, embedder: Embedder, give_way: GiveWay = at_once) -> int:
        """Bring up to date what is made from documents; returns how many titles were embedded."""
        Reindexing(self._database).refresh(give_way)
        MissingTitles(self._database).refresh(give_way)
        MissingTokens(self._database, embedder).refresh(give_way)
        return DocumentRelations(self._database, embedder).refresh(give_way)

    def stored_hashes(self, source_id: int) -> dict[str, str]:
        """The content hash of each document of a source by source key, removed ones left out."""
        with self._database.read() as session:
            rows = session.execute(
                "SELECT source_key, content_hash FROM documents WHERE source_id = ? AND removed_at IS NULL", [source_id]
            )
            return dict(rows.fetchall())

    def document_id_for(self, source_id: int, source_key: str) -> str:
        """The public id of a source's document: its key, with the source's name before it when the key is taken."""
        with self._database.read() as session:
            known = session.execute(
                "SELECT id FROM documents WHERE source_id = ? AND source_key = ?", [source_id, source_key]
            ).fetchone()
            if known:
                return str(known["id"])
            if not session.execute("SELECT 1 FROM documents WHERE id = ?", [source_key]).fetchone():
                return source_key
            name = session.execute("SELECT name FROM sources WHERE id = ?", [source_id]).fetchone()["name"]
            return f"{name}/{source_key}"

    def embed_hashes(self, document_id: str) -> dict[int, str]:
        """By ordinal, the hash of the text that each stored passage's vector stands for."""
        with self._database.read() as session:
            rows = session.execute("SELECT ordinal, embed_hash FROM passages WHERE document_id = ?", [document_id])
            return dict(rows.fetchall())

    def publish(
        self,
        source_id: int,
        source_key: str,
        content: DocumentContent,
        passages: Sequence[PassageContent],
        hashes: Sequence[str],
        vectors: Mapping[int, Embedded],
        *,
        embedder_id: str,
        expected: Expected | None = None,
        written: Written | None = None,
    ) -> str:
        """Make `content` the current version of its document and return the version id.

        `hashes` and `vectors` belong to the passages, by position and by ordinal; a passage without a vector takes the
        one stored in this document under the same hash. Raises `IndexStale` when other vectors come from another
        embedder, `Conflict` when another source owns the id, and `DocumentChanged` when the document is not as
        `expected`; then nothing is changed. `written`: of documents that are written here.
        """
        with self._database.write() as session:
            _require_expected(session, content.id, expected)
            read_state(session).require(embedder_id)
            record_embedder(session, embedder_id)
            record_analysis(session)
            scope_id = ensure_scope(session, content)
            version = version_of(content)
            asked_otherwise = asks_otherwise(session, content)
            now, came_back = self._now(), is_removed(session, content.id)
            put_document(session, source_id, source_key, content, version, scope_id, now)
            put_version(session, content, version, now)
            put_publication(session, content.id, version, written, now, came_back=came_back)
            rows = PassageRows(session, content, scope_id, next_generation(session), asked_otherwise=asked_otherwise)
            rows.replace(passages, hashes, vectors)
            put_titles(session, content, scope_id, passages)
            put_links(session, content)
        return version

    def remove(self, source_id: int, source_keys: Iterable[str]) -> int:
        """Take documents out of answers, keeping the versions citations point into; returns how many there were."""
        with self._database.write() as session:
            marked = [
                session.execute(
                    """UPDATE documents SET removed_at = ? WHERE source_id = ? AND source_key = ?
                       AND removed_at IS NULL RETURNING id""",
                    [self._now(), source_id, key],
                ).fetchone()
                for key in source_keys
            ]
            ids = [str(row["id"]) for row in marked if row]
            if ids:
                generation = next_generation(session)
                for document_id in ids:
                    PassageRows.remove_all(session, document_id, generation)
                    remove_titles(session, document_id)
                    remove_links(session, document_id)
        return len(ids)

    def document(self, document_id: str, audiences: Audiences) -> Document | None:
        """The document as it is now, or None when it is not there for this reader."""
        with self._database.read() as session:
            row = session.execute(f"{_DOCUMENTS} WHERE d.id = ? AND d.removed_at IS NULL", [document_id]).fetchone()
        return document_from(row) if row and _visible(row["audiences"], audiences) else None

    def version(self, document_id: str, version: str | None, audiences: Audiences) -> DocumentVersion | None:
        """One version (None: the current one), or None when it is not there for this reader.

        Versions of removed documents stay readable by name, because citations point into them. A reader must be let in
        by the version and by the document as it is now: closing a document closes its past.
        """
        with self._database.read() as session:
            row = session.execute(
                """SELECT v.*, d.audiences AS audiences_now FROM documents d
                   JOIN document_versions v ON v.document_id = d.id
                   WHERE d.id = :id AND (v.version = :version
                       OR (:version IS NULL AND v.version = d.version AND d.removed_at IS NULL))""",
                {"id": document_id, "version": version},
            ).fetchone()
        allowed = row and _visible(row["audiences"], audiences) and _visible(row["audiences_now"], audiences)
        return version_from(row) if allowed else None

    def documents(
        self,
        limit: int = 100,
        after: str | None = None,
        lang: str | None = None,
        source: str | None = None,
        query: str | None = None,
    ) -> list[Document]:
        """Current documents in the order of their ids, for staff; `after` is the last id of the page before."""
        pattern = (
            None if query is None else "%" + query.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        )
        with self._database.read() as session:
            rows = session.execute(
                f"""{_DOCUMENTS} WHERE d.removed_at IS NULL AND d.id > coalesce(:after, '')
                    AND (:lang IS NULL OR d.lang = :lang) AND (:source IS NULL OR s.name = :source)
                    AND (:pattern IS NULL OR d.title LIKE :pattern ESCAPE '\\' OR d.id LIKE :pattern ESCAPE '\\')
                    ORDER BY d.id LIMIT :limit""",
                {"after": after, "lang": lang, "source": source, "pattern": pattern, "limit": limit},
            ).fetchall()
        return [document_from(row) for row in rows]

    def languages(self) -> tuple[str, ...]:
        """The languages that there are or were documents in, for whoever they are."""
        with self._database.read() as session:
            return tuple(row["lang"] for row in session.execute("SELECT DISTINCT lang FROM scopes ORDER BY lang"))

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a document's current version, in reading order, for staff."""
        with self._database.read() as session:
            rows = session.execute("SELECT id FROM passages WHERE document_id = ? ORDER BY ordinal", [document_id])
            ids = [row["id"] for row in rows]
            found = fetch_passages(session, ids)
        return [found[identifier] for identifier in ids]

    def _now(self) -> str:
        return timestamp(self._clock())


def _require_expected(session: Session, document_id: str, expected: Expected | None) -> None:
    if expected is None:
        return
    row = session.execute("SELECT version FROM documents WHERE id = ? AND removed_at IS NULL", [document_id]).fetchone()
    now = None if row is None else str(row["version"])
    if now != expected.version:
        raise DocumentChanged(document=document_id, version=now or "")


def _visible(stored: str, audiences: Audiences) -> bool:
    return audiences is None or may_see(audiences, json.loads(stored))
