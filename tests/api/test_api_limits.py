from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.limits import VISITORS_PER_ADDRESS, VisitorLimits, network_of
from core.errors import Misconfigured, RateLimited
from core.settings import Settings

QUESTION = {"question": "How do I reset my password?"}
Headers = dict[str, str]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Three requests a minute."""
    return settings.model_copy(update={"rate_limit": "3/minute"})


def test_one_request_too_many_is_429_with_the_time_to_wait(client: TestClient) -> None:
    for _ in range(3):
        assert client.post("/v1/ask", json=QUESTION).status_code == 200
    response = client.post("/v1/ask", json=QUESTION)
    assert response.status_code == 429
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert response.json()["code"] == "rate_limited"
    assert response.json()["retry_after"] == int(response.headers["retry-after"])


def test_a_refused_request_is_not_stored(client: TestClient) -> None:
    conversation = client.post("/v1/ask", json=QUESTION).json()["conversation_id"]
    for _ in range(5):
        client.post("/v1/ask", json=QUESTION | {"conversation_id": conversation})
    assert len(client.get(f"/v1/conversations/{conversation}").json()["messages"]) == 6


def test_visitors_are_counted_apart(client: TestClient, visitor: Callable[..., Headers]) -> None:
    for headers in (visitor(), visitor()):
        codes = [client.post("/v1/ask", json=QUESTION, headers=headers).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]


def test_keys_are_not_counted(client: TestClient, key: Callable[..., Headers]) -> None:
    headers = key("ask")
    assert {client.post("/v1/ask", json=QUESTION, headers=headers).status_code for _ in range(6)} == {200}


def test_new_sessions_are_counted_by_address(client: TestClient) -> None:
    assert [client.post("/v1/sessions").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_many_sessions_behind_one_address_meet_a_limit_too() -> None:
    limits = VisitorLimits("3/minute")
    for number in range(3 * VISITORS_PER_ADDRESS):
        limits.check("192.0.2.1", f"vis_{number}")
    with pytest.raises(RateLimited):
        limits.check("192.0.2.1", "vis_new")
    limits.check("192.0.2.2", "vis_new")


def test_ipv6_addresses_of_one_subscriber_are_one() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1")
    assert network_of("2001:db8::1") != network_of("2001:db8:0:1::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") != network_of("::ffff:192.0.2.2")
    assert network_of("testclient") == "testclient"


def test_off_means_off() -> None:
    limits = VisitorLimits("off")
    for _ in range(1_000):
        limits.check("192.0.2.1")


@pytest.mark.parametrize("rate", ["lots", "", "5", "-1/minute", "5/fortnight"])
def test_a_rate_that_is_none_is_refused_at_the_start(rate: str) -> None:
    with pytest.raises(Misconfigured, match="ASKWELL_RATE_LIMIT"):
        VisitorLimits(rate)


def test_searching_the_help_pages_is_counted_and_reading_them_is_not(client: TestClient) -> None:
    assert [client.get("/help/en?q=password").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert {client.get(path).status_code for path in ("/help/en", "/help/en?q=") for _ in range(5)} == {200}


@pytest.mark.parametrize("signs", ["\ufdfa" * 500, "\u3392" * 1_900])
def test_signs_that_stand_for_words_count_as_these(client: TestClient, signs: str) -> None:
    response = client.post("/v1/ask", json={"question": signs})
    assert response.status_code == 422
    assert "write them in letters" in response.text
