"""`askwell key`: API keys of servers."""

from __future__ import annotations

import click

from api.keys import ApiKey, KeyStore, Scope
from cli.context import opened_database
from cli.output import print_json, print_table
from core.clock import system_clock


@click.group()
def key() -> None:
    """Manage API keys."""


@key.command()
@click.option("--name", required=True, help="What the key is for.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    default=[Scope.ASK.value, Scope.SEARCH.value],
    show_default=True,
    help="What it may do; may be repeated.",
)
@click.option("--audience", "audiences", multiple=True, help="Whose documents it may read; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def create(name: str, scopes: tuple[str, ...], audiences: tuple[str, ...], as_json: bool) -> None:
    """Make a key and show its secret, once."""
    with opened_database(create=True) as database:
        made, secret = KeyStore(database, system_clock).create(name, map(Scope, scopes), audiences)
    if as_json:
        print_json({**_body(made), "key": secret})
        return
    click.echo(secret)
    click.echo(f"This is the key {made.id} ({name}). Keep it now: it cannot be shown again.", err=True)


@key.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_keys(as_json: bool) -> None:
    """Show all keys, without their secrets."""
    with opened_database() as database:
        keys = KeyStore(database, system_clock).all()
    if as_json:
        print_json([_body(item) for item in keys])
        return
    rows = [
        (item.id, item.name, ",".join(sorted(item.scopes)), item.last_used_at or "never", _state(item)) for item in keys
    ]
    print_table(rows, ("ID", "NAME", "SCOPES", "LAST USED", "STATE"))


@key.command()
@click.argument("id_or_name")
def revoke(id_or_name: str) -> None:
    """End a key at once."""
    with opened_database() as database:
        ended = KeyStore(database, system_clock).revoke(id_or_name)
    click.echo(f"The key {ended.id} ({ended.name}) no longer works.")


def _state(item: ApiKey) -> str:
    return "revoked" if item.revoked_at else "in use"


def _body(item: ApiKey) -> dict[str, object]:
    return {
        "id": item.id,
        "name": item.name,
        "scopes": sorted(item.scopes),
        "audiences": sorted(item.audiences),
        "created_at": item.created_at,
        "last_used_at": item.last_used_at,
        "revoked_at": item.revoked_at,
    }
