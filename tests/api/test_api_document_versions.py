"""The versions of a document: listed, compared, restored; and what may not be restored here."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.content import Draft
from api.schemas.document_versions import PublishedVersionList
from api.services import Services
from ingest.pipeline import sync
from ingest.sources import open_source

Headers = Callable[..., dict[str, str]]
FIRST = "# Refunds\n\nA refund takes **five** working days.\n"
SECOND = "# Refunds\n\nA refund takes two working days, by card.\n"


@pytest.fixture
def editor(signed_in: Headers) -> dict[str, str]:
    """Somebody of the content team."""
    return signed_in("content", "carla@example.com")


@pytest.fixture
def refunds(services: Services) -> str:
    """A document with two versions."""
    services.content.write("shop/refunds", Draft("Refunds", FIRST, lang="en", tags=("money",)))
    services.content.write("shop/refunds", Draft("Refunds and cards", SECOND, lang="en", tags=("money",)))
    return "shop/refunds"


def entries(page: str) -> list[str]:
    """The versions on a page, as text, the latest first."""
    listed = page.partition('<ol class="versions">')[2].partition("</ol>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in listed.split("<li")[1:]]


def restore(client: TestClient, editor: dict[str, str], document: str, number: int, **other: str) -> tuple[int, str]:
    """Press the button on the document's page, as it was when it was opened unless `other` says what is sent."""
    page = client.get(f"/documents/{document}", headers=editor).text
    form = dict(re.findall(r'name="(form_token|id|seen)" value="([^"]*)"', page.partition('id="versions"')[2]))
    form |= {"number": str(number), **other}
    sent = client.post("/content/documents/restore", data=form, headers=editor, follow_redirects=False)
    if sent.status_code == 303:
        sent = client.get(sent.headers["location"], headers=editor)
    return sent.status_code, sent.text


def test_a_version_is_restored_as_a_new_one_and_found_at_once(
    client: TestClient, services: Services, editor: dict[str, str], refunds: str
) -> None:
    page = client.get(f"/documents/{refunds}", headers=editor).text
    latest, first = entries(page)
    assert "Version 2 in use Askwell" in latest
    assert "3 words added, 1 taken out, title changed" in latest
    assert "The first version: 7 words" in first
    compared = re.search(r'href="([^"]+)" aria-label="Compare version 1', page)
    assert compared
    changes = client.get(compared[1].replace("&amp;", "&"), headers=editor).text
    assert "<del>five</del>" in changes
    assert "<ins>two</ins>" in changes
    status, after = restore(client, editor, refunds, 1)
    assert status == 200
    assert "Version 1 is published again" in after
    assert [re.findall(r"Version \d", one)[0] for one in entries(after)] == ["Version 3", "Version 2", "Version 1"]
    assert "Version 1 restored: 1 word added, 3 taken out, title changed" in entries(after)[0]
    found = client.get("/v1/search", params={"q": "refund five working days"}).json()["results"][0]
    assert (found["document_id"], "five working days" in found["text"]) == (refunds, True)
    assert services.drafts.bases.find(refunds).base.text == FIRST, "bold type comes back too"
    document = services.documents.document(refunds, None)
    assert document is not None
    assert (document.title, document.tags) == ("Refunds", ("money",))
    with services.database.read() as session:
        entry = session.execute("SELECT actor, data FROM audit_log ORDER BY id DESC LIMIT 1").fetchone()
    assert '"restores": 1' in entry["data"]
    assert entry["actor"] in {one.id for one in services.staff.all() if one.email == "carla@example.com"}


def test_bold_type_and_links_alone_make_a_version_that_can_be_restored(
    client: TestClient, services: Services, editor: dict[str, str], refunds: str
) -> None:
    bolder = SECOND.replace("by card", "**by card**")
    services.content.write(refunds, Draft("Refunds and cards", bolder, lang="en", tags=("money",)))
    latest, before = entries(client.get(f"/documents/{refunds}", headers=editor).text)[:2]
    assert "No word came or went, only their order, bold type or links changed" in latest
    assert "Restore…" in before
    restore(client, editor, refunds, 2)
    assert services.drafts.bases.find(refunds).base.text == SECOND
    same = entries(client.get(f"/documents/{refunds}", headers=editor).text)[2]
    assert ("It says what the version in use does." in same, "Restore…" in same) == (True, False)


def test_restoring_what_somebody_changed_meanwhile_changes_nothing(
    client: TestClient, services: Services, editor: dict[str, str], refunds: str
) -> None:
    seen = services.documents.document(refunds, None)
    assert seen is not None
    services.content.write(refunds, Draft("Refunds", "A refund takes an hour.", lang="en"))
    status, page = restore(client, editor, refunds, 1, seen=seen.version)
    assert status == 409
    assert "was changed since you opened this page" in page
    assert len(entries(page)) == 3
    status, page = restore(client, editor, refunds, 3)
    assert (status, "That is what is published already." in page) == (409, True)
    assert restore(client, editor, refunds, 99)[0] == 404


def test_restoring_never_lets_more_people_see_a_document(
    client: TestClient, services: Services, editor: dict[str, str], refunds: str
) -> None:
    services.content.write(refunds, Draft("Refunds", "Gold only.", lang="en", audiences=frozenset({"gold"})))
    assert restore(client, editor, refunds, 1)[0] == 200
    document = services.documents.document(refunds, None)
    assert document is not None
    assert document.audiences == {"gold"}
    assert client.get(f"/v1/documents/{refunds}").status_code == 404


def test_a_removed_document_is_brought_back(
    client: TestClient, services: Services, editor: dict[str, str], refunds: str
) -> None:
    services.content.remove(refunds)
    page = client.get(f"/documents/{refunds}", headers=editor).text
    assert "This document has been removed; answers no longer use it." in page
    assert "Bring the document back with version 2?" in page
    assert restore(client, editor, refunds, 2)[0] == 200
    after = client.get(f"/documents/{refunds}", headers=editor).text
    assert "Version 2 restored: it was brought back as it was" in entries(after)[0]
    assert client.get(f"/v1/documents/{refunds}").json()["current"]


def test_content_that_lives_elsewhere_is_edited_there(
    client: TestClient, services: Services, editor: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "guides"
    folder.mkdir()
    for text in ("Take the bus.", "Take the train."):
        (folder / "travel.md").write_text(f"# Travel\n\n{text}\n")
        sync(open_source(str(folder)), services.documents, services.embedder)
    page = client.get("/documents/travel.md", headers=editor).text
    assert [one.partition("The sync")[1] for one in entries(page)] == ["The sync"] * 2
    assert "Restore…" not in page
    assert "It lives in guides, file <code>travel.md</code>" in page
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token
    sent = {"form_token": token[1], "id": "travel.md", "number": "1", "seen": ""}
    refused = client.post("/content/documents/restore", data=sent, headers=editor)
    assert refused.status_code == 409
    assert "belongs to the source guides" in refused.text


def test_agents_read_versions_and_do_not_restore_them(client: TestClient, signed_in: Headers, refunds: str) -> None:
    agent = signed_in("agent")
    page = client.get(f"/documents/{refunds}", headers=agent).text
    assert len(entries(page)) == 2
    assert "Restore…" not in page
    sent = {"id": refunds, "number": "1", "seen": ""}
    assert client.post("/content/documents/restore", data=sent, headers=agent).status_code == 403


def test_many_versions_are_walked(client: TestClient, services: Services, editor: dict[str, str], refunds: str) -> None:
    for number in range(10):
        services.content.write(refunds, Draft("Refunds", f"A refund takes {number} days.", lang="en"))
    page = client.get(f"/documents/{refunds}", headers=editor).text
    assert len(entries(page)) == 10
    earlier = client.get(f"/documents/{refunds}?before=3", headers=editor).text
    assert f'href="/documents/{refunds}?before=3#versions"' in page
    assert ["Version 2" in entries(earlier)[0], "Version 1" in entries(earlier)[1]] == [True, True]
    assert " in use" not in entries(earlier)[0]


def test_versions_are_listed_and_restored_over_http(client: TestClient, key: Headers, refunds: str) -> None:
    content = key("content")
    found = client.get("/v1/document-versions", params={"id": refunds, "limit": 1}, headers=content).json()
    page = PublishedVersionList.model_validate(found)
    assert [(one.number, one.words_added, one.words_removed) for one in page.items] == [(2, 3, 1)]
    assert (page.before, page.is_own, page.items[0].is_current, page.items[0].says_current) == (2, True, True, True)
    rest = client.get("/v1/document-versions", params={"id": refunds, "before": 2}, headers=content).json()
    assert [(one["number"], one["is_first"]) for one in rest["items"]] == [(1, True)]
    body = {"document_id": refunds, "number": 1, "seen": page.current}
    paper = {**content, "Idempotency-Key": "once"}
    made = client.post("/v1/document-versions/restore", json=body, headers=paper)
    assert client.post("/v1/document-versions/restore", json=body, headers=paper).json() == made.json()
    assert (made.status_code, made.json()["version"]) == (200, rest["items"][0]["version"])
    again = client.post("/v1/document-versions/restore", json=body, headers=content)
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    stale = client.post("/v1/document-versions/restore", json={**body, "number": 2}, headers=content)
    assert (stale.status_code, stale.json()["code"]) == (409, "document_changed")
    assert client.get("/v1/document-versions?id=nowhere", headers=content).status_code == 404
    assert client.get("/v1/document-versions", params={"id": refunds}, headers=key("ask")).status_code == 403
