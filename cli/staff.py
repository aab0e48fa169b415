"""`askwell staff`: who may sign in, and with which role."""

from __future__ import annotations

import click

from api.staff import Role, StaffMember, StaffStore
from api.staffing.passwords import Passwords, checked_password
from cli.context import opened_database
from cli.output import print_json, print_table
from cli.staff_audit import audit
from core.clock import system_clock
from core.settings import load_settings

DEFAULT_ADDRESS = "http://127.0.0.1:8000"
ROLES = click.Choice([role.value for role in Role])


@click.group()
def staff() -> None:
    """Manage who works on the desk and on content."""


staff.add_command(audit)


@staff.command()
@click.argument("email")
@click.option("--role", type=ROLES, required=True, help="What they may do.")
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
    rows = [(m.email, m.role.value, m.name, "closed" if m.disabled else "open", _ways(m)) for m in members]
    print_table(rows, ("E-MAIL", "ROLE", "NAME", "ACCOUNT", "SIGN-IN"))


@staff.command()
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def link(email: str, as_json: bool) -> None:
    """Print a new one-time sign-in link; it works for 24 hours, also for a locked account."""
    with opened_database() as database:
        store = StaffStore(database, system_clock)
        member = store.find(email)
        _print_link(member, sign_in_link(store, member), as_json)


@staff.command()
@click.argument("email")
@click.argument("role", type=ROLES)
def role(email: str, role: str) -> None:
    """Change what somebody may do, at once."""
    with opened_database() as database:
        member = StaffStore(database, system_clock).set_role(email, Role(role))
    click.echo(f"{member.email} has the role {member.role}.")


@staff.command()
@click.argument("email")
def disable(email: str) -> None:
    """Close an account: its sessions and links end at once."""
    with opened_database() as database:
        member = StaffStore(database, system_clock).set_disabled(email, True)
    click.echo(f"{member.email} can no longer sign in.")


@staff.command()
@click.argument("email")
def enable(email: str) -> None:
    """Open a closed account again."""
    with opened_database() as database:
        member = StaffStore(database, system_clock).set_disabled(email, False)
    click.echo(f"{member.email} can sign in again.")


@staff.command()
@click.argument("email")
def unlock(email: str) -> None:
    """Have passwords looked at again after too many wrong ones."""
    with opened_database() as database:
        member = StaffStore(database, system_clock).unlock(email)
    click.echo(f"{member.email} can sign in with a password again.")


@staff.command(name="set-password")
@click.argument("email")
def set_password(email: str) -> None:
    """Set a password, asked for twice and never shown. It ends every session of that person."""
    with opened_database() as database:
        store = StaffStore(database, system_clock)
        member = store.find(email)
        password = click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
        made = Passwords().hash(checked_password(password, (member.name, member.email)))
        store.set_password(member.id, made)
    click.echo(f"{member.email} can sign in with the new password.")


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


def _ways(member: StaffMember) -> str:
    ways = {"password": member.has_password, "single sign-on": member.single_sign_on}
    return ", ".join(["link", *(way for way, there in ways.items() if there)])


def _body(member: StaffMember) -> dict[str, object]:
    return {
        "id": member.id,
        "email": member.email,
        "name": member.name,
        "role": member.role.value,
        "disabled": member.disabled,
        "languages": list(member.languages),
        "capacity": member.capacity,
        "away": member.away,
        "has_password": member.has_password,
        "single_sign_on": member.single_sign_on,
    }
