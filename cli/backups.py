"""`askwell backup` and `askwell restore`."""

from __future__ import annotations

from pathlib import Path

import click

from api.backups import check_backup, restore_backup, write_backup
from cli.context import opened_database
from core.clock import system_clock
from core.settings import load_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write everything into FILE; the server may go on running."""
    with opened_database() as database:
        size = write_backup(database, file)
    click.echo(f"Wrote {file} ({size / 1_000_000:.1f} MB).")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Put the backup FILE in the place of the database. Stop the server first."""
    settings = load_settings()
    check_backup(file)
    if settings.database_path.exists() and not yes:
        click.confirm(f"Replace everything in {settings.data} by {file}?", abort=True, err=True)
    kept = restore_backup(settings, file, system_clock())
    click.echo(f"Restored {file} to {settings.database_path}.")
    if kept:
        click.echo(f"What was there before is kept as {kept}.")
