"""Which customers came back: the same customer asks about the same article again, after a pause.

Customers are known by their session, or by who the site says they are. Guests have one identity a conversation, and all
customers of one API key share its name, so those are known within a conversation only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from core.clock import parse_timestamp, timestamp
from core.db import Session
from insights.reports.names import BACK_WITHIN, PAUSE

KEY_PREFIX = "key_"
"""Begins the visitor id of conversations that a server leads with its API key."""

Asked = tuple[str, str, str, str]
"""A question: visitor, conversation, when, and the articles cited as JSON."""


def returned(session: Session, start: str, end: str) -> set[str]:
    """Ids of conversations after which their customer came back, of those with questions in `[start, end)`."""
    until = timestamp(parse_timestamp(end) + BACK_WITHIN)
    return came_back(_candidates(session, start, until))


def came_back(asked: Iterable[Asked]) -> set[str]:
    """The conversations that led to another contact on the same article; each customer's questions come in order."""
    found: set[str] = set()
    before: dict[tuple[str, str], tuple[datetime, str]] = {}
    for visitor, conversation, at, documents in asked:
        customer, moment = conversation if visitor.startswith(KEY_PREFIX) else visitor, parse_timestamp(at)
        for document in json.loads(documents):
            earlier = before.get((customer, document))
            if earlier and PAUSE < moment - earlier[0] <= BACK_WITHIN:
                found.add(earlier[1])
            before[customer, document] = (moment, conversation)
    return found


def _candidates(session: Session, start: str, until: str) -> Iterable[Asked]:
    """Answered questions of visitors who asked in more than one clock hour: nobody else can have paused that long."""
    return session.execute(
        """WITH back AS MATERIALIZED (SELECT visitor_id FROM questions WHERE created_at >= :start
            AND created_at < :until GROUP BY visitor_id
            HAVING substr(min(created_at), 1, 13) <> substr(max(created_at), 1, 13))
        SELECT q.visitor_id, q.conversation_id, q.created_at, q.documents FROM back
        CROSS JOIN questions q ON q.visitor_id = back.visitor_id
        WHERE q.created_at >= :start AND q.created_at < :until AND q.documents <> '[]'
        ORDER BY q.visitor_id, q.created_at""",
        {"start": start, "until": until},
    )
