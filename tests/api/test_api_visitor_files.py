"""Files that customers send: for people only, limited like agents', and opened by nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.person_data import PersonalData
from api.services import Services

Headers = dict[str, str]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def mine(visitor: Callable[..., Headers]) -> Headers:
    return visitor()


@pytest.fixture
def path(client: TestClient, mine: Headers) -> str:
    """A visitor's conversation in the queue."""
    made = client.post("/v1/conversations", json={"person": True, "text": "It is broken"}, headers=mine).json()
    return f"/v1/conversations/{made['conversation_id']}"


def upload(client: TestClient, path: str, headers: Headers, data: bytes = PNG, name: str = "screen.png") -> Any:
    return client.post(f"{path}/attachments", params={"name": name}, content=data, headers=headers)


def test_a_file_goes_with_a_line_with_or_without_words(client: TestClient, path: str, mine: Headers) -> None:
    for text in ("See this", ""):
        file = upload(client, path, mine).json()
        sent = client.post(f"{path}/messages", json={"text": text, "attachments": [file["id"]]}, headers=mine)
        assert sent.status_code == 200, sent.text
        line = next(
            one for one in client.get(path, headers=mine).json()["messages"] if one["id"] == sent.json()["message_id"]
        )
        assert (line["text"], line["attachments"]) == (text, [file])
        assert text or sent.json()["answer"] is None


def test_the_desk_shows_it_and_only_saves_it(
    client: TestClient, path: str, mine: Headers, signed_in: Callable[..., Headers]
) -> None:
    file, ana = upload(client, path, mine).json(), signed_in("agent")
    client.post(f"{path}/messages", json={"attachments": [file["id"]]}, headers=mine)
    (item,) = client.get("/v1/escalations", headers=ana).json()["items"]
    address = f"{path}/attachments/{file['id']}"
    assert address in client.get(f"/desk/{item['id']}", headers=ana).text
    for headers in (ana, mine):
        got = client.get(address, headers=headers)
        assert got.content == PNG
        assert got.headers["content-disposition"].startswith("attachment;")
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in got.headers["content-security-policy"]


def test_without_a_person_there_is_nobody_to_read_it(client: TestClient, mine: Headers) -> None:
    asked = client.post("/v1/ask", json={"question": "How do I reset my password?"}, headers=mine).json()
    refused = upload(client, f"/v1/conversations/{asked['conversation_id']}", mine)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")


def test_others_can_neither_add_nor_see_one(
    client: TestClient, path: str, mine: Headers, visitor: Callable[..., Headers], signed_in: Callable[..., Headers]
) -> None:
    file, other = upload(client, path, mine).json(), visitor()
    assert upload(client, path, other).status_code == 404
    assert upload(client, path, {}).status_code == 404
    assert upload(client, path, signed_in("content")).status_code == 403
    address = f"{path}/attachments/{file['id']}"
    assert client.get(address, headers=other).status_code == 404
    # Not sent yet: not even for the desk.
    assert client.get(address, headers=signed_in("agent")).status_code == 404
    assert client.delete(address, headers=mine).status_code == 204


def test_a_file_of_somebody_else_cannot_be_sent_along(
    client: TestClient, path: str, mine: Headers, signed_in: Callable[..., Headers]
) -> None:
    agents = upload(client, path, signed_in("agent")).json()
    sent = client.post(f"{path}/messages", json={"text": "x", "attachments": [agents["id"]]}, headers=mine)
    assert sent.status_code == 404
    assert [line["text"] for line in client.get(path, headers=mine).json()["messages"]].count("x") == 0


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>alert(1)</script>", "page.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image.svg"),
        (b"PK\x03\x04" + bytes(40), "letter.docx"),
        (b"MZ" + bytes(40), "tool.exe"),
        (b"", "empty.txt"),
    ],
)
def test_its_bytes_decide_what_it_is(client: TestClient, path: str, mine: Headers, data: bytes, name: str) -> None:
    refused = upload(client, path, mine, data, name)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")


def test_too_many_and_too_large_are_refused(client: TestClient, path: str, mine: Headers, services: Services) -> None:
    large = bytes(services.attachments.limits.size + 100_000)
    assert upload(client, path, mine, large).status_code == 413
    for _ in range(services.attachments.limits.files):
        assert upload(client, path, mine).status_code == 200
    assert upload(client, path, mine).status_code == 413


def test_a_line_needs_words_or_a_file(client: TestClient, path: str, mine: Headers) -> None:
    for body in ({}, {"text": " "}, {"text": "", "attachments": []}):
        refused = client.post(f"{path}/messages", json=body, headers=mine)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "body.text"


def test_they_are_exported_and_erased_with_the_customer(
    client: TestClient, path: str, mine: Headers, services: Services
) -> None:
    file = upload(client, path, mine).json()
    client.post(f"{path}/messages", json={"attachments": [file["id"]]}, headers=mine)
    upload(client, path, mine, b"not sent", "draft.txt")
    with services.database.read() as session:
        who = session.execute("SELECT visitor_id FROM conversations").fetchone()[0]
    data = PersonalData(services.database)
    (found,) = data.export(who)["visitors"]
    names = [one["name"] for one in found["conversations"][0]["attachments"]]
    assert names == ["screen.png", "draft.txt"]
    assert data.erase(who)["attachments"] == 2
