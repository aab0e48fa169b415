"""What an earlier version left undone in the database, made up for in small steps, the latest rows first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.db import Database, Session

BATCH = 200
"""Rows of one step, so that nobody waits long behind it."""


def work_off(database: Database, name: str, step: Callable[[Session, int], Sequence[int]]) -> int:
    """Do what is noted in `meta` under `name`: the highest number not done. Returns how many rows were done.

    `step` does rows up to a number, within the session, and returns their numbers in descending order; none ends the
    work. Each step is a transaction: killed, the next call goes on from there.
    """
    done = 0
    while batch := _some(database, name, step):
        done += batch
    return done


def _some(database: Database, name: str, step: Callable[[Session, int], Sequence[int]]) -> int:
    with database.read() as session:
        if _left(session, name) is None:
            return 0
    with database.write() as session:
        left = _left(session, name)
        numbers = step(session, left) if left is not None else ()
        if numbers:
            session.execute("UPDATE meta SET value = ? WHERE key = ?", (str(numbers[-1] - 1), name))
        else:
            session.execute("DELETE FROM meta WHERE key = ?", (name,))
    return len(numbers)


def _left(session: Session, name: str) -> int | None:
    row = session.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
    return None if row is None else int(row["value"])
