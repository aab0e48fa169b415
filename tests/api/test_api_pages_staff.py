"""Signing in, the desk and the content board as pages: who may, what they show, what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.content import Draft
from api.services import Services
from api.staff import COOKIE, Role

SignedIn = Callable[..., dict[str, str]]
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def ticket(client: TestClient) -> str:
    """A conversation that waits for a person: the id of its escalation."""
    asked = {
        "question": "Let me talk to a person about <b>order 4711</b>",
        "page": {"url": "https://shop.example/cart", "title": "Cart"},
    }
    return str(client.post("/v1/ask", json=asked).json()["escalation"]["id"])


def token_of(page: str) -> str:
    """The form token in a page."""
    return re.findall(r'name="form_token" value="(\w+)"', page)[0]


# Signing in


def test_a_link_signs_in_once_after_a_button(client: TestClient, services: Services) -> None:
    """Opening the link changes nothing, so that scanners do no harm; the button does, and leads to the role's page."""
    member = services.staff.add("ana@example.com", Role.AGENT, "Ana")
    link = services.staff.create_link(member)
    for _ in range(2):
        assert "Your link is good" in client.get("/sign-in", params={"token": link}).text
    used = client.post("/sign-in", data={"token": link}, headers=OWN, follow_redirects=False)
    assert used.status_code == 303
    assert used.headers["location"] == "/desk"
    cookie = used.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.get("/desk").status_code == 200
    client.cookies.clear()
    assert "no longer works" in client.get("/sign-in", params={"token": link}).text
    again = client.post("/sign-in", data={"token": link}, headers=OWN)
    assert again.status_code == 401
    assert "no longer works" in again.text


def test_content_people_arrive_on_the_board(client: TestClient, services: Services) -> None:
    link = services.staff.create_link(services.staff.add("cho@example.com", Role.CONTENT))
    used = client.post("/sign-in", data={"token": link}, headers=OWN, follow_redirects=False)
    assert used.headers["location"] == "/content"


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil.example", "/desk\r\nX: y", "javascript:alert(1)"]
)
def test_signing_in_never_leads_elsewhere(client: TestClient, services: Services, address: str) -> None:
    link = services.staff.create_link(services.staff.add("ana@example.com", Role.AGENT))
    used = client.post("/sign-in", data={"token": link, "next": address}, headers=OWN, follow_redirects=False)
    assert used.headers["location"] == "/desk"


def test_signing_in_leads_back_to_where_one_wanted_to_go(client: TestClient, services: Services) -> None:
    asked = client.get("/desk?view=mine", follow_redirects=False)
    assert asked.headers["location"] == "/sign-in?next=%2Fdesk%3Fview%3Dmine"
    link = services.staff.create_link(services.staff.add("ana@example.com", Role.AGENT))
    used = client.post("/sign-in", data={"token": link, "next": "/desk?view=mine"}, headers=OWN, follow_redirects=False)
    assert used.headers["location"] == "/desk?view=mine"


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_sign_somebody_in(client: TestClient, services: Services, headers: dict[str, str]) -> None:
    link = services.staff.create_link(services.staff.add("ana@example.com", Role.AGENT))
    assert client.post("/sign-in", data={"token": link}, headers=headers).status_code == 403
    assert services.staff.links.is_good(link)


def test_signing_out_ends_the_session_on_the_server(client: TestClient, signed_in: SignedIn) -> None:
    headers = signed_in("agent")
    page = client.get("/desk", headers=headers).text
    assert client.post("/sign-out", headers=headers, data={"form_token": "wrong"}).status_code == 403
    out = client.post("/sign-out", headers=headers, data={"form_token": token_of(page)}, follow_redirects=False)
    assert out.headers["location"] == "/sign-in"
    assert f"{COOKIE}=" in out.headers["set-cookie"]
    assert client.get("/desk", headers=headers, follow_redirects=False).status_code == 303


# Roles


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("agent", "/desk", 200),
        ("agent", "/content", 403),
        ("agent", "/content/documents", 403),
        ("agent", "/documents/password", 200),
        ("content", "/desk", 403),
        ("content", "/content", 200),
        ("content", "/documents/password", 200),
        ("admin", "/desk", 200),
        ("admin", "/content", 200),
    ],
)
def test_each_role_sees_its_pages(client: TestClient, signed_in: SignedIn, role: str, path: str, status: int) -> None:
    found = client.get(path, headers=signed_in(role))
    assert found.status_code == status
    assert ("You may not open this page" in found.text) == (status == 403)


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/esc_x", "/content", "/content/questions/msg_x", "/documents/password"]
)
def test_strangers_are_asked_to_sign_in(client: TestClient, path: str) -> None:
    found = client.get(path, follow_redirects=False)
    assert found.status_code == 303
    assert found.headers["location"].startswith("/sign-in?next=")


# The desk


def test_the_queue_and_the_conversation_are_on_the_page(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    """What the customer wrote is shown as text, with the reason, the page and the counts."""
    page = client.get(f"/desk/{ticket}", headers=signed_in("agent")).text
    assert "&lt;b&gt;order 4711&lt;/b&gt;" in page
    assert "<b>order 4711</b>" not in page
    assert "The customer asked for a person." in page
    assert 'href="https://shop.example/cart"' in page
    assert re.search(r'Unclaimed <span class="count">1</span>', page)


def test_forms_need_the_token_of_the_session(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    """Without it, with another's, or from another site: nothing happens."""
    mine, other = signed_in("agent"), signed_in("agent", "ben@example.com")
    others = token_of(client.get(f"/desk/{ticket}", headers=other).text)
    own = token_of(client.get(f"/desk/{ticket}", headers=mine).text)
    for data, extra in (
        ({}, {}),
        ({"form_token": others}, {}),
        ({"form_token": own}, {"Origin": "https://evil.example"}),
    ):
        assert client.post(f"/desk/{ticket}/claim", headers={**mine, **extra}, data=data).status_code == 403
    assert "Claim it to reply" in client.get(f"/desk/{ticket}", headers=mine).text


def act(client: TestClient, headers: dict[str, str], ticket: str, verb: str, **data: str) -> Any:
    """Send one of the desk's forms."""
    token = token_of(client.get(f"/desk/{ticket}", headers=headers).text)
    sent = client.post(
        f"/desk/{ticket}/{verb}", headers=headers, data={"form_token": token, **data}, follow_redirects=False
    )
    return client.get(sent.headers["location"], headers=headers) if sent.status_code == 303 else sent


def test_an_agent_claims_replies_notes_and_resolves(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    ana = signed_in("agent")
    assert "You have it" in act(client, ana, ticket, "claim").text
    assert "Hello there." in act(client, ana, ticket, "reply", text="Hello there.").text
    noted = act(client, ana, ticket, "note", text="VIP").text
    assert "Internal note" in noted
    assert "VIP" in noted
    assert "Resolved" in act(client, ana, ticket, "resolve").text


def test_the_second_to_claim_reads_who_was_first(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    ana, ben = signed_in("agent"), signed_in("agent", "ben@example.com")
    token = token_of(client.get(f"/desk/{ticket}", headers=ben).text)
    act(client, ana, ticket, "claim")
    late = client.post(f"/desk/{ticket}/claim", headers=ben, data={"form_token": token})
    assert late.status_code == 409
    assert 'role="alert"' in late.text
    assert "<b>agent</b> has it" in late.text


def test_a_refused_reply_keeps_what_was_written(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    """Too long: the page says so and the text is still in its box."""
    ana = signed_in("agent")
    act(client, ana, ticket, "claim")
    text = "long " * 1_700
    refused = act(client, ana, ticket, "reply", text=text)
    assert refused.status_code in {413, 422}
    assert 'role="alert"' in refused.text
    assert text.strip() in refused.text


def test_the_same_reply_sent_twice_is_one_line(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    ana = signed_in("agent")
    act(client, ana, ticket, "claim")
    for _ in range(2):
        page = act(client, ana, ticket, "reply", text="Only once.", key="k1").text
    assert page.count("Only once.") == 1


def test_the_queue_can_be_narrowed(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    ana = signed_in("agent")
    for query, there in (
        ("", True),
        ("?view=unassigned", True),
        ("?view=mine", False),
        ("?view=resolved", False),
        ("?lang=en", True),
        ("?lang=zh", False),
        ("?reason=asked_for_person", True),
        ("?reason=no_content", False),
    ):
        assert (f"/desk/{ticket}" in client.get(f"/desk{query}", headers=ana).text) is there, query
    assert client.get("/desk?reason=nonsense", headers=ana).status_code == 422
    assert client.get("/desk?view=nonsense", headers=ana).status_code == 422
    assert client.get("/desk/esc_unknown", headers=ana).status_code == 404
    assert act(client, ana, ticket, "explode").status_code == 422


def test_asking_again_for_an_unchanged_desk_costs_little(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    """What the page polls for is a 304 until something happens."""
    ana = signed_in("agent")
    etag = client.get("/desk", headers=ana).headers["etag"]
    assert client.get("/desk", headers={**ana, "If-None-Match": etag}).status_code == 304
    act(client, ana, ticket, "claim")
    assert client.get("/desk", headers={**ana, "If-None-Match": etag}).status_code == 200


# The content board


def test_the_log_shows_what_was_not_answered(client: TestClient, signed_in: SignedIn) -> None:
    """Filtered by default; every number has its meaning beside it; personal data is masked."""
    client.post("/v1/ask", json={"question": "How do I download an invoice for ana@example.com?"})
    client.post("/v1/ask", json={"question": "Why is the moon made of green cheese, ana@example.com?"})
    cho = signed_in("content")
    usual, everything = client.get("/content", headers=cho).text, client.get("/content?show=all", headers=cho).text
    assert "green cheese" in usual
    assert everything.count("<tr>") == 3
    assert "ana@example.com" not in everything
    assert everything.count("<small>") >= 6
    assert "The decision was anything but a plain answer" in everything


def test_the_log_can_be_filtered_and_taken_along(client: TestClient, signed_in: SignedIn) -> None:
    """Words, language, decision and period narrow it; the CSV holds the same rows."""
    client.post("/v1/ask", json={"question": "Why is the moon made of green cheese?"})
    cho = signed_in("content")
    for query, there in (
        ("?text=CHEESE", True),
        ("?text=nothing%25", False),
        ("?lang=en", True),
        ("?lang=fr", False),
        ("?decision=answer", False),
        ("?period=7", True),
    ):
        assert ("green cheese" in client.get(f"/content{query}", headers=cho).text) is there, query
    page = client.get("/content?text=cheese", headers=cho).text
    csv = client.get(re.findall(r'href="(/v1/questions[^"]+)"', page)[0].replace("&amp;", "&"), headers=cho)
    assert csv.headers["content-type"].startswith("text/csv")
    assert csv.text.count("green cheese") == 1
    assert client.get("/content?period=1", headers=cho).status_code == 422
    assert client.get("/content?cursor=junk", headers=cho).status_code == 422


def test_long_logs_are_paged(client: TestClient, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.pages import content

    monkeypatch.setattr(content, "ROWS", 2)
    for number in range(5):
        client.post("/v1/ask", json={"question": f"Why is the moon number {number} made of cheese?"})
    cho, address, seen = signed_in("content"), "/content", set[str]()
    while address:
        page = client.get(address, headers=cho).text
        seen |= set(re.findall(r"moon number (\d)", page))
        older = re.findall(r'href="([^"]+)">Older', page)
        address = older[0].replace("&amp;", "&") if older else ""
    assert seen == set("01234")


def test_a_question_shows_what_was_found_for_it(client: TestClient, signed_in: SignedIn) -> None:
    client.post("/v1/ask", json={"question": "Why is the invoice of the moon made of cheese?"})
    cho = signed_in("content")
    address = re.findall(r"/content/questions/\w+", client.get("/content?show=all", headers=cho).text)[0]
    page = client.get(address, headers=cho).text
    assert "What was found" in page
    assert "Download an invoice" in page
    assert "Open in the document" in page
    assert client.get("/content/questions/msg_unknown", headers=cho).status_code == 404


def test_documents_are_listed_and_searched(client: TestClient, signed_in: SignedIn) -> None:
    cho = signed_in("content")
    assert client.get("/content/documents", headers=cho).text.count("<tr>") == 3
    found = client.get("/content/documents?q=invoice", headers=cho).text
    assert "Download an invoice" in found
    assert "Reset your password" not in found
    assert "No document matches" in client.get("/content/documents?q=zzz", headers=cho).text


def test_a_document_shows_its_passages_and_a_marked_stretch(
    client: TestClient, signed_in: SignedIn, services: Services
) -> None:
    """Staff see every audience's documents, old versions too, with the quote marked."""
    services.content.write(
        "plans", Draft("Plans", "The gold plan costs ten.", lang="en", audiences=frozenset({"gold"}))
    )
    old = services.documents.document("plans", None)
    assert old is not None
    services.content.write(
        "plans", Draft("Plans", "The gold plan costs twelve.", lang="en", audiences=frozenset({"gold"}))
    )
    ana = signed_in("agent")
    page = client.get("/documents/plans", headers=ana).text
    assert "twelve" in page
    assert "Characters 0 to" in page
    assert "Seen by: gold" in page
    earlier = client.get(f"/documents/plans?version={old.version}&start=4&end=13", headers=ana).text
    assert '<mark id="quote">gold plan</mark> costs ten.' in earlier
    assert "This is an earlier version" in earlier
    assert client.get("/documents/nope", headers=ana).status_code == 404
    assert client.get("/documents/plans?version=nope", headers=ana).status_code == 404
