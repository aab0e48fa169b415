"""People and the audit log: what administrators do there, what is refused, and what is kept of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.audit import AuditAction, AuditEntry, AuditFilter, AuditLog
from api.pages.audit_words import ACTIONS, AREAS
from api.person_data import PersonalData
from api.services import Services
from api.staff import COOKIE, Role, StaffMember
from core.clock import system_clock
from core.db import Database
from core.errors import Conflict, InvalidInput

OWN = {"Sec-Fetch-Site": "same-origin"}
Post = Callable[..., Any]


@pytest.fixture
def maria(services: Services) -> StaffMember:
    """The only administrator."""
    return services.staff.add("maria@example.com", Role.ADMIN, "Maria López")


@pytest.fixture
def ana(services: Services) -> StaffMember:
    return services.staff.add("ana@example.com", Role.AGENT, "Ana Ruiz")


@pytest.fixture
def headers(services: Services, maria: StaffMember) -> dict[str, str]:
    _, secret = services.staff.redeem(services.staff.create_link(maria))
    return {"Cookie": f"{COOKIE}={secret}", **OWN}


@pytest.fixture
def post(client: TestClient, headers: dict[str, str]) -> Post:
    """Sends one of Maria's forms and goes where it leads."""
    token = re.findall(r'name="form_token" value="(\w+)"', client.get("/account", headers=headers).text)[0]

    def sent(path: str, **fields: Any) -> Any:
        form = {"form_token": token, **fields}
        found = client.post(path, headers=headers, data=form, follow_redirects=False)
        return client.get(found.headers["location"], headers=headers) if found.status_code == 303 else found

    return sent


def entries(parts: Services, **wanted: str) -> list[AuditEntry]:
    """The audit log, newest first."""
    with parts.database.read() as session:
        return list(parts.audit.all(session, AuditFilter(**wanted)))


# People


def test_somebody_is_added_and_comes_in_with_the_link_shown(
    services: Services, client: TestClient, maria: StaffMember, post: Post
) -> None:
    """The link is on that page once, and nowhere in the log."""
    page = post("/desk/staff", email=" zoe@example.com ", name="Zoë <b>", role="content")
    assert "Zoë &lt;b&gt;" in page.text
    zoe = services.staff.find("zoe@example.com")
    assert zoe.role is Role.CONTENT
    token = re.findall(r"/sign-in\?token=([\w-]+)", post(f"/desk/staff/{zoe.id}/link").text)[0]
    arrived = client.post("/sign-in", data={"token": token}, headers=OWN, follow_redirects=False)
    assert arrived.headers["location"] == "/content"
    assert token not in str(entries(services))
    assert [(entry.actor, entry.action) for entry in entries(services, subject=zoe.id)][1:] == [
        (maria.id, "staff.link_created"),
        (maria.id, "staff.added"),
    ]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"email": "no address", "role": "agent"}, "is not an e-mail address"),
        ({"email": "a@b\n.example", "role": "agent"}, "is not an e-mail address"),
        ({"email": "MARIA@example.com", "role": "agent"}, "is on the staff already"),
        ({"email": "x@example.com", "role": "boss"}, "cannot be used"),
        ({"email": "x@example.com", "name": "x" * 101}, "A name has"),
    ],
)
def test_what_cannot_be_added_is_said(services: Services, post: Post, fields: dict[str, str], word: str) -> None:
    refused = post("/desk/staff", **fields)
    assert refused.status_code in {409, 422}
    assert word in refused.text
    assert len(services.staff.all()) == 1


def test_work_is_set_for_somebody(services: Services, ana: StaffMember, post: Post) -> None:
    """Name, languages, capacity and absence; what cannot be used changes nothing."""
    form = {"name": "Ana R.", "languages": ["es", "fr"], "capacity": "5", "away": "true"}
    assert "Saved." in post(f"/desk/staff/{ana.id}/profile", **form).text
    changed = services.staff.find(ana.id)
    assert (changed.name, changed.languages, changed.capacity, changed.away) == ("Ana R.", ("es", "fr"), 5, True)
    for wrong in ({"capacity": "many"}, {"capacity": "-1"}, {"capacity": "501"}, {"languages": ["<b>"]}, {"name": " "}):
        assert post(f"/desk/staff/{ana.id}/profile", **{**form, **wrong}).status_code == 422
    assert services.staff.find(ana.id) == changed
    assert entries(services, subject=ana.id)[0].data == {"fields": ["name", "languages", "capacity", "away"]}
    assert post(f"/desk/staff/{ana.id}/explode").status_code == 422
    assert post("/desk/staff/stf_unknown/role", role="agent").status_code == 404


def test_closing_opening_unlocking_and_signing_out(services: Services, ana: StaffMember, post: Post) -> None:
    _, secret = services.staff.redeem(services.staff.create_link(ana))
    post(f"/desk/staff/{ana.id}/end-sessions")
    assert services.staff.by_session(secret) is None
    assert "The account is closed" in post(f"/desk/staff/{ana.id}/disable").text
    assert services.staff.find(ana.id).disabled
    assert post(f"/desk/staff/{ana.id}/link").status_code == 409
    assert "open again" in post(f"/desk/staff/{ana.id}/enable").text
    with services.database.write() as session:
        session.execute("UPDATE staff SET locked_until = '2999' WHERE id = ?", [ana.id])
    assert "Passwords are looked at again" in post(f"/desk/staff/{ana.id}/unlock").text
    assert [entry.action for entry in entries(services, area="staff", subject=ana.id)][:3] == [
        "staff.unlocked",
        "staff.enabled",
        "staff.disabled",
    ]


def test_the_last_administrator_stays(services: Services, maria: StaffMember, post: Post) -> None:
    """Neither closed nor given another role, by page or otherwise; a closed administrator does not count."""
    other = services.staff.add("root@example.com", Role.ADMIN)
    services.staff.set_disabled(other.id, True)
    for verb, fields in (("disable", {}), ("role", {"role": "agent"})):
        refused = post(f"/desk/staff/{maria.id}/{verb}", **fields)
        assert refused.status_code == 409
        assert "the last administrator" in refused.text
    with pytest.raises(Conflict):
        services.staff.add(maria.email, Role.AGENT)
    assert services.staff.find(maria.id) == maria
    services.staff.set_disabled(other.id, False)
    assert post(f"/desk/staff/{maria.id}/role", role="agent").status_code == 200
    assert services.staff.find(maria.id).role is Role.AGENT


def test_a_person_changes_their_own_profile_only_by_name_languages_and_absence(
    services: Services, client: TestClient, ana: StaffMember
) -> None:
    """Not their role nor how much they are given, whatever the form holds."""
    _, secret = services.staff.redeem(services.staff.create_link(ana))
    mine = {"Cookie": f"{COOKIE}={secret}", **OWN}
    token = re.findall(r'name="form_token" value="(\w+)"', client.get("/account", headers=mine).text)[0]
    form = {"form_token": token, "name": "Ana", "languages": "es", "away": "true", "role": "admin", "capacity": "99"}
    client.post("/account/profile", headers=mine, data=form)
    changed = services.staff.find(ana.id)
    assert (changed.name, changed.languages, changed.away) == ("Ana", ("es",), True)
    assert (changed.role, changed.capacity) == (Role.AGENT, None)


# The audit log


def test_every_action_has_words_and_an_area() -> None:
    assert set(ACTIONS) == set(AuditAction)
    assert {action.partition(".")[0] for action in AuditAction} == set(AREAS)


def test_an_act_that_fails_leaves_no_entry(database: Database) -> None:
    """Both are one transaction."""
    log = AuditLog(system_clock)
    with suppress(ZeroDivisionError), database.write() as session:
        log.record(session, "stf_x", AuditAction.SETTINGS_CHANGED)
        raise ZeroDivisionError
    with database.read() as session:
        assert list(log.all(session, AuditFilter())) == []


def test_entries_are_found_page_by_page_and_cut(database: Database) -> None:
    log = AuditLog(system_clock)
    with database.write() as session:
        for number in range(7):
            log.record(session, f"stf_{number % 2}", f"area{number % 3}.x", str(number), text="y" * 400, nothing=None)
    with database.read() as session:
        seen, cursor = [], None
        while True:
            page = log.page(session, AuditFilter(), 3, cursor)
            seen += [entry.subject for entry in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == list("6543210")
        assert [entry.subject for entry in log.all(session, AuditFilter(actor="stf_1", area="area0"))] == ["3"]
        assert log.page(session, AuditFilter(subject="5")).items[0].data == {"text": "y" * 300}
        with pytest.raises(InvalidInput):
            log.page(session, AuditFilter(), 3, "junk")
        assert log.actors(session) == ["stf_0", "stf_1"]


def test_entries_are_forgotten_after_their_days(database: Database) -> None:
    now = system_clock()
    with database.write() as session:
        for days in (400, 366, 364):
            AuditLog(lambda days=days: now - timedelta(days=days)).record(session, "x", "y.z", str(days))
        assert AuditLog(lambda: now).purge(session, 365) == 2
        assert [entry.subject for entry in AuditLog(system_clock).all(session, AuditFilter())] == ["364"]


def test_the_page_filters_and_the_file_holds_the_same(
    services: Services, client: TestClient, headers: dict[str, str], ana: StaffMember, maria: StaffMember, post: Post
) -> None:
    """Taking it along is an entry too; what begins like a formula stays text."""
    services.keys.create("=HYPERLINK(1)", [])
    post(f"/desk/staff/{ana.id}/role", role="content")
    found = client.get(f"/desk/audit?area=staff&actor={maria.id}", headers=headers).text
    assert "changed the role" in found
    assert "was: agent · now: content" in found
    assert "made an API key" not in found
    assert "No entry fits" in client.get("/desk/audit?until=2020-01-01", headers=headers).text
    for wrong in ("since=yesterday", "until=9999-12-31", "area=A%25", "cursor=junk"):
        assert client.get(f"/desk/audit?{wrong}", headers=headers).status_code == 422, wrong
    file = client.get("/desk/audit.csv?area=key", headers=headers)
    assert file.headers["content-type"].startswith("text/csv")
    head, row = csv.reader(io.StringIO(file.text))
    assert dict(zip(head, row, strict=True))["facts"] == "name: =HYPERLINK(1) · scopes: "
    assert entries(services)[0].action == "audit.exported"


def test_long_logs_are_walked(
    services: Services, client: TestClient, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.pages import audit

    monkeypatch.setattr(audit, "ROWS", 3)
    for number in range(8):
        services.staff.add(f"p{number}@example.com", Role.AGENT)
    address, seen = "/desk/audit?area=staff", set[str]()
    while address:
        page = client.get(address, headers=headers).text
        seen |= set(re.findall(r"p(\d)@example\.com</small></td>", page))
        older = re.findall(r'href="([^"]+)">Older', page)
        address = older[0].replace("&amp;", "&") if older else ""
    assert seen == set("01234567")


def test_keys_documents_and_customers_data_are_noted(
    services: Services, client: TestClient, signed_in: Callable[..., dict[str, str]], key: Callable[..., Any]
) -> None:
    """With who, what and when; not with what the customer said or who they were once that is erased."""
    cho = signed_in("content")
    made = client.post("/v1/documents", headers=cho, json={"title": "Fees", "text": "There are none.", "lang": "en"})
    again = {"id": made.json()["id"], "title": "Fees", "text": "There are none.", "lang": "en"}
    assert client.post("/v1/documents", headers=key("content"), json=again).json()["changed"] is False
    client.delete(f"/v1/documents/{made.json()['id']}", headers=cho)
    editor = services.staff.find("content@example.com").id
    documents = [(entry.actor, entry.action) for entry in entries(services, area="document", actor=editor)]
    assert documents == [(editor, "document.removed"), (editor, "document.published")]
    assert len(entries(services, area="document", subject="fees")) == 2

    with services.database.write() as session:
        visitor = services.visitors.identify(session, None, "v-77", email="bob@example.com", name="Bob")
    PersonalData(services.database).export("v-77")
    assert entries(services)[0].subject == visitor.id
    PersonalData(services.database).erase("v-77")
    erased, exported = entries(services, area="person")
    assert (erased.action, exported.action) == ("person.erased", "person.exported")
    assert erased.subject == exported.subject != visitor.id
    assert "bob" not in str(entries(services))

    services.keys.revoke("test")
    revoked, created = entries(services, area="key")
    assert (revoked.action, created.action, created.data["scopes"]) == ("key.revoked", "key.created", ["content"])
    assert "ask_" not in json.dumps([entry.data for entry in entries(services)])


def test_acting_on_a_colleagues_conversation_is_noted(
    services: Services, client: TestClient, headers: dict[str, str], signed_in: Callable[..., dict[str, str]]
) -> None:
    """An administrator's release of what another has; one's own is nothing special."""
    asked = client.post("/v1/ask", json={"question": "Let me talk to a person about my purple umbrella"}).json()
    path = f"/v1/escalations/{asked['escalation']['id']}"
    agent = signed_in("agent")
    for who in (agent, headers):
        assert client.post(f"{path}/claim", headers=agent, json={}).status_code == 200
        assert client.post(f"{path}/release", headers=who, json={}).status_code == 200
    (entry,) = entries(services, area="escalation")
    assert entry.data == {"act": "release", "owner": services.staff.find("agent@example.com").id}
    assert "umbrella" not in str(entries(services))
