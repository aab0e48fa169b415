"""The webhook target against a receiver that really listens: signed, judged by status alone, never redirected."""

from __future__ import annotations

import base64
import json
import re
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from core.clock import system_clock
from core.errors import AddressRefused, Conflict, Misconfigured, Unavailable
from core.outbound import anywhere, guarded_client
from escalation.delivery.handoff import HandoffEvent, TargetDown, TargetGone
from escalation.delivery.handoff_webhook import WebhookTarget

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENT = HandoffEvent("escalation.requested", {"conversation_id": "cnv_1", "lang": "zh"}, "2026-11-21T10:00:00.000Z")


def target(url: str, *, total_timeout: float = 5.0, **options: Any) -> WebhookTarget:
    client = guarded_client(**{"allowed": anywhere, "total_timeout": total_timeout, **options})
    return WebhookTarget(client, url, [SECRET], system_clock)


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
        hook = WebhookTarget(client, receiver.url, [SECRET], lambda: next(moments))
        hook.deliver(EVENT, "esc_1.7")
        hook.deliver(EVENT, "esc_1.7")
    first, second = receiver.received
    assert first.key == second.key == "esc_1.7"
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 86_400


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_status_counts_as_arrived(receiver: Any, status: int) -> None:
    receiver.statuses = [status]
    target(receiver.url).deliver(EVENT, "k")


@pytest.mark.parametrize("status", [301, 302, 307, 401, 404, 408, 429, 500, 503])
def test_most_other_statuses_mean_trouble_with_the_whole_target(receiver: Any, status: int) -> None:
    """A redirect too: it is not followed."""
    receiver.statuses = [status]
    with pytest.raises(TargetDown, match=str(status)):
        target(receiver.url).deliver(EVENT, "k")
    assert len(receiver.received) == 1


@pytest.mark.parametrize("status", [400, 409, 413, 422])
def test_an_event_that_the_receiver_cannot_use_says_nothing_about_the_next(receiver: Any, status: int) -> None:
    receiver.statuses = [status]
    with pytest.raises(Conflict, match=str(status)):
        target(receiver.url).deliver(EVENT, "k")


def test_410_means_never_again(receiver: Any) -> None:
    receiver.statuses = [410]
    with pytest.raises(TargetGone):
        target(receiver.url).deliver(EVENT, "k")


def test_a_huge_response_is_not_read(receiver: Any) -> None:
    receiver.statuses, receiver.body = [200], b"x" * 50_000_000
    began = time.monotonic()
    target(receiver.url).deliver(EVENT, "k")
    assert time.monotonic() - began < 20


def test_a_receiver_that_hangs_is_given_up_in_time(receiver: Any) -> None:
    receiver.pause = 60.0
    began = time.monotonic()
    with pytest.raises(Unavailable, match="ReadTimeout"):
        target(receiver.url, total_timeout=0.3).deliver(EVENT, "k")
    assert time.monotonic() - began < 20


def test_nobody_listening_means_later() -> None:
    with pytest.raises(Unavailable, match="ConnectError"):
        target("http://127.0.0.1:1/").deliver(EVENT, "k")


def test_a_private_address_is_refused_by_default(receiver: Any) -> None:
    with guarded_client() as client, pytest.raises(AddressRefused):
        WebhookTarget(client, receiver.url, [SECRET], system_clock).deliver(EVENT, "k")
    assert receiver.received == []


def test_wrong_settings_are_named_and_not_repeated() -> None:
    """An address can hold a secret."""
    with guarded_client() as client:
        for url in ("ftp://example.com/s3cret", "example.com/s3cret", "https:///s3cret"):
            with pytest.raises(Misconfigured, match="https://") as refused:
                WebhookTarget(client, url, [SECRET], system_clock)
            assert "s3cret" not in str(refused.value)
        for secrets in ([""], ["whsec_"], ["whsec_not base64 é"], [], [SECRET, "!"]):
            with pytest.raises(Misconfigured, match="secret"):
                WebhookTarget(client, "https://example.com", secrets, system_clock)


def test_while_the_secret_changes_receivers_with_either_can_verify(receiver: Any) -> None:
    old = "whsec_" + base64.b64encode(b"the secret of last year").decode()
    with guarded_client(allowed=anywhere) as client:
        WebhookTarget(client, receiver.url, [SECRET, old], system_clock).deliver(EVENT, "esc_1.7")
    (request,) = receiver.received
    assert re.fullmatch(r"v1,\S+ v1,\S+", request.headers["webhook-signature"])
    for secret in (SECRET, old):
        assert Webhook(secret).verify(request.body, request.headers)["type"] == "escalation.requested"
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_b3RoZXIgc2VjcmV0IGhlcmU=").verify(request.body, request.headers)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("0", 0), ("Sat, 21 Nov 2026 10:05:00 GMT", 300), ("Sat, 21 Nov 2026 09:00:00 GMT", 0)],
)
def test_what_the_receiver_wishes_is_passed_on(receiver: Any, value: str, seconds: int) -> None:
    receiver.statuses, receiver.headers = [503], {"retry-after": value}
    now = datetime(2026, 11, 21, 10, tzinfo=UTC)
    hook = WebhookTarget(guarded_client(allowed=anywhere), receiver.url, [SECRET], lambda: now)
    with pytest.raises(TargetDown) as asked:
        hook.deliver(EVENT, "k")
    assert asked.value.retry_after == seconds


@pytest.mark.parametrize("value", ["soon", "", "-5", "9" * 30, "Sat, 99 Nov 2026 10:05:00 GMT"])
def test_a_wish_that_makes_no_sense_is_left_aside(receiver: Any, value: str) -> None:
    receiver.statuses, receiver.headers = [429], {"retry-after": value}
    with pytest.raises(TargetDown) as asked:
        target(receiver.url).deliver(EVENT, "k")
    assert asked.value.retry_after is None


def test_a_refusal_is_quoted_briefly_and_printably(receiver: Any) -> None:
    receiver.statuses, receiver.body = [500], b"out of\x1b[31m disk\n" + b"x" * 50_000_000
    began = time.monotonic()
    with pytest.raises(TargetDown) as refused:
        target(receiver.url).deliver(EVENT, "k")
    assert time.monotonic() - began < 20
    assert "500: out of [31m disk xxx" in str(refused.value)
    assert len(str(refused.value)) < 300


def test_a_name_that_points_elsewhere_the_second_time_is_judged_again(receiver: Any) -> None:
    """What a name resolves to is judged at each delivery, and what was judged is what is connected to."""
    port = int(receiver.url.split(":")[2].split("/")[0])
    addresses = iter([["127.0.0.1"], ["127.0.0.2"]])
    client = guarded_client(
        resolver=lambda _host, _port: next(addresses), allowed=lambda address: address == "127.0.0.1"
    )
    hook = WebhookTarget(client, f"http://hooks.example.com:{port}/hook", [SECRET], system_clock)
    hook.deliver(EVENT, "k1")
    with pytest.raises(AddressRefused):
        hook.deliver(EVENT, "k2")
    assert [request.key for request in receiver.received] == ["k1"]


def test_text_beyond_ascii_is_signed_as_sent(receiver: Any) -> None:
    event = HandoffEvent("conversation.assigned", {"agent_name": "小明 Zoë"}, "2026-11-21T10:00:00.000Z")
    target(receiver.url).deliver(event, "k")
    (request,) = receiver.received
    Webhook(SECRET).verify(request.body, request.headers)
    assert json.loads(request.body)["data"]["agent_name"] == "小明 Zoë"
