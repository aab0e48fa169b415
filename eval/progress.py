"""Shows how far long work is: a bar on a terminal, a plain line now and then elsewhere. Always on standard error."""

from __future__ import annotations

import sys
import time

import click

_EVERY_S = 10.0
_WIDTH = 30


class ProgressLine:
    """A `Progress` callback."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._label = ""
        self._shown = 0.0

    def __call__(self, label: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps of `label` are over."""
        now, finished = time.monotonic(), done >= total
        changed, self._label = label != self._label, label
        if self._terminal:
            if finished or now - self._shown > 0.1:
                self._bar(label, done, total, finished)
                self._shown = now
        elif changed or finished or now - self._shown > _EVERY_S:
            click.echo(f"{label} {done}/{total}", err=True)
            self._shown = now

    def _bar(self, label: str, done: int, total: int, finished: bool) -> None:
        filled = _WIDTH * done // max(total, 1)
        bar = "#" * filled + "-" * (_WIDTH - filled)
        click.echo(f"\r{label:<40} [{bar}] {done}/{total}", err=True, nl=finished)
