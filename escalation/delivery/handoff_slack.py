"""Posts short messages to an incoming webhook as Slack has it; Mattermost and Rocket.Chat take the same.

They say what happened, why and where to go on, and never what a customer wrote: a chat keeps messages for long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx2

from answering.language_names import language_name
from core.clock import Clock, parse_timestamp
from escalation.delivery.handoff import HandoffEvent
from escalation.delivery.http_post import checked_address, deliver
from escalation.delivery.targets import TEST
from escalation.topics import Topic

Facts = Mapping[str, Any]
_WAITING = frozenset({Topic.ESCALATION_REQUESTED, Topic.ESCALATION_BREACHED, Topic.CONVERSATION_REOPENED})
_CLOCKS = {"first_reply": "the first reply", "next_reply": "the next reply", "resolution": "settling a conversation"}


class SlackTarget:
    """One incoming webhook. The chat has no use for the key: a message can, rarely, appear twice."""

    def __init__(self, client: httpx2.Client, url: str, clock: Clock, desk: str | None = None) -> None:
        """`client` decides which addresses may be reached; `desk`: where this server is reached, for the links."""
        self._client = client
        self._url = checked_address(url)
        self._clock = clock
        self._desk = desk.rstrip("/") if desk else None

    def deliver(self, event: HandoffEvent, key: str) -> None:
        """Post the message for this event."""
        now = self._clock()
        text = message(event, now, self._desk)
        body = json.dumps({"text": text, "unfurl_links": False, "unfurl_media": False}, ensure_ascii=False)
        headers = {"content-type": "application/json; charset=utf-8", "user-agent": "Askwell"}
        deliver(self._client, self._url, body.encode(), headers, now)


def message(event: HandoffEvent, now: datetime, desk: str | None) -> str:
    """The text of a message, in the chat's own marks."""
    data = event.payload
    headline = _HEADLINES[event.topic](data) if event.topic in _HEADLINES else event.topic
    facts = [
        f"Reason: {_words(data['reason'])}" if data.get("reason") else None,
        f"Topic: {_plain(data['topic'])}" if data.get("topic") else None,
        f"Language: {_plain(language_name(data['lang'], 'en'))}" if data.get("lang") else None,
        _waiting(event, now) if event.topic in _WAITING else None,
        _link(data, desk),
    ]
    line = " · ".join(fact for fact in facts if fact)
    return f"*{headline}*" + (f"\n{line}" if line else "")


def _agent(data: Facts) -> str:
    return _plain(data.get("agent_name") or "An agent")


def _breached(data: Facts) -> str:
    what = _CLOCKS.get(str(data.get("clock")), "a reply")
    return f"The time for {what} is nearly over" if data.get("level") == "near" else f"The time for {what} is over"


def _resolved(data: Facts) -> str:
    outcome = _words(data.get("outcome") or "")
    return f"{_agent(data)} has settled a conversation" + (f": {outcome}" if outcome else "")


_HEADLINES: Mapping[str, Callable[[Facts], str]] = {
    Topic.CONVERSATION_OPENED: lambda _: "A customer has begun a conversation",
    Topic.ESCALATION_REQUESTED: lambda _: "A customer needs a person",
    Topic.CONVERSATION_ASSIGNED: lambda data: f"{_agent(data)} has taken a conversation",
    Topic.CONVERSATION_REPLIED: lambda data: f"{_agent(data)} has replied to a customer",
    Topic.CONVERSATION_RESOLVED: _resolved,
    Topic.CONVERSATION_REOPENED: lambda _: "A customer came back after the conversation was settled",
    Topic.ESCALATION_BREACHED: _breached,
    Topic.CSAT_RECEIVED: lambda data: f"A customer gave the mark {_plain(data.get('score'))} of 5",
    Topic.DRAFT_APPROVED: lambda _: "A draft of content was approved",
    TEST: lambda _: "A test message from Askwell: this channel gets them",
}


def _waiting(event: HandoffEvent, now: datetime) -> str | None:
    since = event.payload.get("waiting_since") or event.created_at
    minutes = int((now - parse_timestamp(str(since))).total_seconds() // 60)
    if minutes < 1:
        return "Waiting since just now"
    hours, rest = divmod(minutes, 60)
    return f"Waiting for {hours} h {rest} min" if hours else f"Waiting for {minutes} min"


def _link(data: Facts, desk: str | None) -> str | None:
    escalation = data.get("escalation_id")
    return f"<{desk}/desk/{quote(str(escalation), safe='')}|Open on the desk>" if desk and escalation else None


def _words(name: object) -> str:
    return _plain(str(name).replace("_", " "))


def _plain(value: object) -> str:
    """Text that the chat takes for no link, mention or mark; names are people's own choice."""
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(char for char in text if char.isprintable() and char not in "*_~`")[:100]
