"""`askwell staff`, `key`, `person`, `backup`, `restore`, `doctor`, `serve`."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from answering.confidence import Calibration, Logistic, Provenance
from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from api.keys import KeyStore
from api.staff import Role, StaffStore
from cli.main import COMMANDS
from core.clock import system_clock
from core.db import Database
from core.model import Author
from core.settings import Settings, load_settings
from tests.model_server import ModelServer, Script, empty, hang_up, malformed, stall, status

Askwell = Callable[..., Result]


def opened(data: Path) -> Database:
    return Database(data / "askwell.db")


def test_help_lists_every_command(askwell: Askwell) -> None:
    text = askwell("--help").stdout
    assert all(f"\n  {name} " in text for name in COMMANDS)
    assert askwell("--version").exit_code == 0


def test_staff_get_a_link_that_signs_them_in(askwell: Askwell, data: Path) -> None:
    result = askwell("staff", "add", "ana@example.com", "--role", "agent")
    link = result.stdout.split()[-1]
    assert link.startswith("http://127.0.0.1:8000/sign-in?token=")
    database = opened(data)
    member, _ = StaffStore(database, system_clock).redeem(link.split("=")[1])
    database.close()
    assert (member.email, member.role) == ("ana@example.com", Role.AGENT)


def test_adding_somebody_again_sets_the_role(askwell: Askwell) -> None:
    askwell("staff", "add", "ana@example.com", "--role", "agent")
    body = json.loads(askwell("staff", "add", "Ana@example.com", "--role", "admin", "--json").stdout)
    assert body["role"] == "admin"
    assert len(json.loads(askwell("staff", "list", "--json").stdout)) == 1
    assert "admin" in askwell("staff", "list").stdout
    assert "/sign-in?token=" in askwell("staff", "link", "ana@example.com").stdout


def test_a_closed_account_shows_as_closed(askwell: Askwell) -> None:
    askwell("staff", "add", "ana@example.com", "--role", "agent")
    assert askwell("staff", "disable", "ana@example.com").exit_code == 0
    assert "closed" in askwell("staff", "list").stdout
    assert askwell("staff", "disable", "nobody@example.com").exit_code == 2
    assert askwell("staff", "add", "no address", "--role", "agent").exit_code == 2


def test_a_key_is_shown_once(askwell: Askwell, data: Path) -> None:
    made = askwell("key", "create", "--name", "crm", "--scope", "ask", "--scope", "content", "--audience", "staff")
    secret = made.stdout.strip()
    database = opened(data)
    key = KeyStore(database, system_clock).authenticate(secret)
    database.close()
    assert (key.name, sorted(key.scopes), key.audiences) == ("crm", ["ask", "content"], {"staff"})
    listed = askwell("key", "list").stdout
    assert key.id in listed
    assert secret not in listed
    assert askwell("key", "revoke", "crm").exit_code == 0
    assert "revoked" in askwell("key", "list").stdout
    assert askwell("key", "revoke", "crm").exit_code == 2


@pytest.fixture
def ana(askwell: Askwell, data: Path) -> str:
    """A person with one conversation."""
    askwell("staff", "add", "x@example.com", "--role", "agent")
    database = opened(data)
    with database.write() as session:
        visitor = VisitorStore(system_clock).create(session, external_id="42", email="ana@example.com", name="Ana")
        store = ConversationStore(system_clock)
        conversation = store.create(session, visitor.id)
        store.add_message(session, conversation.id, Author.VISITOR, "Where is my order?")
    database.close()
    return "ana@example.com"


def test_a_person_is_exported_and_erased(askwell: Askwell, ana: str) -> None:
    exported = json.loads(askwell("person", "export", ana).stdout)
    assert "Where is my order?" in str(exported)
    assert askwell("person", "erase", ana, answer="n\n").exit_code == 1
    assert askwell("person", "export", ana).exit_code == 0
    assert askwell("person", "erase", ana, answer="y\n").exit_code == 0
    gone = askwell("person", "export", ana)
    assert gone.exit_code == 2
    assert "Nothing is known" in gone.stderr


def test_erasing_without_a_question_for_scripts(askwell: Askwell, ana: str) -> None:
    body = json.loads(askwell("person", "erase", ana, "--yes", "--json").stdout)
    assert body["rows"]["messages"] == 1


def test_a_backup_brings_everything_back(askwell: Askwell, ana: str, data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert askwell("backup", str(copy)).exit_code == 0
    askwell("person", "erase", ana, "--yes")
    (data / "index").mkdir(exist_ok=True)
    result = askwell("restore", str(copy), answer="y\n")
    assert result.exit_code == 0
    assert "Where is my order?" in askwell("person", "export", ana).stdout
    assert not (data / "index").exists()
    (kept,) = data.glob("askwell.db.before-restore-*")
    assert sqlite3.connect(kept).execute("SELECT count(*) FROM visitors").fetchone()[0] == 0


def test_a_backup_never_overwrites_a_file(askwell: Askwell, ana: str, tmp_path: Path) -> None:
    target = tmp_path / "notes.txt"
    target.write_text("mine")
    assert askwell("backup", str(target)).exit_code == 2
    assert target.read_text() == "mine"
    assert askwell("backup", str(tmp_path / "no" / "folder.db")).exit_code == 2


def other_database(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE documents (id)")
    connection.commit()
    connection.close()
    return path


def test_what_is_no_backup_is_refused_and_nothing_changes(
    askwell: Askwell, ana: str, data: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    askwell("backup", str(copy))
    whole = copy.read_bytes()
    newer = tmp_path / "newer.db"
    newer.write_bytes(whole)
    connection = sqlite3.connect(newer)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('askwell', 'm999_future', '')"
    )
    connection.commit()
    connection.close()
    (tmp_path / "text.db").write_text("hello")
    (tmp_path / "empty.db").touch()
    (tmp_path / "half.db").write_bytes(whole[: len(whole) // 2])
    other_database(tmp_path / "other.db")
    before = (data / "askwell.db").read_bytes()
    for name in ("text.db", "empty.db", "half.db", "other.db", "newer.db", "missing.db"):
        result = askwell("restore", str(tmp_path / name), "--yes")
        assert result.exit_code == 2, name
        assert "Error: " in result.stderr
    assert (data / "askwell.db").read_bytes() == before
    assert not list(data.glob("*before-restore*"))


def test_a_database_in_use_is_not_replaced(askwell: Askwell, ana: str, data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    askwell("backup", str(copy))
    database = opened(data)
    with database.read() as session:
        session.execute("SELECT 1 FROM visitors").fetchone()
        result = askwell("restore", str(copy), "--yes")
    database.close()
    assert result.exit_code == 2
    assert "Stop the server" in result.stderr


def test_a_backup_is_restored_where_there_was_nothing(askwell: Askwell, ana: str, data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    askwell("backup", str(copy))
    data.rename(tmp_path / "gone")
    assert askwell("restore", str(copy)).exit_code == 0
    assert askwell("person", "export", ana).exit_code == 0


def test_doctor_lists_every_setting_and_hides_secrets(
    askwell: Askwell, ingested: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASKWELL_SECRET_KEY", "do-not-show-me")
    result = askwell("doctor")
    assert result.exit_code == 0
    assert all(f"ASKWELL_{name.upper()}" in result.stdout for name in Settings.model_fields)
    assert "do-not-show-me" not in result.stdout
    assert "environment" in result.stdout
    assert "Everything is in order." in result.stdout
    document = json.loads(askwell("doctor", "--json").stdout)
    assert {"settings", "checks"} == document.keys()


def test_doctor_finds_a_setting_in_the_env_file(askwell: Askwell, ingested: Path, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASKWELL_LANGUAGES=en,es\n")
    (line,) = (entry for entry in askwell("doctor").stdout.splitlines() if entry.startswith("ASKWELL_LANGUAGES"))
    assert line.split() == ["ASKWELL_LANGUAGES", "en,es", ".env"]


def test_a_fit_of_ones_own_decides_what_is_sure(
    askwell: Askwell, ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = Logistic(-20.0, {}, {0.9: 0.5})
    Calibration("another", never, never, Provenance("a test", "2026-11-01")).dump(tmp_path / "own.json")
    question = ("ask", "How do I reset my password?", "--json")
    before = json.loads(askwell(*question).stdout)
    monkeypatch.setenv("ASKWELL_CALIBRATION", str(tmp_path / "own.json"))
    after = json.loads(askwell(*question).stdout)
    assert before["confidence"] > after["confidence"]
    assert after["decision"] == "escalate"
    assert "without regard to the embedder" in askwell("doctor").stdout


def test_doctor_without_data_says_how_to_begin(askwell: Askwell, data: Path) -> None:
    result = askwell("doctor")
    assert result.exit_code == 1
    assert "to mend it: Set ASKWELL_DATA" in result.stdout
    assert not data.exists()


def break_with(sql: str) -> Callable[[Path], None]:
    def change(data: Path) -> None:
        connection = sqlite3.connect(data / "askwell.db")
        connection.execute(sql)
        connection.commit()
        connection.close()

    return change


def scribble(data: Path) -> None:
    with (data / "askwell.db").open("r+b") as file:
        file.seek(8_192)
        file.write(b"\xff" * 60_000)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (break_with("UPDATE meta SET value = 'other' WHERE key = 'embedder'"), "askwell ingest --reembed"),
        (break_with("DELETE FROM passage_vectors"), "should be equal"),
        (
            break_with(
                "INSERT INTO outbox (key, target, topic, payload, next_attempt_at, failed_at, created_at)"
                " VALUES ('k', 'webhook', 't', '{}', '', '2026', '')"
            ),
            "could not be delivered",
        ),
        (scribble, "askwell restore FILE"),
        (lambda data: (data / "secret.key").touch(0o644), "chmod 600"),
    ],
)
def test_doctor_says_what_is_wrong_and_how_to_mend_it(
    askwell: Askwell, ingested: Path, data: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(data)
    result = askwell("doctor")
    assert result.exit_code == 1
    assert "PROBLEM" in result.stdout
    assert words in result.stdout


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ASKWELL_RATE_LIMIT", "often", "ASKWELL_RATE_LIMIT"),
        ("ASKWELL_ALLOWED_ORIGINS", "https://example.com/shop", "not an origin"),
        ("ASKWELL_CALIBRATION", "missing.json", "missing.json is no calibration"),
        ("ASKWELL_WEBHOOK_URL", "https://example.com/hook", "ASKWELL_WEBHOOK_SECRET"),
        ("ASKWELL_EMBEDDER", "openai", "Correct ASKWELL_EMBEDDER"),
        ("ASKWELL_RERANKER", "/no/such/model", "ASKWELL_RERANKER"),
        ("ASKWELL_RERANKER", "llm", "ASKWELL_LLM_MODEL"),
    ],
)
def test_doctor_checks_the_settings(
    askwell: Askwell, ingested: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    result = askwell("doctor")
    assert result.exit_code == 1
    assert words in result.stdout


def test_doctor_has_the_judge_give_a_verdict(
    askwell: Askwell, ingested: Path, monkeypatch: pytest.MonkeyPatch, judge: Any
) -> None:
    for name, value in (("RERANKER", "llm"), ("LLM_MODEL", "local"), ("LLM_BASE_URL", judge.url)):
        monkeypatch.setenv(f"ASKWELL_{name}", value)
    monkeypatch.setenv("ASKWELL_LLM_API_KEY", "do-not-show-me")
    monkeypatch.setenv("ASKWELL_LLM_USES", "")
    found = askwell("doctor")
    assert found.exit_code == 0
    assert "reranker: llm:local@" in found.stdout
    assert "askwell eval calibrate" in found.stdout
    assert len(judge.asked) == 1
    judge.statuses = [401]
    found = askwell("doctor")
    assert found.exit_code == 1
    assert "Check ASKWELL_LLM_BASE_URL, ASKWELL_LLM_MODEL and ASKWELL_LLM_API_KEY" in found.stdout
    assert "do-not-show-me" not in found.stdout


def test_doctor_asks_the_language_model_for_a_word(
    askwell: Askwell, ingested: Path, monkeypatch: pytest.MonkeyPatch, model_server: ModelServer
) -> None:
    monkeypatch.setenv("ASKWELL_LLM_BASE_URL", model_server.url)
    assert "no model is named" in askwell("doctor").stdout
    monkeypatch.setenv("ASKWELL_LLM_MODEL", "scripted")
    monkeypatch.setenv("ASKWELL_LLM_API_KEY", "do-not-show-me")
    found = askwell("doctor")
    assert found.exit_code == 0
    assert "language model: openai:scripted answers, first word after" in found.stdout
    assert "model's record" not in found.stdout
    monkeypatch.setenv("ASKWELL_LLM_USES", "")
    assert "language model" not in askwell("doctor").stdout
    assert len(model_server.asked) == 1


def test_doctor_says_what_the_word_of_the_model_is_worth(
    askwell: Askwell, ingested: Path, monkeypatch: pytest.MonkeyPatch, model_server: ModelServer
) -> None:
    for name, value in (("BASE_URL", model_server.url), ("MODEL", "scripted")):
        monkeypatch.setenv(f"ASKWELL_LLM_{name}", value)
    database = Database(load_settings().database_path)
    with database.write() as session:
        session.execute("INSERT INTO model_records VALUES ('openai:scripted', 20, 5)")
    found = askwell("doctor").stdout
    assert "of about 20 right texts openai:scripted said that 25% hold no answer" in found
    assert "Try a larger model" not in found
    with database.write() as session:
        session.execute("UPDATE model_records SET found = 96, declared = 58")
    database.close()
    found = askwell("doctor").stdout
    assert "of about 96 right texts openai:scripted said that 60% hold no answer" in found
    assert "the confidence loses 0.0 in log-odds" in found
    assert "Try a larger model" in found


@pytest.mark.parametrize(
    ("name", "script", "words"),
    [
        ("scripted", status(401), "Correct ASKWELL_LLM_MODEL, ASKWELL_LLM_API_KEY"),
        ("other", status(404), "It has no model 'other'; it has scripted."),
        ("scripted", stall(), "Raise ASKWELL_LLM_TIMEOUT"),
        ("scripted", empty(), "chat template"),
        ("scripted", malformed(), "OpenAI-compatible server"),
        ("scripted", hang_up(), "Start its server"),
    ],
    ids=["key", "name", "slow", "empty", "malformed", "down"],
)
def test_doctor_says_why_the_language_model_does_not_answer(
    askwell: Askwell,
    ingested: Path,
    monkeypatch: pytest.MonkeyPatch,
    model_server: ModelServer,
    name: str,
    script: Script,
    words: str,
) -> None:
    model_server.script = script
    for setting, value in (("BASE_URL", model_server.url), ("MODEL", name), ("API_KEY", "hide-me")):
        monkeypatch.setenv(f"ASKWELL_LLM_{setting}", value)
    if "TIMEOUT" in words:
        monkeypatch.setenv("ASKWELL_LLM_TIMEOUT", "0.5")
    found = askwell("doctor")
    assert found.exit_code == 1
    assert words in found.stdout
    assert "hide-me" not in found.stdout


@pytest.mark.parametrize("reranker", ["/no/such/model", "llm"])
def test_a_reranker_that_cannot_be_used_stops_the_start(
    askwell: Askwell, data: Path, monkeypatch: pytest.MonkeyPatch, reranker: str
) -> None:
    monkeypatch.setenv("ASKWELL_RERANKER", reranker)
    result = askwell("serve", "--port", "0")
    assert result.exit_code == 2
    assert "ASKWELL_RERANKER" in result.stderr
    assert not data.exists()


def test_a_port_in_use_is_a_clear_error_and_nothing_is_made(askwell: Askwell, data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = askwell("serve", "--port", str(port), "--sample")
    assert result.exit_code == 2
    assert f"Port {port} is in use" in result.stderr
    assert not data.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("ASKWELL_RATE_LIMIT", "often"), ("ASKWELL_WEBHOOK_URL", "https://example.com/hook"), ("ASKWELL_EMBEDDER", "x")],
)
def test_a_server_with_a_wrong_setting_does_not_start(
    askwell: Askwell, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    result = askwell("serve", "--port", "0")
    assert result.exit_code == 2
    assert "ASKWELL_" in result.stderr


def test_doctor_knows_that_mail_is_set_up(
    askwell: Askwell, ingested: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_with(
        "INSERT INTO outbox (key, target, topic, payload, next_attempt_at, created_at)"
        " VALUES ('k', 'mail', 'mail.reply', '{}', '2026', '2026-11-22T10:00:00.000Z')"
    )(data)
    assert "mail is not set up any more" in askwell("doctor").stdout
    monkeypatch.setenv("ASKWELL_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("ASKWELL_MAIL_FROM", "help@example.com")
    assert "mail is not set up any more" not in askwell("doctor").stdout


def test_doctor_names_a_target_in_trouble_and_a_mistake_in_the_file_of_targets(
    askwell: Askwell, ingested: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = tmp_path / "targets.toml"
    targets.write_text('[crm]\nkind = "webhook"\nurl = "https://crm.example.com"\nsecret = "b25seSBmb3IgdGVzdHM="\n')
    targets.chmod(0o600)
    monkeypatch.setenv("ASKWELL_TARGETS", str(targets))
    break_with(
        "INSERT INTO outbox_targets (name, failures, failing_since, last_error)"
        " VALUES ('crm', 3, '2026-11-22T10:00:00.000Z', 'It answered 503.')"
    )(data)
    found = askwell("doctor")
    assert found.exit_code == 1
    assert "crm has been failing since 2026-11-22T10:00:00.000Z" in found.stdout
    assert "It answered 503." in found.stdout
    targets.chmod(0o644)
    assert f"chmod 600 {targets}" in askwell("doctor").stdout
    targets.write_text('[crm]\nkind = "pigeon"\n')
    found = askwell("doctor")
    assert found.exit_code == 1
    assert "targets.toml, [crm]" in found.stdout


def test_mcp_says_at_once_what_is_wrong(
    askwell: Callable[..., Result], data: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that starts it shows the last line of its standard error."""
    nothing = askwell("mcp")
    assert nothing.exit_code == 2
    assert "ASKWELL_DATA" in nothing.stderr
    assert not data.exists()
    assert askwell("ingest", str(articles)).exit_code == 0
    monkeypatch.setenv("ASKWELL_MCP_KEY", "ask_unknown")
    for options, said in (((), "not valid or has been revoked"), (("--audience", "gold"), "leave --audience out")):
        refused = askwell("mcp", *options)
        assert refused.exit_code == 2
        assert said in refused.stderr
        assert refused.stdout == ""


def test_of_keys_with_one_name_only_the_one_that_is_meant_is_ended(askwell: Askwell, data: Path) -> None:
    made = [json.loads(askwell("key", "create", "--name", "shop", "--json").stdout)["id"] for _ in range(2)]
    refused = askwell("key", "revoke", "shop")
    assert refused.exit_code == 2
    assert all(one in refused.stderr for one in made)
    assert askwell("key", "revoke", made[0]).exit_code == 0
    states = {one["id"]: one["revoked_at"] for one in json.loads(askwell("key", "list", "--json").stdout)}
    assert states[made[0]] is not None
    assert states[made[1]] is None
    assert askwell("key", "create", "--name", " ").exit_code == 2


@pytest.mark.parametrize("command", [("doctor",), ("key", "list")])
def test_settings_that_cannot_be_read_are_named_in_a_line(
    askwell: Askwell, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes(b"\xff\xfe bad")
    refused = askwell(*command)
    assert refused.exit_code == 2
    assert "Save it as UTF-8" in refused.stderr
    (tmp_path / ".env").write_text("ASKWELL_LOG_LEVEL=loud")
    assert "ASKWELL_LOG_LEVEL" in askwell(*command).stderr
    (tmp_path / ".env").write_text("ASKWELL_LANGUAGES=en,english")
    assert "ASKWELL_LANGUAGES: english is no language code such as en or zh-CN." in askwell(*command).stderr
    (tmp_path / ".env").write_text("ASKWELL_PUBLIC_URL=help.example.com")
    assert "ASKWELL_PUBLIC_URL: An address begins with https:// or http:// and a host." in askwell(*command).stderr
    (tmp_path / ".env").write_text("ASKWELL_LOG_LEVEL=WARNING\nASKWELL_LANGUAGES=en,zh-CN\nASKWELL_PUBLIC_URL=http://a")
    assert askwell("key", "create", "--name", "shop").exit_code == 0


def test_an_empty_setting_is_none_that_was_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From the environment and from the file; only a list of uses may be meant to be empty."""
    monkeypatch.chdir(tmp_path)
    usual = load_settings()
    names = [name for name in Settings.model_fields if name != "llm_uses"]
    for name in names[::2]:
        monkeypatch.setenv(f"ASKWELL_{name.upper()}", "")
    Path(".env").write_text("".join(f"ASKWELL_{name.upper()}=\n" for name in names[1::2]), encoding="utf-8")
    assert load_settings() == usual
    monkeypatch.setenv("ASKWELL_LLM_USES", "")
    assert load_settings().llm_uses == ()
