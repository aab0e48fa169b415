"""The rules of the desk at work: what customers are told, and what administrators may set."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import jwt
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.content import Draft
from api.services import Services
from api.wiring import build
from core.clock import system_clock, timestamp
from core.errors import Misconfigured
from core.settings import Settings

Headers = dict[str, str]
SECRET = "a shared secret of the site, thirty-two bytes"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
OFFICE = {"zone": "Europe/Madrid", "week": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
CLOSED: dict[str, list[str]] = {"sat": [], "sun": []}
PERSON = {"question": "I want to talk to a person", "lang": "en"}


class Hands:
    """A clock that moves only when told to."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def services(settings: Settings, clock: Hands) -> Iterator[Services]:
    parts = build(settings.model_copy(update={"identity_secret": SecretStr(SECRET)}), clock)
    parts.tokens._clock = system_clock  # PyJWT looks at the real clock
    parts.content.write("password", Draft("Reset your password", "Open Settings and choose Reset password.", lang="en"))
    parts.content.write(
        "terms",
        Draft("Cancel a contract", "To cancel a contract, write to the office in time.", lang="en", tags=("legal",)),
    )
    yield parts
    parts.close()


def rule(services: Services, **rules: Any) -> None:
    services.rules.change(rules, "test")


def reply_after(services: Services, clock: Hands, minutes: int) -> None:
    """A hand-over that an agent replies to after so many minutes."""
    opened = timestamp(clock.now - timedelta(days=2))
    replied = timestamp(clock.now - timedelta(days=2) + timedelta(minutes=minutes))
    with services.database.write() as session:
        visitor = services.visitors.create(session)
        conversation = services.conversations.create(session, visitor.id)
        session.execute(
            "INSERT INTO escalations (id, conversation_id, status, reason, question, created_at, first_reply_at,"
            " updated_at, evidence) VALUES (?, ?, 'resolved', 'low_confidence', 'x', ?, ?, ?, '[]')",
            (f"esc_{conversation.id}", conversation.id, opened, replied, opened),
        )


def ask(client: TestClient, headers: Headers | None = None, **body: Any) -> dict[str, Any]:
    response = client.post("/v1/ask", json={**PERSON, **body}, headers=headers)
    assert response.status_code == 200, response.text
    return response.json()  # type: ignore[no-any-return]


def test_without_rules_and_measurements_nothing_is_promised(client: TestClient) -> None:
    answer = ask(client)
    assert set(answer["escalation"]) == {"id", "status", "position"}
    assert not re.search(r"\d", answer["text"])


TYPICAL = [
    ("en", "A first reply typically takes about 15 minutes."),
    ("es", "La primera respuesta suele tardar alrededor de 15 minutos."),
    ("fr", "Une première réponse prend en général environ 15 minutes."),
    ("zh", "首次回复通常需要约 15 分钟。"),
    ("de", "Eine erste Antwort dauert meist etwa 15 Minuten."),
    ("sv", "A first reply typically takes about 15 minutes."),
]


def test_the_measured_median_is_told_in_the_customers_language(
    client: TestClient, services: Services, clock: Hands
) -> None:
    rule(services, least_measured=5)
    for minutes in (2, 5, 12, 300, 600):
        reply_after(services, clock, minutes)
    for lang, sentence in TYPICAL:
        made = client.post("/v1/conversations", json={"person": True, "text": "Bitte", "lang": lang}).json()
        assert made["escalation"]["expectation"] == sentence
        assert made["text"].endswith(sentence)


def test_no_time_is_told_when_too_few_were_measured(client: TestClient, services: Services, clock: Hands) -> None:
    for minutes in (2, 5, 12):
        reply_after(services, clock, minutes)
    assert "expectation" not in ask(client)["escalation"]


def test_those_who_still_wait_count_as_not_yet_answered(client: TestClient, services: Services, clock: Hands) -> None:
    rule(services, least_measured=2)
    reply_after(services, clock, 5)
    reply_after(services, clock, 6)
    for _ in range(3):
        ask(client)
    clock.now += timedelta(hours=3)
    assert "expectation" not in ask(client)["escalation"], "more than half have waited for hours without a reply"


def test_when_the_office_is_closed_its_opening_is_told_and_an_address_is_asked_for(
    client: TestClient, services: Services, clock: Hands
) -> None:
    rule(services, hours=OFFICE)
    clock.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # a Saturday
    answer = ask(client)
    assert answer["escalation"]["asks_email"] is True
    assert answer["escalation"]["opens_at"] == "2026-11-23T08:00:00.000Z"
    assert "We are back on Monday at 09:00 (Madrid time)." in answer["text"]
    assert "Volvemos el lunes a las 09:00 (hora de Madrid)." in ask(client, lang="es")["text"]
    clock.now = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    assert "today at 09:00 (Madrid time)" in ask(client)["text"]


def test_an_office_that_closes_before_the_typical_reply_says_so(
    client: TestClient, services: Services, clock: Hands
) -> None:
    rule(services, hours=OFFICE, least_measured=1)
    clock.now = datetime(2026, 11, 25, 15, 50, tzinfo=UTC)
    reply_after(services, clock, 24 * 60)  # six hours of office time
    assert "Our office may close before that; we are back on Thursday at 09:00" in ask(client)["text"]


def test_a_customer_leaves_an_address_and_takes_it_back(
    client: TestClient, services: Services, clock: Hands, visitor: Callable[..., Headers]
) -> None:
    rule(services, hours={"week": {}})
    mine = visitor()
    answer = ask(client, mine)
    path = f"/v1/conversations/{answer['conversation_id']}"
    kept = client.post(f"{path}/contact", json={"email": " Ana@Example.COM "}, headers=mine)
    assert kept.json() == {
        "conversation_id": answer["conversation_id"],
        "contact_email": "A…@example.com",
        "notify": False,
    }
    found = client.get(path, headers=mine).json()
    assert found["contact_email"] == "A…@example.com"
    assert "asks_email" not in found["escalation"]
    with services.database.read() as session:
        stored = session.execute("SELECT contact_email FROM conversations").fetchone()[0]
    assert stored == "Ana@example.com"
    assert client.post(f"{path}/contact", json={"email": None}, headers=mine).json()["contact_email"] is None
    assert client.get(path, headers=mine).json()["escalation"]["asks_email"] is True


def test_what_is_no_address_is_refused_and_changes_nothing(client: TestClient, services: Services) -> None:
    answer = ask(client)
    for email in ("", "ana", "ana@", "a b@example.com", "a@b", "a@example.com\nBcc: x@y.z", "a" * 300):
        response = client.post(f"/v1/conversations/{answer['conversation_id']}/contact", json={"email": email})
        assert (response.status_code, response.json()["code"]) == (422, "invalid_input"), email
    with services.database.read() as session:
        assert session.execute("SELECT contact_email FROM conversations").fetchone()[0] is None


def test_nobody_leaves_an_address_in_somebody_elses_conversation(
    client: TestClient, services: Services, visitor: Callable[..., Headers]
) -> None:
    answer = ask(client, visitor())
    for headers in (visitor(), {}):
        path = f"/v1/conversations/{answer['conversation_id']}/contact"
        response = client.post(path, json={"email": "eve@example.com"}, headers=headers)
        assert response.status_code == 404
    with services.database.read() as session:
        assert session.execute("SELECT contact_email FROM conversations").fetchone()[0] is None


def test_what_the_site_signs_wins_over_what_the_page_says(
    client: TestClient, services: Services, visitor: Callable[..., Headers]
) -> None:
    exp = int(system_clock().timestamp()) + 600
    claims = {"sub": "ana", "exp": exp, "plan": "enterprise", "attributes": {"seats": 40}}
    known = visitor(identity=jwt.encode(claims, SECRET, algorithm="HS256"))
    answer = ask(client, known, page={"url": "https://shop.example/x", "attributes": {"plan": "free", "cart": 12.5}})
    with services.database.read() as session:
        kept = session.execute("SELECT attributes FROM conversations").fetchone()[0]
    assert json.loads(kept) == {"plan": "enterprise", "cart": 12.5, "seats": 40}
    client.post(
        "/v1/ask",
        json={**PERSON, "conversation_id": answer["conversation_id"], "page": {"attributes": {"plan": "x", "cart": 1}}},
        headers=known,
    )
    with services.database.read() as session:
        kept = session.execute("SELECT attributes FROM conversations").fetchone()[0]
    assert json.loads(kept) == {"plan": "enterprise", "cart": 1, "seats": 40}


MISSHAPEN: list[Any] = [
    {f"a{number}": 1 for number in range(21)},
    {"a": "x" * 201},
    {"a": ["x"]},
    {"a": None},
    {"1a": 1},
    {"a" * 41: 1},
    {"a": 1e300},
    "plan",
]


def test_attributes_have_a_size_and_a_shape(client: TestClient) -> None:
    for attributes in MISSHAPEN:
        response = client.post("/v1/ask", json={**PERSON, "page": {"attributes": attributes}})
        assert (response.status_code, response.json()["code"]) == (422, "invalid_input"), attributes


QUESTION = {"question": "How do I cancel a contract?", "lang": "en"}


FITTING: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"words": ["contract"]}, QUESTION),
    ({"tags": ["Legal"]}, QUESTION),
    ({"pages": ["/checkout/*"]}, {**QUESTION, "page": {"url": "https://shop.example/checkout/pay?x=1"}}),
    ({"pages": ["https://shop.example/*"]}, {**QUESTION, "page": {"url": "https://shop.example/a"}}),
]


def test_a_sensitive_topic_goes_to_a_person_by_word_page_or_tag(client: TestClient, services: Services) -> None:
    for topic, body in FITTING:
        rule(services, topics=[{"name": "Contracts", **topic}])
        answer = client.post("/v1/ask", json=body).json()
        assert (answer["decision"], answer["reason"]) == ("escalate", "sensitive_topic"), topic
        with services.database.read() as session:
            assert services.queue.get(session, answer["escalation"]["id"]).topic == "Contracts"


OTHER: list[dict[str, Any]] = [
    {"words": ["lawsuit"]},
    {"tags": ["billing"]},
    {"pages": ["/checkout/*"]},
    {"words": ["contract"], "sensitive": False},
]


def test_other_topics_leave_the_answer_alone(client: TestClient, services: Services) -> None:
    for topic in OTHER:
        rule(services, topics=[{"name": "Other", **topic}])
        body = {**QUESTION, "page": {"url": "https://shop.example/help/checkout/"}}
        assert client.post("/v1/ask", json=body).json()["reason"] != "sensitive_topic", topic


def test_priority_and_deadline_follow_from_plan_and_topic(client: TestClient, services: Services) -> None:
    rule(
        services,
        weights={"attributes": [{"attribute": "plan", "value": "Enterprise", "points": 30}]},
        topics=[{"name": "Contracts", "words": ["contract"], "points": 5}],
        sla=[{"name": "gold", "first_reply": 15, "plans": ["enterprise"]}, {"name": "all", "first_reply": 60}],
    )
    ask(client)
    ask(client, question="The contract", page={"attributes": {"plan": "enterprise"}})
    with services.database.read() as session:
        found = services.queue.list(session).items
    assert [(one.priority, one.first_reply_due) for one in found] == [
        (35, timestamp(NOON + timedelta(minutes=15))),
        (0, timestamp(NOON + timedelta(minutes=60))),
    ]


def test_agents_see_why_an_escalation_comes_where_it_comes_and_what_is_known(
    client: TestClient,
    services: Services,
    clock: Hands,
    key: Callable[..., Headers],
    signed_in: Callable[..., Headers],
) -> None:
    weights = {"attributes": [{"attribute": "plan", "value": "gold", "points": 7}]}
    rule(services, weights=weights, sla=[{"name": "all", "first_reply": 60}])
    answer = ask(client, page={"attributes": {"plan": "gold"}})
    client.post(f"/v1/conversations/{answer['conversation_id']}/contact", json={"email": "ana@example.com"})
    clock.now += timedelta(minutes=50)
    detail = client.get(f"/v1/escalations/{answer['escalation']['id']}", headers=key("escalations")).json()
    due = timestamp(NOON + timedelta(minutes=60))
    assert (detail["attributes"], detail["contact_email"]) == ({"plan": "gold"}, "ana@example.com")
    assert detail["standing"] == {
        "policy": "all",
        "points": [{"name": n, "points": p} for n, p in (("attribute:plan", 7), ("waiting", 3), ("sla", 20))],
        "clocks": {"first_reply": {"due": due, "running": True, "level": "near"}},
    }
    page = client.get(f"/desk/{answer['escalation']['id']}", headers=signed_in("agent")).text
    card = " ".join(re.sub("<[^>]+>", " ", page.split('id="card"')[1]).split())
    for told in (
        "Not signed in ana@example.com",
        "Said by the site plan: gold",
        "First reply due 23 Nov 2026, 13:00 UTC Soon",
    ):
        assert told in card
    assert "Priority 30 plan 7 · waiting 3 · deadline 20" in card


def test_only_administrators_read_and_set_the_rules(
    client: TestClient, key: Callable[..., Headers], signed_in: Callable[..., Headers]
) -> None:
    for headers in (signed_in("agent"), signed_in("content"), key("escalations"), key("content"), {}):
        assert client.get("/v1/desk/settings", headers=headers).status_code in {401, 403}
        assert client.put("/v1/desk/settings", json={}, headers=headers).status_code in {401, 403}
        assert client.get("/desk/settings", headers=headers, follow_redirects=False).status_code in {303, 403}
    for headers in (signed_in("admin"), key("admin")):
        rules = client.get("/v1/desk/settings", headers=headers).json()
        changed = {**rules, "hours": {**OFFICE, "holidays": {}}, "near_breach": 0.5}
        assert client.put("/v1/desk/settings", json=changed, headers=headers).json()["near_breach"] == 0.5
        assert client.get("/v1/desk/settings", headers=headers).json() == changed


BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"hours": {"zone": "Mars"}}, "'Mars' is no time zone"),
    ({"hours": {"week": {"mon": ["9-17"]}}}, "hours.week.mon.0: '9-17' is no span"),
    ({"near_breach": 2}, "near_breach"),
    ({"opening": {}}, "opening"),
    ({"topics": [{"name": "x", "route": "nobody"}]}, "neither a group nor an e-mail address"),
    ({"sla": [{"name": "a"}, {"name": "A"}]}, "twice"),
    ({"topics": [{"name": "x", "words": ["y" * 5_000]}]}, "topics.0.words.0"),
]


def test_rules_that_cannot_hold_are_refused_by_name_and_change_nothing(
    client: TestClient, key: Callable[..., Headers]
) -> None:
    admin = key("admin")
    before = client.get("/v1/desk/settings", headers=admin).json()
    for rules, part in BROKEN:
        response = client.put("/v1/desk/settings", json=rules, headers=admin)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_input")
        assert part in response.json()["detail"]
    assert client.get("/v1/desk/settings", headers=admin).json() == before


def test_a_change_is_in_the_audit_log_and_moves_the_deadlines_of_what_is_open(
    client: TestClient, services: Services, key: Callable[..., Headers]
) -> None:
    ask(client)
    admin = key("admin")
    client.put("/v1/desk/settings", json={"sla": [{"name": "all", "first_reply": 30}]}, headers=admin)
    client.put("/v1/desk/settings", json={"sla": [{"name": "all", "first_reply": 30}]}, headers=admin)
    with services.database.read() as session:
        entries = session.execute("SELECT data FROM audit_log WHERE action = 'settings.changed'").fetchall()
        due = services.queue.list(session).items[0].first_reply_due
    assert [json.loads(row["data"]) for row in entries] == [{"changed": ["sla"]}]
    assert due == timestamp(NOON + timedelta(minutes=30))


def test_rules_come_from_a_file_at_the_first_start_only(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"capacity": 7}))
    told = settings.model_copy(update={"desk_rules": file})
    first = build(told)
    assert first.rules.get().capacity == 7
    first.rules.change({"capacity": 9}, "test")
    first.close()
    second = build(told)
    assert second.rules.get().capacity == 9
    second.close()


@pytest.mark.parametrize("text", ["{", '{"capacity": 0}'])
def test_a_file_that_holds_no_rules_stops_the_start(settings: Settings, tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.json"
    file.write_text(text)
    with pytest.raises(Misconfigured, match="ASKWELL_DESK_RULES"):
        build(settings.model_copy(update={"desk_rules": file}))


def form_of(html: str) -> dict[str, str]:
    """Names and values of the page's form, as a browser would send them."""
    inputs = re.findall(r'<input type="(\w+)" name="([^"]+)"[^>]*?value="([^"]*)"([^>]*)>', html)
    found = {name: unescape(value) for kind, name, value, rest in inputs if kind != "checkbox" or "checked" in rest}
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL)
    chosen = re.findall(r'<select name="(\w+)".*?<option value="([^"]*)" selected>', html, re.DOTALL)
    return {**found, **{name: unescape(value) for name, value in [*areas, *chosen]}}


EVERYTHING = {
    "hours": {**OFFICE, "week": {**OFFICE["week"], **CLOSED}, "holidays": {"2026-12-25": "Navidad, fiesta"}},  # type: ignore[dict-item]
    "sla": [{"name": "Gold", "first_reply": 15, "resolution": 480, "plans": ["enterprise"], "least_priority": -5}],
    "topics": [
        {"name": "Legal", "words": ["lawsuit", "court"], "pages": ["/legal/*"], "tags": ["legal"], "route": "Law"},
        {"name": "Sales", "words": ["price"], "sensitive": False, "points": -3},
    ],
    "groups": [{"name": "Law", "members": ["ana@example.com", "bo@example.com"]}],
    "weights": {
        "attributes": [{"attribute": "plan", "value": "enterprise: big", "points": 40}],
        "reasons": {"complaint": 10},
        "near": 0,
    },
    "near_breach": 0.75,
    "agent_gone_minutes": 0,
    "auto_assign": True,
    "ask_email": False,
}


def test_the_page_holds_every_rule_and_saving_it_untouched_changes_none(
    client: TestClient, services: Services, signed_in: Callable[..., Headers]
) -> None:
    rule(services, **EVERYTHING)
    before, admin = services.rules.get(), signed_in("admin")
    form = form_of(client.get("/desk/settings", headers=admin).text)
    saved = client.post("/desk/settings", data=form, headers=admin, follow_redirects=False)
    assert saved.status_code == 303, saved.text
    assert services.rules.get() == before


def test_time_zones_are_offered_by_part_of_the_world_with_their_offset(
    client: TestClient, services: Services, signed_in: Callable[..., Headers]
) -> None:
    rule(services, hours={"zone": "Asia/Calcutta"})
    page = client.get("/desk/settings", headers=signed_in("admin")).text
    groups = dict(re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', page))
    assert list(groups)[:3] == ["Not by place", "Africa", "America"]
    assert '<option value="Europe/Madrid">Madrid · UTC+1</option>' in groups["Europe"]
    assert '<option value="America/Argentina/Salta">Salta, Argentina · UTC-3</option>' in groups["America"]
    assert '<option value="Asia/Calcutta" selected>Calcutta · UTC+5:30</option>' in groups["Asia"]
    assert groups["Not by place"] == '<option value="UTC">UTC</option>'


def test_the_page_says_what_is_wrong_keeps_what_was_typed_and_saves_nothing(
    client: TestClient, services: Services, signed_in: Callable[..., Headers]
) -> None:
    admin = signed_in("admin")
    form = form_of(client.get("/desk/settings", headers=admin).text)
    for name, value, part in (
        ("hours-mon", "nine to five", "is no span"),
        ("holidays", "some day", "line 1"),
        ("attributes", "plan", "plan = enterprise: 40"),
        ("near_breach", "most", "in percent"),
        ("capacity", "many", "capacity"),
        ("zone", "Europe/Nowhere", "is no time zone"),
    ):
        answer = client.post("/desk/settings", data={**form, name: value}, headers=admin)
        assert answer.status_code == 422
        assert part in answer.text
        assert value in answer.text
    with services.database.read() as session:
        assert not services.rules.settings.is_set(session)


def test_a_preview_shows_what_customers_would_be_told_and_saves_nothing(
    client: TestClient, services: Services, signed_in: Callable[..., Headers]
) -> None:
    admin = signed_in("admin")
    form = form_of(client.get("/desk/settings", headers=admin).text)
    closed = {f"hours-{day}": "" for day in ("mon", "tue", "thu", "fri", "sat", "sun")}
    shown = client.post(
        "/desk/settings", data={**form, **closed, "hours-wed": "08:30-12:00", "preview": "yes"}, headers=admin
    ).text
    assert "We are back on Wednesday at 08:30 (UTC)" in shown
    assert "周三08:30" in shown
    assert "Mittwoch" not in shown
    services.content.write("wlan", Draft("WLAN", "Das WLAN steht unter Einstellungen.", lang="de"))
    page = client.get("/desk/settings", headers=admin).text
    assert "Only that a person will reply" in page
    sent = {**form, **closed, "hours-wed": "08:30-12:00", "preview": "yes"}
    assert "am Mittwoch um 08:30 Uhr" in client.post("/desk/settings", data=sent, headers=admin).text
    assert services.rules.get().hours.always


def test_a_forged_form_changes_nothing(
    client: TestClient, services: Services, signed_in: Callable[..., Headers]
) -> None:
    admin = signed_in("admin")
    form = form_of(client.get("/desk/settings", headers=admin).text)
    assert (
        client.post("/desk/settings", data={**form, "form_token": "x", "capacity": "3"}, headers=admin).status_code
        == 403
    )
    assert services.rules.get().capacity == 20
