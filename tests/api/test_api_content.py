from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.content import Draft
from api.services import Services

Headers = dict[str, str]
ARTICLE = {"title": "Close your account", "text": "# Close\n\nOpen **Profile** and choose *Close account*.\n"}


def test_a_document_written_over_http_is_found_at_once(client: TestClient, key: Callable[..., Headers]) -> None:
    made = client.post("/v1/documents", json=ARTICLE, headers=key("content"))
    assert made.status_code == 200
    body = made.json()
    assert body["id"] == "close-your-account"
    found = client.get("/v1/search", params={"q": "close account profile"}).json()["results"][0]
    assert found["document_id"] == body["id"]
    document = client.get(f"/v1/documents/{body['id']}").json()
    assert document["text"][found["start"] : found["end"]] == found["text"]
    assert "**" not in document["text"]


def test_writing_again_makes_a_new_version_and_keeps_the_old(client: TestClient, key: Callable[..., Headers]) -> None:
    headers = key("content")
    first = client.post("/v1/documents", json=ARTICLE, headers=headers).json()
    same = client.post("/v1/documents", json=ARTICLE | {"id": first["id"]}, headers=headers).json()
    assert same == first | {"changed": False}
    second = client.post(
        "/v1/documents", json={**ARTICLE, "id": first["id"], "text": "Write to us."}, headers=headers
    ).json()
    assert second["version"] != first["version"]
    path = f"/v1/documents/{first['id']}"
    assert client.get(path).json()["text"] == "Write to us."
    old = client.get(path, params={"version": first["version"]}).json()
    assert (old["current"], "Profile" in old["text"]) == (False, True)


def test_a_removed_document_is_in_no_answer_but_its_versions_stay(
    client: TestClient, key: Callable[..., Headers]
) -> None:
    headers = key("content")
    made = client.post("/v1/documents", json=ARTICLE, headers=headers).json()
    assert client.delete(f"/v1/documents/{made['id']}", headers=headers).status_code == 204
    assert client.get(f"/v1/documents/{made['id']}").status_code == 404
    old = client.get(f"/v1/documents/{made['id']}", params={"version": made["version"]})
    assert old.status_code == 200
    hits = client.get("/v1/search", params={"q": "close account"}).json()["results"]
    assert made["id"] not in {hit["document_id"] for hit in hits}
    assert client.delete(f"/v1/documents/{made['id']}", headers=headers).status_code == 404


def test_documents_of_another_source_are_not_changed_here(
    client: TestClient, services: Services, key: Callable[..., Headers]
) -> None:
    with services.database.write() as session:
        session.execute("INSERT INTO sources (name, kind, location, created_at) VALUES ('site', 'folder', '/x', '')")
        session.execute("UPDATE documents SET source_id = last_insert_rowid() WHERE id = 'invoice'")
    headers = key("content")
    assert client.delete("/v1/documents/invoice", headers=headers).status_code == 409
    response = client.post("/v1/documents", json=ARTICLE | {"id": "invoice"}, headers=headers)
    assert response.status_code == 409
    assert "site" in response.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"text": " "},
        {"text": "<!-- nothing -->"},
        {"id": "/etc/passwd"},
        {"id": "two words"},
        {"lang": "klingon!"},
        {"audiences": [""]},
    ],
)
def test_documents_that_cannot_be_used(
    client: TestClient, key: Callable[..., Headers], change: dict[str, object]
) -> None:
    assert client.post("/v1/documents", json=ARTICLE | change, headers=key("content")).status_code == 422


def test_a_long_document_is_taken_and_a_longer_one_refused(client: TestClient, key: Callable[..., Headers]) -> None:
    headers = key("content")
    long = ARTICLE | {"text": "Words about accounts. " * 10_000}
    assert client.post("/v1/documents", json=long, headers=headers).status_code == 200
    longer = ARTICLE | {"text": "x" * 1_000_001}
    assert client.post("/v1/documents", json=longer, headers=headers).status_code == 422


def test_the_list_of_documents_is_walked_page_by_page(client: TestClient, key: Callable[..., Headers]) -> None:
    headers = key("content")
    first = client.get("/v1/documents", params={"limit": 1}, headers=headers).json()
    second = client.get("/v1/documents", params={"limit": 1, "cursor": first["next_cursor"]}, headers=headers).json()
    assert [page["items"][0]["id"] for page in (first, second)] == ["invoice", "password"]
    assert second["next_cursor"] is None
    found = client.get("/v1/documents", params={"q": "reset"}, headers=headers).json()["items"]
    assert [document["id"] for document in found] == ["password"]


def test_the_log_lists_questions_masked(client: TestClient, key: Callable[..., Headers]) -> None:
    client.post("/v1/ask", json={"question": "I am ana@example.com, how do I reset my password?"})
    client.post("/v1/ask", json={"question": "Let me talk to a person"})
    headers = key("content")
    log = client.get("/v1/questions", headers=headers).json()
    assert len(log["items"]) == 2
    assert "ana@example.com" not in str(log)
    only = client.get("/v1/questions", params={"decision": "escalate", "limit": 1}, headers=headers).json()
    assert [item["text"] for item in only["items"]] == ["Let me talk to a person"]
    assert sum(log["counts"].values()) == 2


def test_the_log_is_walked_and_filtered_by_time(client: TestClient, key: Callable[..., Headers]) -> None:
    for number in range(3):
        client.post("/v1/ask", json={"question": f"How do I reset password number {number}?"})
    headers = key("content")
    first = client.get("/v1/questions", params={"limit": 2}, headers=headers).json()
    rest = client.get("/v1/questions", params={"limit": 2, "cursor": first["next_cursor"]}, headers=headers).json()
    texts = [item["text"] for page in (first, rest) for item in page["items"]]
    assert texts == [f"How do I reset password number {number}?" for number in (2, 1, 0)]
    future = client.get("/v1/questions", params={"since": "2100-01-01T00:00:00Z"}, headers=headers).json()
    assert future["items"] == []
    assert client.get("/v1/questions", params={"since": "yesterday"}, headers=headers).status_code == 422


def test_the_log_as_csv_is_safe_to_open(client: TestClient, key: Callable[..., Headers]) -> None:
    client.post("/v1/ask", json={"question": '=HYPERLINK("https://evil.example") password'})
    response = client.get("/v1/questions", params={"format": "csv"}, headers=key("content"))
    assert response.headers["content-type"].startswith("text/csv")
    header, row = csv.reader(io.StringIO(response.text))
    assert dict(zip(header, row, strict=True))["text"].startswith("'=")


def test_search_gives_ranked_passages(client: TestClient) -> None:
    body = client.get("/v1/search", params={"q": "reset password", "k": 1}).json()
    (hit,) = body["results"]
    assert hit["document_id"] == "password"
    assert 0 <= hit["score"] <= 1
    assert body["lang"] == "en"
    for wrong in ({"k": 0}, {"k": 51}, {"q": ""}, {"q": "x" * 2_001}, {"lang": "!"}):
        assert client.get("/v1/search", params={"q": "reset", **wrong}).status_code == 422


def test_audiences_of_a_document_are_kept(client: TestClient, services: Services) -> None:
    services.content.write("secret", Draft("Secret offer", "Staff get half off.", audiences=frozenset({"staff"})))
    assert client.get("/v1/documents/secret").status_code == 404


def test_a_document_posted_twice_with_one_key_is_one(client: TestClient, key: Callable[..., Headers]) -> None:
    headers = key("content") | {"Idempotency-Key": "doc-1"}
    first = client.post("/v1/documents", json=ARTICLE, headers=headers).json()
    assert client.post("/v1/documents", json=ARTICLE, headers=headers).json() == first
    assert client.post("/v1/documents", json=ARTICLE | {"title": "Other"}, headers=headers).status_code == 409
    again = client.post("/v1/documents", json=ARTICLE, headers=key("content")).json()
    assert again["id"] == f"{first['id']}-2"
