"""What the commands of `askwell eval` share: options, loading data sets, writing files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from api.model_wiring import make_embedder, make_reranking
from core.errors import InvalidInput
from core.settings import Settings
from eval.dataset import DataSet, load
from eval.embedding_cache import CachedEmbedder
from eval.progress import ProgressLine
from eval.remembering import RememberingReranker
from eval.runner import SEED, Options, Runner
from eval.translations import with_translations

FOLDER = click.Path(path_type=Path)


class _NewFile(click.Path):
    """A file to be written at the end: what will not work then is refused at once."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = super().convert(value, param, ctx)
        folder = Path(os.fsdecode(path)).absolute().parent
        if str(path) != "-" and not (folder.is_dir() and os.access(folder, os.W_OK)):
            self.fail(f"The folder {folder} does not exist or cannot be written to.", param, ctx)
        return path


FILE = _NewFile(path_type=Path, dir_okay=False, writable=True, allow_dash=True)
EXISTING = click.Path(path_type=Path, dir_okay=False, exists=True)

cache_option = click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False), help="Keep embeddings in this folder between runs."
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), help="At most this many questions a file, drawn by seed."
)
seed_option = click.option("--seed", type=int, default=SEED, show_default=True, help="Draws the sample.")
translations_option = click.option(
    "--translations",
    metavar="FIELD",
    help="Where documents share this corpus field they are translations: ask each question of the main language too.",
)
json_option = click.option("--json", "json_file", type=FILE, help="Write everything as JSON; `-` for standard output.")
html_option = click.option("--html", "html_file", type=FILE, help="Write a report to read in a browser.")


def load_sets(folders: Sequence[Path], translations: str | None) -> list[DataSet]:
    """The sets; with `translations`, those without that field stay as they are, unless none has it."""
    sets = [load(folder) for folder in folders]
    if not translations:
        return sets
    wider = [with_translations(data, translations) for data in sets]
    if all(after is before for after, before in zip(wider, sets, strict=True)):
        raise InvalidInput(f'No document of these sets has the field "{translations}".')
    return wider


def make_runner(settings: Settings, cache: Path | None, options: Options) -> Runner:
    """A runner with the embedder of the settings, its vectors kept in `cache`, and with their reranker."""
    embedder, reranking = CachedEmbedder(make_embedder(settings), cache), make_reranking(settings, RememberingReranker)
    return Runner(settings, embedder, options, ProgressLine(), reranking)


def write(path: Path | None, text: str) -> None:
    """Write a file, or to standard output for `-`; nothing without a path."""
    if path is not None:
        with click.open_file(str(path), "w", encoding="utf-8") as file:
            file.write(text)


def to_output(path: Path | None) -> bool:
    """Whether standard output belongs to a JSON document."""
    return str(path) == "-"
