"""`askwell eval`: measure data sets, and refit the confidence."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from api.wiring import make_embedder
from core.errors import InvalidInput
from core.settings import Settings, load_settings
from eval.calibrate import calibrate
from eval.dataset import DataSet, load
from eval.embedding_cache import CachedEmbedder
from eval.progress import ProgressLine
from eval.report import as_text
from eval.report_html import as_html
from eval.runner import SEED, Options, Runner
from eval.translations import with_translations

_FOLDERS = click.argument("folders", metavar="DATASET_DIR...", nargs=-1, required=True, type=click.Path(path_type=Path))
_CACHE = click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False), help="Keep embeddings in this folder between runs."
)
_LIMIT = click.option("--limit", type=click.IntRange(min=1), help="At most this many questions a file, drawn by seed.")
_SEED = click.option("--seed", type=int, default=SEED, show_default=True, help="Draws the sample.")
_TRANSLATIONS = click.option(
    "--translations",
    metavar="FIELD",
    help="Where documents share this corpus field they are translations: ask each question of the main language too.",
)
_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.group()
def evaluation() -> None:
    """Measure how good the answers are, on data sets with known answers."""


@evaluation.command()
@_FOLDERS
@_LIMIT
@_SEED
@_CACHE
@_TRANSLATIONS
@click.option("--json", "json_file", type=_FILE, help="Write all figures as JSON; `-` for standard output.")
@click.option("--html", "html_file", type=_FILE, help="Write a report to read in a browser.")
@click.option("--withheld/--no-withheld", default=True, help="Ask each question again with its documents withheld.")
def run(
    folders: tuple[Path, ...],
    limit: int | None,
    seed: int,
    cache: Path | None,
    translations: str | None,
    json_file: Path | None,
    html_file: Path | None,
    withheld: bool,
) -> None:
    """Measure each DATASET_DIR on a temporary store of its own.

    A folder without corpus.jsonl holds questions that the other sets' corpora do not answer. Exit code 1 means that
    something happened that never should: a quote that is not verbatim, or a document that could not be read.
    """
    sets = _load(folders, translations)
    report = _runner(load_settings(), cache, Options(limit, seed, withheld)).run(sets)
    to_output = json_file is not None and str(json_file) == "-"
    if json_file:
        _write(json_file, json.dumps(report.as_dict(), ensure_ascii=False, indent=2) + "\n")
    if html_file:
        _write(html_file, as_html(report))
    if not to_output:
        click.echo(as_text(report))
    if report.problems:
        sys.exit(1)


@evaluation.command(name="calibrate")
@_FOLDERS
@_LIMIT
@_SEED
@_CACHE
@_TRANSLATIONS
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the fitted file here; without it the figures are only printed.",
)
def calibrate_command(
    folders: tuple[Path, ...],
    limit: int | None,
    seed: int,
    cache: Path | None,
    translations: str | None,
    output: Path | None,
) -> None:
    """Refit the confidence on each DATASET_DIR and print how it does on sets left out."""
    runner = _runner(load_settings(), cache, Options(limit, seed))
    found = calibrate(runner, _load(folders, translations))
    click.echo(found.text)
    if output:
        found.calibration.dump(output)


def _load(folders: tuple[Path, ...], translations: str | None) -> list[DataSet]:
    """With `translations`, sets without that field stay as they are, unless none has it."""
    sets = [load(folder) for folder in folders]
    if not translations:
        return sets
    wider = [with_translations(data, translations) for data in sets]
    if all(after is before for after, before in zip(wider, sets, strict=True)):
        raise InvalidInput(f'No document of these sets has the field "{translations}".')
    return wider


def _runner(settings: Settings, cache: Path | None, options: Options) -> Runner:
    return Runner(settings, CachedEmbedder(make_embedder(settings), cache), options, ProgressLine())


def _write(path: Path, text: str) -> None:
    with click.open_file(str(path), "w", encoding="utf-8") as file:
        file.write(text)
