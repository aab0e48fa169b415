"""`askwell staff`: who may sign in, and with which role."""

from __future__ import annotations

import click

from api.staff import Role, StaffMember, StaffStore
from cli.context import opened_database
from cli.output import print_json, print_table
from core.clock import system_clock
from core.settings import load_settings

DEFAULT_ADDRESS = "http://127.0.0.1:8000"


@click.group()
def staff() -> None:
    """Manage who works on the desk and on content."""


@staff.command()
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What they may do.")
@click.option("--name", help="Shown to customers. Default: what stands before the @.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def add(email: str, role: str, name: str | None, as_json: bool) -> None:
    """Create an account, or set the role of one, and print a one-time sign-in link."""
    with opened_database(create=True) as database:
        store = StaffStore(database, system_clock)
        member = store.add(email, Role(role), name)
        _print_link(member, sign_in_link(store, member), as_json)


@staff.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_staff(as_json: bool) -> None:
    """Show everybody."""
    with opened_database() as database:
        members = StaffStore(database, system_clock).all()
    if as_json:
        print_json([_body(member) for member in members])
        return
    rows = [(m.email, m.role.value, m.name, "closed" if m.disabled else "open") for m in members]
    print_table(rows, ("E-MAIL", "ROLE", "NAME", "ACCOUNT"))


@staff.command()
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def link(email: str, as_json: bool) -> None:
    """Print a new one-time sign-in link; it works for 24 hours."""
    with opened_database() as database:
        store = StaffStore(database, system_clock)
        member = store.find(email)
        _print_link(member, sign_in_link(store, member), as_json)


@staff.command()
@click.argument("email")
def disable(email: str) -> None:
    """Close an account: its sessions and links end at once."""
    with opened_database() as database:
        member = StaffStore(database, system_clock).set_disabled(email, True)
    click.echo(f"{member.email} can no longer sign in.")


def sign_in_link(store: StaffStore, member: StaffMember, address: str | None = None) -> str:
    """The address of a new one-time link."""
    base = (address or load_settings().public_url or DEFAULT_ADDRESS).rstrip("/")
    return f"{base}/sign-in?token={store.create_link(member)}"


def _print_link(member: StaffMember, address: str, as_json: bool) -> None:
    if as_json:
        print_json({**_body(member), "sign_in_link": address})
        return
    click.echo(f"{member.email} has the role {member.role}.")
    click.echo(f"Sign-in link, works once within 24 hours: {address}")


def _body(member: StaffMember) -> dict[str, object]:
    return {
        "id": member.id,
        "email": member.email,
        "name": member.name,
        "role": member.role.value,
        "disabled": member.disabled,
    }
