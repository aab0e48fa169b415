"""How commands print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click


def print_json(document: Any) -> None:
    """One JSON document on standard output, and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def print_table(rows: Sequence[tuple[str, ...]], header: tuple[str, ...]) -> None:
    """Columns as wide as their longest value."""
    widths = [max(len(value) for value in column) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        click.echo("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip())
