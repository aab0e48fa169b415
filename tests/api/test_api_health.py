"""The health of documents over HTTP and as pages: who may read it, what is shown, what people say about it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.content import Draft
from api.schemas.health import HealthDetail, HealthList
from api.services import Services
from insights.duplicates import NEAR

Headers = Callable[..., dict[str, str]]
OTHER = "Open Billing and choose Download invoice. Invoices are kept for two years. [Prices](prices)"
ASKED = "How do I reset my password?"


@pytest.fixture
def board(client: TestClient, services: Services) -> None:
    """A question that was served, two documents that disagree, and a link to nowhere."""
    services.content.write("bills", Draft("Bills", OTHER, lang="en"))
    client.post("/v1/ask", json={"question": ASKED, "lang": "en"})
    settle(services)


def settle(services: Services) -> None:
    """Do what the server's own worker would do within seconds."""
    while services.gaps.placing.run():
        pass
    services.health.board.settle_s = 0
    while services.health.board.step():
        pass


def test_documents_are_listed_and_read_as_described(
    client: TestClient, key: Headers, services: Services, board: None
) -> None:
    content = key("content")
    body = client.get("/v1/content-health", headers=content).json()
    listed = HealthList.model_validate(body)
    assert [one.document_id for one in listed.items][-1] == "password"
    assert (listed.documents, listed.troubled, listed.counts["contradicted"]) == (3, 2, 2)
    first = client.get("/v1/content-health?limit=1", headers=content).json()
    rest = client.get(f"/v1/content-health?cursor={first['next_cursor']}", headers=content).json()
    assert first["items"] + rest["items"] == body["items"]
    detail = HealthDetail.model_validate(client.get("/v1/content-health/document?id=bills", headers=content).json())
    clash = next(pair for pair in detail.pairs if pair.kind == "contradiction")
    assert ("two years" in clash.here.text, "ten years" in clash.there.text) == (True, True)
    assert [(link.target, link.state) for link in detail.links] == [("prices", "broken")]
    password = client.get("/v1/content-health/document?id=password", headers=content).json()
    assert (password["served"], password["found"], password["points"]) == (1, 1, 0)


def test_filters_and_the_file(client: TestClient, key: Headers, board: None) -> None:
    content = key("content")

    def found(query: str) -> list[str]:
        return [
            one["document_id"] for one in client.get(f"/v1/content-health?{query}", headers=content).json()["items"]
        ]

    assert found("problem=broken_links") == found("text=bILL") == ["bills"]
    assert found("lang=fr") == found("source=elsewhere") == found("problem=old") == []
    assert set(found("troubled=true")) == {"bills", "invoice"}
    assert len(found("source=askwell")) == 3
    file = client.get("/v1/content-health?format=csv&troubled=true", headers=content)
    rows = list(csv.DictReader(file.text.splitlines()))
    assert {row["document_id"] for row in rows} == {"bills", "invoice"}
    assert "contradicted:1" in rows[0]["problems"]
    assert client.get("/v1/content-health?problem=ugly", headers=content).status_code == 422
    assert client.get("/v1/content-health?cursor=x", headers=content).status_code == 422


@pytest.mark.parametrize("role", ["agent", "escalations", None])
def test_only_those_who_work_on_content_see_or_change_it(
    client: TestClient, key: Headers, signed_in: Headers, board: None, role: str | None
) -> None:
    headers = {} if role is None else signed_in(role) if role == "agent" else key(role)
    expected = 401 if role is None else 403
    for path in ("/v1/content-health", "/v1/content-health?format=csv", "/v1/content-health/document?id=bills"):
        assert client.get(path, headers=headers).status_code == expected, path
    checks = client.post("/v1/content-health/checks", json={"document_id": "bills"}, headers=headers)
    pairs = client.post("/v1/content-health/pairs/1", json={}, headers=headers)
    assert (checks.status_code, pairs.status_code) == (expected, expected)


def test_a_check_is_kept_with_who_and_why_and_audited(
    client: TestClient, services: Services, signed_in: Headers, board: None
) -> None:
    staff = signed_in("content")
    version = services.documents.document("bills", None).version  # type: ignore[union-attr]
    body = {"document_id": "bills", "version": version, "note": "Two years is right."}
    detail = client.post("/v1/content-health/checks", json=body, headers=staff).json()
    assert [(one["note"], one["version"]) for one in detail["checks"]] == [("Two years is right.", version)]
    assert detail["checked_by"] == detail["checks"][0]["staff"]
    with services.database.read() as session:
        entry = session.execute("SELECT * FROM audit_log WHERE action = 'document.checked'").fetchone()
    assert (entry["subject"], entry["actor"]) == ("bills", detail["checks"][0]["staff_id"])
    for wrong, status in (({"version": "0"}, 409), ({"document_id": "nothing"}, 404), ({"note": "x" * 1_001}, 422)):
        answer = client.post("/v1/content-health/checks", json={**body, **wrong}, headers=staff)
        assert answer.status_code == status, wrong
    assert client.get("/v1/content-health/document?id=nothing", headers=staff).status_code == 404


def test_a_pair_is_dismissed_and_taken_back(client: TestClient, key: Headers, board: None) -> None:
    content = key("content")

    def read() -> dict[str, Any]:
        found: dict[str, Any] = client.get("/v1/content-health/document?id=bills", headers=content).json()
        return found

    clash = next(pair for pair in read()["pairs"] if pair["kind"] == "contradiction")
    for dismissed, left in ((True, 0), (False, 1)):
        answer = client.post(f"/v1/content-health/pairs/{clash['id']}", json={"dismissed": dismissed}, headers=content)
        assert (answer.status_code, read()["contradictions"]) == (204, left)
    assert client.post("/v1/content-health/pairs/99999", json={}, headers=content).status_code == 404


def test_the_pages_show_figures_with_their_meaning_and_both_texts(
    client: TestClient, signed_in: Headers, board: None
) -> None:
    staff = signed_in("content")
    page = client.get("/content/health", headers=staff).text
    assert re.search(r"Contradictions <b>2</b>", page)
    assert "Sentences in nearly the same words" in page
    assert f"{NEAR * 100:.0f} % or more of the words" in page, "the bar that is told is the one that is used"
    assert "/content/health/document?id=bills" in page
    assert "/content/health/document?id=password" not in page
    assert "/content/health/document?id=password" in client.get("/content/health?show=all", headers=staff).text
    one = client.get("/content/health/document?id=bills", headers=staff).text
    assert "kept for two years" in one
    assert "kept for ten years" in one
    assert "No document is at that path." in one
    assert "/content/drafts/new?document=bills" in one
    for path in ("/content/documents", "/documents/bills"):
        assert "/content/health/document?id=bills" in client.get(path, headers=staff).text, path
    assert client.get("/content/health?text=nothing", headers=staff).text.count("No document matches") == 1
    assert client.get("/content/health/document?id=no", headers=staff).status_code == 404


def test_forms_need_their_own_session(client: TestClient, signed_in: Headers, board: None) -> None:
    staff = signed_in("content")
    page = client.get("/content/health/document?id=bills", headers=staff).text
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token
    form = {"id": "bills", "note": "Fine."}
    refused = client.post("/content/health/check", data={**form, "form_token": "x"}, headers=staff)
    assert refused.status_code == 403
    data = {**form, "form_token": token[1]}
    done = client.post("/content/health/check", data=data, headers=staff, follow_redirects=False)
    assert done.status_code == 303
    shown = client.get(done.headers["location"], headers=staff).text
    assert "Marked as checked." in shown
    assert "Fine." in shown
