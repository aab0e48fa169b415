"""The page of deliveries: for administrators alone, says how each target is doing, and mends what can be mended."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.services import Services
from core.clock import system_clock, timestamp
from escalation.delivery.outbox import Outbox
from escalation.delivery.target_states import TargetStates

Headers = dict[str, str]
SignedIn = Callable[..., Headers]


@pytest.fixture
def admin(signed_in: SignedIn) -> Headers:
    return signed_in("admin")


def leave(
    services: Services, key: str, target: str = "log", *, failed: bool = True, topic: str = "csat.received"
) -> int:
    """A row of the outbox, given up or waiting for long; returns its id."""
    outbox, now = Outbox(system_clock), timestamp(system_clock())
    with services.database.write() as session:
        outbox.enqueue_for(session, target, key, topic, {"conversation_id": "cnv_1", "text": "my secret"})
        session.execute(
            "UPDATE outbox SET attempts = 12, failed_at = ?, last_error = 'It answered 500.',"
            " next_attempt_at = '9999-01-01T00:00:00.000Z'"
            " WHERE key = ? AND target = ?",
            (now if failed else None, key, target),
        )
        return int(session.execute("SELECT max(id) FROM outbox").fetchone()[0])


def stage(services: Services, row: int) -> str | None:
    with services.database.read() as session:
        found = session.execute("SELECT * FROM outbox WHERE id = ?", (row,)).fetchone()
    if found is None:
        return None
    return "delivered" if found["delivered_at"] else "given up" if found["failed_at"] else "waiting"


def send(client: TestClient, admin: Headers, verb: str, **form: Any) -> Any:
    text = client.get("/desk/deliveries", headers=admin).text
    token = re.findall(r'name="form_token" value="(\w+)"', text)[0]
    address, data = f"/desk/deliveries/{verb}", {"form_token": token, **form}
    done = client.post(address, headers=admin, data=data, follow_redirects=False)
    return client.get(done.headers["location"], headers=admin) if done.status_code == 303 else done


def audited(services: Services) -> list[tuple[str, str | None, str]]:
    with services.database.read() as session:
        found = session.execute(
            "SELECT action, subject, data FROM audit_log WHERE action LIKE 'delivery.%' ORDER BY id"
        ).fetchall()
    return [tuple(row) for row in found]


def test_only_administrators_may_look_and_act(client: TestClient, signed_in: SignedIn, services: Services) -> None:
    row = leave(services, "k1")
    for role in ("agent", "content"):
        somebody = signed_in(role)
        token = re.findall(r'name="form_token" value="(\w+)"', client.get("/account", headers=somebody).text)[0]
        form = {"row": row, "form_token": token}
        assert client.get("/desk/deliveries", headers=somebody).status_code == 403
        assert client.post("/desk/deliveries/retry", headers=somebody, data=form).status_code == 403
    assert stage(services, row) == "given up"


def test_a_stranger_is_asked_to_sign_in(client: TestClient) -> None:
    found = client.get("/desk/deliveries", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, "/sign-in?next=%2Fdesk%2Fdeliveries")


def test_a_form_from_elsewhere_changes_nothing(client: TestClient, admin: Headers, services: Services) -> None:
    row = leave(services, "k1")
    forms = ({"row": row}, {"row": row, "form_token": "0" * 64})
    for form in forms:
        assert client.post("/desk/deliveries/retry", headers=admin, data=form).status_code == 403
    assert stage(services, row) == "given up"


def test_without_targets_the_page_says_how_to_set_them_up(client: TestClient, admin: Headers) -> None:
    text = client.get("/desk/deliveries", headers=admin).text
    assert "ASKWELL_TARGETS" in text
    assert "Nothing has been sent yet" in text


def test_it_shows_what_was_given_up_and_never_what_was_said(
    client: TestClient, admin: Headers, services: Services
) -> None:
    leave(services, "esc_1.7")
    leave(services, "mail_1", "mail", topic="mail.reply")
    text = client.get("/desk/deliveries", headers=admin).text
    assert "Some given up" in text
    assert "It answered 500." in text
    assert "esc_1.7" in text
    assert "my secret" not in text


def test_the_bar_tells_administrators_on_every_page(
    client: TestClient, admin: Headers, signed_in: SignedIn, services: Services
) -> None:
    assert "could not be delivered" not in client.get("/desk", headers=admin).text
    leave(services, "k1")
    leave(services, "k2")
    assert re.search(r"2<span class=\"sr\"> events could not be delivered", client.get("/desk", headers=admin).text)
    assert "could not be delivered" not in client.get("/desk", headers=signed_in("agent")).text


def test_one_can_be_tried_again(client: TestClient, admin: Headers, services: Services) -> None:
    row = leave(services, "k1")
    done = send(client, admin, "retry", row=row)
    assert done.status_code == 200
    assert "tried again" in done.text
    assert stage(services, row) != "given up"
    assert audited(services) == [("delivery.retried", "log", '{"count": 1}')]
    again = send(client, admin, "retry", row=row)
    assert again.status_code == 409
    assert "was not given up" in again.text
    assert send(client, admin, "retry", row=999_999).status_code == 404


def test_all_of_a_target_can_be_tried_again_and_nothing_of_another(
    client: TestClient, admin: Headers, services: Services
) -> None:
    mine, other = [leave(services, key) for key in ("k1", "k2")], leave(services, "k1", "gone")
    assert send(client, admin, "retry-all", name="log").status_code == 200
    assert "given up" not in [stage(services, row) for row in mine]
    assert stage(services, other) == "given up"
    assert audited(services) == [("delivery.retried", "log", '{"count": 2}')]


def test_what_is_discarded_is_gone_and_what_waits_stays(client: TestClient, admin: Headers, services: Services) -> None:
    lost, waits = leave(services, "k1"), leave(services, "k2", failed=False)
    assert send(client, admin, "discard", name="log").status_code == 200
    assert (stage(services, lost), stage(services, waits)) == (None, "waiting")
    assert audited(services) == [("delivery.discarded", "log", '{"count": 1}')]


def test_what_is_left_of_a_target_that_is_not_set_up_is_shown_and_can_only_be_discarded(
    client: TestClient, admin: Headers, services: Services
) -> None:
    row = leave(services, "k1", "old-crm", failed=False)
    assert "Not set up any more" in client.get("/desk/deliveries", headers=admin).text
    refused = send(client, admin, "retry-all", name="old-crm")
    assert refused.status_code == 404
    assert "is not set up" in refused.text
    assert stage(services, row) == "waiting"
    assert send(client, admin, "discard", name="old-crm").status_code == 200
    assert "old-crm" not in client.get("/desk/deliveries", headers=admin).text


def test_a_target_that_is_gone_is_tried_again_when_somebody_says_so(
    client: TestClient, admin: Headers, services: Services
) -> None:
    states = TargetStates(system_clock)
    with services.database.write() as session:
        states.disable(session, "log", "It answered 410.")
    assert "Gone" in client.get("/desk/deliveries", headers=admin).text
    assert send(client, admin, "resume", name="log").status_code == 200
    with services.database.read() as session:
        assert states.all(session)["log"].disabled_at is None
    assert audited(services) == [("delivery.resumed", "log", '{"count": 0}')]


def test_a_test_event_is_sent_to_one_target(client: TestClient, admin: Headers, services: Services) -> None:
    done = send(client, admin, "test", name="log")
    assert "askwell.test" in done.text
    assert audited(services) == [("delivery.tested", "log", "{}")]
    assert send(client, admin, "test", name="nowhere").status_code == 404


def test_rows_are_filtered_and_paged(client: TestClient, admin: Headers, services: Services) -> None:
    for number in range(60):
        leave(services, f"key-{number:02}", failed=number % 2 == 0)
    first = client.get("/desk/deliveries", headers=admin).text
    assert "key-59" in first
    assert "key-05" not in first
    older = re.findall(r'href="(/desk/deliveries\?cursor=[^"]+)"', first)[0]
    assert "key-05" in client.get(older, headers=admin).text
    given_up = client.get("/desk/deliveries?stage=given_up", headers=admin).text
    assert "key-58" in given_up
    assert "key-59" not in given_up
    assert "No event fits" in client.get("/desk/deliveries?target=nowhere", headers=admin).text


def test_what_makes_no_sense_is_refused(client: TestClient, admin: Headers) -> None:
    for query in ("stage=lost", "cursor=xyz", "target=" + "x" * 100, "stage=" + "x" * 5000):
        assert client.get(f"/desk/deliveries?{query}", headers=admin).status_code == 422
    forms: list[tuple[str, dict[str, Any]]] = [("explode", {}), ("retry", {"row": "x"}), ("retry", {"row": 2**70})]
    for verb, form in forms:
        assert send(client, admin, verb, **form).status_code == 422


def test_an_error_with_markup_is_shown_as_text(client: TestClient, admin: Headers, services: Services) -> None:
    with services.database.write() as session:
        TargetStates(system_clock).failed(session, "log", "It answered 500: <script>alert(1)</script>")
    text = client.get("/desk/deliveries", headers=admin).text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text


def test_metrics_tell_targets_apart(client: TestClient, services: Services, key: Any) -> None:
    leave(services, "k1")
    leave(services, "k2", "old-crm", failed=False)
    text = client.get("/metrics", headers=key("admin")).text
    assert 'askwell_outbox_target_failed{target="log"} 1.0' in text
    assert 'askwell_outbox_target_waiting{target="old-crm"} 1.0' in text
    assert 'askwell_outbox_target_troubled{target="log"} 1.0' in text
    assert re.search(r'askwell_outbox_target_oldest_seconds\{target="old-crm"\} \d', text)
