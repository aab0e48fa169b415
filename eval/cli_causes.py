"""`askwell eval causes`: how well the causes of gaps are told apart; refits the model on request."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from api.model_wiring import make_embedder
from core.errors import InvalidInput
from core.settings import Settings, load_settings
from eval.cause_figures import as_lines
from eval.causes import (
    BAR,
    SEEDS,
    Judged,
    Seen,
    accuracy,
    by_draw,
    centres_in,
    confusion,
    figures_of,
    fitted,
    judged_across,
    judged_by,
    observe,
    others_for,
)
from eval.cli_options import FILE, FOLDER, cache_option, json_option, to_output, write
from eval.dataset import DataSet, load
from eval.embedding_cache import CachedEmbedder
from eval.progress import ProgressLine
from insights.causes.judging import shipped_causes


@click.command()
@click.argument("folders", metavar="DATA_DIR...", nargs=-1, required=True, type=FOLDER)
@click.option("--fit", type=FILE, help="Fit the model on all cases and write it here as well.")
@click.option("--misses", is_flag=True, help="List the cases that were taken for something else.")
@click.option(
    "--seed",
    "seeds",
    type=int,
    multiple=True,
    default=SEEDS,
    show_default=True,
    help="Draws of cases; may be repeated.",
)
@cache_option
@json_option
def causes(
    folders: tuple[Path, ...],
    fit: Path | None,
    misses: bool,
    seeds: tuple[int, ...],
    cache: Path | None,
    json_file: Path | None,
) -> None:
    """Make questions of known cause from the help centres in DATA_DIR, and compare what is found with it.

    DATA_DIR holds data sets, or is one. Documents are taken away, translations taken away, contradictions planted, by
    seeds. Each help centre is judged by a fit on the others, over all draws; also by the model that ships with Askwell.
    """
    settings = load_settings()
    embedder, sets = CachedEmbedder(make_embedder(settings), cache), _sets(folders)
    progress = ProgressLine()
    seen = [one for seed in seeds for one in _observed(sets, seed, settings, embedder, progress)]
    if not seen:
        raise InvalidInput("There is no help centre in several languages here, with questions and the field “page”.")
    runs = {"fitted on the other help centres": judged_across(embedder.id, seen)} if _several(seen) else {}
    runs["as shipped"] = judged_by(shipped_causes(), embedder.id, seen)
    if fit:
        fitted(embedder.id, seen, _provenance(seen, runs, seeds)).dump(fit)
    write(json_file, json.dumps({name: _body(judged) for name, judged in runs.items()}, indent=1))
    if not to_output(json_file):
        for name, judged in runs.items():
            click.echo("\n".join([name, *as_lines(judged, misses=misses), ""]))
        click.echo(f"The bar is {BAR:.2f}.")


def _observed(
    sets: Sequence[DataSet], seed: int, settings: Settings, embedder: CachedEmbedder, progress: ProgressLine
) -> list[Seen]:
    """All cases of one draw."""
    centres = centres_in(sets, seed)
    return [
        one
        for centre in centres
        for one in observe(
            centre,
            others_for(centre, sets, centres),
            settings,
            embedder,
            partial(progress, f"{centre.data.name}, draw {seed}"),
        )
    ]


def _several(seen: Sequence[Seen]) -> bool:
    return len({one.case.centre for one in seen}) > 1


def _sets(folders: Sequence[Path]) -> list[DataSet]:
    """The sets named, or those in a folder that is none itself."""
    found = [
        folder
        for given in folders
        for folder in ([given] if _is_set(given) else sorted(child for child in given.iterdir() if _is_set(child)))
    ]
    return [load(folder) for folder in found]


def _is_set(folder: Path) -> bool:
    return folder.is_dir() and any(folder.glob("queries*.jsonl"))


def _provenance(seen: Sequence[Seen], runs: dict[str, list[Judged]], seeds: Sequence[int]) -> dict[str, Any]:
    centres = list(dict.fromkeys(one.case.centre for one in seen))
    return {
        "made_by": "askwell eval causes --fit",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "seeds": list(seeds),
        "cases": {name: sum(one.case.centre == name for one in seen) for name in centres},
        "accuracy": round(accuracy(next(iter(runs.values()))), 3) if _several(seen) else None,
    }


def _body(judged: Sequence[Judged]) -> dict[str, Any]:
    return {
        "cases": len(judged),
        "accuracy": accuracy(judged),
        "bar": BAR,
        "by_draw": {seed: {"cases": len(own), "accuracy": accuracy(own)} for seed, own in by_draw(judged).items()},
        "by_cause": {
            cause: {"cases": one.cases, "precision": one.precision, "recall": one.recall}
            for cause, one in figures_of(judged).items()
        },
        "confusion": {cause: dict(row) for cause, row in confusion(judged).items()},
    }
