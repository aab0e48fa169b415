"""Saved views: what somebody chose to see of the log, under a name, for themselves or for all who work on content."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from core.clock import Clock, new_id, timestamp
from core.db import Session
from core.errors import Conflict, Forbidden, InvalidInput, NotFound

LONGEST_NAME = 60
MOST = 50
"""Views of one person or key."""
LONGEST_QUERY = 2_000

_ROWS = """SELECT v.*, coalesce(s.name, k.name, '') AS owner FROM log_views v
    LEFT JOIN staff s ON s.id = v.owner_id LEFT JOIN api_keys k ON k.id = v.owner_id"""


@dataclass(frozen=True, slots=True)
class SavedView:
    """One saved view."""

    id: str
    name: str
    query: str
    """What is chosen, as in the address of the page."""
    shared: bool
    owner_id: str
    """Id of a member of staff or of an API key."""
    owner: str
    """Their name."""


class LogViews:
    """Saved views in SQLite; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def seen_by(self, session: Session, owner_id: str) -> list[SavedView]:
        """Their own ones, then those that others share, by name."""
        rows = session.execute(
            f"{_ROWS} WHERE v.owner_id = ?1 OR v.shared ORDER BY v.owner_id <> ?1, v.name, v.id", (owner_id,)
        )
        return [_view(row) for row in rows]

    def add(self, session: Session, owner_id: str, name: str, query: str, *, shared: bool) -> SavedView:
        """Save what is chosen; raises InvalidInput, and Conflict when they have one of that name or too many."""
        count = session.execute("SELECT count(*) FROM log_views WHERE owner_id = ?", (owner_id,)).fetchone()[0]
        if count >= MOST:
            raise Conflict(f"You have {MOST} saved views. Delete one first.")
        view_id, at = new_id("view"), timestamp(self._clock())
        values = (view_id, owner_id, _name(name), _query(query), shared, at, at)
        _unique(session, "INSERT INTO log_views VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        return self._get(session, view_id)

    def change(
        self, session: Session, owner_id: str, view_id: str, *, name: str, shared: bool, query: str | None = None
    ) -> SavedView:
        """Rename it, share it or not, and with `query` have it show something else; only its owner may."""
        view = self._own(session, owner_id, view_id)
        values = (
            _name(name),
            shared,
            _query(view.query if query is None else query),
            timestamp(self._clock()),
            view_id,
        )
        _unique(session, "UPDATE log_views SET name = ?, shared = ?, query = ?, updated_at = ? WHERE id = ?", values)
        return self._get(session, view_id)

    def delete(self, session: Session, owner_id: str, view_id: str, *, of_others: bool = False) -> None:
        """Delete it; `of_others`: whoever's it is, as long as it is shared."""
        view = self._get(session, view_id)
        if not (of_others and view.shared):
            self._own(session, owner_id, view_id)
        session.execute("DELETE FROM log_views WHERE id = ?", (view_id,))

    def _own(self, session: Session, owner_id: str, view_id: str) -> SavedView:
        view = self._get(session, view_id)
        if view.owner_id == owner_id:
            return view
        if view.shared:
            raise Forbidden(f"This view is {view.owner}'s. Save your own one to change it.")
        raise NotFound("There is no such view.")

    def _get(self, session: Session, view_id: str) -> SavedView:
        row = session.execute(f"{_ROWS} WHERE v.id = ?", (view_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such view. It may have been deleted.")
        return _view(row)


def _name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise InvalidInput(f"The name needs 1 to {LONGEST_NAME} characters.")
    return plain


def _query(query: str) -> str:
    if len(query) > LONGEST_QUERY:
        raise InvalidInput("What is chosen is too long to be saved.")
    return query


def _unique(session: Session, statement: str, values: tuple[object, ...]) -> None:
    try:
        session.execute(statement, values)
    except sqlite3.IntegrityError as error:
        raise Conflict("You have a view of that name. Choose another name, or delete that one first.") from error


def _view(row: sqlite3.Row) -> SavedView:
    return SavedView(row["id"], row["name"], row["query"], bool(row["shared"]), row["owner_id"], row["owner"])
