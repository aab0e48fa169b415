"""Documents written over HTTP or on the content board: Askwell's own source."""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from dataclasses import dataclass
from typing import Any

from api.audit import SYSTEM, AuditAction, AuditLog
from api.idempotency import Idempotency, Ticket
from core.db import Database
from core.errors import Conflict, InvalidInput, NotFound
from ingest import media
from ingest.preparing import NothingToPublish, PreparedDocument, content_hash, prepare
from ingest.report import SyncOptions
from ingest.sections import ChunkLimits
from ingest.sources import SourceItem
from retrieval.documents import OWN_SOURCE, DocumentStore, Expected
from retrieval.embedder import Embedder, embed_to_store
from retrieval.publications import Written

_NOT_IN_IDS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A document to be published."""

    title: str
    text: str
    """Markdown."""
    lang: str | None = None
    url: str | None = None
    audiences: frozenset[str] = frozenset()
    tags: tuple[str, ...] = ()


class Content:
    """Writes and removes documents of the source `askwell`."""

    def __init__(
        self,
        database: Database,
        documents: DocumentStore,
        embedder: Embedder,
        idempotency: Idempotency,
        audit: AuditLog,
    ) -> None:
        self._database = database
        self._documents = documents
        self._embedder = embedder
        self._idempotency = idempotency
        self._audit = audit
        self._options = SyncOptions()
        self._one_at_a_time = threading.Lock()

    def write(
        self,
        document_id: str | None,
        draft: Draft,
        paper: Ticket | None = None,
        by: str = SYSTEM,
        expected: Expected | None = None,
        restores: int | None = None,
    ) -> dict[str, Any]:
        """Publish a document under its id, or under one made from its title; answers use it at once.

        Raises Conflict when another source owns the id, DocumentChanged when the document is not as `expected`,
        InvalidInput when there is no text, IndexStale when the index was made by another embedder; then nothing is
        changed. Publishing is idempotent by itself, so a process that
        dies before the ticket is kept does no harm. `restores`: number of the publication that it takes up again.
        """
        with self._one_at_a_time:
            with self._database.read() as session:
                known = self._idempotency.recall(session, paper)
            if known is not None:
                found: dict[str, Any] = json.loads(known)
                return found
            written = Written(draft.text, by, restores)
            result = self._publish(document_id or self._free_id(draft.title), draft, written, expected)
            with self._database.write() as session:
                self._idempotency.keep(session, paper, json.dumps(result))
                if result["changed"]:
                    facts = {"version": result["version"], "restores": restores}
                    self._audit.record(session, by, AuditAction.DOCUMENT_PUBLISHED, result["id"], **facts)
        return result

    def remove(self, document_id: str, by: str = SYSTEM) -> None:
        """Take a document out of answers; raises NotFound, and Conflict when it belongs to another source."""
        self._require_own(document_id)
        if self._documents.document(document_id, None) is None:
            raise NotFound("There is no such document.")
        self._documents.remove(self._source(), [document_id])
        with self._database.write() as session:
            self._audit.record(session, by, AuditAction.DOCUMENT_REMOVED, document_id)

    def prepare(self, document_id: str, draft: Draft) -> PreparedDocument:
        """The passages it would have; raises InvalidInput when there is no text. Nothing is stored or embedded."""
        item, data = _item(document_id, draft)
        return self._prepare(item, data, content_hash(item, data, self._options, self._limits))

    def _publish(self, document_id: str, draft: Draft, written: Written, expected: Expected | None) -> dict[str, Any]:
        self._require_own(document_id)
        source_id = self._source()
        item, data = _item(document_id, draft)
        digest = content_hash(item, data, self._options, self._limits)
        before = self._documents.document(document_id, None)
        same = before is not None and self._documents.stored_hashes(source_id).get(document_id) == digest
        if before is not None and same:
            return {"id": document_id, "version": before.version, "changed": False}
        prepared = self._prepare(item, data, digest)
        version = self._store(source_id, prepared, written, expected)
        self._documents.refresh_relations(self._embedder)
        return {"id": document_id, "version": version, "changed": True}

    def _prepare(self, item: SourceItem, data: bytes, digest: str) -> PreparedDocument:
        self._documents.require_embedder(self._embedder.id)
        try:
            return prepare(item, data, digest, item.key, self._options, self._limits, self._embedder.count_tokens)
        except NothingToPublish as error:
            raise InvalidInput(f"There is nothing to publish: the text {error}.") from error

    def _store(self, source_id: int, prepared: PreparedDocument, written: Written, expected: Expected | None) -> str:
        stored = set(self._documents.embed_hashes(prepared.content.id).values())
        wanted = [n for n, digest in enumerate(prepared.hashes) if digest not in stored]
        rows = embed_to_store(self._embedder, [prepared.texts[n] for n in wanted])
        vectors = {prepared.passages[n].ordinal: row for n, row in zip(wanted, rows, strict=True)}
        return self._documents.publish(
            source_id,
            prepared.source_key,
            prepared.content,
            prepared.passages,
            prepared.hashes,
            vectors,
            embedder_id=self._embedder.id,
            expected=expected,
            written=written,
        )

    @property
    def _limits(self) -> ChunkLimits:
        return ChunkLimits.for_capacity(self._embedder.max_tokens)

    def _source(self) -> int:
        return self._documents.ensure_source(OWN_SOURCE, "api", "")

    def _require_own(self, document_id: str) -> None:
        found = self._documents.document(document_id, None)
        if found is not None and found.source != OWN_SOURCE:
            raise Conflict(f"{document_id} belongs to the source {found.source}. Change it there and ingest again.")

    def _free_id(self, title: str) -> str:
        folded = unicodedata.normalize("NFKC", title).casefold()
        base = _NOT_IN_IDS.sub("-", folded).strip("-")[:80] or "document"
        number = 1
        while self._documents.document(name := f"{base}-{number}" if number > 1 else base, None) is not None:
            number += 1
        return name


def _item(document_id: str, draft: Draft) -> tuple[SourceItem, bytes]:
    data = draft.text.encode()
    item = SourceItem(
        document_id,
        media.MARKDOWN,
        lambda: data,
        f"{document_id}.md",
        lang=draft.lang,
        title=draft.title,
        url=draft.url,
        audiences=draft.audiences or None,
        tags=draft.tags,
    )
    return item, data
