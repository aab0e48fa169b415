"""`askwell eval causes-refit`: learn from the causes that your own team has said."""

from __future__ import annotations

import sys

import click

from api.audit import COMMAND_LINE, AuditLog
from api.cause_fits import take_fit_back, use_fit
from api.model_wiring import make_embedder
from core.clock import system_clock
from core.db import Database
from core.settings import load_settings
from eval.cause_refit_text import refit_text
from eval.cli_golden import opened
from insights.causes.fits import CauseFits
from insights.causes.learning import Learning


@click.command(name="causes-refit")
@click.option("--use", is_flag=True, help="Tell causes by the fit from now on, if it is better.")
@click.option("--take-back", is_flag=True, help="Tell causes as shipped again; nothing is fitted.")
def causes_refit(use: bool, take_back: bool) -> None:
    """Start from the model of causes shipped and learn from what your team has said of your server's gaps.

    Prints how the fit does on labels left out, and what it would change. A fit is only used when it is better than the
    one shipped, outside chance; a running server takes it up within seconds. Exit code 1 means that it is not better.
    """
    if use and take_back:
        raise click.UsageError("Give --use or --take-back, and not both.")
    settings = load_settings()
    with opened(settings) as database:
        learning = Learning(database, CauseFits(system_clock), make_embedder(settings).id)
        if take_back:
            _take_back(database, learning)
        else:
            _refit(database, learning, use=use)


def _take_back(database: Database, learning: Learning) -> None:
    before = take_fit_back(database, learning, AuditLog(system_clock), COMMAND_LINE)
    click.echo(
        "Causes were told as shipped already." if before is None else f"Fit {before} is no longer used.", err=True
    )


def _refit(database: Database, learning: Learning, *, use: bool) -> None:
    fit = learning.make(COMMAND_LINE)
    with database.read() as session:
        changes = learning.changes(session, fit.model)
    click.echo(refit_text(fit, changes))
    if not fit.report.better:
        sys.exit(1)
    if use:
        use_fit(database, learning, AuditLog(system_clock), fit.id, COMMAND_LINE)
        click.echo(f"Fit {fit.id} is used from now on.", err=True)
