"""The whole way: a customer asks and leaves, an agent replies, a letter arrives, and its answer is on the desk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.services import Services
from api.staff import COOKIE, Role
from api.wiring import build
from core.clock import system_clock
from core.settings import Settings
from tests.mail.imap_server import ImapServer
from tests.mail.mail_desk import ANN, HandClock, MailServer, answer_to, text_of

PAGE = {"url": "https://shop.example/orders/7", "title": "Order 7"}
SECRET = "a secret of some length"


@pytest.fixture
def clock() -> HandClock:
    made = HandClock()
    made.now = system_clock()  # tokens are read by the real clock
    return made


@pytest.fixture
def services(
    settings: Settings, clock: HandClock, mail_server: MailServer, imap_server: ImapServer
) -> Iterator[Services]:
    parts = build(
        Settings(
            _env_file=None,
            data=settings.data,
            embedder="hashing",
            rate_limit="off",
            allowed_origins=("https://shop.example",),
            smtp_url=f"smtp+plain://127.0.0.1:{mail_server.port}",
            mail_from="Example Help <help@example.com>",
            mail_reply_to="reply@example.com",
            inbound_mail_secret=SECRET,
            imap_url=f"imap+plain://desk%40example.com:secret@127.0.0.1:{imap_server.port}",
            imap_seconds=3_600,
        ),
        clock,
    )
    yield parts
    parts.close()


def wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while not done():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.01)


def test_from_a_question_by_letter_to_the_desk_and_back(
    services: Services, clock: HandClock, mail_server: MailServer, imap_server: ImapServer
) -> None:
    member = services.staff.add("ana@example.com", Role.AGENT, "Ana")
    _, session = services.staff.redeem(services.staff.create_link(member))
    ana = {"Cookie": f"{COOKIE}={session}", "Sec-Fetch-Site": "same-origin"}
    with TestClient(create_app(services=services)) as client:
        customer = {"Authorization": f"Bearer {client.post('/v1/sessions').json()['token']}"}
        asked = {"question": "I want to talk to a person about my refund", "page": PAGE}
        answer = client.post("/v1/ask", json=asked, headers=customer).json()
        conversation, case = answer["conversation_id"], answer["escalation"]["id"]
        client.post(f"/v1/conversations/{conversation}/contact", json={"email": ANN}, headers=customer)

        desk = f"/v1/escalations/{case}"
        clock.forward(minutes=10)
        client.post(f"{desk}/claim", headers=ana)
        client.post(f"{desk}/reply", json={"text": "Which order is it?"}, headers=ana)
        clock.forward(minutes=3)
        services.visitor_presence.run()
        assert services.mail.mail_replies() == 1
        wait_until(lambda: len(mail_server.kept) == 1)
        [letter] = mail_server.letters
        assert "Which order is it?" in text_of(letter)
        assert PAGE["url"] in text_of(letter)

        sent = client.post(
            "/v1/inbound-mail",
            content=answer_to(letter, "Number 4711."),
            headers={"Authorization": f"Bearer {SECRET}", "Content-Type": "message/rfc822"},
        )
        assert sent.json() == {"outcome": "taken", "conversation_id": conversation}
        imap_server.add(answer_to(letter, "And number 4712, by another way."))
        assert services.mail.watch is not None
        services.mail.watch.stop()
        services.mail.watch.start()
        wait_until(lambda: not imap_server.unseen)
        found = client.get(desk, headers=ana).json()
        said = [line["text"] for line in found["conversation"]["messages"] if line["author"] == "visitor"]
        assert said[1:] == ["Number 4711.", "And number 4712, by another way."]
        assert found["escalation"]["status"] == "claimed"

        client.post(f"{desk}/reply", json={"text": "Both are on their way."}, headers=ana)
        clock.forward(seconds=30)
        with services.visitor_presence.following(conversation):  # as an open stream does
            clock.forward(seconds=100)
            services.visitor_presence.run()
            clock.forward(seconds=100)
            services.visitor_presence.run()
            assert services.mail.mail_replies() == 0
    assert len(mail_server.kept) == 1
