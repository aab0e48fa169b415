"""Drafts over HTTP: from an agent's reply to a document that answers, with nothing lost and nothing leaked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.content import Draft
from api.schemas.draft_views import ChangesBody, NearList
from api.schemas.drafts import DraftDetail, DraftList, VersionList
from api.services import Services
from ingest.pipeline import sync
from ingest.sources import open_source

Headers = Callable[..., dict[str, str]]
PARCEL = "Where is the parcel that I sent to Iceland?"
REPLY = """Hi Maria,

Thank you for reaching out! Parcels to Iceland travel with Eimskip and arrive in nine days; write to maria@example.com.

Kind regards,
Ana"""
TEXT = "Parcels to Iceland travel with Eimskip and arrive in nine days."


@pytest.fixture
def content(key: Headers) -> dict[str, str]:
    """Somebody of the content team."""
    return key("content")


def begin(client: TestClient, headers: dict[str, str], **body: Any) -> dict[str, Any]:
    made = client.post("/v1/drafts", json=body, headers=headers)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = DraftDetail.model_validate(made.json()).model_dump(mode="json")
    return found


def write(
    client: TestClient, headers: dict[str, str], draft: dict[str, Any], text: str, title: str = "Parcels", **more: Any
) -> dict[str, Any]:
    one = draft["texts"][0]
    body = {"title": title, "text": text, "revision": one["revision"], **more}
    made = client.post(f"/v1/drafts/{draft['id']}/texts/{one['lang']}", json=body, headers=headers)
    found: dict[str, Any] = made.json() | {"http": made.status_code}
    return found


def publish(client: TestClient, headers: dict[str, str], draft_id: str, **more: Any) -> Any:
    draft = client.get(f"/v1/drafts/{draft_id}", headers=headers).json()
    revisions = {one["lang"]: one["revision"] for one in draft["texts"]}
    return client.post(f"/v1/drafts/{draft_id}/publish", json={"revisions": revisions, **more}, headers=headers)


def replied(
    client: TestClient, services: Services, signed_in: Headers, asker: dict[str, str], question: str = PARCEL
) -> tuple[str, str]:
    """A question handed over and answered by an agent: ids of the escalation and of the reply."""
    asked = client.post("/v1/ask", json={"question": question, "lang": "en"}, headers=asker).json()
    conversation = asked["conversation_id"]
    agent = signed_in("agent")
    rows = client.get("/v1/escalations", headers=agent).json()["items"]
    case = next(row["id"] for row in rows if row["conversation_id"] == conversation)
    client.post(f"/v1/escalations/{case}/claim", json={}, headers=agent)
    sent = client.post(f"/v1/escalations/{case}/reply", json={"text": REPLY}, headers=agent)
    assert sent.status_code == 200, sent.text
    with services.database.read() as session:
        row = session.execute(
            "SELECT id FROM messages WHERE conversation_id = ? AND author = 'agent' ORDER BY seq DESC", (conversation,)
        ).fetchone()
    return case, str(row["id"])


def test_a_reply_becomes_a_document_that_answers_within_seconds_and_its_gap_waits_for_proof(
    client: TestClient, services: Services, signed_in: Headers, visitor: Headers, content: dict[str, str]
) -> None:
    _, reply = replied(client, services, signed_in, visitor())
    while services.gaps.placing.run():
        pass
    (gap,) = client.get("/v1/gaps", headers=content).json()["items"]
    draft = begin(client, content, gap=gap["id"])
    assert draft["sources"] == [reply]
    text = draft["texts"][0]
    assert text["text"] == "Parcels to Iceland travel with Eimskip and arrive in nine days; write to [email].\n"
    assert [one["origins"][0]["id"] for one in text["sentences"]] == [reply]
    assert client.get(f"/v1/gaps/{gap['id']}", headers=content).json()["state"] == "drafted"
    refused = publish(client, content, draft["id"])
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
    assert "private" in refused.json()["detail"]
    write(client, content, draft, TEXT, PARCEL)
    started = time.process_time()
    done = publish(client, content, draft["id"], checked=True)
    assert (done.status_code, done.json()["state"]) == (200, "published"), done.text
    answer = client.post("/v1/ask", json={"question": PARCEL, "lang": "en"}).json()
    assert time.process_time() - started < 5
    published = done.json()["texts"][0]["document_id"]
    assert [citation["document_id"] for citation in answer["citations"]] == [published]
    now = client.get(f"/v1/gaps/{gap['id']}", headers=content).json()
    assert now["state"] == "waiting"
    event = next(one for one in now["history"] if one["type"] == "published")
    assert (event["data"]["draft"], event["data"]["document"]) == (draft["id"], published)


def test_agents_propose_and_the_content_team_approves(
    client: TestClient, services: Services, signed_in: Headers, visitor: Headers, content: dict[str, str]
) -> None:
    case, reply = replied(client, services, signed_in, visitor())
    agent = signed_in("agent")
    page = client.get(f"/desk/{case}/content", headers=agent).text
    assert "Parcels to Iceland travel with Eimskip" in page
    assert "maria@example.com" not in page.split("<textarea")[1]
    draft = begin(client, agent, replies=[reply], text=f"Ask Maria. {TEXT}")
    assert draft["state"] == "proposed"
    assert "private" in draft["must_be_checked"]  # somebody else went over it: still nobody has approved it
    for path in ("", f"/{draft['id']}", f"/{draft['id']}/export?lang=en"):
        assert client.get(f"/v1/drafts{path}", headers=agent).status_code == 403
    for body in ({"document": "password"}, {"title": "x"}, {"replies": [reply], "gap": "gap_1"}):
        assert client.post("/v1/drafts", json=body, headers=agent).status_code == 403
    assert client.post(f"/v1/drafts/{draft['id']}/publish", json={"revisions": {}}, headers=agent).status_code == 403
    assert client.post("/v1/drafts", json={"replies": [reply]}).status_code == 401
    saved = write(client, content, draft, TEXT)
    assert saved["http"] == 200
    assert client.get(f"/v1/drafts/{draft['id']}", headers=content).json()["state"] == "writing"
    listed = DraftList.model_validate(client.get("/v1/drafts?lang=en&text=parcel", headers=content).json())
    assert [one.id for one in listed.items] == [draft["id"]]


def test_what_was_told_to_some_is_not_published_for_all_unless_somebody_says_they_read_it(
    client: TestClient, services: Services, signed_in: Headers, visitor: Headers, content: dict[str, str]
) -> None:
    _, reply = replied(client, services, signed_in, visitor())
    with services.database.write() as session:
        session.execute("UPDATE conversations SET audiences = '[\"partners\"]'")
    draft = begin(client, content, replies=[reply])
    assert (draft["audiences"], draft["origin"]) == (["partners"], ["partners"])
    write(client, content, draft, TEXT)
    body = {"audiences": [], "tags": [], "revision": draft["revision"]}
    wider = client.post(f"/v1/drafts/{draft['id']}", json=body, headers=content).json()
    assert "partners" in wider["must_be_checked"]
    assert publish(client, content, draft["id"]).status_code == 422
    assert publish(client, content, draft["id"], checked=True).status_code == 200
    stale = client.post(f"/v1/drafts/{draft['id']}", json=body, headers=content)
    assert stale.status_code == 409


def test_replies_to_customers_who_may_see_different_things_are_not_put_together(
    client: TestClient, services: Services, signed_in: Headers, visitor: Headers, content: dict[str, str]
) -> None:
    both = [replied(client, services, signed_in, visitor())[1] for _ in range(2)]
    with services.database.write() as session:
        for reply, name in zip(both, ("gold", "silver"), strict=True):
            session.execute(
                "UPDATE conversations SET audiences = ? WHERE id = (SELECT conversation_id FROM messages WHERE id = ?)",
                (f'["{name}"]', reply),
            )
    refused = client.post("/v1/drafts", json={"replies": both}, headers=content)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
    assert client.post("/v1/drafts", json={"replies": ["msg_0"]}, headers=content).status_code == 404


def test_two_people_writing_one_draft_lose_nothing(
    client: TestClient, signed_in: Headers, content: dict[str, str]
) -> None:
    carla = signed_in("content")
    draft = begin(client, content, title="Parcels", text="First.", lang="en")
    assert write(client, carla, draft, "Second.")["http"] == 200
    for _ in range(2):  # sent again, it is kept once
        clash = write(client, content, draft, "Mine.")
        assert (clash["http"], clash["code"], clash["current"]) == (409, "draft_changed", 2)
    address = f"/v1/drafts/{draft['id']}/texts/en"
    versions = VersionList.model_validate(client.get(f"{address}/versions", headers=content).json()).items
    assert [(one.kind, one.text) for one in versions] == [
        ("clashed", "Mine."),
        ("saved", "Second."),
        ("created", "First."),
    ]
    page = client.get(f"/content/drafts/{draft['id']}?clash={clash['version']}", headers=carla).text
    assert "both are kept" in page
    assert "Mine" in page
    assert "Second" in page
    restored = client.post(
        f"/v1/drafts/{draft['id']}/restore", json={"version": clash["version"], "revision": 2}, headers=content
    ).json()
    assert (restored["text"], restored["revision"]) == ("Mine.", 3)
    assert write(client, content, draft, "Mine.")["http"] == 200  # what stands there already is no clash


def test_a_form_that_clashes_shows_both_texts(client: TestClient, signed_in: Headers, content: dict[str, str]) -> None:
    carla = signed_in("content")
    draft = begin(client, content, title="Parcels", text="First.", lang="en")
    write(client, content, draft, "Second.")
    page = client.get(f"/content/drafts/{draft['id']}", headers=carla).text
    token = page.split('name="form_token" value="')[1].split('"')[0]
    form = {"form_token": token, "lang": "en", "revision": "1", "title": "Parcels", "text": "Mine, typed long."}
    answer = client.post(f"/content/drafts/{draft['id']}/text", data=form, headers=carla)
    assert answer.status_code == 409
    assert "Mine, typed long." in answer.text
    assert "Second" in answer.text
    assert "both are kept" in answer.text


def test_saves_while_typing_are_one_version(client: TestClient, content: dict[str, str]) -> None:
    draft = begin(client, content, title="Parcels", text="", lang="en")
    for number in range(4):
        saved = write(client, content, draft, "word " * (number + 1), auto=True)
        draft["texts"][0]["revision"] = saved["revision"]
    versions = client.get(f"/v1/drafts/{draft['id']}/texts/en/versions", headers=content).json()["items"]
    assert [(one["kind"], one["revision"]) for one in versions] == [("autosaved", 5), ("created", 1)]


def test_an_edit_is_shown_as_a_diff_and_published_over_its_document(
    client: TestClient, content: dict[str, str]
) -> None:
    markdown = "Open **Billing**, see [the page](https://example.com/b).\n\nInvoices are kept for ten years.\n"
    body = {"id": "invoices", "title": "Invoices", "text": markdown, "lang": "en", "audiences": ["partners"]}
    client.post("/v1/documents", json=body, headers=content)
    draft = begin(client, content, document="invoices")
    assert draft["texts"][0]["text"] == markdown.strip()  # as it was written, not as it is quoted
    assert draft["audiences"] == ["partners"]
    write(client, content, draft, markdown.replace("ten years", "twelve years"), "Invoices")
    changes = client.get(f"/v1/drafts/{draft['id']}/texts/en/changes", headers=content).json()
    told = [
        (piece.change.value, piece.text)
        for line in ChangesBody.model_validate(changes).lines
        for piece in line.pieces
        if piece.change in {"gone", "new"}
    ]
    assert told == [("gone", "ten"), ("new", "twelve")]
    patch = client.get(f"/v1/drafts/{draft['id']}/export?lang=en&format=patch", headers=content).text
    assert "-Invoices are kept for ten years." in patch
    assert "+Invoices are kept for twelve years." in patch
    assert publish(client, content, draft["id"]).json()["state"] == "published"
    now = client.get("/v1/documents/invoices", headers=content).json()
    assert "twelve years" in now["text"]
    again = client.post(f"/v1/drafts/{draft['id']}/state", json={"state": "writing"}, headers=content).json()
    assert (again["state"], again["texts"][0]["base_version"]) == ("writing", now["version"])


def test_a_document_changed_or_removed_meanwhile_is_not_overwritten_unseen(
    client: TestClient, services: Services, content: dict[str, str]
) -> None:
    draft = begin(client, content, document="invoice")
    write(client, content, draft, "Invoices are in Billing.", "Invoices")
    services.content.write("invoice", Draft("Download an invoice", "Written by somebody else.", lang="en"))
    refused = publish(client, content, draft["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "document_changed")
    services.content.remove("invoice")
    refused = publish(client, content, draft["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "document_changed")
    kept = client.get(f"/v1/drafts/{draft['id']}", headers=content).json()
    assert (kept["state"], kept["texts"][0]["text"]) == ("writing", "Invoices are in Billing.")
    assert publish(client, content, draft["id"], overwrite=True).status_code == 200
    assert client.get("/v1/documents/invoice", headers=content).json()["text"] == "Invoices are in Billing."


def test_a_text_that_says_what_another_document_says_has_to_be_looked_at(
    client: TestClient, content: dict[str, str]
) -> None:
    copy = "Open Settings > Security and choose Reset password. A link arrives by e-mail within one minute."
    draft = begin(client, content, title="Change a password", text=copy, lang="en")
    near = NearList.model_validate(client.get(f"/v1/drafts/{draft['id']}/near?lang=en", headers=content).json()).items
    assert (near[0].document_id, near[0].is_near) == ("password", True)
    refused = publish(client, content, draft["id"])
    assert (refused.status_code, refused.json()["code"], refused.json()["near"]) == (
        409,
        "looks_duplicate",
        ["password"],
    )
    assert publish(client, content, draft["id"], near_seen=True).status_code == 200


def test_a_long_document_does_not_hide_what_others_say_from_its_own_draft(
    client: TestClient, services: Services, content: dict[str, str]
) -> None:
    copy = "Open Settings > Security and choose Reset password. A link arrives by e-mail within one minute."
    own = f"{copy}\n\n{'Pages of the manual are numbered. ' * 40}"
    manual = "\n\n".join(f"## Page {number}\n\n{own}" for number in range(9))
    services.content.write("manual", Draft("Manual", manual, lang="en"))
    assert len(services.documents.passages("manual")) > 8
    draft = begin(client, content, document="manual")
    write(client, content, draft, own, "Manual")
    near = NearList.model_validate(client.get(f"/v1/drafts/{draft['id']}/near?lang=en", headers=content).json()).items
    assert (near[0].document_id, near[0].is_near) == ("password", True)


def test_a_document_that_is_taken_in_goes_when_the_draft_is_published(
    client: TestClient, services: Services, content: dict[str, str]
) -> None:
    draft = begin(client, content, document="password")
    body = {"document": "invoice", "lang": "en", "revision": 1}
    merged = client.post(f"/v1/drafts/{draft['id']}/merge", json=body, headers=content).json()
    assert "## Download an invoice" in merged["text"]
    assert merged["merges"] == ["invoice"]
    assert client.post(f"/v1/drafts/{draft['id']}/merge", json=body, headers=content).status_code == 409
    assert publish(client, content, draft["id"]).status_code == 200
    assert services.documents.document("invoice", None) is None


@pytest.mark.parametrize(
    ("text", "title", "status", "says"),
    [("", "Parcels", 422, "empty"), (" * * ", "Parcels", 422, "empty"), (TEXT, "", 422, "no title")],
)
def test_a_draft_that_says_nothing_is_not_published(
    client: TestClient, content: dict[str, str], text: str, title: str, status: int, says: str
) -> None:
    draft = begin(client, content, lang="en")
    write(client, content, draft, text, title)
    refused = publish(client, content, draft["id"])
    assert refused.status_code == status
    assert says in refused.json()["detail"]


def test_only_the_revision_that_was_read_is_published(client: TestClient, content: dict[str, str]) -> None:
    draft = begin(client, content, title="Parcels", text=TEXT, lang="en")
    write(client, content, draft, TEXT + " Or ten.")
    for revisions, status in (({"en": 1}, 409), ({}, 422), ({"en": 2}, 200)):
        answer = client.post(f"/v1/drafts/{draft['id']}/publish", json={"revisions": revisions}, headers=content)
        assert answer.status_code == status, answer.text
    assert write(client, content, draft, "Too late.")["http"] == 409
    versions = client.get(f"/v1/drafts/{draft['id']}/texts/en/versions", headers=content).json()["items"]
    assert versions[0]["text"] == "Too late."


def test_a_very_long_text_is_saved_shown_and_published_and_a_longer_one_refused(
    client: TestClient, signed_in: Headers, content: dict[str, str]
) -> None:
    long = "\n\n".join(
        f"## Part {n}\n\nStep {n} of the very long procedure, in words that vary: {n * 7}." for n in range(300)
    )
    draft = begin(client, content, title="A long one", text=long, lang="en")
    assert client.get(f"/content/drafts/{draft['id']}?show=changes", headers=signed_in("content")).status_code == 200
    assert publish(client, content, draft["id"], near_seen=True).status_code == 200
    assert write(client, content, draft, "x" * 1_000_001)["http"] == 422


def test_languages_stand_side_by_side_and_are_published_together(
    client: TestClient, services: Services, content: dict[str, str]
) -> None:
    draft = begin(client, content, title="Parcels", text=TEXT, lang="en")
    made = client.post(
        f"/v1/drafts/{draft['id']}/translate", json={"source": "en", "target": "es"}, headers=content
    ).json()
    assert (made["lang"], made["text"], made["revision"]) == ("es", "", 1)
    twice = client.post(f"/v1/drafts/{draft['id']}/translate", json={"source": "en", "target": "es"}, headers=content)
    assert twice.status_code == 409
    body = {"title": "Paquetes", "text": "Los paquetes a Islandia viajan con Eimskip.", "revision": 1}
    client.post(f"/v1/drafts/{draft['id']}/texts/es", json=body, headers=content)
    done = publish(client, content, draft["id"]).json()
    documents = [services.documents.document(name, None) for name in done["documents"]]
    assert {(one.lang, one.title) for one in documents if one} == {("en", "Parcels"), ("es", "Paquetes")}


def test_publishing_happens_once_under_one_key_while_others_publish_and_syncs_run(
    client: TestClient, services: Services, content: dict[str, str], tmp_path: Any
) -> None:
    draft = begin(client, content, title="Parcels", text=TEXT, lang="en")
    stop, failed = threading.Event(), list[Any]()
    folder = tmp_path / "site"
    folder.mkdir()

    def publishing() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            services.content.write("busy", Draft("A busy page", f"Version {number} of a page.", lang="en"))
            (folder / "ferries.md").write_text(f"# Ferries\n\nFerry number {number} leaves at noon.\n")
            failed.extend(sync(open_source(str(folder)), services.documents, services.embedder).failed)

    thread = threading.Thread(target=publishing)
    thread.start()
    try:
        once = {**content, "Idempotency-Key": "p1"}
        both = [publish(client, once, draft["id"]) for _ in range(2)]
    finally:
        stop.set()
        thread.join()
    assert ([answer.status_code for answer in both], failed) == ([200, 200], [])
    assert services.documents.document("ferries.md", None) is not None
    assert both[0].json()["documents"] == both[1].json()["documents"] == ["parcels"]
    with services.database.read() as session:
        announced = session.execute("SELECT payload FROM outbox WHERE topic = 'draft.approved'").fetchall()
    (told,) = (json.loads(row["payload"]) for row in announced)
    assert (told["draft_id"], told["published"]) == (draft["id"], True)
    assert client.get(told["documents"][0]["export"], headers=content).text.endswith(f"{TEXT}\n")


def test_content_that_lives_elsewhere_is_handed_on_and_waits_for_its_sync(
    client: TestClient, services: Services, content: dict[str, str], tmp_path: Any
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    page = "---\ntitle: Shipping\nlang: en\n---\n\nParcels to Norway take **four** days.\n"
    (folder / "shipping.md").write_text(page)

    def synced() -> None:
        sync(open_source(str(folder)), services.documents, services.embedder)

    synced()
    draft = begin(client, content, document="shipping.md")
    assert draft["texts"][0]["text"] == "Parcels to Norway take **four** days.\n"
    write(client, content, draft, "Parcels to Norway take **five** days.\n", "Shipping")
    done = publish(client, content, draft["id"]).json()
    assert (done["state"], done["elsewhere"]) == ("approved", True)
    assert services.drafts.publishing.arrived() == 0
    patch = client.get(f"/v1/drafts/{draft['id']}/export?lang=en&format=patch", headers=content).text
    assert "a/shipping.md" in patch
    (folder / "shipping.md").write_text(page.replace("four", "five"))
    synced()
    assert services.drafts.publishing.arrived() == 1
    assert client.get(f"/v1/drafts/{draft['id']}", headers=content).json()["state"] == "published"


def test_a_document_deleted_at_its_source_while_it_is_edited_loses_no_text(
    client: TestClient, services: Services, signed_in: Headers, content: dict[str, str], tmp_path: Any
) -> None:
    """It comes back as a document written here, because the other source keeps its id."""
    folder = tmp_path / "site"
    folder.mkdir()
    for name, days in (("norway", "four"), ("sweden", "three")):
        (folder / f"{name}.md").write_text(f"---\ntitle: {name.title()}\nlang: en\n---\n\nIt takes {days} days.\n")
    sync(open_source(str(folder)), services.documents, services.embedder)
    draft = begin(client, content, document="norway.md")
    (folder / "norway.md").unlink()
    sync(open_source(str(folder)), services.documents, services.embedder)
    text = "Parcels to Norway are handed to the ferry on Fridays."
    assert write(client, content, draft, text, "Norway")["http"] == 200
    page = client.get(f"/content/drafts/{draft['id']}", headers=signed_in("content")).text
    assert "norway.md was removed at its source" in page
    refused = publish(client, content, draft["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "document_changed")
    assert client.get(f"/v1/drafts/{draft['id']}", headers=content).json()["texts"][0]["text"] == text
    done = publish(client, content, draft["id"], overwrite=True)
    assert (done.status_code, done.json()["documents"]) == (200, ["norway"]), done.text
    assert client.get("/v1/documents/norway", headers=content).json()["text"] == text


def test_a_discarded_draft_lets_its_gap_go(client: TestClient, services: Services, content: dict[str, str]) -> None:
    client.post("/v1/ask", json={"question": PARCEL, "lang": "en"})
    while services.gaps.placing.run():
        pass
    (gap,) = client.get("/v1/gaps", headers=content).json()["items"]
    draft = begin(client, content, gap=gap["id"])
    client.post(f"/v1/drafts/{draft['id']}/state", json={"state": "discarded", "before": "writing"}, headers=content)
    assert client.get(f"/v1/gaps/{gap['id']}", headers=content).json()["state"] == "in_progress"
    refused = client.post(
        f"/v1/drafts/{draft['id']}/state", json={"state": "review", "before": "writing"}, headers=content
    )
    assert refused.status_code == 409
    assert (
        client.post(f"/v1/drafts/{draft['id']}/state", json={"state": "published"}, headers=content).status_code == 422
    )


def test_a_preview_is_what_the_product_shows_and_holds_no_markup_of_its_own(
    client: TestClient, content: dict[str, str]
) -> None:
    text = "1. Open **Settings**.\n\n<script>alert(1)</script> &lt;b onclick=x&gt; [x](javascript:alert(1))"
    made = client.post("/v1/drafts/preview", json={"text": text}, headers=content).json()
    assert "<li>Open Settings.</li>" in made["html"]
    assert "<script" not in made["html"]
    assert "<b onclick" not in made["html"]
    assert "href" not in made["html"]


@pytest.mark.parametrize("role", ["agent", None])
def test_pages_of_drafts_are_for_the_content_team(client: TestClient, signed_in: Headers, role: str | None) -> None:
    headers = signed_in(role) if role else {}
    for path in ("/content/drafts", "/content/drafts/new", "/content/drafts/drf_1"):
        found = client.get(path, headers=headers, follow_redirects=False)
        assert found.status_code == (403 if role else 303)
