"""The golden set grows from the log, and reports of evaluations are shown to those who look after content."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api.content import Draft
from api.evaluations import KEPT, EvaluationReports
from api.person_data import PersonalData
from api.services import Services
from cli.main import main
from core.settings import Settings

SignedIn = Callable[..., dict[str, str]]
QUESTION = "How do I reset my password?"


def token_of(page: str) -> str:
    return re.findall(r'name="form_token" value="(\w+)"', page)[0]


def asked(client: TestClient, services: Services, question: str = QUESTION, helpful: bool | None = None) -> str:
    """Ask, vote, and give the id under which the log has the question."""
    body = client.post("/v1/ask", json={"question": question}).json()
    if helpful is not None:
        client.post(f"/v1/messages/{body['message_id']}/feedback", json={"helpful": helpful})
    with services.database.read() as session:
        return str(session.execute("SELECT message_id FROM questions ORDER BY rowid DESC").fetchone()[0])


def approve(client: TestClient, headers: dict[str, str], question: str, **data: Any) -> Any:
    token = token_of(client.get(f"/content/questions/{question}", headers=headers).text)
    form = {"form_token": token, "text": QUESTION, **data}
    return client.post(f"/content/questions/{question}/golden", headers=headers, data=form, follow_redirects=False)


def test_a_question_is_approved_changed_and_removed(
    client: TestClient, services: Services, signed_in: SignedIn
) -> None:
    """With its document chosen beforehand; listed with who did it; taken out after a second click."""
    question, cho = asked(client, services), signed_in("content")
    page = client.get(f"/content/questions/{question}", headers=cho).text
    assert re.search(r'value="password"[^>]*checked', page)
    assert approve(client, cho, question, documents=["password"]).status_code == 303
    listed = client.get("/content/golden", headers=cho).text
    assert QUESTION in listed
    assert "/documents/password" in listed
    assert approve(client, cho, question, other="invoice").status_code == 303
    listed = client.get("/content/golden", headers=cho).text
    assert "/documents/invoice" in listed
    assert "Corrected" in listed
    form = {"form_token": token_of(listed)}
    gone = client.post(f"/content/golden/{question}/remove", headers=cho, data=form, follow_redirects=False)
    assert gone.status_code == 303
    assert "Nothing approved yet" in client.get("/content/golden", headers=cho).text
    assert client.post(f"/content/golden/{question}/remove", headers=cho, data=form).status_code == 404


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 422),
        ({"documents": ["password"], "nothing": "yes"}, 422),
        ({"other": "no-such-document"}, 422),
        ({"documents": ["password"], "text": " "}, 422),
        ({"documents": ["secret"]}, 409),
        ({"nothing": "yes"}, 303),
    ],
)
def test_what_cannot_be_approved_is_refused(
    client: TestClient, services: Services, signed_in: SignedIn, data: dict[str, Any], status: int
) -> None:
    """A document the customer may not see cannot be the right answer."""
    services.content.write("secret", Draft("Offer", "Half off.", audiences=frozenset({"staff"})))
    assert approve(client, signed_in("content"), asked(client, services), **data).status_code == status


def test_only_content_people_approve_and_only_with_our_form(
    client: TestClient, services: Services, signed_in: SignedIn
) -> None:
    question = asked(client, services)
    form = {"text": QUESTION, "documents": ["password"]}
    path = f"/content/questions/{question}/golden"
    assert client.post(path, headers=signed_in("agent"), data=form).status_code == 403
    assert client.post(path, headers=signed_in("content"), data=form).status_code == 403
    for page in ("/content/golden", "/content/quality", "/content/quality/20261121T100000000Z"):
        assert client.get(page, headers=signed_in("agent", "a@example.com")).status_code == 403
        assert client.get(page, follow_redirects=False).status_code == 303


def test_answers_found_helpful_are_put_forward(client: TestClient, services: Services, signed_in: SignedIn) -> None:
    """Until they are approved."""
    asked(client, services, "How do I download an invoice?")
    question, cho = asked(client, services, helpful=True), signed_in("content")
    page = client.get("/content/golden", headers=cho).text
    with services.database.read() as session:
        put_forward = [found.message_id for found in services.golden.candidates(session)]
        shown = services.questions.get(session, question).documents
    assert put_forward == ([question] if shown else [])
    assert (QUESTION in page) is bool(shown)
    approve(client, cho, question, documents=["password"])
    assert "Found helpful by customers" not in client.get("/content/golden", headers=cho).text


def test_personal_data_stays_out_of_the_golden_set(client: TestClient, services: Services, signed_in: SignedIn) -> None:
    question, cho = asked(client, services), signed_in("content")
    approve(client, cho, question, text="I am ana@example.com, reset my password", documents=["password"])
    assert "ana@example.com" not in client.get("/content/golden", headers=cho).text


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> CliRunner:
    monkeypatch.setenv("ASKWELL_EMBEDDER", "hashing")
    monkeypatch.setenv("ASKWELL_DATA", str(settings.data))
    return CliRunner()


@pytest.fixture
def golden(client: TestClient, services: Services, signed_in: SignedIn) -> str:
    """The id of one approved question; another is approved as having no answer."""
    cho, question = signed_in("content"), asked(client, services)
    approve(client, cho, question, documents=["password"])
    approve(client, cho, asked(client, services, "Do you sell boats?"), text="Do you sell boats?", nothing="yes")
    return question


def test_the_golden_set_is_asked_of_the_content_as_it_is(
    cli: CliRunner, client: TestClient, services: Services, signed_in: SignedIn, golden: str
) -> None:
    """From a copy: nothing of the store changes. The report is on the board, as a page and as the file written."""
    cho = signed_in("content")
    assert "No evaluation yet" in client.get("/content/quality", headers=cho).text
    with services.database.read() as session:
        before = [tuple(row) for row in session.execute("SELECT id, version FROM documents")]
        talks = session.execute("SELECT count(*) FROM messages").fetchone()[0]
    result = cli.invoke(main, ["eval", "run", "--golden"])
    assert result.exit_code == 0, result.output
    assert "2 documents" in result.stdout
    with services.database.read() as session:
        assert [tuple(row) for row in session.execute("SELECT id, version FROM documents")] == before
        assert session.execute("SELECT count(*) FROM messages").fetchone()[0] == talks
    board = client.get("/content/quality", headers=cho).text
    (address,) = re.findall(r'href="(/content/quality/\w+)"', board)
    page = client.get(address, headers=cho)
    assert "How it was measured" in page.text
    assert "style=" not in page.text
    file = client.get(f"{address}/file", headers=cho)
    assert "default-src 'none'; style-src 'sha256-" in file.headers["content-security-policy"]
    assert file.text.startswith("<!doctype html>")
    (report,) = [services.evaluations.read(name) for name in services.evaluations.names()]
    found = {(record["id"], record["variant"]): record for record in report["sets"][0]["records"]}
    assert len(found) == 3
    assert found[golden, "as is"]["rank"] == 1
    assert found[golden, "withheld"]["best"] != "password"


def test_a_later_run_is_compared_with_the_last(
    cli: CliRunner, client: TestClient, services: Services, signed_in: SignedIn, golden: str
) -> None:
    """Questions approved since are counted apart."""
    assert cli.invoke(main, ["eval", "run", "--golden"]).exit_code == 0
    cho = signed_in("content", "cho@example.com")
    approve(client, cho, asked(client, services, "Where are invoices?"), text="Where are invoices?", other="invoice")
    result = cli.invoke(main, ["eval", "run", "--golden"])
    assert result.exit_code == 0, result.output
    assert "2 only in the second" in result.stdout
    assert "are not the same in both" in result.stdout
    page = client.get(f"/content/quality/{services.evaluations.names()[0]}", headers=cho).text
    assert "Compared with the run of" in page


def test_the_golden_set_is_written_as_a_file_of_questions(cli: CliRunner, golden: str) -> None:
    """In the form in which data sets have them."""
    result = cli.invoke(main, ["eval", "golden", "export", "-"])
    assert result.exit_code == 0, result.output
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert (first["id"], first["relevant"], first["kind"]) == (golden, ["password"], "approved")
    assert (second["answerable"], second["relevant"]) == (False, [])


def test_a_question_whose_document_is_gone_is_left_out_and_named(
    cli: CliRunner, services: Services, golden: str
) -> None:
    services.content.remove("password")
    result = cli.invoke(main, ["eval", "golden", "export", "-"])
    assert QUESTION in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_without_a_golden_set_it_is_said_where_one_comes_from(cli: CliRunner, services: Services) -> None:
    result = cli.invoke(main, ["eval", "run", "--golden"])
    assert result.exit_code == 2
    assert "/content/golden" in result.stderr


def test_erasing_a_person_erases_what_was_reported_of_them(
    cli: CliRunner, client: TestClient, services: Services, golden: str
) -> None:
    cli.invoke(main, ["eval", "run", "--golden"])
    assert services.evaluations.names()
    with services.database.read() as session:
        visitor = session.execute("SELECT visitor_id FROM questions WHERE message_id = ?", [golden]).fetchone()[0]
    PersonalData(services.database).erase(visitor)
    assert services.evaluations.names() == []
    assert list(services.evaluations.folder.iterdir()) == []


def test_reports_of_another_version_and_broken_ones_do_no_harm(
    client: TestClient, services: Services, signed_in: SignedIn
) -> None:
    cho = signed_in("content")
    services.evaluations.save({"format": 1, "about": {"at": "2026-01-01T00:00:00.000Z"}}, "")
    assert "written by another version" in client.get("/content/quality", headers=cho).text
    assert client.get("/content/quality/20260101T000000000Z", headers=cho).status_code == 404
    assert client.get("/content/quality/..%2f..%2faskwell", headers=cho).status_code == 404
    assert client.get("/content/quality/nothing", headers=cho).status_code == 404


def test_old_reports_are_deleted(settings: Settings) -> None:
    reports = EvaluationReports(settings.data)
    for day in range(KEPT + 3):
        reports.save({"about": {"at": f"2026-11-21T10:{day:02}:00.000Z"}}, "")
    assert len(reports.names()) == KEPT
    assert len(list(reports.folder.iterdir())) == 2 * KEPT
    assert reports.names()[0] == "20261121T105200000Z"
