"""The list that every step of the schema enters itself in."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("askwell")


def run(db: Database, *statements: str) -> None:
    """Execute statements one after the other."""
    for statement in statements:
        db.execute(statement)
