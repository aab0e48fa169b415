"""Proof over HTTP and as pages: who may see it, what is refused, and how customers are told and refuse it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from fastapi.testclient import TestClient

from api.app import create_app
from api.content import Draft
from api.proving import Proving
from api.schemas.proof import CheckList, ProofBody, RightDocumentsBody, ToldBody
from api.services import Services
from api.wiring import build
from core.settings import Settings
from escalation.delivery.outbox_worker import OutboxWorker
from insights.proof.model import Rules
from tests.flows.conftest import free_port
from tests.mail.mail_desk import MailServer

Headers = Callable[..., dict[str, str]]
REFUND = "How long does a refund to a credit card take?"
TEXT = "A refund to a credit card takes three working days."


class HandClock:
    """A clock that moves only when told to."""

    now = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def mail() -> Iterator[MailServer]:
    kept = MailServer(port=free_port())
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port, ready_timeout=10)
    controller.start()
    yield kept
    controller.stop()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def services(settings: Settings, clock: HandClock, mail: MailServer) -> Iterator[Services]:
    """An application that can send letters; nothing runs in its background."""
    more = {
        "smtp_url": f"smtp+plain://127.0.0.1:{mail.port}",
        "mail_from": "help@example.com",
        "public_url": "http://help.example.com",
    }
    parts = build(Settings(**{**settings.model_dump(), **more}), clock)
    parts.content.write("hours", Draft("Opening hours", "The shop is open from nine to five.", "en"))
    with parts.database.write() as session:
        parts.proof.settings.put(session, Rules(accept_unsure=True), None)
    yield parts
    parts.close()


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services=services), raise_server_exceptions=False)


def ask(client: TestClient, email: str | None = None, lang: str = "en", **contact: Any) -> None:
    body = client.post("/v1/ask", json={"question": REFUND, "lang": lang}).json()
    if email:
        path = f"/v1/conversations/{body['conversation_id']}/contact"
        left = client.post(path, json={"email": email, **contact})
        assert left.json()["notify"] is contact.get("notify", False)


def gap_of(services: Services) -> str:
    while services.gaps.placing.run():
        pass
    with services.database.read() as session:
        return str(services.gaps.store.list(session).items[0].id)


def prove(services: Services, clock: HandClock) -> None:
    proving = Proving(services.database, services.proof, services.answerer)
    for _ in range(5):
        while proving.step():
            pass
        clock.now += timedelta(seconds=4)


def publish(client: TestClient, content: dict[str, str], gap: str) -> str:
    made = client.post(
        "/v1/documents", json={"title": "Refunds to a card", "text": TEXT, "lang": "en"}, headers=content
    )
    document = str(made.json()["id"])
    named = client.post(f"/v1/gaps/{gap}/documents", json={"documents": [document]}, headers=content)
    assert [one.document_id for one in RightDocumentsBody.model_validate(named.json()).documents] == [document]
    return document


def sent(services: Services, clock: HandClock, mail: MailServer) -> list[EmailMessage]:
    """The letters that have gone out, after everything that is due was delivered."""
    taker, outbox = services.deliveries._targets["mail"].taker, services.deliveries._outbox
    OutboxWorker(services.database, outbox, {"mail": taker}, clock, luck=lambda: 0.0).deliver_due()
    return mail.letters


def test_checks_are_asked_for_and_read_as_described(
    client: TestClient, services: Services, clock: HandClock, key: Headers
) -> None:
    content = key("content")
    ask(client)
    gap = gap_of(services)
    empty = CheckList.model_validate(client.get(f"/v1/gaps/{gap}/checks", headers=content).json())
    assert (empty.items, empty.documents, empty.due) == ([], [], None)
    document = publish(client, content, gap)
    due = client.post(f"/v1/gaps/{gap}/check", headers=content)
    assert (due.status_code, due.json()["due"]["because"]) == (202, "asked")
    assert client.get("/v1/gaps/proof", headers=content).json()["waiting"] == 1
    prove(services, clock)
    found = CheckList.model_validate(client.get(f"/v1/gaps/{gap}/checks", headers=content).json())
    latest = found.items[0]
    assert (latest.verdict, latest.passed, latest.total, latest.share) == ("passed", 1, 1, 1.0)
    now = latest.questions[0].now
    assert now is not None
    assert now.cited is not None
    assert (now.cited.document_id, now.cited.quote in TEXT) == (document, True)
    assert client.get(f"/v1/gaps/{gap}", headers=content).json()["state"] == "closed"
    older = client.get(f"/v1/gaps/{gap}/checks?limit=1&cursor={found.next_cursor or ''}", headers=content)
    assert older.status_code in {200, 422}


def test_the_rules_are_set_within_their_ranges(client: TestClient, key: Headers) -> None:
    content = key("content")
    body = ProofBody.model_validate(client.get("/v1/gaps/proof", headers=content).json())
    assert body.rules.bar == 0.75
    changed = {**body.rules.model_dump(), "bar": 0.9, "each_language": True}
    assert client.put("/v1/gaps/proof", json=changed, headers=content).json() == changed
    for wrong in ({"bar": 0.4}, {"bar": 1.1}, {"sample": 0}, {"sample": 51}, {"round_days": 0}):
        assert client.put("/v1/gaps/proof", json={**changed, **wrong}, headers=content).status_code == 422
    assert client.get("/v1/gaps/proof", headers=content).json()["rules"] == changed


def test_only_the_content_team_sees_and_causes_checks(
    client: TestClient, services: Services, key: Headers, signed_in: Headers
) -> None:
    ask(client)
    gap = gap_of(services)
    for headers, status in (({}, 401), (signed_in("agent"), 403), (key("escalations"), 403)):
        assert client.get(f"/v1/gaps/{gap}/checks", headers=headers).status_code == status
        assert client.get("/v1/gaps/proof", headers=headers).status_code == status
        for act, body in (("check", {}), ("documents", {"documents": []}), ("telling", {"tell": None}), ("tell", {})):
            assert client.post(f"/v1/gaps/{gap}/{act}", json=body, headers=headers).status_code == status
    content = key("content")
    assert client.post("/v1/gaps/gap_nowhere/check", headers=content).status_code == 404
    gone = client.post(f"/v1/gaps/{gap}/documents", json={"documents": ["nowhere"]}, headers=content)
    assert gone.status_code == 404
    assert client.post(f"/v1/gaps/{gap}/tell", headers=content).status_code == 409


def test_customers_who_agreed_are_told_once_with_the_answer_and_a_way_to_refuse(
    client: TestClient, services: Services, clock: HandClock, mail: MailServer, key: Headers
) -> None:
    ask(client, "ann@customer.example", notify=True)
    ask(client, "Ann@customer.example", notify=True)
    ask(client, "carl@customer.example", "fr", notify=True)
    ask(client, "silent@customer.example")
    content, gap = key("content"), gap_of(services)
    publish(client, content, gap)
    prove(services, clock)
    for _ in range(2):
        letters = sent(services, clock, mail)
    assert sorted(letter["To"].lower() for letter in letters) == ["ann@customer.example", "carl@customer.example"]
    ann = next(letter for letter in letters if letter["To"].lower().startswith("ann"))
    carl = next(letter for letter in letters if letter["To"].startswith("carl"))
    assert REFUND in ann["Subject"]
    assert TEXT in ann.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "http://help.example.com/read/refunds-to-a-card" in ann.get_body(("plain",)).get_content().split()  # type: ignore[union-attr]
    read = client.get("/read/refunds-to-a-card").text
    assert "<h1>Refunds to a card</h1>" in read
    assert TEXT in read
    assert carl["Subject"].startswith("Nous avons la réponse")
    body = ToldBody.model_validate(client.post(f"/v1/gaps/{gap}/tell", headers=content).json())
    assert (body.told, body.untold) == (2, 0)
    assert len(sent(services, clock, mail)) == 2
    address = str(ann["List-Unsubscribe"]).strip("<>").removeprefix("http://help.example.com")
    assert "Stop these e-mails" in client.get(address).text
    refused = {"List-Unsubscribe": "One-Click"}
    assert client.post(address, data=refused).status_code == 200
    assert client.post(re.sub(r"token=answers\.....", "token=answers.0000", address)).status_code == 404
    with services.database.read() as session:
        assert services.proof.telling.refusals.refused(session, "ANN@customer.example", "answers")
        assert [one.address for one in services.proof.telling._agreed(session, gap)] == ["carl@customer.example"]


@pytest.mark.parametrize(
    ("document", "link"),
    [
        ({"url": "https://help.example.com/cards"}, "https://help.example.com/cards"),
        ({"url": "/cards"}, "http://help.example.com/read/cards"),
        ({"audiences": ["members"]}, ""),
    ],
)
def test_letters_lead_to_a_page_that_their_reader_can_open(
    client: TestClient,
    services: Services,
    clock: HandClock,
    mail: MailServer,
    key: Headers,
    document: dict[str, Any],
    link: str,
) -> None:
    """A link shows nothing to somebody without a session that not everybody may see."""
    ask(client, "ann@customer.example", notify=True)
    with services.database.write() as session:
        session.execute("""UPDATE conversations SET audiences = '["members"]'""")
    gap = gap_of(services)
    made = {"id": "cards", "title": "Refunds to a card", "text": f"# Cards\n\n{TEXT}", "lang": "en", **document}
    content = key("content")
    assert client.post("/v1/documents", json=made, headers=content).status_code == 200
    client.post(f"/v1/gaps/{gap}/documents", json={"documents": ["cards"]}, headers=content)
    prove(services, clock)
    with services.database.write() as session:
        session.execute("UPDATE gaps SET state = 'closed'")
        services.proof.telling.tell(session, gap)
    (letter,) = sent(services, clock, mail)
    plain = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    found = re.findall(r"^https?://\S+", plain, re.MULTILINE)
    assert [one for one in found if "unsubscribe" not in one] == ([link] if link else [])
    page = client.get("/read/cards")
    assert page.status_code == (404 if "audiences" in document else 200)
    assert ("<h1>Cards</h1>" in page.text) == (page.status_code == 200)


def test_a_gap_whose_customers_are_not_to_be_told_tells_nobody_until_somebody_does(
    client: TestClient, services: Services, clock: HandClock, mail: MailServer, key: Headers
) -> None:
    ask(client, "ann@customer.example", notify=True)
    content, gap = key("content"), gap_of(services)
    told = client.post(f"/v1/gaps/{gap}/telling", json={"tell": False}, headers=content).json()
    assert told == {"tell": False, "told": 0, "untold": 1}
    publish(client, content, gap)
    prove(services, clock)
    assert sent(services, clock, mail) == []
    assert client.post(f"/v1/gaps/{gap}/tell", headers=content).json() == {"tell": False, "told": 1, "untold": 0}
    assert len(sent(services, clock, mail)) == 1


def test_the_page_of_a_gap_shows_what_was_asked_then_and_now(
    client: TestClient, services: Services, clock: HandClock, key: Headers, signed_in: Headers
) -> None:
    writer = signed_in("content")
    ask(client, "ann@customer.example", notify=True)
    gap = gap_of(services)
    address = f"/content/gaps/{gap}"
    assert "Not asked again yet" in client.get(address, headers=writer).text
    token = re.search(r'name="form_token" value="([^"]+)"', client.get(address, headers=writer).text)
    assert token is not None
    form = {"form_token": token[1]}
    assert client.post(f"{address}/check", data=form, headers=writer).status_code in {200, 303}
    assert "Waits to be checked" in client.get(address, headers=writer).text
    prove(services, clock)
    assert "Nothing to prove yet" in client.get(address, headers=writer).text
    document = client.post(
        "/v1/documents", json={"title": "Refunds to a card", "text": TEXT, "lang": "en"}, headers=key("content")
    ).json()["id"]
    named = {**form, "add": f"https://help.example.com/documents/{document}?version=1"}
    client.post(f"{address}/documents", data=named, headers=writer)
    prove(services, clock)
    shown = client.get(address, headers=writer).text
    assert "Proven" in shown
    assert "From the right document" in shown
    assert "1 told, 0 to be told" in shown
    services.content.remove(document, "stf_x")
    prove(services, clock)
    assert "“Refunds to a card” was removed" in client.get(address, headers=writer).text
    rules = {**form, "bar": "40", "sample": "6", "round_days": "7"}
    refused = client.post("/content/gaps/proof", data=rules, headers=writer)
    assert (refused.status_code, 'value="40"' in refused.text) == (422, True)
