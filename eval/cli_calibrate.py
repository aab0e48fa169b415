"""`askwell eval calibrate`: refit the confidence on data sets, or on the operator's own labels."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from answering.confidence import Calibration
from core.settings import load_settings
from eval.calibrate import calibrate
from eval.cli_golden import opened
from eval.cli_options import (
    FOLDER,
    cache_option,
    limit_option,
    load_sets,
    make_runner,
    seed_option,
    translations_option,
)
from eval.labels import collect_labels
from eval.own_fit import fit_own
from eval.own_fit_text import own_fit_text
from eval.runner import Options, Runner


@click.command(name="calibrate")
@click.argument("folders", metavar="[DATASET_DIR]...", nargs=-1, type=FOLDER)
@limit_option
@seed_option
@cache_option
@translations_option
@click.option(
    "--from-labels", "own", is_flag=True, help="Start from the fit shipped and learn from your own server's labels."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the fitted file here; without it the figures are only printed.",
)
@click.option("--force", is_flag=True, help="With --from-labels: write the file although it is not better.")
def calibrate_command(
    folders: tuple[Path, ...],
    limit: int | None,
    seed: int,
    cache: Path | None,
    translations: str | None,
    own: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Refit the confidence on each DATASET_DIR, or with --from-labels on your own content and what people said of it.

    Prints how the fit does on what it has not seen. Own labels are approved questions, agents' links and customers'
    votes; a fit on them is only written when it is better than the one shipped, outside chance. Exit code 1 means that
    it is not.
    """
    if bool(folders) == own:
        raise click.UsageError("Name data sets, or give --from-labels, and not both.")
    runner = make_runner(load_settings(), cache, Options(limit, seed))
    if own:
        _from_labels(runner, output, force=force)
        return
    found = calibrate(runner, load_sets(folders, translations))
    click.echo(found.text)
    if output:
        found.calibration.dump(output)


def _from_labels(runner: Runner, output: Path | None, *, force: bool) -> None:
    with opened(runner.settings) as database:
        labels = collect_labels(runner, database)
    target = runner.settings.target_precision
    found = fit_own(labels, Calibration.load(), runner.embedder_id, target, reranker=runner.reranker_id)
    click.echo(own_fit_text(labels, found))
    if output and (found.better or force):
        found.calibration.dump(output)
        click.echo(f"Written. Set ASKWELL_CALIBRATION={output} to use it.", err=True)
    elif output:
        click.echo(f"{output} was not written; --force writes it all the same.", err=True)
    if not (found.better or force):
        sys.exit(1)
