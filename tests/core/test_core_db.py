"""The database: transactions, threads, processes, backups."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import core.db
from core.db import Database
from core.errors import Misconfigured, Unavailable

ROOT = Path(__file__).parents[2]
OPEN = """
import sys, time
from pathlib import Path
from core.db import Database

moment = float(sys.argv[1])
for path in sys.argv[2:]:
    while time.time() < moment:
        pass
    Database(Path(path)).close()
    moment += 0.5
"""
WRITE = """
import sys
from pathlib import Path
from core.db import Database

database = Database(Path(sys.argv[1]))
for number in range(1_000_000):
    with database.write() as session:
        session.execute("INSERT INTO meta VALUES (?, ?)", (f"{number:06d}a", "x" * 500))
        session.execute("INSERT INTO meta VALUES (?, ?)", (f"{number:06d}b", "x" * 500))
    print(number, flush=True)
"""


def together(*actions: Callable[[], None]) -> None:
    """Run all at once, each in a thread; raises what any of them raised."""
    failures: list[BaseException] = []

    def guarded(action: Callable[[], None]) -> None:
        try:
            action()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def put(database: Database, key: str, value: str = "1") -> None:
    with database.write() as session:
        session.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def keys(database: Database) -> list[str]:
    with database.read() as session:
        return [row["key"] for row in session.execute("SELECT key FROM meta ORDER BY key")]


def test_a_write_is_there_for_everybody_afterwards(database: Database) -> None:
    put(database, "a")
    assert keys(database) == ["a"]
    again = Database(database.path)
    assert keys(again) == ["a"]
    again.close()


def test_a_write_that_fails_leaves_nothing(database: Database) -> None:
    def fail_half_way() -> None:
        with database.write() as session:
            session.execute("INSERT INTO meta VALUES ('a', '1')")
            session.execute("INSERT INTO meta VALUES ('a', 'twice')")

    with pytest.raises(sqlite3.IntegrityError):
        fail_half_way()
    assert keys(database) == []
    put(database, "b")
    assert keys(database) == ["b"]


def test_a_read_sees_one_state_however_long_it_takes(database: Database) -> None:
    put(database, "a")
    with database.read() as session:
        before = session.execute("SELECT count(*) FROM meta").fetchone()[0]
        put(database, "b")
        after = session.execute("SELECT count(*) FROM meta").fetchone()[0]
    assert (before, after) == (1, 1)
    assert keys(database) == ["a", "b"]


def test_references_are_enforced(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), database.write() as session:
        session.execute("INSERT INTO sign_in_links VALUES ('h', 'stf_none', '', NULL)")


def test_threads_that_read_and_then_write_never_meet_a_lock(database: Database) -> None:
    """A deferred transaction would fail here with "database is locked"."""
    put(database, "n", "0")

    def count() -> None:
        for _ in range(25):
            with database.write() as session:
                number = int(session.execute("SELECT value FROM meta WHERE key = 'n'").fetchone()["value"])
                session.execute("UPDATE meta SET value = ? WHERE key = 'n'", (str(number + 1),))

    together(*[count] * 8)
    with database.read() as session:
        assert session.execute("SELECT value FROM meta").fetchone()["value"] == "200"


def test_readers_go_on_while_somebody_writes(database: Database) -> None:
    put(database, "a")
    with database.write() as session:
        session.execute("INSERT INTO meta VALUES ('b', '1')")
        together(*[lambda: keys(database) == ["a"] or pytest.fail("a reader saw what was not committed")] * 4)  # type: ignore[list-item]
    assert keys(database) == ["a", "b"]


def test_a_lock_that_is_not_let_go_is_unavailable_not_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core.db, "BUSY_TIMEOUT_MS", 50)
    database = Database(tmp_path / "askwell.db")
    with database.write() as session:
        session.execute("INSERT INTO meta VALUES ('a', '1')")
        with pytest.raises(Unavailable, match="locked"):
            put(database, "b")
    assert keys(database) == ["a"]
    database.close()


def test_a_mistake_in_a_statement_stays_what_it_is(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), database.read() as session:
        session.execute("SELECT * FROM unknown")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "askwell.db"
    path.write_text("This is a letter, not a database. " * 100, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"askwell\.db"):
        Database(path)
    assert path.read_text(encoding="utf-8").startswith("This is a letter")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(Misconfigured, match="ASKWELL_DATA"):
        Database(tmp_path / "data" / "askwell.db")


def test_processes_that_start_at_once_on_a_fresh_file_all_come_up(tmp_path: Path) -> None:
    """As the workers of one server do: at the very same moment, for which SQLite alone has no patience."""
    fresh, moment = [tmp_path / f"{number}.db" for number in range(8)], time.time() + 2.5
    command = [sys.executable, "-c", OPEN, str(moment), *map(str, fresh)]
    started = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(4)]
    errors = [process.communicate()[1].decode() for process in started]
    assert [process.returncode for process in started] == [0] * 4, errors


def test_kill_9_while_writing_loses_nothing_acknowledged_and_leaves_nothing_half(tmp_path: Path) -> None:
    path = tmp_path / "askwell.db"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    for _ in range(40):
        acknowledged = int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()
    database = Database(path)
    found = keys(database)
    assert found == [f"{number:06d}{half}" for number in range(len(found) // 2) for half in "ab"]
    assert len(found) >= 2 * (acknowledged + 1)
    database.close()


def test_a_backup_made_while_others_write_is_whole(database: Database, tmp_path: Path) -> None:
    """Each writer adds pairs in one transaction: a copy that holds half a pair is not one state."""
    stop = threading.Event()

    def write(name: str) -> Callable[[], None]:
        def pairs() -> None:
            number = 0
            while not stop.is_set():
                with database.write() as session:
                    session.execute("INSERT INTO meta VALUES (?, '1')", (f"{name}{number}a",))
                    session.execute("INSERT INTO meta VALUES (?, '1')", (f"{name}{number}b",))
                number += 1

        return pairs

    def back_up() -> None:
        try:
            for number in range(5):
                database.backup(tmp_path / f"copy{number}.db")
        finally:
            stop.set()

    together(write("x"), write("y"), back_up)
    for number in range(5):
        copy = Database(tmp_path / f"copy{number}.db")
        with copy.read() as session:
            assert session.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = keys(copy)
        assert sum(key.endswith("a") for key in found) == sum(key.endswith("b") for key in found)
        copy.close()
    assert len(keys(database)) >= len(found)


def test_the_database_works_on_after_a_backup_that_failed(database: Database, tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("already", encoding="utf-8")
    with pytest.raises(sqlite3.DatabaseError):
        database.backup(tmp_path / "there.db")
    put(database, "a")
    assert keys(database) == ["a"]
    assert (tmp_path / "there.db").read_text(encoding="utf-8") == "already"


def test_a_checkpoint_empties_the_log_of_recent_writes(database: Database) -> None:
    put(database, "a")
    log = database.path.with_name(database.path.name + "-wal")
    assert log.stat().st_size > 0
    assert database.checkpoint()
    assert log.stat().st_size == 0
    assert keys(database) == ["a"]


def test_only_the_owner_can_read_the_database_and_its_copies(tmp_path: Path) -> None:
    path, copy = tmp_path / "data" / "askwell.db", tmp_path / "copy.db"
    database = Database(path)
    with database.write() as session:
        session.execute("UPDATE meta SET value = value")
    database.backup(copy)
    made = [path.parent, copy, *path.parent.iterdir()]
    assert {entry.name for entry in made} > {"askwell.db", "askwell.db-wal", "copy.db"}
    assert {stat.S_IMODE(entry.stat().st_mode) & 0o077 for entry in made} == {0}
    database.close()
