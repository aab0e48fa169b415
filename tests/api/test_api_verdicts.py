"""What customers, agents and content people say of answers becomes verdicts, and verdicts refit the confidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from answering.confidence import Calibration
from api.content import Draft
from api.services import Services
from cli.main import main
from core.clock import system_clock
from core.settings import Settings
from insights.verdicts import Source, Verdict, subjects, verdicts

Headers = dict[str, str]
ADDRESS = "https://help.example.com/refunds"
QUESTION = "How do I reset my password?"
THINGS = ["invoice", "printer", "camera", "router", "keyboard", "backup", "calendar", "contract", "parcel", "voucher"]
VERBS = {"cancel": "the red menu", "repair": "the workshop page", "export": "the archive drawer"}


@pytest.fixture
def found(services: Services) -> Callable[[], list[Verdict]]:
    """All verdicts, as they are now."""

    def read() -> list[Verdict]:
        with services.database.read() as session:
            return verdicts(session, system_clock)

    return read


def cited(client: TestClient, question: str = QUESTION) -> tuple[str, set[str]]:
    """Ask; gives the answer's id and the documents it cites."""
    body = client.post("/v1/ask", json={"question": question}).json()
    assert body["citations"], "an answer without citations says nothing about documents"
    return body["message_id"], {citation["document_id"] for citation in body["citations"]}


def vote(client: TestClient, answer: str, helpful: bool) -> None:
    assert client.post(f"/v1/messages/{answer}/feedback", json={"helpful": helpful}).status_code == 200


@pytest.mark.parametrize("helpful", [True, False])
def test_a_vote_is_a_verdict_on_what_was_cited(
    client: TestClient, found: Callable[[], list[Verdict]], helpful: bool
) -> None:
    """It says nothing about other documents, and counts for less than what staff say."""
    answer, documents = cited(client)
    assert found() == []
    vote(client, answer, helpful)
    (verdict,) = found()
    assert verdict.source is Source.VOTE
    assert {verdict.of(document) for document in documents} == {helpful}
    assert verdict.of("invoice" if "invoice" not in documents else "elsewhere") is None
    assert verdict.weight < 1


def test_what_staff_approved_stands_above_a_vote(
    client: TestClient, services: Services, signed_in: Callable[..., Headers], found: Callable[[], list[Verdict]]
) -> None:
    answer, _ = cited(client)
    vote(client, answer, True)
    signed_in("content")
    with services.database.write() as session:
        question = str(session.execute("SELECT message_id FROM questions").fetchone()[0])
        staff = str(session.execute("SELECT id FROM staff").fetchone()[0])
        services.golden.add(session, question, QUESTION, ["invoice"], staff)
    (verdict,) = found()
    assert verdict.source is Source.GOLDEN
    assert (verdict.of("invoice"), verdict.of("password"), verdict.of(None)) == (True, False, False)


@pytest.mark.parametrize(
    ("reply", "document"),
    [
        (f"Please see {ADDRESS}.", "refunds"),
        (f"Steps: ({ADDRESS}/#steps)", "refunds"),
        (f"Please see {ADDRESS}-old", None),
        ("I have sent it back for you.", None),
    ],
)
def test_a_document_that_an_agent_links_is_right(
    client: TestClient,
    services: Services,
    signed_in: Callable[..., Headers],
    found: Callable[[], list[Verdict]],
    reply: str,
    document: str | None,
) -> None:
    """Only its whole address counts; a reply in the agent's own words is no verdict."""
    services.content.write("refunds", Draft("Money back", "Money comes back within ten days.", lang="en", url=ADDRESS))
    asked = client.post("/v1/ask", json={"question": "I want to talk to a person about my parcel"}).json()
    conversation, agent = asked["conversation_id"], signed_in("agent")
    assert client.post(f"/v1/conversations/{conversation}/escalate", json={}).status_code < 300
    (item,) = client.get("/v1/escalations", headers=agent).json()["items"]
    path = f"/v1/escalations/{item['id']}"
    assert client.post(f"{path}/claim", headers=agent).status_code == 200
    assert client.post(f"{path}/reply", json={"text": reply}, headers=agent).status_code < 300
    assert [(one.source, one.right) for one in found()] == ([(Source.AGENT, frozenset({document}))] if document else [])


def test_verdicts_on_a_document_and_its_translations_have_one_subject(
    client: TestClient, services: Services, found: Callable[[], list[Verdict]]
) -> None:
    """So that a fit is never judged on an article that it has seen in another language."""
    for question in (QUESTION, "How do I download an invoice?", "Please reset the password"):
        vote(client, cited(client, question)[0], True)
    known = found()
    with services.database.write() as session:
        session.execute("DELETE FROM translations")
        apart = subjects(session, known)
        session.executemany(
            "INSERT INTO translations VALUES (?, ?)", [("password", "invoice"), ("invoice", "password")]
        )
        together = subjects(session, known)
    assert len(apart) == 3
    assert len(set(apart.values())) == 2
    assert len(set(together.values())) == 1


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> CliRunner:
    monkeypatch.setenv("ASKWELL_EMBEDDER", "hashing")
    monkeypatch.setenv("ASKWELL_DATA", str(settings.data))
    return CliRunner()


def approve_many(client: TestClient, services: Services, signed_in: Callable[..., Headers]) -> None:
    """Thirty articles, with a question approved for each."""
    signed_in("content")
    for thing in THINGS:
        for verb, place in VERBS.items():
            text = f"To {verb} the {thing}, open {place} and choose {thing} {verb}."
            services.content.write(f"{verb}-{thing}", Draft(f"{verb.title()} the {thing}", text, lang="en"))
    for thing in THINGS:
        for verb in VERBS:
            client.post("/v1/ask", json={"question": f"How do I {verb} my {thing}?"})
    with services.database.write() as session:
        staff = str(session.execute("SELECT id FROM staff").fetchone()[0])
        for row in session.execute("SELECT message_id, text FROM questions").fetchall():
            *_, verb, _my, thing = row["text"].strip("?").split()
            services.golden.add(session, row["message_id"], row["text"], [f"{verb}-{thing}"], staff)


def test_too_few_labels_are_said_and_nothing_is_written(
    cli: CliRunner, client: TestClient, services: Services, tmp_path: Path
) -> None:
    """With the number that is missing."""
    answer, _ = cited(client)
    vote(client, answer, False)
    output = tmp_path / "own.json"
    result = cli.invoke(main, ["eval", "calibrate", "--from-labels", "--force", "--output", str(output)])
    assert result.exit_code == 2
    assert "25 more right" in result.stderr
    assert "24 more wrong" in result.stderr
    assert not output.exists()


def test_own_labels_make_a_fit_that_the_server_takes(
    cli: CliRunner, client: TestClient, services: Services, signed_in: Callable[..., Headers], tmp_path: Path
) -> None:
    """The report has before and after. The store is left as it was; the file names the embedder it belongs to."""
    approve_many(client, services, signed_in)
    output = tmp_path / "own.json"
    command = ["eval", "calibrate", "--from-labels", "--output", str(output)]
    result = cli.invoke(main, command)
    assert "the same, documents withheld" in result.stdout
    assert "AUROC" in result.stdout
    assert output.exists() is (result.exit_code == 0)
    assert cli.invoke(main, [*command, "--force"]).exit_code == 0
    fitted = Calibration.load(output)
    assert fitted.fits(services.embedder.id)
    assert fitted.provenance.made_by.endswith("--from-labels")
    assert all(cut <= 1 for cut in fitted.full.thresholds.values())


def test_data_sets_and_own_labels_are_not_mixed(cli: CliRunner, tmp_path: Path) -> None:
    assert cli.invoke(main, ["eval", "calibrate"]).exit_code == 2
    assert cli.invoke(main, ["eval", "calibrate", str(tmp_path), "--from-labels"]).exit_code == 2
