"""Messages to a chat channel: short, safe, with what one needs to act and nothing a customer wrote."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from core.clock import system_clock
from core.errors import Conflict, Misconfigured
from core.outbound import anywhere, guarded_client
from escalation.delivery.handoff import HandoffEvent, TargetDown, TargetGone
from escalation.delivery.handoff_slack import SlackTarget, message
from escalation.delivery.targets import TEST
from escalation.topics import Topic

NOW = datetime(2026, 11, 21, 10, 12, 30, tzinfo=UTC)
AT = "2026-11-21T10:00:00.000Z"
FACTS: dict[str, Any] = {
    "escalation_id": "esc_1",
    "conversation_id": "cnv_1",
    "reason": "low_confidence",
    "lang": "es",
    "agent_name": "Ana Ruiz",
    "waiting_since": "2026-11-21T08:00:00.000Z",
    "created_at": AT,
}


def said(topic: str, **changes: Any) -> str:
    return message(HandoffEvent(topic, FACTS | changes, AT), NOW, "https://help.example.com")


def test_a_customer_who_waits_is_announced_with_all_one_needs() -> None:
    assert said(Topic.ESCALATION_REQUESTED) == (
        "*A customer needs a person*\n"
        "Reason: low confidence · Language: Spanish · Waiting for 2 h 12 min"
        " · <https://help.example.com/desk/esc_1|Open on the desk>"
    )


@pytest.mark.parametrize(
    ("topic", "changes", "headline"),
    [
        (Topic.CONVERSATION_OPENED, {}, "A customer has begun a conversation"),
        (Topic.CONVERSATION_ASSIGNED, {}, "Ana Ruiz has taken a conversation"),
        (Topic.CONVERSATION_REPLIED, {}, "Ana Ruiz has replied to a customer"),
        (Topic.CONVERSATION_RESOLVED, {"outcome": "no_answer"}, "Ana Ruiz has settled a conversation: no answer"),
        (Topic.CONVERSATION_REOPENED, {}, "A customer came back after the conversation was settled"),
        (
            Topic.ESCALATION_BREACHED,
            {"clock": "first_reply", "level": "breached"},
            "The time for the first reply is over",
        ),
        (
            Topic.ESCALATION_BREACHED,
            {"clock": "next_reply", "level": "near"},
            "The time for the next reply is nearly over",
        ),
        (Topic.CSAT_RECEIVED, {"score": 2}, "A customer gave the mark 2 of 5"),
        (TEST, {}, "A test message from Askwell: this channel gets them"),
    ],
)
def test_every_event_has_words(topic: str, changes: dict[str, Any], headline: str) -> None:
    assert said(topic, **changes).startswith(f"*{headline}*")


def test_every_topic_there_is_has_words() -> None:
    assert not [topic for topic in Topic if said(topic).startswith(f"*{topic}")]


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("2026-11-21T10:12:10.000Z", "Waiting since just now"),
        ("2026-11-21T10:11:00.000Z", "Waiting for 1 min"),
        ("2026-11-21T09:12:30.000Z", "Waiting for 1 h 0 min"),
        (None, "Waiting for 12 min"),
    ],
)
def test_how_long_somebody_has_waited_is_told_roughly(since: str | None, words: str) -> None:
    assert words in said(Topic.ESCALATION_REQUESTED, waiting_since=since)


def test_a_name_makes_no_link_no_mention_and_no_bold() -> None:
    text = said(
        Topic.CONVERSATION_ASSIGNED, agent_name="<!channel> *Bob* <https://evil.example|here>\n& co" + "x" * 500
    )
    assert text.startswith("*&lt;!channel&gt; Bob &lt;https://evil.example|here&gt;&amp; co")
    assert len(text) < 400
    assert text.count("<") == 1, "the link to the desk alone"


def test_without_a_public_address_there_is_no_link() -> None:
    text = message(HandoffEvent(Topic.ESCALATION_REQUESTED, FACTS, AT), NOW, None)
    assert "desk" not in text
    assert "esc_1" not in text


def test_what_customers_write_is_never_told() -> None:
    """Whatever a later version puts into an event."""
    text = said(Topic.ESCALATION_REQUESTED, question="my card number is 4111", text="secret", comment="angry")
    assert "4111" not in text
    assert "secret" not in text
    assert "angry" not in said(Topic.CSAT_RECEIVED, score=1, comment="angry")


def target(url: str) -> SlackTarget:
    return SlackTarget(
        guarded_client(allowed=anywhere, total_timeout=5.0), url, system_clock, "https://help.example.com/"
    )


def test_it_is_posted_as_an_incoming_webhook_expects(receiver: Any) -> None:
    receiver.statuses, receiver.body = [200], b"ok"
    target(receiver.url).deliver(HandoffEvent(Topic.ESCALATION_REQUESTED, FACTS | {"lang": "zh"}, AT), "esc_1.7")
    (request,) = receiver.received
    assert request.headers["content-type"].startswith("application/json")
    body = json.loads(request.body)
    assert body["text"].startswith("*A customer needs a person*\nReason: low confidence · Language: Chinese")
    assert "https://help.example.com/desk/esc_1|" in body["text"]
    assert body["unfurl_links"] is False


@pytest.mark.parametrize(
    ("status", "error"), [(400, Conflict), (403, TargetDown), (404, TargetDown), (410, TargetGone), (429, TargetDown)]
)
def test_a_refusal_is_told_with_the_words_of_the_chat(receiver: Any, status: int, error: type[Exception]) -> None:
    receiver.statuses, receiver.body = [status], b"invalid_payload"
    with pytest.raises(error, match=f"{status}: invalid_payload"):
        target(receiver.url).deliver(HandoffEvent(Topic.ESCALATION_REQUESTED, FACTS, AT), "k")


def test_the_address_is_a_secret_that_errors_do_not_repeat(receiver: Any) -> None:
    receiver.statuses = [500]
    with pytest.raises(TargetDown) as refused:
        target(receiver.url.replace("hook", "T000-s3cret")).deliver(HandoffEvent(TEST, {}, AT), "k")
    assert "s3cret" not in str(refused.value)
    with pytest.raises(Misconfigured) as wrong:
        target("hooks.example.com/T000-s3cret")
    assert "s3cret" not in str(wrong.value)
