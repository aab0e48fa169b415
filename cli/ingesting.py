"""`askwell ingest`: bring the answers in step with content."""

from __future__ import annotations

import sys

import click

from api.model_wiring import make_embedder
from api.site_reading import make_site_reading
from cli.output import print_json
from cli.progress import shown_progress
from core.clock import system_clock
from core.db import Database
from core.errors import InvalidInput
from core.settings import Settings, load_settings
from ingest.languages import declared
from ingest.pipeline import reembed as reembed_all
from ingest.pipeline import sync
from ingest.report import SyncOptions, SyncReport
from ingest.sources import open_sources
from retrieval.documents import DocumentStore
from retrieval.embedder import Embedder
from retrieval.index import IndexCache


@click.command()
@click.argument("locations", metavar="PATH_OR_URL...", nargs=-1)
@click.option("--source", help="Name of the source; the next run with it compares against the last.")
@click.option("--lang", help="Language of documents that do not declare one.")
@click.option("--audience", "audiences", multiple=True, help="Who may see them; may be repeated. Default: everyone.")
@click.option("--prune/--no-prune", default=True, show_default=True, help="Remove what is gone from the source.")
@click.option("--may-empty", is_flag=True, help="Remove everything when the source holds nothing any more.")
@click.option("--reembed", is_flag=True, help="Make all vectors anew, after ASKWELL_EMBEDDER was changed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def ingest(
    locations: tuple[str, ...],
    source: str | None,
    lang: str | None,
    audiences: tuple[str, ...],
    prune: bool,
    may_empty: bool,
    reembed: bool,
    as_json: bool,
) -> None:
    """Read folders, files, .jsonl corpora or sites; a running server answers from them at once.

    Unchanged documents are skipped, vanished ones removed. Exit code 1 when a document could not be read.
    """
    if not locations and not reembed:
        raise click.UsageError("Name a folder, a file, a .jsonl corpus or the address of a site.")
    settings = load_settings()
    sources = open_sources(locations, source, make_site_reading(settings))
    declared(lang)  # a wrong code is refused before anything is made
    if not all(audience.strip() for audience in audiences):
        raise InvalidInput("An audience needs a name: leave --audience out for content that everybody may see.")
    options = SyncOptions(lang=lang, audiences=frozenset(audiences), prune=prune, may_empty=may_empty)
    embedder = make_embedder(settings)
    database = Database(settings.database_path)
    try:
        store = DocumentStore(database, system_clock)
        embedded = _reembed(store, embedder) if reembed else None
        reports = []
        for item in sources:
            with shown_progress(item.name or "Reading") as progress:
                reports.append(sync(item, store, embedder, options, progress))
        _save_index(settings, database, embedder)
    finally:
        database.close()
    _print(reports, embedded, as_json)
    sys.exit(1 if any(report.failed for report in reports) else 0)


def _reembed(store: DocumentStore, embedder: Embedder) -> int:
    with shown_progress("Embedding") as progress:
        return reembed_all(store, embedder, progress)


def _save_index(settings: Settings, database: Database, embedder: Embedder) -> None:
    """Spares the next start the work; a running server keeps its own in step by itself."""
    index = IndexCache(database, embedder, settings.index_path)
    index.refresh()
    index.save()


def _print(reports: list[SyncReport], embedded: int | None, as_json: bool) -> None:
    if as_json:
        print_json({"sources": [report.to_json() for report in reports], "reembedded": embedded})
        return
    if embedded is not None:
        click.echo(f"Made {embedded} vectors anew.")
    for report in reports:
        engine = f" by {report.engine}" if report.engine else ""
        click.echo(
            f"{report.source}: {report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
            f"{report.removed} removed, {len(report.failed)} failed, {len(report.skipped)} left out "
            f"({report.embedded} passages embedded{engine}, {report.seconds:.1f} s)"
        )
        for key, reason in report.failed:
            click.echo(f"  failed: {key}: {reason}")
        for note in report.notes:
            click.echo(f"  note: {note}")
