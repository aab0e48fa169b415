from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.origins import OriginRule
from core.settings import Settings

QUESTION = {"question": "How do I reset my password?"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Two sites may carry the widget."""
    return settings.model_copy(update={"allowed_origins": ("https://www.example.com", "https://*.example.org")})


@pytest.mark.parametrize("origin", ["https://www.example.com", "https://shop.example.org", "http://testserver"])
def test_an_allowed_site_may_ask(client: TestClient, origin: str) -> None:
    response = client.post("/v1/ask", json=QUESTION, headers={"Origin": origin})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == origin
    assert "Origin" in response.headers["vary"]
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://www.example.com"])
def test_another_site_may_not(client: TestClient, origin: str) -> None:
    response = client.post("/v1/ask", json=QUESTION, headers={"Origin": origin})
    assert response.status_code == 403
    assert response.json()["code"] == "origin_not_allowed"
    assert "access-control-allow-origin" not in response.headers


def test_errors_can_be_read_by_an_allowed_site(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": ""}, headers={"Origin": "https://www.example.com"})
    assert response.status_code == 422
    assert response.headers["access-control-allow-origin"] == "https://www.example.com"


def test_a_preflight_says_what_is_allowed(client: TestClient) -> None:
    headers = {
        "Origin": "https://www.example.com",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,idempotency-key,last-event-id",
    }
    response = client.options("/v1/ask", headers=headers)
    assert response.status_code == 204
    allowed = response.headers["access-control-allow-headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type", "idempotency-key", "last-event-id"))
    assert "POST" in response.headers["access-control-allow-methods"]
    headers["Origin"] = "https://evil.example"
    assert client.options("/v1/ask", headers=headers).status_code == 403


def test_every_response_has_the_security_headers(client: TestClient) -> None:
    for path in ("/healthz", "/v1/nothing", "/help", "/sign-in", "/desk", "/widget.js"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] in {"strict-origin-when-cross-origin", "same-origin"}


def test_only_we_may_frame_the_demo(client: TestClient) -> None:
    headers = client.get("/demo").headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"


VISITOR_ROUTES = (
    ("POST", "/v1/ask"),
    ("POST", "/v1/sessions"),
    ("POST", "/v1/conversations"),
    ("GET", "/v1/conversations/con_1"),
    ("GET", "/v1/conversations/con_1/events"),
    ("POST", "/v1/conversations/con_1/messages"),
    ("POST", "/v1/conversations/con_1/escalate"),
    ("POST", "/v1/conversations/con_1/csat"),
    ("POST", "/v1/conversations/con_1/contact"),
    ("POST", "/v1/conversations/con_1/transcript"),
    ("POST", "/v1/conversations/con_1/attachments"),
    ("POST", "/v1/messages/msg_1/feedback"),
    ("GET", "/v1/search?q=x"),
    ("GET", "/v1/documents/password"),
)


@pytest.mark.parametrize(("method", "path"), VISITOR_ROUTES)
def test_no_visitor_route_is_open_to_another_site(client: TestClient, method: str, path: str) -> None:
    for origin in ("https://evil.example", "null", "https://www.example.com.evil.example"):
        refused = client.request(method, path, headers={"Origin": origin})
        assert (refused.status_code, refused.json()["code"]) == (403, "origin_not_allowed")
        assert "access-control-allow-origin" not in refused.headers
    allowed = client.request(method, path, headers={"Origin": "https://www.example.com"})
    assert allowed.status_code != 403
    assert allowed.headers["access-control-allow-origin"] == "https://www.example.com"
    assert "Retry-After" in allowed.headers["access-control-expose-headers"]


def test_no_cache_hands_an_answer_to_another_origin(client: TestClient) -> None:
    for headers in ({}, {"Origin": "https://www.example.com"}, {"Origin": "https://evil.example"}):
        assert "Origin" in client.get("/v1/documents/password", headers=headers).headers["vary"]


@pytest.mark.parametrize(
    ("allowed", "origin", "expected"),
    [
        ("https://*.example.org", "https://example.org", False),
        ("https://*.example.org", "https://a.b.example.org", True),
        ("https://*.example.org", "https://example.org.evil.example", False),
        ("https://*.example.org", "https://evil.example/.example.org", False),
        ("https://*.example.org", "https://evil.example#.example.org", False),
        ("https://*.example.org", "http://a.example.org", False),
        ("https://www.example.com", "https://www.example.com:8443", False),
        ("https://www.example.com:8443", "https://www.example.com:8443", True),
        ("https://WWW.example.com/", "https://www.example.com", True),
        ("https://www.example.com", "https://wwwXexample.com", False),
        ("*", "https://anything.example", True),
        ("*", "null", False),
        ("null", "null", False),
    ],
)
def test_patterns(allowed: str, origin: str, expected: bool) -> None:
    assert OriginRule([allowed]).allows(origin, "help.example.net") is expected


def test_the_public_address_is_ones_own_behind_a_proxy() -> None:
    rule = OriginRule([], "https://help.example.net/")
    assert rule.is_own("https://help.example.net", "127.0.0.1:8000")
    assert not rule.is_own("https://help.example.com", "127.0.0.1:8000")
    assert not rule.is_own("null", "null")


@pytest.mark.parametrize(
    ("bound", "origin", "expected"),
    [
        ("https://a.example", "https://a.example", True),
        ("https://a.example", "https://b.example", False),
        ("https://a.example", None, False),
        ("https://a.example", "null", False),
        ("", None, True),
        ("", "https://a.example", False),
        ("https://help.example.net", None, True),
        ("https://help.example.net", "https://help.example.net", True),
        (None, None, False),
        (None, "https://a.example", False),
    ],
)
def test_a_token_fits_the_origin_it_is_bound_to(bound: str | None, origin: str | None, expected: bool) -> None:
    """Browsers leave the header out of what a page reads from its own server."""
    assert OriginRule(["*"], "https://help.example.net").fits(bound, origin, "127.0.0.1:8000") is expected
