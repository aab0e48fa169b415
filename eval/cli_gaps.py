"""`askwell eval gaps`: how well questions are grouped into gaps; fits the space they are compared in on request."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
import numpy as np

from api.model_wiring import make_embedder
from core.errors import InvalidInput
from core.settings import load_settings
from eval.cli_options import FILE, FOLDER, cache_option, json_option, load_sets, to_output, write
from eval.dataset import DataSet
from eval.embedding_cache import CachedEmbedder
from eval.gap_fitting import fit_questions
from eval.gaps import INTENTS, Grouped, drawn, grouped
from insights.gaps.space import shipped_space


@click.command()
@click.argument("folders", metavar="DATASET_DIR...", nargs=-1, required=True, type=FOLDER)
@click.option("--seeds", type=click.IntRange(1, 100), default=8, show_default=True, help="Draws of intents.")
@click.option("--intents", type=click.IntRange(min=1), default=INTENTS, show_default=True, help="Intents of a draw.")
@click.option("--fit", type=FILE, help="Fit the space on these sets and write it here, instead of measuring.")
@cache_option
@json_option
def gaps(
    folders: tuple[Path, ...], seeds: int, intents: int, fit: Path | None, cache: Path | None, json_file: Path | None
) -> None:
    """Group the questions of each DATASET_DIR that nothing answers, by draws of intents, and compare with the intents.

    The V-measure says how pure and how whole gaps are, the adjusted Rand index how many pairs are together or apart as
    they should be.
    """
    embedder, sets = CachedEmbedder(make_embedder(load_settings()), cache), load_sets(folders, None)
    if fit:
        _fit(fit, embedder, sets)
        return
    space = shipped_space()
    if space.embedder != embedder.id:
        raise InvalidInput(f"The space of questions was fitted for {space.embedder}, not for {embedder.id}.")
    found = {
        data.name: [grouped(embedder, space, drawn(data, seed, intents)) for seed in range(seeds)] for data in sets
    }
    write(json_file, json.dumps({name: [asdict(one) for one in runs] for name, runs in found.items()}, indent=1))
    if not to_output(json_file):
        for name, runs in found.items():
            click.echo("\n".join([name, *_lines(runs)]))


def _fit(path: Path, embedder: CachedEmbedder, sets: list[DataSet]) -> None:
    space = fit_questions(embedder, sets)
    space.dump(path)
    click.echo(f"{path}: {space.directions.shape[1]} directions, means of {', '.join(sorted(space.means))}")


def _lines(runs: list[Grouped]) -> list[str]:
    head = "  seed  questions  intents  gaps  whole  V-measure  adjusted Rand"
    rows = [
        f"{seed:>6}{run.questions:>11}{run.intents:>9}{run.gaps:>6}{run.whole:>7}{run.v_measure:>11.3f}"
        f"{run.adjusted_rand:>15.3f}"
        for seed, run in enumerate(runs)
    ]
    v_measures, rands = [run.v_measure for run in runs], [run.adjusted_rand for run in runs]
    return [
        head,
        *rows,
        f"  mean{np.mean(v_measures):>44.3f}{np.mean(rands):>15.3f}",
        f"  least{min(v_measures):>43.3f}{min(rands):>15.3f}",
    ]
