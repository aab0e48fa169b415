"""`askwell doctor`: what is set, what is wrong, and how to mend it."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from api.checks import State
from api.diagnosis import describe_settings, diagnose
from cli.output import print_json, print_table
from core.settings import load_settings

MARKS = {State.OK: "ok", State.NOTE: "note", State.PROBLEM: "PROBLEM"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def doctor(as_json: bool) -> None:
    """List every setting, check everything, and say how to mend what is wrong. Exit code 1 if anything is."""
    settings = load_settings()
    lines, checks = describe_settings(settings), diagnose(settings)
    problems = [check for check in checks if check.state is State.PROBLEM]
    if as_json:
        print_json({"settings": [asdict(line) for line in lines], "checks": [asdict(check) for check in checks]})
    else:
        print_table([(line.name, line.value, line.source) for line in lines], ("SETTING", "VALUE", "FROM"))
        click.echo()
        for check in checks:
            click.echo(f"{MARKS[check.state]:8} {check.name}: {check.detail}")
            if check.mend:
                click.echo(f"{'':8}   to mend it: {check.mend}")
        click.echo()
        click.echo("Everything is in order." if not problems else f"{len(problems)} problem(s) found.")
    sys.exit(1 if problems else 0)
