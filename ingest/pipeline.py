"""Bringing the store in step with a source.

Reading runs ahead in a thread of its own while passages are embedded. Each document is committed by itself, so a
process that is killed leaves whole documents only, and the next run does the rest.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from core.errors import Conflict, InvalidInput
from ingest.languages import declared
from ingest.preparing import PreparedDocument
from ingest.reading_ahead import Changed, ReadAhead, Unchanged
from ingest.report import ProgressCallback, SyncOptions, SyncProgress, SyncReport
from ingest.sections import ChunkLimits
from ingest.sources import Source
from retrieval.documents import OWN_SOURCE, DocumentStore
from retrieval.embedder import Embedded, Embedder, RunByEngines, embed_to_store

BATCH = 64
"""Passages embedded at a time, across documents: enough to keep all cores busy, few enough to commit often."""

MANY = 20
"""Documents that do not all go at once by intent: their folder was not mounted, or its path is wrong."""
_LEAST_BATCH = 8
"""Passages worth embedding while the reader has nothing more to offer yet."""

_Vectors = dict[str, Embedded]
"""By embed hash."""


def sync(
    source: Source,
    store: DocumentStore,
    embedder: Embedder,
    options: SyncOptions | None = None,
    progress: ProgressCallback | None = None,
) -> SyncReport:
    """Store what is new or changed at `source`, remove what is gone, and report.

    A document that cannot be read is a line in the report. Raises InvalidInput when the source itself cannot be listed
    and IndexStale when the stored vectors are another embedder's; then nothing is changed.
    """
    chosen = options or SyncOptions()
    declared(chosen.lang)  # a wrong code is refused before anything is read
    store.require_embedder(embedder.id)
    total = source.size()
    name = _source_name(source, store)
    source_id = store.ensure_source(name, source.kind, source.location)
    run = _Run(store, embedder, source_id, SyncReport(name), progress, total)
    limits = chosen.limits or ChunkLimits.for_capacity(embedder.max_tokens)
    with ReadAhead(source, store, source_id, embedder.count_tokens, chosen, limits) as items:
        run.take_in(items)
        if chosen.prune:
            run.prune(items, may_empty=chosen.may_empty)
    return run.finish()


def reembed(store: DocumentStore, embedder: Embedder, progress: ProgressCallback | None = None) -> int:
    """Exchange all stored vectors for those of `embedder` and return how many passages there are.

    The old vectors stay in use until all new ones are there. Killed in between, the next call goes on from there.
    """
    work = store.reembedding(embedder.id)
    while True:
        total = work.total()
        done = total - work.remaining()
        while batch := work.pending(BATCH):
            work.put(batch, embed_to_store(embedder, [passage.text for passage in batch]))
            done += len(batch)
            if progress:
                progress(SyncProgress(done, max(total, done), done, ""))
        if work.exchange():
            store.refresh_relations(embedder)
            return work.total()


def _source_name(source: Source, store: DocumentStore) -> str:
    """The name given; else that of the folder or file, unless a source elsewhere has it that is still there."""
    if source.name == OWN_SOURCE:
        raise InvalidInput(f'"{OWN_SOURCE}" is the source of the articles written here; give this one another name.')
    if source.name:
        return source.name
    known = store.sources()
    stem = Path(source.location).name
    for name in _names(stem):
        if name == OWN_SOURCE:
            continue
        if known.get(name, source.location) == source.location or not Path(known[name]).exists():
            return name
    raise AssertionError("names are endless")


def _names(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem} ({number})"
        number += 1


class _Run:
    """One sync: gathers changed documents until there is a batch to embed, then stores them one by one."""

    def __init__(
        self, store: DocumentStore, embedder: Embedder, source_id: int, report: SyncReport,
        progress: ProgressCallback | None, total: int | None,
    ) -> None:  # fmt: skip
        self._store = store
        self._embedder = embedder
        self._source_id = source_id
        self._report = report
        self._progress = progress
        self._total = total
        self._begin = time.perf_counter()
        self._waiting: list[Changed] = []
        self._waiting_passages = 0
        self._done = 0
        self._failed: list[tuple[str, str]] = []
        self._skipped: list[tuple[str, str]] = []

    def take_in(self, items: ReadAhead) -> None:
        """Go through all outcomes."""
        for outcome in items:
            if isinstance(outcome, Changed):
                self._waiting.append(outcome)
                self._waiting_passages += len(_missing(outcome))
                enough = _LEAST_BATCH if items.is_waiting() else BATCH
                if self._waiting_passages >= enough:
                    self._store_waiting()
            elif isinstance(outcome, Unchanged):
                self._report.unchanged += 1
                self._step(outcome.key)
            else:
                (self._failed if outcome.is_failure else self._skipped).append((outcome.key, outcome.reason))
                self._step(outcome.key)
        self._store_waiting()

    def prune(self, items: ReadAhead, *, may_empty: bool) -> None:
        """Take out of answers what is gone from the source; a source of many that is empty now is a mishap."""
        if not items.is_complete:
            self._report.notes += ("Nothing was removed, because the source could not be listed to its end.",)
            return
        gone = items.vanished()
        if not self._done and len(gone) >= MANY and not may_empty:
            reason = f"It holds nothing any more, so its {len(gone)} documents stay. To remove them, say --may-empty."
            self._failed.append((self._report.source, reason))
            return
        self._report.removed = self._store.remove(self._source_id, gone)

    def finish(self) -> SyncReport:
        """Bring up to date what is made from all documents, and keep the report with the source."""
        self._store.refresh_relations(self._embedder)
        report = self._report
        report.failed, report.skipped = tuple(self._failed), tuple(self._skipped)
        if report.embedded and isinstance(self._embedder, RunByEngines):
            report.engine = self._embedder.engine
        report.seconds = time.perf_counter() - self._begin
        self._store.record_sync(self._source_id, report.summary())
        return report

    def _store_waiting(self) -> None:
        waiting, self._waiting, self._waiting_passages = self._waiting, [], 0
        vectors = self._embed({hash_: text for changed in waiting for hash_, text in _missing(changed).items()})
        for changed in waiting:
            self._publish(changed, vectors)
            self._step(changed.document.source_key)

    def _embed(self, texts: dict[str, str]) -> _Vectors:
        vectors: _Vectors = {}
        hashes = list(texts)
        for start in range(0, len(hashes), BATCH):
            batch = hashes[start : start + BATCH]
            rows = embed_to_store(self._embedder, [texts[hash_] for hash_ in batch])
            vectors.update(zip(batch, rows, strict=True))
            self._report.embedded += len(batch)
            self._tell("")
        return vectors

    def _publish(self, changed: Changed, vectors: _Vectors) -> None:
        document = changed.document
        try:
            try:
                self._put(document, vectors)
            except ValueError:
                # Another process has changed the document meanwhile, and with it the vectors counted on.
                self._put(document, self._embed(dict(zip(document.hashes, document.texts, strict=True))))
        except Conflict as error:
            self._failed.append((document.source_key, error.message))
            return
        self._report.passages += len(document.passages)
        self._report.added += changed.is_new
        self._report.updated += not changed.is_new

    def _put(self, document: PreparedDocument, vectors: _Vectors) -> None:
        by_ordinal = {at: vectors[hash_] for at, hash_ in enumerate(document.hashes) if hash_ in vectors}
        self._store.publish(
            self._source_id, document.source_key, document.content, document.passages, document.hashes, by_ordinal,
            embedder_id=self._embedder.id,
        )  # fmt: skip

    def _step(self, key: str) -> None:
        self._done += 1
        self._tell(key)

    def _tell(self, key: str) -> None:
        if self._progress:
            self._progress(SyncProgress(self._done, self._total, self._report.embedded, key))


def _missing(changed: Changed) -> dict[str, str]:
    """The texts of a document that have no vector yet, by hash."""
    pairs = zip(changed.document.hashes, changed.document.texts, strict=True)
    return {hash_: text for hash_, text in pairs if hash_ not in changed.stored}
