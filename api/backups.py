"""Backups: writing one while others work, and putting one in the place of the database, whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database as SqliteDatabase

from core.db import Database
from core.errors import Conflict, InvalidInput, Misconfigured
from core.files import OWNER_ONLY_FOLDER, make_private
from core.migrations import migrations
from core.settings import Settings

_NEEDED = frozenset({"meta", "documents", "passages", "conversations", "messages", "escalations"})


def write_backup(database: Database, target: Path) -> int:
    """Write a consistent copy to `target`, which must not exist; returns its size in bytes."""
    if target.exists():
        raise InvalidInput(f"{target} exists already. Choose another name.")
    if not target.parent.is_dir():
        raise InvalidInput(f"There is no folder {target.parent}. Make it, or see whether its disk is there.")
    draft = _draft(target)
    try:
        database.backup(draft)
        os.replace(draft, target)
    except (OSError, sqlite3.Error) as error:
        raise Misconfigured(f"Cannot write {target}: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def check_backup(path: Path) -> None:
    """Raise InvalidInput unless `path` is an undamaged Askwell database that this version can read."""
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.")
    try:
        tables, sound, applied = _look_into(path)
    except sqlite3.Error as error:
        raise InvalidInput(f"{path} is not an Askwell backup, or is damaged: {error}.") from error
    if not tables >= _NEEDED:
        raise InvalidInput(f"{path} is a database, but not one of Askwell.")
    if not sound:
        raise InvalidInput(f"{path} is damaged.")
    if applied - {step.name for step in migrations.pending(SqliteDatabase(memory=True))}:
        raise InvalidInput(f"{path} was made by a newer Askwell. Install that version first.")


def restore_backup(settings: Settings, source: Path, now: datetime) -> Path | None:
    """Make `source` the database; returns where the old one is kept, or None when there was none.

    Raises InvalidInput for a file that is no backup, and Conflict while a server uses the database. The index is
    removed, because it belongs to the old content; the next start makes it anew.
    """
    check_backup(source)
    target = settings.database_path
    target.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    draft = _draft(target)
    try:
        make_private(draft)
        shutil.copyfile(source, draft)
        _sync(draft)
        kept = _set_aside(target, now) if target.exists() else None
        for ending in ("-wal", "-shm"):  # a damaged database keeps them, and they would be read into the new one
            target.with_name(target.name + ending).unlink(missing_ok=True)
        os.replace(draft, target)
    except OSError as error:
        raise Misconfigured(f"Cannot write {target}: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    shutil.rmtree(settings.index_path, ignore_errors=True)
    return kept


def _look_into(path: Path) -> tuple[set[str], bool, set[str]]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        tables = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        applied = set[str]()
        if migrations.migrations_table in tables:
            rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [migrations.name])
            applied = {str(row[0]) for row in rows}
    finally:
        connection.close()
    return tables, sound, applied


def _set_aside(database: Path, now: datetime) -> Path:
    """Give the old database a second name, as one file: its write-ahead log is taken in first."""
    connection = sqlite3.connect(database, timeout=1, isolation_level=None)
    try:
        # Leaving WAL mode needs the file for oneself alone, so this also finds a server that is running.
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        raise Conflict(f"{database} is in use. Stop the server first.") from error
    except sqlite3.DatabaseError:
        pass  # damaged: it is kept as it is
    finally:
        connection.close()
    kept = database.with_name(f"{database.name}.before-restore-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}")
    os.link(database, kept)
    return kept


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
