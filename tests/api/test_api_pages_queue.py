"""The queue of the desk over HTTP: choices in the address, who may search, what is told live."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import create_app
from api.desk_feed import STREAMS_A_PERSON
from api.pages.desk_choice import Shown
from api.services import Services
from api.staff import Role
from core.clock import system_clock
from core.db import Database
from core.model import Reason
from escalation.delivery.outbox import Outbox
from escalation.desk import Desk
from escalation.desk_list import MOST_ROWS
from escalation.presence import Doing, Presence
from escalation.queue import EscalationQueue
from escalation.tickets import Agent

SignedIn = Callable[..., dict[str, str]]
HOSTILE = 'Let me talk to a person about <img src=x onerror="window.hacked=1"> parcels'


@pytest.fixture
def ticket(client: TestClient) -> str:
    """A conversation that waits for a person: the id of its escalation."""
    return str(client.post("/v1/ask", json={"question": HOSTILE}).json()["escalation"]["id"])


def form_token(client: TestClient, headers: dict[str, str]) -> str:
    return str(re.findall(r'data-token="(\w+)"', client.get("/desk", headers=headers).text)[0])


# Filters


def test_choices_add_up_and_stay_in_the_address(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    """The link of a row, the other views and "clear" keep or drop what they should."""
    page = client.get(
        "/desk?view=unassigned&lang=en&reason=asked_for_person&sla=untimed", headers=signed_in("agent")
    ).text
    assert f'href="/desk/{ticket}?view=unassigned&amp;lang=en&amp;reason=asked_for_person&amp;sla=untimed"' in page
    assert 'href="/desk?view=mine&amp;lang=en&amp;reason=asked_for_person&amp;sla=untimed"' in page
    assert '<option value="asked_for_person" selected>Asked for person (1)</option>' in page
    assert 'id="clear" class="clear" href="/desk?view=unassigned"' in page


def test_choices_that_fit_nothing_say_so(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    page = client.get("/desk?lang=en&sla=breached", headers=signed_in("agent")).text
    assert ticket not in page
    assert "Nothing fits these filters" in page
    assert '<option value="breached" selected>Late (0)</option>' in page


@pytest.mark.parametrize("query", ["sla=x", "reason=x", "view=x", "rows=0", "rows=501", "rows=x", "q=" + "x" * 201])
def test_values_that_cannot_be_are_refused(client: TestClient, signed_in: SignedIn, query: str) -> None:
    assert client.get(f"/desk?{query}", headers=signed_in("agent")).status_code == 422


def test_the_title_counts_the_unclaimed_and_the_late(
    client: TestClient, services: Services, signed_in: SignedIn, ticket: str
) -> None:
    ana = signed_in("agent")
    assert "<title>(1) Desk · Askwell</title>" in client.get("/desk?view=mine", headers=ana).text
    with services.database.write() as session:
        session.execute("UPDATE escalations SET first_reply_due = '2020-01-01T00:00:00.000Z'")
    page = client.get("/desk", headers=ana).text
    assert "<title>(1, 1 late) Desk · Askwell</title>" in page
    assert "First reply late by" in page


def test_a_long_list_is_shown_in_parts(client: TestClient, signed_in: SignedIn) -> None:
    for number in range(3):
        client.post("/v1/ask", json={"question": f"Let me talk to a person about order {number}"})
    ana = signed_in("agent")
    page = client.get("/desk?rows=2", headers=ana).text
    assert page.count('class="ticket ') == 2
    assert 'id="more" class="button quiet small" href="/desk?rows=52"' in page
    assert client.get("/desk?rows=52", headers=ana).text.count('class="ticket ') == 3
    assert (Shown(rows=490).more, Shown(rows=MOST_ROWS).more) == ("/desk?rows=500", "")


# Search


def test_the_line_that_matched_is_shown_marked_and_harmless(
    client: TestClient, signed_in: SignedIn, ticket: str
) -> None:
    page = client.get("/desk?q=parcel", headers=signed_in("agent")).text
    assert "<mark>parcels</mark>" in page
    assert f'href="/desk/{ticket}?q=parcel"' in page
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_a_search_without_a_match_says_what_to_try(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    page = client.get('/desk?q="><script>x', headers=signed_in("agent")).text
    assert "No conversation found" in page
    assert "<script>x" not in page


def test_conversations_of_the_assistant_alone_can_be_read(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    """One that was handed over leads to its hand-off."""
    asked = client.post("/v1/ask", json={"question": "How do I download an invoice?"}).json()
    ana = signed_in("agent")
    address = f"/desk/conversations/{asked['conversation_id']}"
    assert address in client.get("/desk?q=download", headers=ana).text
    assert "Never handed over" in client.get(address, headers=ana).text
    over = client.post("/v1/ask", json={"question": "I want to talk to a person, please"}).json()
    led = client.get(f"/desk/conversations/{over['conversation_id']}", headers=ana, follow_redirects=False)
    assert led.headers["location"] == f"/desk/{over['escalation']['id']}"
    assert client.get("/desk/conversations/cnv_unknown", headers=ana).status_code == 404


@pytest.mark.parametrize("path", ["/desk?q=parcel", "/desk/list?q=parcel", "/desk/events", "/desk/conversations/cnv_x"])
def test_only_agents_may_search_and_follow(client: TestClient, signed_in: SignedIn, ticket: str, path: str) -> None:
    """The content team reads masked questions on its own board, not conversations."""
    refused = client.get(path, headers=signed_in("content"))
    assert refused.status_code == 403
    assert "parcels" not in refused.text
    assert client.get(path, follow_redirects=False).status_code == 303


# Presence


def test_presence_is_told_and_needs_the_form_of_the_session(
    client: TestClient, services: Services, signed_in: SignedIn, ticket: str
) -> None:
    ana, ben = signed_in("agent"), signed_in("agent", "ben@example.com")
    data = {"escalation_id": ticket, "doing": "typing", "form_token": form_token(client, ben)}
    assert client.post("/desk/presence", headers=ben, data=data).json() == []
    mine = {"escalation_id": ticket, "form_token": form_token(client, ana)}
    (other,) = client.post("/desk/presence", headers=ana, data=mine).json()
    assert (other["name"], other["doing"]) == ("ben", "typing")
    assert client.post("/desk/presence", headers=ben, data={**data, "gone": "true"}).status_code == 200
    assert client.post("/desk/presence", headers=ana, data=mine).json() == []
    assert client.post("/desk/presence", headers=ana, data={"escalation_id": ticket}).status_code == 403
    assert client.post("/desk/presence", headers=ana, data={**mine, "escalation_id": "esc_x"}).status_code == 404
    assert services.staff.find("ben@example.com").seen_at is not None


# Live


@pytest.fixture
def address(services: Services) -> Iterator[str]:
    """A server that streams."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(services=services), port=0, log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


Told = tuple[str, Any, str | None]


def told(stream: httpx.Response) -> Iterator[Told]:
    """The events of a stream: name, data and id."""
    fields: dict[str, str] = {}
    for line in stream.iter_lines():
        key, _, value = line.partition(": ")
        if line and key:
            fields[key] = value
        elif not line and fields:
            yield fields["event"], json.loads(fields["data"]), fields.get("id")
            fields = {}


def hand_over(services: Services, desk: Desk, database: Database, text: str) -> str:
    with database.write() as session:
        made = services.conversations.create(session, services.visitors.create(session).id)
        return desk.open(session, made.id, Reason.NO_CONTENT, text).id


@pytest.fixture
def elsewhere(services: Services) -> Iterator[Database]:
    """A connection of its own, as another process has one."""
    opened = Database(services.database.path)
    yield opened
    opened.close()


def test_what_another_process_changes_is_told(
    address: str, services: Services, elsewhere: Database, signed_in: SignedIn
) -> None:
    """Nobody calls this process. A stream that is taken up again misses no alert; what one did oneself is none."""
    ana, ben = signed_in("agent"), services.staff.add("ben@example.com", Role.AGENT, "Ben Cole")
    desk = Desk(services.conversations, EscalationQueue(), Outbox(system_clock), system_clock)
    with httpx.Client(base_url=address, headers=ana, timeout=10) as client:
        with client.stream("GET", "/desk/events") as stream:
            events = told(stream)
            assert next(events)[:2] == ("presence", [])
            first = hand_over(services, desk, elsewhere, HOSTILE)
            assert next(events)[:2] == ("changed", [first])
            name, alert, point = next(events)
            assert (name, alert) == ("alert", {"kind": "new", "id": first, "text": HOSTILE})
            with elsewhere.write() as session:
                Presence(system_clock).seen(session, ben.id, first, Doing.TYPING)
            (where,) = next(events)[1]
            assert (where["name"], where["doing"], where["escalation_id"]) == ("Ben Cole", "typing", first)
        second = hand_over(services, desk, elsewhere, "Another")
        member = services.staff.find("agent@example.com")
        agent = Agent(member.id, member.name)
        with elsewhere.write() as session:
            desk.claim(session, second, agent)
            desk.release(session, second, agent)
        with client.stream("GET", "/desk/events", headers={"Last-Event-ID": str(point)}) as stream:
            events = told(stream)
            assert next(events)[1] == {"kind": "new", "id": second, "text": "Another"}
            assert next(events)[0] == "presence"


def test_a_closed_account_is_told_nothing_more(
    address: str, services: Services, elsewhere: Database, signed_in: SignedIn
) -> None:
    """Its screens may stay open for minutes: neither the desk's news nor a customer's lines reach them."""
    desk = Desk(services.conversations, EscalationQueue(), Outbox(system_clock), system_clock)
    with httpx.Client(base_url=address, headers=signed_in("agent"), timeout=10) as client:
        asked = client.post("/v1/ask", json={"question": "I want to talk to a person"}).json()
        talk = f"/v1/conversations/{asked['conversation_id']}/events"
        with client.stream("GET", "/desk/events") as news, client.stream("GET", talk) as lines:
            screen, following = told(news), lines.iter_lines()
            assert next(screen)[0] == "presence"
            assert any(line.startswith("event: message") for line in following)
            services.staff.set_disabled("agent@example.com", True)
            hand_over(services, desk, elsewhere, "SECRET")
            httpx.post(f"{address}/v1/ask", json={"question": "SECRET?", "conversation_id": asked["conversation_id"]})
            assert "SECRET" not in json.dumps(list(screen))
            assert "SECRET" not in "".join(following)


def test_a_stream_is_taken_up_only_where_it_was_left(address: str, signed_in: SignedIn) -> None:
    with httpx.Client(base_url=address, headers=signed_in("agent"), timeout=10) as client:
        assert client.get("/desk/events", headers={"Last-Event-ID": "x"}).status_code == 422


def test_nobody_takes_every_connection(address: str, signed_in: SignedIn) -> None:
    """Twenty streams of one person are open at most; a colleague is not affected."""
    mine, colleagues = signed_in("agent"), signed_in("agent", "ben@example.com")
    with ExitStack() as opened:
        ana, ben = (
            opened.enter_context(httpx.Client(base_url=address, headers=headers, timeout=10))
            for headers in (mine, colleagues)
        )
        streams = [told(opened.enter_context(ana.stream("GET", "/desk/events"))) for _ in range(STREAMS_A_PERSON)]
        assert {next(stream)[0] for stream in streams} == {"presence"}
        assert ana.get("/desk/events").status_code == 429
        with ben.stream("GET", "/desk/events") as stream:
            assert next(told(stream))[0] == "presence"
