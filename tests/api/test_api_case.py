"""One conversation on the desk over HTTP: files, quotes, Markdown, macros, suggestions, snoozing, outcomes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient

from answering.translations import Translations
from api.content import Draft
from api.pages.case_view import case_values
from api.pages.routing import Reader
from api.services import Services
from api.staff import Profile

Headers = dict[str, str]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
XSS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    '[x](https://a.b/"onmouseover="alert(1))',
    "**<b onclick=alert(1)>x</b>**",
    "`<i>`",
    '| <u onclick="x"> | b |',
)


@pytest.fixture
def case(client: TestClient, visitor: Callable[..., Headers], signed_in: Callable[..., Headers]) -> dict[str, Any]:
    """A customer's conversation that agent `ana` has claimed."""
    customer, ana = visitor(), signed_in("agent", "ana@example.com")
    asked = {"question": "I want to talk to a person about my invoice", "lang": "en"}
    made = client.post("/v1/ask", json=asked, headers=customer).json()
    escalation = made["escalation"]["id"]
    assert client.post(f"/v1/escalations/{escalation}/claim", headers=ana).status_code == 200
    return {"id": escalation, "conversation": made["conversation_id"], "customer": customer, "ana": ana}


def token(client: TestClient, case: dict[str, Any], path: str = "") -> str:
    """The form token of a page."""
    page = client.get(path or f"/desk/{case['id']}", headers=case["ana"])
    found = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def post(client: TestClient, case: dict[str, Any], verb: str, **fields: Any) -> Any:
    """Send one of the conversation's forms."""
    data = {"form_token": token(client, case), **fields}
    return client.post(f"/desk/{case['id']}/{verb}", data=data, headers=case["ana"], follow_redirects=False)


def upload(client: TestClient, case: dict[str, Any], who: Headers, name: str = "a.png", data: bytes = PNG) -> Any:
    """Upload a file to the conversation."""
    path = f"/v1/conversations/{case['conversation']}/attachments"
    return client.post(path, params={"name": name}, content=data, headers=who)


def last_line(client: TestClient, case: dict[str, Any]) -> dict[str, Any]:
    """The newest line, as its customer gets it."""
    found = client.get(f"/v1/conversations/{case['conversation']}", headers=case["customer"])
    line: dict[str, Any] = found.json()["messages"][-1]
    return line


def pick(client: TestClient, document: str, quote: str, number: int = 1) -> dict[str, Any]:
    """A stretch of a document, as the desk names it."""
    found = client.get(f"/v1/documents/{document}").json()
    start = found["text"].index(quote)
    return {
        "id": number,
        "document_id": document,
        "document_version": found["version"],
        "start": start,
        "end": start + len(quote),
    }


def test_a_file_reaches_its_customer_and_nobody_else(
    client: TestClient, case: dict[str, Any], visitor: Callable[..., Headers]
) -> None:
    made = upload(client, case, case["ana"], "../plan.html", PNG)
    assert made.status_code == 200, made.text
    file = made.json()
    assert file == {"id": file["id"], "name": "plan.html.png", "media_type": "image/png", "size": len(PNG)}
    path = f"/v1/conversations/{case['conversation']}/attachments/{file['id']}"
    assert client.get(path, headers=case["customer"]).status_code == 404, "not sent yet"
    assert post(client, case, "reply", text="", files=file["id"]).status_code == 303
    assert last_line(client, case)["attachments"] == [file]
    got = client.get(path, headers=case["customer"])
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, PNG, "image/png")
    assert got.headers["content-disposition"] == "inline; filename*=UTF-8''plan.html.png"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    stranger = visitor()
    own = client.post("/v1/conversations", json={"person": False}, headers=stranger).json()["conversation_id"]
    assert client.get(path, headers=stranger).status_code == 404
    assert client.get(path.replace(case["conversation"], own), headers=stranger).status_code == 404
    assert client.get(path).status_code == 404
    assert client.delete(path, headers=case["ana"]).status_code == 404, "what is sent stays"
    assert upload(client, case, stranger).status_code == 404
    assert upload(client, case, case["customer"]).status_code == 200, "a person has it"


def test_what_is_not_an_image_is_only_ever_saved(client: TestClient, case: dict[str, Any]) -> None:
    file = upload(client, case, case["ana"], "café.txt", b"plain").json()
    post(client, case, "reply", text="See this", files=file["id"])
    path = f"/v1/conversations/{case['conversation']}/attachments/{file['id']}"
    got = client.get(path, headers=case["customer"])
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''caf%C3%A9.txt"


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("a.png", b"<html><script>alert(1)</script>", 422),
        ("a.png", b"<svg onload=alert(1)></svg>", 422),
        ("a.png", b"PK\x03\x04", 422),
        ("a.txt", b"", 422),
        ("a.txt", b"a" * (10 * 1024 * 1024 + 1), 413),
        ("a.txt", b"a" * (11 * 1024 * 1024), 413),
    ],
)
def test_dangerous_and_huge_files_are_refused_and_nothing_is_kept(
    client: TestClient, services: Services, case: dict[str, Any], name: str, data: bytes, status: int
) -> None:
    refused = upload(client, case, case["ana"], name, data)
    assert refused.status_code == status, refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    with services.database.read() as session:
        assert session.execute("SELECT count(*) FROM attachments").fetchone()[0] == 0


def test_a_form_without_script_attaches_and_keeps_the_text(client: TestClient, case: dict[str, Any]) -> None:
    data = {"form_token": token(client, case), "text": "Half a reply"}
    files = [("upload", ("a.png", PNG, "text/html")), ("upload", ("b.svg", b"<svg/>", "image/png"))]
    shown = client.post(f"/desk/{case['id']}/attach", data=data, files=files, headers=case["ana"])
    assert shown.status_code == 422
    assert "Half a reply" in shown.text
    assert "cannot be sent" in shown.text
    found = re.search(r'name="files" value="(att_\w+)"', shown.text)
    assert found
    assert post(client, case, "drop-file", file=found[1]).status_code == 303
    assert "att_" not in client.get(f"/desk/{case['id']}", headers=case["ana"]).text


def test_a_reply_quotes_what_its_customer_may_see(client: TestClient, services: Services, case: dict[str, Any]) -> None:
    services.content.write(
        "secret", Draft("For staff", "The margin is 40 percent.", lang="en", audiences=frozenset({"staff"}))
    )
    one = pick(client, "invoice", "Invoices are kept for ten years.", 3)
    unused = pick(client, "invoice", "Open Billing", 2)
    sent = post(client, case, "reply", text="They stay. [3]", citations=json.dumps([one, unused]))
    assert sent.status_code == 303
    (citation,) = last_line(client, case)["citations"]
    assert (citation["id"], citation["quote"], citation["title"]) == (
        3,
        "Invoices are kept for ten years.",
        "Download an invoice",
    )
    stored = client.get(f"/v1/documents/invoice?version={citation['document_version']}").json()["text"]
    assert stored[citation["start"] : citation["end"]] == citation["quote"]
    hidden = services.documents.version("secret", None, None)
    assert hidden is not None
    secret = {"id": 1, "document_id": "secret", "document_version": hidden.version, "start": 0, "end": 5}
    for bad in ([secret], [{**one, "id": 1, "end": 99_999}], [{**one, "id": 1, "document_version": "x"}]):
        refused = post(client, case, "reply", text="See [1]", citations=json.dumps(bad))
        assert refused.status_code == 422, bad
        assert "margin" not in refused.text
    assert post(client, case, "reply", text="See [1]", citations="{").status_code == 422
    assert last_line(client, case)["text"] == "They stay. [3]"
    found = client.get(f"/desk/{case['id']}/find?q=margin+of+the+invoice", headers=case["ana"]).text
    assert "Download an invoice" in found
    assert "For staff" not in found


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def test_markdown_never_becomes_script(client: TestClient, case: dict[str, Any]) -> None:
    """In replies, notes and the preview; the same pages without those texts have the same kinds of tags."""
    pages = []
    for text in XSS:
        post(client, case, "reply", text=text)
        post(client, case, "note", text=text)
        pages.append(post(client, case, "preview", text=text).text)
    pages.append(client.get(f"/desk/{case['id']}", headers=case["ana"]).text)
    for page in pages:
        for tag, attributes in Tags(page).found:
            assert not any(name.startswith("on") for name in attributes), (tag, attributes)
            assert attributes.get("href", "/").startswith(("/", "#", "https://")), attributes
            assert tag not in {"u", "i", "img", "iframe"}, page
            assert tag != "script" or attributes["src"].startswith("/static/")


def test_an_agents_markdown_is_shown_as_meant(client: TestClient, case: dict[str, Any]) -> None:
    text = "Hello **Eva**, *please*:\n\n1. open [Billing](https://example.com/b?a=1&b=2)\n2. press `Save`\n\n2*3*4 = 24"
    post(client, case, "reply", text=text)
    page = client.get(f"/desk/{case['id']}", headers=case["ana"]).text
    for part in (
        "<strong>Eva</strong>",
        "<em>please</em>",
        '<a href="https://example.com/b?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">Billing</a>',
        "<code>Save</code>",
        "2*3*4 = 24",
    ):
        assert part in page
    assert last_line(client, case)["text"] == text


def test_a_suggestion_quotes_content_and_its_use_is_noted(client: TestClient, case: dict[str, Any]) -> None:
    asked = {"text": "How long are invoices kept?"}
    client.post(f"/v1/conversations/{case['conversation']}/messages", json=asked, headers=case["customer"])
    page = client.get(f"/desk/{case['id']}/suggestion", headers=case["ana"]).text
    found = re.search(r'data-suggestion="([^"]+)" data-digest="(\w+)" data-picks="([^"]+)"', page)
    assert found, page
    text, picks = html.unescape(found[1]), html.unescape(found[3])
    assert "ten years" in text
    assert post(client, case, "reply", text=text, suggestion=found[2], citations=picks).status_code == 303
    assert last_line(client, case)["citations"][0]["document_id"] == "invoice"
    post(client, case, "reply", text=f"Hi! {text}", suggestion=found[2], citations=picks)
    post(client, case, "reply", text="Something of my own")
    history = client.get(f"/v1/escalations/{case['id']}", headers=case["ana"]).json()["history"]
    replied = [entry["data"].get("suggestion") for entry in history if entry["happening"] == "replied"]
    assert replied == ["unchanged", "edited", None]


def test_colleagues_replies_to_like_questions_are_suggested_within_the_audience(
    client: TestClient, services: Services, case: dict[str, Any], visitor: Callable[..., Headers]
) -> None:
    post(client, case, "reply", text="Your invoice is in the post.")
    post(client, case, "resolve", outcome="answered")
    asked = {"question": "I want to talk to a person about my invoice please", "lang": "en"}
    made = client.post("/v1/ask", json=asked, headers=visitor()).json()
    path = f"/desk/{made['escalation']['id']}/suggestion"
    assert "Your invoice is in the post." in client.get(path, headers=case["ana"]).text
    with services.database.write() as session:
        session.execute("UPDATE conversations SET audiences = '[\"staff\"]' WHERE id = ?", (case["conversation"],))
    assert "in the post" not in client.get(path, headers=case["ana"]).text


def test_macros_are_kept_refused_filled_and_deleted(
    client: TestClient, services: Services, case: dict[str, Any]
) -> None:
    def save(**fields: str) -> Any:
        data = {"form_token": token(client, case, "/desk/macros"), **fields}
        return client.post("/desk/macros", data=data, headers=case["ana"], follow_redirects=False)

    assert "No macros yet" in client.get("/desk/macros", headers=case["ana"]).text
    refused = save(name="Hi", text="Hello {nmae}")
    assert refused.status_code == 422
    assert "There is no variable {nmae}" in refused.text
    assert "Hello {nmae}</textarea>" in refused.text
    assert save(name="Hi", text="Hello {customer_name}, about {question}\n{agent_name}", lang="en").status_code == 303
    picker = html.unescape(client.get(f"/desk/{case['id']}/macros", headers=case["ana"]).text)
    assert 'data-macro="Hello, about I want to talk to a person about my invoice\nana' in picker
    macro = re.search(r"edit=(mac_\w+)", client.get("/desk/macros", headers=case["ana"]).text)
    assert macro
    assert client.post(f"/desk/macros/{macro[1]}/delete", headers=case["ana"]).status_code == 403, "no token"
    data = {"form_token": token(client, case, "/desk/macros")}
    assert client.post(f"/desk/macros/{macro[1]}/delete", data=data, headers=case["ana"]).status_code == 200
    assert "No macros yet" in client.get("/desk/macros", headers=case["ana"]).text
    with services.database.read() as session:
        acts = session.execute(
            "SELECT action, subject FROM audit_log WHERE action LIKE 'macro.%' ORDER BY id"
        ).fetchall()
    assert [tuple(act) for act in acts] == [("macro.saved", macro[1]), ("macro.deleted", macro[1])]


def test_it_is_put_aside_flagged_and_settled_with_an_outcome(client: TestClient, case: dict[str, Any]) -> None:
    def state() -> dict[str, Any]:
        found: dict[str, Any] = client.get(f"/v1/escalations/{case['id']}", headers=case["ana"]).json()["escalation"]
        return found

    assert post(client, case, "snooze", preset="at", at="yesterday").status_code == 422
    assert post(client, case, "snooze", preset="at", at="2001-01-01T10:00").status_code == 422
    for preset in ("hour", "tomorrow", "monday"):
        assert post(client, case, "snooze", preset=preset).status_code == 303
        assert state()["status"] == "snoozed"
    assert "Take up again" in client.get(f"/desk/{case['id']}", headers=case["ana"]).text
    assert post(client, case, "wake").status_code == 303
    post(client, case, "wants-content")
    assert state()["wants_content"] is True
    assert "Marked for the content team" in client.get(f"/desk/{case['id']}", headers=case["ana"]).text
    post(client, case, "unwants-content")
    assert state()["wants_content"] is False
    assert post(client, case, "resolve", outcome="nonsense").status_code == 422
    post(client, case, "resolve", outcome="no_answer")
    assert (state()["status"], state()["outcome"]) == ("resolved", "no_answer")
    page = client.get(f"/desk/{case['id']}", headers=case["ana"]).text
    for told in ("Settled by you · No answer", "marked it for the content team", "took the mark for the content team"):
        assert told in page


def test_the_card_tells_of_earlier_conversations_and_what_was_missing(client: TestClient, case: dict[str, Any]) -> None:
    post(client, case, "resolve", outcome="no_answer")
    asked = {"question": "Why does the quarterly zebra forecast fail, I need a human", "lang": "en"}
    made = client.post("/v1/ask", json=asked, headers=case["customer"]).json()
    page = client.get(f"/desk/{made['escalation']['id']}", headers=case["ana"]).text
    assert "What was missing" in page
    earlier = page.split("Earlier conversations")[1]
    assert f'href="/desk/{case["id"]}"' in earlier
    assert "No answer by ana" in earlier


class Upper:
    """Translates by shouting."""

    def translate(self, text: str, source: str, target: str) -> str | None:
        return f"{text.upper()} ({source} to {target})"


def test_a_translation_stands_beside_the_original_where_a_model_is_there(
    client: TestClient, services: Services, case: dict[str, Any]
) -> None:
    member = services.staff.find("ana@example.com")
    services.staff.set_profile(member.id, replace(Profile.of(member), languages=("fr",)), member.id)
    page = client.get(f"/desk/{case['id']}", headers=case["ana"]).text
    assert "No translation model is set up" in page
    reader = Reader(services.staff.find(member.id), "s", False, "t")
    parts = replace(services, translations=Translations(Upper()))
    detail = parts.deskwork.detail(case["id"])
    line = next(line for line in case_values(parts, reader, detail)["lines"] if line.kind == "visitor")
    assert "I want to talk" in line.html
    assert line.translation is not None
    assert "I WANT TO TALK TO A PERSON ABOUT MY INVOICE (en to fr)" in line.translation[0]


# To a colleague


def test_it_is_given_to_a_colleague_with_a_note(
    client: TestClient, services: Services, case: dict[str, Any], signed_in: Callable[..., Headers]
) -> None:
    """The form tells who is here, what they have and read; afterwards it is theirs, and only they may reply."""
    ben = signed_in("agent", "ben@example.com")
    member = services.staff.find("ben@example.com")
    services.staff.set_profile(member.id, Profile("Ben Cole", ("fr",), capacity=0))
    page = client.get(f"/desk/{case['id']}", headers=case["ana"]).text
    assert "Ben Cole · 0 open, no room · French · not English" in page
    assert 'label="Not at the desk now"' in page
    client.post("/desk/presence", data={"form_token": token(client, {**case, "ana": ben})}, headers=ben)
    assert 'label="At the desk now"' in client.get(f"/desk/{case['id']}", headers=case["ana"]).text
    owner = services.staff.find("ana@example.com").id
    given = post(client, case, "assign", to=member.id, owner=owner, text="She calls at noon.")
    assert given.status_code == 303
    shown = client.get(f"/desk/{case['id']}", headers=ben).text
    assert "You have it" in shown
    assert "She calls at noon." in shown
    assert "gave it to Ben Cole" in shown
    assert post(client, case, "reply", text="Too late").status_code == 409
    assert (
        "She calls at noon."
        not in client.get(f"/v1/conversations/{case['conversation']}", headers=case["customer"]).text
    )


def test_what_has_changed_hands_meanwhile_is_not_given_away(
    client: TestClient, services: Services, case: dict[str, Any], signed_in: Callable[..., Headers]
) -> None:
    """An administrator who saw Ana's name does not take it from Ben; others cannot be given it."""
    boss, _, _ = signed_in("admin"), signed_in("agent", "ben@example.com"), signed_in("content")
    ids = {member.email.partition("@")[0]: member.id for member in services.staff.all()}
    assert post(client, case, "assign", to=ids["ben"], owner=ids["ana"]).status_code == 303
    late = post(client, {**case, "ana": boss}, "assign", to=ids["ana"], owner=ids["ana"], text="A note")
    assert late.status_code == 409
    assert "with ben" in late.text
    for to, status in (("", 422), ("stf_0000", 404), (ids["content"], 403)):
        assert (
            post(client, {**case, "ana": boss}, "assign", to=to, owner=ids["ben"], text="A note").status_code == status
        )
    found = client.get(f"/v1/escalations/{case['id']}", headers=boss).json()
    assert found["escalation"]["agent_id"] == ids["ben"]
    assert "A note" not in json.dumps(found["history"])
    assert post(client, {**case, "ana": boss}, "assign", to=ids["admin"], owner=ids["ben"]).status_code == 303
    with services.database.read() as session:
        acts = session.execute("SELECT count(*) FROM audit_log WHERE action = 'escalation.overridden'").fetchone()[0]
    assert acts == 1
