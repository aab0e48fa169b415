"""`askwell eval loop`: the loop of the content board on real pages, through a server of its own."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
import httpx2
import uvicorn

from api.app import create_app
from api.keys import KeyStore, Scope
from api.model_wiring import make_embedder
from core.clock import system_clock
from core.db import Database
from core.settings import Settings, load_settings
from eval.cli_options import FOLDER, cache_option, json_option, to_output, write
from eval.dataset import CorpusDocument, load
from eval.embedding_cache import CachedEmbedder
from eval.loop import Loop, LoopFigures
from eval.loop_board import TeamBoard
from eval.loop_pages import drawn_pages
from eval.progress import ProgressLine
from ingest.pipeline import sync
from ingest.sources import open_source
from retrieval.documents import DocumentStore


@click.command()
@click.argument("folder", metavar="DATASET_DIR", type=FOLDER)
@click.option("--pages", type=click.IntRange(1, 200), default=20, show_default=True, help="Pages to withhold.")
@click.option("--seed", type=int, default=0, show_default=True, help="Draws them.")
@click.option("--lang", "langs", multiple=True, help="Languages to ask in; default: en, es, fr, zh.")
@click.option("--accept-unsure", is_flag=True, help="An answer shown as uncertain counts too.")
@cache_option
@json_option
def loop(
    folder: Path,
    pages: int,
    seed: int,
    langs: tuple[str, ...],
    accept_unsure: bool,
    cache: Path | None,
    json_file: Path | None,
) -> None:
    """Withhold pages of DATASET_DIR, ask their questions, publish the pages for the gaps that appear, remove one again.

    Everything goes over HTTP to a server on a temporary store. Pages have a question in each language; a page is what
    its ids have in common after the first slash.
    """
    chosen, kept = drawn_pages(load(folder), langs or ("en", "es", "fr", "zh"), pages, seed)
    with served(kept, cache, accept_unsure=accept_unsure) as (team, guests):
        figures = Loop(TeamBoard(team), guests, chosen, ProgressLine()).walk()
    write(json_file, json.dumps(asdict(figures), indent=1, ensure_ascii=False))
    if not to_output(json_file):
        click.echo("\n".join(_lines(figures)))


@contextmanager
def served(
    documents: Sequence[CorpusDocument], cache: Path | None, *, accept_unsure: bool
) -> Iterator[tuple[httpx2.Client, httpx2.Client]]:
    """Clients of the content team and of guests, of a server on these documents."""
    with tempfile.TemporaryDirectory(prefix="askwell-eval-") as name:
        settings = load_settings(data=Path(name) / "data", rate_limit="off")
        secret = _fill(settings, documents, Path(name), cache)
        server = uvicorn.Server(
            uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_config=None, access_log=False)
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        headers = {"Authorization": f"Bearer {secret}"}
        with (
            httpx2.Client(base_url=url, timeout=120, headers=headers) as team,
            httpx2.Client(base_url=url, timeout=120) as guests,
        ):
            if accept_unsure:
                team.put("/v1/gaps/proof", json={"accept_unsure": True}).raise_for_status()
            yield team, guests
        server.should_exit = True
        thread.join(30)


def _fill(settings: Settings, documents: Sequence[CorpusDocument], folder: Path, cache: Path | None) -> str:
    """Publish the documents, and make the key of the content team; returns its secret."""
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(f"{document.line}\n" for document in documents), encoding="utf-8")
    database, show = Database(settings.database_path), ProgressLine()
    embedder = CachedEmbedder(make_embedder(settings), cache)
    sync(
        open_source(str(corpus)),
        DocumentStore(database),
        embedder,
        progress=lambda step: show("published before", step.done, step.total or step.done + 1),
    )
    scopes = [Scope.CONTENT, Scope.ESCALATIONS]
    secret = KeyStore(database, system_clock).create("loop", scopes)[1]
    database.close()
    return secret


def _lines(found: LoopFigures) -> Iterator[str]:
    yield f"withheld {found.pages} pages, asked {found.asked} questions"
    yield f"in gaps  {found.in_gaps} questions of {found.pages_with_gap} pages, in {found.gaps} gaps"
    yield f"closed   {found.closed} gaps after publishing ({found.passed[0]} of {found.passed[1]} questions passed)"
    yield (
        f"         {found.closed_with_questions} more after those that failed were given their questions "
        f"({found.passed_with_questions[0]} of {found.passed_with_questions[1]})"
    )
    yield f"failing  {found.failing} gaps"
    yield (
        f"removed  {found.removed or 'nothing'}: {len(found.reopened)} gaps reopened, "
        f"{len(set(found.reopened) & set(found.expected))} of {len(found.expected)} expected; "
        f"{found.named} name the removed document"
    )
    yield "seconds  " + ", ".join(f"{name} {took:g}" for name, took in found.seconds.items())
