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
    for path in ("/healthz", "/v1/nothing"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


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
    ],
)
def test_patterns(allowed: str, origin: str, expected: bool) -> None:
    assert OriginRule([allowed]).allows(origin, "help.example.net") is expected


def test_the_public_address_is_ones_own_behind_a_proxy() -> None:
    rule = OriginRule([], "https://help.example.net/")
    assert rule.is_own("https://help.example.net", "127.0.0.1:8000")
    assert not rule.is_own("https://help.example.com", "127.0.0.1:8000")
    assert not rule.is_own("null", "null")
