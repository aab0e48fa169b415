"""The schema: the same by every way to it, and never half of a step."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database as SqliteDatabase
from sqlite_utils import Migrations

import core.db
from core.db import Database
from core.errors import Misconfigured
from core.migrations import migration_names, migrations

STEPS = sorted(migration_names())


def schema(path: Path) -> list[tuple[str, ...]]:
    """Every table, index and trigger with its statement."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY 1, 2")
        found = [tuple(row) for row in rows]
    connection.close()
    return found


def fresh(path: Path) -> Path:
    Database(path).close()
    return path


def up_to(path: Path, stop_before: str) -> Path:
    """A database as an earlier version, which did not have `stop_before`, would have left it."""
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.apply(SqliteDatabase(connection), stop_before=stop_before)
    connection.close()
    return path


def test_the_steps_are_numbered_in_order() -> None:
    assert [name[:4] for name in STEPS] == [f"m{number:03d}" for number in range(1, len(STEPS) + 1)]


@pytest.mark.parametrize("step", STEPS)
def test_a_database_upgraded_from_any_step_equals_a_fresh_one(tmp_path: Path, step: str) -> None:
    path = up_to(tmp_path / "old.db", step)
    Database(path).close()
    assert schema(path) == schema(fresh(tmp_path / "new.db"))


def test_one_step_at_a_time_leads_to_the_same(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    for step in STEPS[1:]:
        up_to(path, step)
    Database(path).close()
    assert schema(path) == schema(fresh(tmp_path / "new.db"))


def test_an_upgrade_keeps_what_is_stored(tmp_path: Path) -> None:
    path = up_to(tmp_path / "old.db", STEPS[2])
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO visitors (id, created_at) VALUES ('vis_1', '2026-11-21T10:00:00.000Z')")
    connection.close()
    database = Database(path)
    with database.read() as session:
        assert session.execute("SELECT id FROM visitors").fetchone()["id"] == "vis_1"
    database.close()


def test_starting_again_changes_nothing(tmp_path: Path) -> None:
    path = fresh(tmp_path / "askwell.db")
    before = schema(path)
    assert schema(fresh(path)) == before


def extended(step: str) -> Migrations:
    """The real steps and two more; the last one fails when it is `m998_fails`."""
    longer = Migrations("askwell")
    longer._migrations = list(migrations._migrations)

    @longer(name="m997_adds")
    def adds(db: SqliteDatabase) -> None:
        db.execute("CREATE TABLE added (id INTEGER)")
        db.execute("INSERT INTO added VALUES (1)")

    @longer(name=step)
    def last(db: SqliteDatabase) -> None:
        db.execute("ALTER TABLE added ADD COLUMN name TEXT")
        if step == "m998_fails":
            db.execute("INSERT INTO meta VALUES (NULL, NULL)")

    return longer


def use(monkeypatch: pytest.MonkeyPatch, longer: Migrations) -> None:
    monkeypatch.setattr(core.db, "migrations", longer)
    monkeypatch.setattr(core.db, "migration_names", lambda: {step.name for step in longer._migrations})


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also without the steps before it that had worked: the old version must go on running."""
    path = fresh(tmp_path / "askwell.db")
    before = schema(path)
    with monkeypatch.context() as patch:
        use(patch, extended("m998_fails"))
        with pytest.raises(Misconfigured, match="NOT NULL"):
            Database(path)
    assert schema(path) == before
    Database(path).close()
    use(monkeypatch, extended("m998_works"))
    database = Database(path)
    with database.read() as session:
        assert tuple(session.execute("SELECT id, name FROM added").fetchone()) == (1, None)
    database.close()


def test_a_database_of_a_newer_version_is_refused_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "askwell.db"
    with monkeypatch.context() as patch:
        use(patch, extended("m998_works"))
        Database(path).close()
    before = schema(path)
    with pytest.raises(Misconfigured, match=r"newer Askwell \(m997_adds, m998_works\)"):
        Database(path)
    assert schema(path) == before


def test_text_search_is_compiled_in(database: Database) -> None:
    with database.write() as session:
        session.execute("INSERT INTO passages_fts (rowid, scope, title, heading, body) VALUES (1, 's1', 'a', 'b', 'c')")
        found = session.execute("SELECT rowid FROM passages_fts WHERE passages_fts MATCH 'scope:s1 body:c'").fetchall()
    assert [row["rowid"] for row in found] == [1]


def test_a_conversation_cannot_have_two_live_escalations(database: Database) -> None:
    """The last line of defence, below every rule in the code."""
    insert = (
        "INSERT INTO escalations (id, conversation_id, status, reason, question, evidence, created_at, updated_at)"
        " VALUES (?, 'cnv_1', ?, 'no_content', '?', '[]', '', '')"
    )
    with database.write() as session:
        session.execute("INSERT INTO visitors (id, created_at) VALUES ('vis_1', '')")
        session.execute(
            "INSERT INTO conversations (id, visitor_id, owner, audiences, created_at, updated_at)"
            " VALUES ('cnv_1', 'vis_1', 'queue', '[]', '', '')"
        )
        session.execute(insert, ("esc_1", "returned"))
        session.execute(insert, ("esc_2", "resolved"))
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            session.execute(insert, ("esc_3", "queued"))


def test_versions_from_before_publications_are_numbered_with_who_and_text(tmp_path: Path) -> None:
    path = up_to(tmp_path / "old.db", "m030_publications")
    version = "INSERT INTO document_versions VALUES ('a', ?, 'A', 'en', NULL, '[]', ?, '[]', ?)"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO sources (id, name, kind, location, created_at) VALUES (1, 'askwell', '', '', '')"
        )
        connection.execute("INSERT INTO scopes (id, lang, audiences) VALUES (1, 'en', '[]')")
        connection.execute(
            "INSERT INTO documents (id, source_id, source_key, version, scope_id, title, lang, audiences, tags,"
            " content_hash, as_of, created_at) VALUES ('a', 1, 'a', 'v1', 1, 'A', 'en', '[]', '[]', '', '3', '1')"
        )
        connection.executemany(version, [("v1", "One.", "1"), ("v2", "Two.", "2")])
        connection.execute("INSERT INTO document_markdown VALUES ('a', 'v1', '**One.**')")
        connection.executemany(
            "INSERT INTO audit_log (at, actor, action, subject, data) VALUES ('', ?, 'document.published', 'a', ?)",
            [("ana", '{"version": "v1"}'), ("ben", '{"version": "v2"}'), ("cho", '{"version": "v1"}')],
        )
    connection.close()
    database = Database(path)
    with database.read() as session:
        rows = session.execute("SELECT number, version, markdown, by, created_at FROM document_publications").fetchall()
    database.close()
    assert [tuple(row) for row in rows] == [
        (1, "v1", "**One.**", "ana", "1"),
        (2, "v2", None, "ben", "2"),
        (3, "v1", "**One.**", "cho", "3"),
    ]
