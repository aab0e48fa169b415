"""Documents written over HTTP or on the content board: Askwell's own source."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.idempotency import Idempotency, Ticket
from core.db import Database
from core.errors import Conflict, InvalidInput, NotFound
from core.language import detect, primary
from core.model import DocumentContent
from ingest.chunking import chunk
from ingest.readers.markdown import read_text
from retrieval.documents import DocumentStore
from retrieval.embedder import Embedder
from retrieval.passages import embed_text

SOURCE = "askwell"
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
        languages: Sequence[str],
    ) -> None:
        self._database = database
        self._documents = documents
        self._embedder = embedder
        self._idempotency = idempotency
        self._languages = tuple(languages)
        self._one_at_a_time = threading.Lock()

    def write(self, document_id: str | None, draft: Draft, paper: Ticket | None = None) -> dict[str, Any]:
        """Publish a document under its id, or under one made from its title; answers use it at once.

        Raises Conflict when another source owns the id, InvalidInput when there is no text, IndexStale when the index
        was made by another embedder; then nothing is changed. Publishing is idempotent by itself, so a process that
        dies before the ticket is kept does no harm.
        """
        with self._one_at_a_time:
            with self._database.read() as session:
                known = self._idempotency.recall(session, paper)
            if known is not None:
                found: dict[str, Any] = json.loads(known)
                return found
            result = self._publish(document_id or self._free_id(draft.title), draft)
            with self._database.write() as session:
                self._idempotency.keep(session, paper, json.dumps(result))
        return result

    def remove(self, document_id: str) -> None:
        """Take a document out of answers; raises NotFound, and Conflict when it belongs to another source."""
        self._require_own(document_id)
        if self._documents.document(document_id, None) is None:
            raise NotFound("There is no such document.")
        self._documents.remove(self._source(), [document_id])

    def _publish(self, document_id: str, draft: Draft) -> dict[str, Any]:
        self._require_own(document_id)
        before = self._documents.document(document_id, None)
        content = self._content(document_id, draft)
        passages = chunk(content, self._embedder.count_tokens)
        if not passages:
            raise InvalidInput("The document has no text.")
        texts = [embed_text(content.title, passage) for passage in passages]
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        stored = set(self._documents.embed_hashes(document_id).values())
        wanted = [n for n, digest in enumerate(hashes) if digest not in stored]
        rows = self._embedder.embed_passages([texts[n] for n in wanted])
        vectors = {passages[n].ordinal: row for n, row in zip(wanted, rows, strict=True)}
        version = self._documents.publish(
            self._source(), document_id, content, passages, hashes, vectors, embedder_id=self._embedder.id
        )
        changed = before is None or (before.version, before.audiences) != (version, content.audiences)
        return {"id": document_id, "version": version, "passages": len(passages), "changed": changed}

    def _content(self, document_id: str, draft: Draft) -> DocumentContent:
        reading = read_text(draft.text)
        lang = draft.lang or reading.lang or detect(reading.text, self._languages, default=self._languages[0])
        return DocumentContent(
            id=document_id,
            title=draft.title,
            text=reading.text,
            blocks=reading.blocks,
            lang=primary(lang),
            url=draft.url or reading.url,
            audiences=draft.audiences or reading.audiences or frozenset(),
            tags=draft.tags or reading.tags,
        )

    def _source(self) -> int:
        return self._documents.ensure_source(SOURCE, "api", "")

    def _require_own(self, document_id: str) -> None:
        found = self._documents.document(document_id, None)
        if found is not None and found.source != SOURCE:
            raise Conflict(f"{document_id} belongs to the source {found.source}. Change it there and ingest again.")

    def _free_id(self, title: str) -> str:
        folded = unicodedata.normalize("NFKC", title).casefold()
        base = _NOT_IN_IDS.sub("-", folded).strip("-")[:80] or "document"
        number = 1
        while self._documents.document(name := f"{base}-{number}" if number > 1 else base, None) is not None:
            number += 1
        return name
