"""`askwell person`: answers to requests about personal data."""

from __future__ import annotations

import click

from api.person_data import PersonalData
from cli.context import opened_database
from cli.output import print_json


@click.group()
def person() -> None:
    """Export or erase what is known about a person."""


@person.command()
@click.argument("id_or_email")
def export(id_or_email: str) -> None:
    """Print everything that is known, as JSON. Finds by visitor id, by the site's own id, or by e-mail."""
    with opened_database() as database:
        print_json(PersonalData(database).export(id_or_email))


@person.command()
@click.argument("id_or_email")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def erase(id_or_email: str, yes: bool, as_json: bool) -> None:
    """Delete everything that is known. This cannot be undone."""
    with opened_database() as database:
        people = PersonalData(database)
        talks = people.conversations(id_or_email)
        if not yes:
            click.confirm(f"Erase {id_or_email} with {talks} conversation(s) for good?", abort=True, err=True)
        deleted = people.erase(id_or_email)
    if as_json:
        print_json({"erased": id_or_email, "rows": deleted})
        return
    click.echo(f"Erased {id_or_email}: {sum(deleted.values())} rows, {talks} conversation(s).")
