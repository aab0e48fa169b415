"""The webhook target against a receiver that really listens: signed, judged by status alone, never redirected."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from core.clock import system_clock
from core.errors import AddressRefused, Misconfigured, NotFound, Unavailable
from core.outbound import anywhere, guarded_client
from escalation.handoff import HandoffEvent
from escalation.handoff_webhook import WebhookTarget

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENT = HandoffEvent("escalation.requested", {"conversation_id": "cnv_1", "lang": "zh"}, "2026-11-21T10:00:00.000Z")


def target(url: str, *, total_timeout: float = 5.0, **options: Any) -> WebhookTarget:
    client = guarded_client(**{"allowed": anywhere, "total_timeout": total_timeout, **options})
    return WebhookTarget(client, url, SECRET, system_clock)


def test_the_receiver_can_verify_what_it_gets(receiver: Any) -> None:
    """With the library that receivers use."""
    target(receiver.url).deliver(EVENT, "esc_1.7")
    (request,) = receiver.received
    verified = Webhook(SECRET).verify(request.body, request.headers)
    assert verified == {
        "type": "escalation.requested",
        "timestamp": "2026-11-21T10:00:00.000Z",
        "data": {"conversation_id": "cnv_1", "lang": "zh"},
    }
    assert request.headers["webhook-id"] == "esc_1.7"
    assert request.headers["content-type"] == "application/json"


def test_a_changed_body_or_another_secret_does_not_verify(receiver: Any) -> None:
    target(receiver.url).deliver(EVENT, "esc_1.7")
    (request,) = receiver.received
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(request.body.replace(b"cnv_1", b"cnv_2"), request.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_b3RoZXIgc2VjcmV0IGhlcmU=").verify(request.body, request.headers)


def test_the_key_stays_and_the_timestamp_moves_when_delivered_again(receiver: Any) -> None:
    """A receiver that refuses old timestamps still takes a late repetition."""
    moments = iter([datetime(2026, 11, 21, 10, tzinfo=UTC), datetime(2026, 11, 22, 10, tzinfo=UTC)])
    with guarded_client(allowed=anywhere) as client:
        hook = WebhookTarget(client, receiver.url, SECRET, lambda: next(moments))
        hook.deliver(EVENT, "esc_1.7")
        hook.deliver(EVENT, "esc_1.7")
    first, second = receiver.received
    assert first.key == second.key == "esc_1.7"
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 86_400


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_status_counts_as_arrived(receiver: Any, status: int) -> None:
    receiver.statuses = [status]
    target(receiver.url).deliver(EVENT, "k")


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 404, 429, 500, 503])
def test_any_other_status_means_later(receiver: Any, status: int) -> None:
    """A redirect too: it is not followed."""
    receiver.statuses = [status]
    with pytest.raises(Unavailable, match=str(status)):
        target(receiver.url).deliver(EVENT, "k")
    assert len(receiver.received) == 1


def test_410_means_never_again(receiver: Any) -> None:
    receiver.statuses = [410]
    with pytest.raises(NotFound):
        target(receiver.url).deliver(EVENT, "k")


def test_a_huge_response_is_not_read(receiver: Any) -> None:
    receiver.statuses, receiver.body = [200], b"x" * 50_000_000
    began = time.monotonic()
    target(receiver.url).deliver(EVENT, "k")
    assert time.monotonic() - began < 4


def test_a_receiver_that_hangs_is_given_up_in_time(receiver: Any) -> None:
    receiver.pause = 5.0
    began = time.monotonic()
    with pytest.raises(Unavailable, match="ReadTimeout"):
        target(receiver.url, total_timeout=0.3).deliver(EVENT, "k")
    assert time.monotonic() - began < 4


def test_nobody_listening_means_later() -> None:
    with pytest.raises(Unavailable, match="ConnectError"):
        target("http://127.0.0.1:1/").deliver(EVENT, "k")


def test_a_private_address_is_refused_by_default(receiver: Any) -> None:
    with guarded_client() as client, pytest.raises(AddressRefused):
        WebhookTarget(client, receiver.url, SECRET, system_clock).deliver(EVENT, "k")
    assert receiver.received == []


def test_wrong_settings_are_named() -> None:
    with guarded_client() as client:
        with pytest.raises(Misconfigured, match="ASKWELL_WEBHOOK_URL"):
            WebhookTarget(client, "ftp://example.com", SECRET, system_clock)
        for secret in ("", "whsec_", "whsec_not base64 é"):
            with pytest.raises(Misconfigured, match="ASKWELL_WEBHOOK_SECRET"):
                WebhookTarget(client, "https://example.com", secret, system_clock)


def test_text_beyond_ascii_is_signed_as_sent(receiver: Any) -> None:
    event = HandoffEvent("conversation.assigned", {"agent_name": "小明 Zoë"}, "2026-11-21T10:00:00.000Z")
    target(receiver.url).deliver(event, "k")
    (request,) = receiver.received
    Webhook(SECRET).verify(request.body, request.headers)
    assert json.loads(request.body)["data"]["agent_name"] == "小明 Zoë"
