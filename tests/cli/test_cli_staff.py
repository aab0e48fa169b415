"""`askwell staff`: accounts, passwords and the audit log from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.staff import StaffStore
from api.staffing.passwords import Passwords
from cli.main import main
from core.clock import system_clock
from core.db import Database

Askwell = Callable[..., Result]
GOOD = "tortuga verde lenta"


@pytest.fixture
def ana(askwell: Askwell) -> str:
    askwell("staff", "add", "ana@example.com", "--role", "agent", "--name", "Ana Ruiz")
    return "ana@example.com"


def typed(*lines: str) -> Result:
    """Set Ana's password by typing these lines."""
    return CliRunner().invoke(main, ["staff", "set-password", "ana@example.com"], input="\n".join([*lines, ""]))


def test_a_password_is_typed_twice_and_never_shown(askwell: Askwell, ana: str, data: Path) -> None:
    result = typed(GOOD, GOOD)
    assert result.exit_code == 0, result.output
    assert GOOD not in result.output
    database = Database(data / "askwell.db")
    with database.read() as session:
        stored = session.execute("SELECT password_hash FROM staff").fetchone()[0]
    assert Passwords().matches(stored, GOOD)
    database.close()
    assert "link, password" in askwell("staff", "list").stdout


@pytest.mark.parametrize("lines", [("password1234", "password1234"), (GOOD, "another one altogether")])
def test_a_password_that_will_not_do_is_not_set(askwell: Askwell, ana: str, lines: tuple[str, ...]) -> None:
    assert typed(*lines).exit_code != 0
    assert "password" not in askwell("staff", "list").stdout.partition("\n")[2]


def test_a_password_cannot_be_an_argument(askwell: Askwell, ana: str) -> None:
    """It would stay in the shell's history and in the list of processes."""
    assert askwell("staff", "set-password", ana, GOOD).exit_code == 2


def test_accounts_are_changed_by_word(askwell: Askwell, ana: str, data: Path) -> None:
    for command in (("role", ana, "content"), ("disable", ana), ("enable", ana), ("unlock", ana)):
        assert askwell("staff", *command).exit_code == 0, command
    (row,) = json.loads(askwell("staff", "list", "--json").stdout)
    assert (row["role"], row["disabled"], row["has_password"]) == ("content", False, False)
    for command in (("role", ana, "boss"), ("role", "nobody@example.com", "agent"), ("unlock", "nobody@example.com")):
        assert askwell("staff", *command).exit_code == 2, command


def test_the_last_administrator_is_not_closed(askwell: Askwell) -> None:
    askwell("staff", "add", "root@example.com", "--role", "admin")
    refused = askwell("staff", "disable", "root@example.com")
    assert refused.exit_code == 2
    assert "last administrator" in refused.stderr
    assert askwell("staff", "role", "root@example.com", "agent").exit_code == 2


def test_the_audit_log_says_who_did_what(askwell: Askwell, ana: str, data: Path) -> None:
    database = Database(data / "askwell.db")
    store = StaffStore(database, system_clock)
    store.redeem(store.create_link(store.find(ana)))
    database.close()
    lines = askwell("staff", "audit").stdout.splitlines()
    assert lines[0].split() == ["TIME", "WHO", "DID", "TO", "FACTS"]
    assert "ana@example.com  sign_in.succeeded" in lines[1]
    assert "way=link" in lines[1]
    mine = json.loads(askwell("staff", "audit", "--who", ana, "--json").stdout)
    assert [entry["action"] for entry in mine] == ["sign_in.succeeded"]
    added = json.loads(askwell("staff", "audit", "--about", ana, "--area", "staff", "-n", "5", "--json").stdout)
    assert [entry["action"] for entry in added] == ["staff.link_created", "staff.link_created", "staff.added"]
    assert json.loads(askwell("staff", "audit", "--since", "2999-01-01", "--json").stdout) == []
