"""A thread that lists, hashes, reads and chunks while the main thread embeds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Full, Queue
from types import TracebackType
from typing import Self

from core.errors import InvalidInput
from ingest.preparing import NothingToPublish, PreparedDocument, content_hash, prepare
from ingest.report import SyncOptions
from ingest.sections import ChunkLimits
from ingest.sources import Listed, Source, SourceItem, SourceProblem
from ingest.splitting import CountTokens
from retrieval.documents import DocumentStore

_AHEAD = 32
"""Documents read before the first of them is embedded."""
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Changed:
    """A document that is to be stored."""

    document: PreparedDocument
    stored: frozenset[str]
    """Hashes of its passages that have a stored vector."""
    is_new: bool


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A document that is stored as it is."""

    key: str


Outcome = Changed | Unchanged | SourceProblem


class ReadAhead:
    """Iterate once for the outcome of each item; `seen` and `is_complete` then say what was there."""

    def __init__(
        self, source: Source, store: DocumentStore, source_id: int, count_tokens: CountTokens,
        options: SyncOptions, limits: ChunkLimits,
    ) -> None:  # fmt: skip
        """Compare with what `store` has of the source; nothing is read before `with`."""
        self.stored = store.stored_hashes(source_id)
        self.seen: set[str] = set()
        self.is_complete = True
        self._source = source
        self._store = store
        self._source_id = source_id
        self._count_tokens = count_tokens
        self._options = options
        self._limits = limits
        self._queue: Queue[Outcome | BaseException | None] = Queue(_AHEAD)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="askwell-reader", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._thread.join()

    def __iter__(self) -> Iterator[Outcome]:
        while (outcome := self._queue.get()) is not None:
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome

    def is_waiting(self) -> bool:
        """Whether the next outcome still has to be read."""
        return self._queue.empty()

    def vanished(self) -> list[str]:
        """Keys that are stored and were not at the source; none unless everything could be listed."""
        return sorted(self.stored.keys() - self.seen) if self.is_complete else []

    def _work(self) -> None:
        try:
            for listed in self._source.items():
                if not self._put(self._outcome(listed)):
                    return
        except BaseException as error:
            self._put(error)
        self._put(None)

    def _put(self, outcome: Outcome | BaseException | None) -> bool:
        while not self._stopped.is_set():
            try:
                self._queue.put(outcome, timeout=_POLL_SECONDS)
            except Full:
                continue
            return True
        return False

    def _outcome(self, listed: Listed) -> Outcome:
        if isinstance(listed, SourceProblem):
            if listed.is_failure:
                self.seen.add(listed.key)  # what is stored under this key stays until it can be read again
            self.is_complete &= not listed.hides_documents
            return listed
        if listed.key in self.seen:
            return SourceProblem(listed.key, "Another document of this source has the same id; it is kept.")
        self.seen.add(listed.key)
        try:
            return self._read(listed)
        except NothingToPublish as reason:
            self.seen.discard(listed.key)
            return SourceProblem(listed.key, str(reason), is_failure=False)
        except InvalidInput as error:
            return SourceProblem(listed.key, error.message)
        except Exception as error:
            return SourceProblem(listed.key, f"The file cannot be read: {type(error).__name__}: {error}")

    def _read(self, item: SourceItem) -> Changed | Unchanged:
        data = item.read()
        digest = content_hash(item, data, self._options, self._limits)
        if self.stored.get(item.key) == digest:
            return Unchanged(item.key)
        document_id = self._store.document_id_for(self._source_id, item.key)
        document = prepare(item, data, digest, document_id, self._options, self._limits, self._count_tokens)
        stored = frozenset(self._store.embed_hashes(document_id).values())
        return Changed(document, stored, item.key not in self.stored)
