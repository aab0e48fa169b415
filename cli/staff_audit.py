"""`askwell staff audit`: who did what."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from api.audit import AuditEntry, AuditFilter, AuditLog
from api.staff import StaffStore
from cli.context import opened_database
from cli.output import print_json, print_table
from core.clock import system_clock, timestamp
from core.db import Database
from core.errors import NotFound
from core.paging import MAX_LIMIT

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--who", help="E-mail or id of who acted, or `command line`.")
@click.option("--about", help="E-mail or id of whom or what it was done to.")
@click.option("--area", help="What stands before the dot of an action, such as sign_in or staff.")
@click.option("--since", type=DAY, help="First day, in UTC.")
@click.option("-n", "limit", default=50, show_default=True, type=click.IntRange(1, MAX_LIMIT), help="Entries at most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def audit(
    who: str | None, about: str | None, area: str | None, since: datetime | None, limit: int, as_json: bool
) -> None:
    """Show who did what, the newest first."""
    with opened_database() as database:
        wanted = AuditFilter(
            actor=_id_of(database, who),
            area=area,
            subject=_id_of(database, about),
            since=timestamp(since.replace(tzinfo=UTC)) if since else None,
        )
        names = {member.id: member.email for member in StaffStore(database, system_clock).all()}
        with database.read() as session:
            entries = AuditLog(system_clock).page(session, wanted, limit).items
    if as_json:
        print_json([asdict(entry) for entry in entries])
        return
    print_table([_row(entry, names) for entry in entries], ("TIME", "WHO", "DID", "TO", "FACTS"))


def _id_of(database: Database, named: str | None) -> str | None:
    """The id of somebody of the staff; whatever else it is stays as it is."""
    if named is None:
        return None
    try:
        return StaffStore(database, system_clock).find(named).id
    except NotFound:
        return named


def _row(entry: AuditEntry, names: dict[str, str]) -> tuple[str, ...]:
    facts = " ".join(f"{name}={value}" for name, value in entry.data.items())
    subject = entry.subject or ""
    return entry.at, names.get(entry.actor, entry.actor), entry.action, names.get(subject, subject), facts
