"""The one place that opens SQLite.

A connection belongs to one thread at a time: `read()` and `write()` lend one from a pool for the length of a `with`
block. `write()` begins IMMEDIATE, because a deferred transaction that reads first and writes later fails with "locked"
under concurrency. Neither may stay open across a model call or an HTTP request.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue

from sqlite_utils import Database as SqliteDatabase

from core.errors import Misconfigured, Unavailable
from core.files import OWNER_ONLY_FOLDER, make_private
from core.migrations import migration_names, migrations

BUSY_TIMEOUT_MS = 15_000
_PAUSE_S = 0.02
CACHE_KIB = 16_384
"""Page cache of each connection."""

_REFUSALS = ("locked", "disk", "full", "unable to open", "readonly")

Session = sqlite3.Connection
"""A connection inside a transaction; rows are `sqlite3.Row`."""


class Database:
    """A pool of connections to one SQLite file in WAL mode.

    `synchronous=FULL` keeps the promise that what was acknowledged survives a power cut, not only a killed process.
    """

    def __init__(self, path: Path) -> None:
        """Open `path`, make its folder if needed, and bring the schema up to date."""
        self.path = path
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        # SQLite lets writers poll for their turn, which starves some for seconds; threads of one process queue here.
        self._turn = threading.RLock()
        try:
            path.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
            make_private(path)  # what SQLite puts beside it gets the same mode
            connection = self._connect()
        except (OSError, sqlite3.Error) as error:
            raise Misconfigured(f"Cannot open the database {path}: {error}. Check ASKWELL_DATA.") from error
        self._migrate(connection)
        self._idle.put(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        try:
            self._apply_migrations(connection)
        except sqlite3.OperationalError as error:
            connection.close()
            raise Unavailable(f"{self.path} cannot be brought up to date just now: {error}.") from error
        except sqlite3.DatabaseError as error:
            connection.close()
            raise Misconfigured(f"{self.path} is not a usable Askwell database: {error}.") from error
        except BaseException:
            connection.close()
            raise

    def _apply_migrations(self, connection: sqlite3.Connection) -> None:
        """All steps or none, and one process at a time: others wait here and then find nothing left to do."""
        database = SqliteDatabase(connection)
        newer = {step.name for step in migrations.applied(database)} - migration_names()
        if newer:
            raise Misconfigured(
                f"{self.path} was written by a newer Askwell ({', '.join(sorted(newer))}): install that one again,"
                " or restore a backup made before."
            )
        if migrations.pending(database):
            connection.execute("BEGIN IMMEDIATE")
            migrations.apply(database)
            connection.execute("COMMIT")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Lend a connection inside a read transaction: every query in the block sees the same state."""
        with self._lend("BEGIN DEFERRED") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Lend a connection inside a write transaction: committed at the end, rolled back on any exception."""
        with self._turn, self._lend("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _lend(self, begin: str) -> Iterator[Session]:
        with _translated():
            connection = self._borrow()
            try:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._idle.put(connection)

    def _borrow(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._connect()

    def backup(self, target: Path) -> None:
        """Write a consistent copy to `target` while others read and write."""
        with self.read() as session:
            make_private(target)
            session.execute("COMMIT")  # VACUUM INTO takes its own snapshot and cannot run inside a transaction
            session.execute("VACUUM INTO ?", [str(target)])
            session.execute("BEGIN")

    def checkpoint(self) -> bool:
        """Move the write-ahead log into the file and empty it; returns whether no reader stood in the way."""
        with self.read() as session:
            session.execute("COMMIT")
            busy = session.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            session.execute("BEGIN")
        return not busy

    def close(self) -> None:
        """Close every idle connection; call when nothing is lent."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Go over to the write-ahead log, which SQLite refuses at once, without waiting, while others open the file."""
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def marks(values: Sized) -> str:
    """Question marks for as many values, to be put into the brackets of `IN ()`."""
    return ",".join("?" * len(values))


@contextmanager
def _translated() -> Iterator[None]:
    """What the machine refuses becomes Unavailable; mistakes in a statement stay what they are."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if any(sign in str(error) for sign in _REFUSALS):
            raise Unavailable(f"The database cannot be used just now: {error}.") from error
        raise
