"""A question back over HTTP: its choices, the reply understood from the stored talk, and the doubts that staff see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.content import Draft
from api.keys import Scope
from api.services import Services

SignedIn = Callable[..., dict[str, str]]
QUESTION = "How do I install the recorder?"


@pytest.fixture
def recorder(services: Services) -> Services:
    """Adds two articles that differ in the platform."""
    write = services.content.write
    write("rec-win", Draft("Install the recorder on Windows", "To install the recorder open Setup.exe.", lang="en"))
    write("rec-mac", Draft("Install the recorder on macOS", "To install the recorder drag the icon to 7.", lang="en"))
    return services


def ask(client: TestClient, text: str, conversation: str | None = None) -> dict[str, Any]:
    body = {"question": text, "conversation_id": conversation}
    return client.post("/v1/ask", json=body).json()  # type: ignore[no-any-return]


def test_the_reply_to_a_question_back_is_understood_from_the_stored_talk(
    client: TestClient, recorder: Services
) -> None:
    first = ask(client, QUESTION)
    assert first["decision"] == "clarify"
    assert set(first["choices"]) == {"Windows", "macOS"}
    place = first["choices"].index("macOS") + 1
    second = ask(client, str(place), first["conversation_id"])
    assert second["decision"] in ("answer", "caveat")
    assert second["citations"][0]["document_id"] == "rec-mac"


def test_none_of_the_choices_brings_the_offer_of_a_person_and_a_yes_takes_it(
    client: TestClient, recorder: Services
) -> None:
    first = ask(client, QUESTION)
    second = ask(client, "none of these", first["conversation_id"])
    assert (second["decision"], second["choices"]) == ("clarify", [])
    assert second["text"].endswith("shall I ask a person?")
    third = ask(client, "yes please", first["conversation_id"])
    assert third["reason"] == "asked_for_person"


def test_the_page_the_customer_is_on_settles_which_is_meant(client: TestClient, recorder: Services) -> None:
    page = {"url": "https://shop.example/macos/recorder", "title": "Recorder"}
    answer = client.post("/v1/ask", json={"question": QUESTION, "page": page}).json()
    assert answer["choices"] == []
    assert answer["citations"][0]["document_id"] == "rec-mac"


def test_staff_see_why_an_answer_was_not_sure(
    client: TestClient, services: Services, signed_in: SignedIn, key: Callable[..., dict[str, str]]
) -> None:
    question = "Which invoice holds the zeppelin surcharge?"
    answer = ask(client, question)
    assert answer["decision"] == "escalate"
    assert "doubts" not in answer
    seen = client.get(f"/v1/escalations/{answer['escalation']['id']}", headers=key(Scope.ESCALATIONS)).json()["doubts"]
    assert "zeppelin" in next(doubt["about"] for doubt in seen if doubt["kind"] == "uncovered")
    desk = client.get(f"/desk/{answer['escalation']['id']}", headers=signed_in("agent")).text
    assert "What was missing" in desk
    assert "zeppelin" in desk.split("What was missing")[1].split("What was found")[0]
    with services.database.read() as session:
        (logged,) = services.questions.list(session).items
    board = client.get(f"/content/questions/{logged.message_id}", headers=signed_in("content")).text
    assert "zeppelin" in board.split("Why it was not sure")[1]


def test_the_trace_keeps_how_the_words_were_read(client: TestClient, recorder: Services) -> None:
    answer = ask(client, "How do I install the recoredr on macOS, and what is error E4711?")
    with recorder.database.read() as session:
        trace = recorder.conversations.trace(session, answer["message_id"])
    assert trace["corrections"] == {"recoredr": "recorder"}
    assert trace["missing_codes"] == ["e4711"]
