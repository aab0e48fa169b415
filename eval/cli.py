"""`askwell eval`: measure data sets or the operator's own golden set, compare runs, and refit the confidence."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from api.evaluations import EvaluationReports
from api.pages.evaluation import readable
from core.errors import InvalidInput
from core.settings import Settings, load_settings
from eval.cli_bars import bars
from eval.cli_calibrate import calibrate_command
from eval.cli_cause_refit import causes_refit
from eval.cli_causes import causes
from eval.cli_gaps import gaps
from eval.cli_golden import golden, run_golden
from eval.cli_kinds import kinds
from eval.cli_loop import loop
from eval.cli_model import model
from eval.cli_options import (
    EXISTING,
    FOLDER,
    cache_option,
    html_option,
    json_option,
    limit_option,
    load_sets,
    make_runner,
    seed_option,
    to_output,
    translations_option,
    write,
)
from eval.cli_pairs import pairs
from eval.cli_sentences import sentences
from eval.cli_sizes import sizes
from eval.cli_support import support
from eval.cli_tokens import tokens
from eval.compare import compare, read_report
from eval.comparison import Comparison, comparison_text
from eval.gates import Gate, GateResult, parse_gate, read_gates, require_known_sets
from eval.report import Report, as_json
from eval.report_html import as_html
from eval.report_text import as_text
from eval.runner import Options, Runner, SetRun
from eval.typos import KINDS, MIXED
from eval.unseen import left_out


@click.group()
def evaluation() -> None:
    """Measure how good the answers are, on data sets with known answers."""


evaluation.add_command(bars)
evaluation.add_command(calibrate_command)
evaluation.add_command(causes)
evaluation.add_command(causes_refit)
evaluation.add_command(gaps)
evaluation.add_command(golden)
evaluation.add_command(kinds)
evaluation.add_command(loop)
evaluation.add_command(model)
evaluation.add_command(pairs)
evaluation.add_command(sentences)
evaluation.add_command(tokens)
evaluation.add_command(sizes)
evaluation.add_command(support)


@evaluation.command()
@click.argument("folders", metavar="[DATASET_DIR]...", nargs=-1, type=FOLDER)
@limit_option
@seed_option
@cache_option
@translations_option
@json_option
@html_option
@click.option("--golden", "own", is_flag=True, help="Ask the approved questions of your own content; keeps the report.")
@click.option("--withheld/--no-withheld", default=True, help="Ask each question again with its documents withheld.")
@click.option("--leave-one-out", is_flag=True, help="Judge each set by a confidence fitted on the other sets.")
@click.option("--calibration", type=EXISTING, help="Judge by the fit in this file instead of the one in use.")
@click.option(
    "--compare", "other", type=EXISTING, help="Compare with the JSON of an earlier run; with --golden the last one."
)
@click.option("--typos", type=click.Choice([*KINDS, MIXED]), help="Mistype one word of each question, drawn by seed.")
@click.option("--gate", "gates", multiple=True, help="What must hold: `recall@1[set=NAME] >= 0.6`; may be repeated.")
@click.option("--gates", "gate_file", type=EXISTING, help='A TOML file with gates = ["…"].')
def run(
    folders: tuple[Path, ...],
    limit: int | None,
    seed: int,
    cache: Path | None,
    translations: str | None,
    json_file: Path | None,
    html_file: Path | None,
    own: bool,
    withheld: bool,
    leave_one_out: bool,
    calibration: Path | None,
    other: Path | None,
    typos: str | None,
    gates: tuple[str, ...],
    gate_file: Path | None,
) -> None:
    """Measure each DATASET_DIR on a temporary store of its own, or with --golden your own content.

    A folder without corpus.jsonl holds questions that the other sets' corpora do not answer. Exit code 1 means that a
    gate was not kept, or that something happened that never should: a quote that is not verbatim, or a document that
    could not be read.
    """
    _require_sense(folders, own, leave_one_out, calibration)
    if own and typos:
        raise click.UsageError("--typos is for data sets.")
    wanted = [*map(parse_gate, gates), *(read_gates(gate_file) if gate_file else ())]
    settings = load_settings()
    earlier = _earlier(other, settings if own else None)
    runner = make_runner(settings, cache, Options(limit, seed, withheld, leave_one_out, calibration, typos))
    runs = run_golden(runner) if own else _run_sets(runner, folders, translations, wanted)
    results = [gate.check([o for run in runs for o in run.outcomes]) for gate in wanted]
    report = replace(runner.report(runs), gates=tuple(asdict(result) for result in results))
    text = [as_text(report)]
    found = _compared(earlier, report, wanted=other is not None)
    if found is not None:
        report = replace(report, comparison=found.as_dict())
        text += ["", comparison_text(found)]
    text += ["", *(result.text for result in results)] if results else []
    _deliver(report, "\n".join(text), json_file, html_file)
    if own:
        click.echo(f"Kept for the content board: {_keep(report, settings)}", err=True)
    _end(report, results)


def _require_sense(folders: Sequence[Path], own: bool, leave_one_out: bool, calibration: Path | None) -> None:
    if bool(folders) == own:
        raise click.UsageError("Name data sets, or give --golden, and not both.")
    if leave_one_out and (own or calibration):
        raise click.UsageError("--leave-one-out fits by itself, on several data sets.")


def _run_sets(runner: Runner, folders: Sequence[Path], translations: str | None, gates: Sequence[Gate]) -> list[SetRun]:
    sets = load_sets(folders, translations)
    require_known_sets(gates, [data.name for data in sets])
    runs = runner.ask(sets)
    return left_out(runner, runs) if runner.options.leave_one_out else runs


def _earlier(other: Path | None, settings: Settings | None) -> tuple[str, dict[str, Any]] | None:
    """The run to compare with, by name: the one that is wanted, or the last one of the golden set."""
    if other is not None:
        return other.name, read_report(other)
    kept = EvaluationReports(settings.data) if settings else None
    if kept is None or not kept.names():
        return None
    found = kept.read(kept.names()[0])
    return (f"the run of {found['about']['at']}", found) if readable(found) else None


def _compared(earlier: tuple[str, dict[str, Any]] | None, report: Report, *, wanted: bool) -> Comparison | None:
    """The comparison; an earlier run that nobody asked for and that has nothing in common is left alone."""
    if earlier is None:
        return None
    try:
        return compare(earlier[1], report.as_dict(), (earlier[0], "this run"))
    except InvalidInput:
        if wanted:
            raise
        return None


def _deliver(report: Report, text: str, json_file: Path | None, html_file: Path | None) -> None:
    write(json_file, as_json(report) if json_file else "")
    write(html_file, as_html(report) if html_file else "")
    if not to_output(json_file):
        click.echo(text)


def _keep(report: Report, settings: Settings) -> Path:
    return EvaluationReports(settings.data).save(report.as_dict(), as_html(report))


def _end(report: Report, results: Sequence[GateResult]) -> None:
    failed = [result for result in results if not result.passed]
    for result in failed:
        click.echo(result.text, err=True)
    if report.problems or failed:
        sys.exit(1)


@evaluation.command(name="compare")
@click.argument("first", type=EXISTING)
@click.argument("second", type=EXISTING)
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
def compare_command(first: Path, second: Path, as_data: bool) -> None:
    """Compare two runs, both written by `askwell eval run --json`, on the questions that both were asked.

    Says what got better, what got worse and what may be chance, and which questions changed.
    """
    found = compare(read_report(first), read_report(second), (first.name, second.name))
    if as_data:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
        return
    click.echo(comparison_text(found))
