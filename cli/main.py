"""The command `askwell`: one module for each group of commands, loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module, metadata
from typing import Any

import click

from core.errors import AppError

COMMANDS = {
    "ask": "cli.asking:ask",
    "backup": "cli.backups:backup",
    "doctor": "cli.doctor:doctor",
    "eval": "eval.cli:evaluation",
    "ingest": "cli.ingesting:ingest",
    "key": "cli.keys:key",
    "mcp": "cli.mcp:mcp",
    "person": "cli.persons:person",
    "restore": "cli.backups:restore",
    "search": "cli.asking:search",
    "serve": "cli.serving:serve",
    "staff": "cli.staff:staff",
}
"""Command to where it is; a start of one need not load the others."""
WRONG_USE = 2


class Commands(click.Group):
    """Loads a command when it is named, and turns our own errors into one line and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands by name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, from its module."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except AppError as error:
            click.echo(f"Error: {' '.join(error.message.split())}", err=True)
            sys.exit(WRONG_USE)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(metadata.version("askwell"), prog_name="askwell")
def main() -> None:
    """Answers customers from your own help content, and fetches a person when it must.

    Settings are environment variables with the prefix ASKWELL_, or lines of a file .env; `askwell doctor` lists them.
    """
