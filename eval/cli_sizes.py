"""`askwell eval sizes`: whether confidence means the same in small and in large corpora."""

from __future__ import annotations

from pathlib import Path

import click

from core.settings import load_settings
from eval.cli_options import EXISTING, FOLDER, cache_option, limit_option, load_sets, make_runner, seed_option
from eval.runner import Options
from eval.sizes import SIZES, measure_sizes, sizes_text


@click.command()
@click.argument("folder", metavar="DATASET_DIR", type=FOLDER)
@click.argument("others", metavar="[OTHER_DIR]...", nargs=-1, type=FOLDER)
@click.option("--lang", default="en", show_default=True, help="Ask questions and documents in this language.")
@click.option(
    "--size",
    "sizes",
    type=click.IntRange(min=2),
    multiple=True,
    default=SIZES,
    show_default=True,
    help="Documents in a store; may be repeated.",
)
@limit_option
@seed_option
@cache_option
@click.option("--calibration", type=EXISTING, help="Judge by the fit in this file instead of the one in use.")
def sizes(
    folder: Path,
    others: tuple[Path, ...],
    lang: str,
    sizes: tuple[int, ...],
    limit: int | None,
    seed: int,
    cache: Path | None,
    calibration: Path | None,
) -> None:
    """Ask the questions of DATASET_DIR of stores of several sizes, filled up with documents of each OTHER_DIR.

    Each question is asked as it is and with the documents that answer it withheld.
    """
    runner = make_runner(load_settings(), cache, Options(limit, seed, calibration=calibration))
    data, *rest = load_sets([folder, *others], None)
    click.echo(sizes_text(list(measure_sizes(runner, data, rest, lang, sorted(set(sizes))))))
