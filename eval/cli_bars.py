"""`askwell eval bars`: what must be reached on public data, beside what is."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from core.errors import InvalidInput
from core.settings import load_settings
from eval.bars.evidence import SETS, Evidence, Found
from eval.bars.kinds import NAME, question_kinds
from eval.bars.table import BarResult, bars_text, judge
from eval.cli_options import (
    FOLDER,
    cache_option,
    html_option,
    json_option,
    limit_option,
    load_sets,
    make_runner,
    seed_option,
    to_output,
    write,
)
from eval.dataset import DataSet
from eval.report import as_json
from eval.report_html import as_html
from eval.runner import Options, Runner, SetRun
from eval.translations import with_translations
from eval.unseen import left_out

TRANSLATIONS = "page"
"""Field of a corpus by which documents are translations of each other; questions across languages belong to the fit."""


@click.command()
@click.argument("data", metavar="DATA_DIR", type=FOLDER)
@limit_option
@seed_option
@cache_option
@json_option
@html_option
@click.option("--kinds/--no-kinds", default=True, help="Measure kinds of messages too, which takes half a minute.")
def bars(
    data: Path,
    limit: int | None,
    seed: int,
    cache: Path | None,
    json_file: Path | None,
    html_file: Path | None,
    kinds: bool,
) -> None:
    """Measure the public sets below DATA_DIR and print each figure beside its bar and its aim.

    Exit code 1 means that a bar was missed. A set that is not there is named, and its bars are not measured.
    """
    sets = load_sets(_there(data), None)
    several = sum(bool(found.corpus) for found in sets) > 1
    runner = make_runner(load_settings(), cache, Options(limit, seed, leave_one_out=several))
    wider = runner.ask([with_translations(found, TRANSLATIONS) for found in sets])
    unseen = [_judged_on(run, sets) for run in left_out(runner, wider)] if several else []
    runs = [_judged_on(run, sets) for run in wider]
    given = {NAME: question_kinds(runner.embedder, sets)} if kinds else {}
    results = _judged(runner, runs, unseen, given)
    report = replace(runner.report(unseen or runs), bars=tuple(result.as_dict() for result in results))
    write(json_file, as_json(report))
    write(html_file, as_html(report))
    if not to_output(json_file):
        click.echo("\n".join(f"{part.name}: data {part.fingerprint}" for part in report.sets))
        click.echo(f"seed {seed}, sample {report.about['sample']}, {report.about['embedder']}\n")
        click.echo(bars_text(results))
    if any(result.verdict == "missed" for result in results):
        sys.exit(1)


def _judged_on(run: SetRun, sets: Sequence[DataSet]) -> SetRun:
    """The run without the questions that were only asked to fit on, as the fit shipped is."""
    data = next(found for found in sets if found.name == run.data.name)
    added = {file.name for file in run.data.files} - {file.name for file in data.files}
    outcomes = tuple(outcome for outcome in run.outcomes if outcome.file not in added)
    return replace(run, data=data, outcomes=outcomes)


def _there(data: Path) -> list[Path]:
    """The folders of the bars' sets; raises InvalidInput when there is none."""
    missing = [name for name in SETS if not (data / name).is_dir()]
    if len(missing) == len(SETS):
        raise InvalidInput(f"{data} holds none of the data sets that the bars are about: {', '.join(SETS)}.")
    for name in missing:
        click.echo(f"{name} is not in {data}: its bars are not measured.", err=True)
    return [data / name for name in SETS if name not in missing]


def _judged(
    runner: Runner, runs: Sequence[SetRun], unseen: Sequence[SetRun], given: Mapping[str, Found]
) -> list[BarResult]:
    outcomes = [outcome for run in runs for outcome in run.outcomes]
    times = runner.question_times(outcomes)
    return judge(Evidence(outcomes, [outcome for run in unseen for outcome in run.outcomes], times), given)
