"""`askwell eval golden` and the golden set of `askwell eval run`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from core.db import Database
from core.errors import Misconfigured
from core.settings import Settings, load_settings
from eval.cli_options import FILE, write
from eval.golden import Golden, ask_golden, export, read_golden
from eval.runner import Runner, SetRun


@click.group(name="golden")
def golden() -> None:
    """The questions that staff have approved on the content board."""


@golden.command(name="export")
@click.argument("path", metavar="FILE", type=FILE)
def export_command(path: Path) -> None:
    """Write the approved questions to FILE as the queries.jsonl of a data set; `-` for standard output."""
    with opened(load_settings()) as database:
        found = read_golden(database)
    write(path, export(found))
    _tell_gone(found)
    click.echo(f"{len(found.queries)} questions written.", err=True)


def run_golden(runner: Runner) -> list[SetRun]:
    """Ask the golden set of a copy of the operator's content; raises Misconfigured where there is no content."""
    with opened(runner.settings) as database:
        found = read_golden(database)
        _tell_gone(found)
        return [ask_golden(runner, database, found)]


def _tell_gone(found: Golden) -> None:
    for text in found.gone:
        click.echo(f"Left out, because the documents approved for it are gone: {text}", err=True)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The operator's own database; raises Misconfigured where there is none."""
    if not settings.database_path.is_file():
        raise Misconfigured(f"There is no content at {settings.data}. Set ASKWELL_DATA to the folder of your server.")
    database = Database(settings.database_path)
    try:
        yield database
    finally:
        database.close()
