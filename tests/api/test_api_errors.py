from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.errors import STATUS, status_of
from api.services import Services
from core import errors

MEMBERS = {"type", "title", "status", "detail", "code", "instance", "trace_id"}


def kinds(kind: type[errors.AppError]) -> Iterator[type[errors.AppError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from kinds(child)


def check_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body.keys() >= MEMBERS
    assert (body["status"], body["code"]) == (status, code)
    assert body["trace_id"] == response.headers["x-request-id"]
    return body


def test_every_kind_of_error_has_a_status_of_its_own_or_its_parents() -> None:
    for kind in kinds(errors.AppError):
        assert 400 <= status_of(kind()) < 600
    assert set(STATUS) <= set(kinds(errors.AppError))


def test_codes_are_different() -> None:
    codes = [kind.code for kind in kinds(errors.AppError) if "code" in vars(kind)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/nothing", 404, "not_found"),
        ("PUT", "/v1/ask", 405, "method_not_allowed"),
        ("GET", "/v1/conversations/cnv_0", 404, "not_found"),
        ("GET", "/v1/documents/nothing.md", 404, "not_found"),
        ("GET", "/v1/search", 422, "invalid_input"),
    ],
)
def test_every_error_is_a_problem(client: TestClient, method: str, path: str, status: int, code: str) -> None:
    check_problem(client.request(method, path), status, code)


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b'{"question": ', {"Content-Type": "application/json"}, 400, "malformed_body"),
        (b'{"question": "\xff\xfe"}', {"Content-Type": "application/json"}, 400, "malformed_body"),
        (b'{"question": "\\ud800"}', {"Content-Type": "application/json"}, 422, "invalid_input"),
        (b'{"question": "hello"}', {"Content-Type": "text/plain"}, 422, "invalid_input"),
        (b"[]", {"Content-Type": "application/json"}, 422, "invalid_input"),
        (b"", {}, 422, "invalid_input"),
        (b'{"question": 5}', {"Content-Type": "application/json"}, 422, "invalid_input"),
    ],
)
def test_bodies_that_cannot_be_used(
    client: TestClient, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    check_problem(client.post("/v1/ask", content=content, headers=headers), status, code)


def test_a_wrong_field_is_named(client: TestClient) -> None:
    body = check_problem(client.post("/v1/ask", json={"question": " "}), 422, "invalid_input")
    assert body["errors"] == [{"field": "body.question", "message": "is empty: write a question"}]
    assert "question" in body["detail"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    check_problem(client.post("/v1/ask", json={"question": "x" * 70_000}), 413, "too_large")


def test_a_body_in_chunks_cannot_pass_the_limit(client: TestClient) -> None:
    chunks = iter([b'{"question": "', *[b"x" * 10_000] * 7, b'"}'])
    response = client.post("/v1/ask", content=chunks, headers={"Content-Type": "application/json"})
    check_problem(response, 413, "too_large")


def test_an_unforeseen_failure_says_nothing_about_the_inside(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the cause and the trace id; the caller has the trace id."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret is tulip")

    monkeypatch.setattr(type(services.retriever), "retrieve", fail)
    with caplog.at_level(logging.ERROR):
        response = client.get("/v1/search", params={"q": "password"})
    body = check_problem(response, 500, "internal_error")
    assert "tulip" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    (record,) = [entry for entry in caplog.records if entry.message == "Unhandled error"]
    assert record.__dict__["fields"]["trace_id"] == body["trace_id"]


def test_a_database_that_cannot_be_used_is_503_with_retry_after(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise errors.Unavailable

    monkeypatch.setattr(type(services.retriever), "retrieve", fail)
    response = client.get("/v1/search", params={"q": "password"})
    check_problem(response, 503, "unavailable")
    assert int(response.headers["retry-after"]) > 0


def test_a_browser_is_shown_a_page_where_there_is_none_and_programs_a_problem(client: TestClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.get("/nope", headers=browser)
    assert (page.status_code, page.headers["content-type"].partition(";")[0]) == (404, "text/html")
    assert "There is no such page" in page.text
    for path, headers in (("/nope", {}), ("/v1/nope", browser)):
        check_problem(client.get(path, headers=headers), 404, "not_found")
