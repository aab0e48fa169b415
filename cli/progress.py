"""How far long work is: a bar on a terminal, plain lines elsewhere. Always on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from ingest.report import ProgressCallback, SyncProgress

LINES = 10
"""Plain lines for one piece of work, about."""
EACH = 25
"""Items for each plain line, where nobody knows how many there are."""


@contextmanager
def shown_progress(label: str) -> Iterator[ProgressCallback]:
    """A callback that shows what it is told while the block runs."""
    shown = _Bar(label) if sys.stderr.isatty() else _Lines(label)
    try:
        yield shown
    finally:
        shown.close()


class _Bar:
    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None
        self._counted = False

    def __call__(self, progress: SyncProgress) -> None:
        if progress.total is None:
            self._counted = True
            click.echo(f"\r{self._label}: {progress.done}", err=True, nl=False)
            return
        if self._bar is None:
            self._bar = click.progressbar(length=progress.total, label=self._label, file=sys.stderr)
        self._bar.length = progress.total
        self._bar.update(progress.done - self._bar.pos)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()
        if self._counted:
            click.echo(err=True)


class _Lines:
    def __init__(self, label: str) -> None:
        self._label = label
        self._next = 0.0

    def __call__(self, progress: SyncProgress) -> None:
        if progress.done < self._next:
            return
        step = EACH if progress.total is None else progress.total / LINES
        self._next = progress.done + step
        of = f"/{progress.total}" if progress.total is not None else ""
        click.echo(f"{self._label}: {progress.done}{of}", err=True)

    def close(self) -> None:
        """Nothing is left open."""
