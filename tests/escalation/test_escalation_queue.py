"""Listing escalations: by urgency, filtered, in pages, with counts."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import InvalidInput
from core.model import Reason
from escalation.queue import Filter
from escalation.tickets import Agent, Escalation, Status


def open_one(parts: Any, lang: str = "en", reason: Reason = Reason.LOW_CONFIDENCE) -> Escalation:
    parts.clock.forward(minutes=1)
    conversation = parts.conversation(lang)
    with parts.database.write() as session:
        return parts.desk.open(session, conversation.id, reason, f"Question in {lang}", lang=lang)  # type: ignore[no-any-return]


def listed(parts: Any, *arguments: Any, **options: Any) -> list[str]:
    with parts.database.read() as session:
        return [one.id for one in parts.queue.list(session, *arguments, **options).items]


def do(parts: Any, method: str, escalation: Escalation, agent: Agent, *more: str) -> None:
    parts.clock.forward(minutes=1)
    with parts.database.write() as session:
        getattr(parts.desk, method)(session, escalation.id, agent, *more)


def test_who_has_waited_longest_for_a_person_comes_first(parts: Any) -> None:
    """Also before one that was opened earlier but has had its reply."""
    ann = parts.agent("Ann")
    first, second, third = (open_one(parts) for _ in range(3))
    do(parts, "claim", first, ann)
    do(parts, "reply", first, ann, "Hello")
    assert listed(parts) == [second.id, third.id, first.id]
    with parts.database.write() as session:
        parts.desk.accept(session, first.conversation_id, "And now?")
    assert listed(parts) == [second.id, third.id, first.id]
    do(parts, "claim", second, ann)
    do(parts, "reply", second, ann, "Hello")
    assert listed(parts) == [third.id, first.id, second.id]


def test_filters(parts: Any) -> None:
    ann, bob = parts.agent("Ann"), parts.agent("Bob")
    english = open_one(parts)
    chinese = open_one(parts, "zh", Reason.ASKED_FOR_PERSON)
    mine, settled = open_one(parts), open_one(parts)
    do(parts, "claim", mine, ann)
    do(parts, "claim", settled, bob)
    do(parts, "resolve", settled, bob)
    assert listed(parts) == [english.id, chinese.id, mine.id]
    assert listed(parts, Filter(unassigned=True)) == [english.id, chinese.id]
    assert listed(parts, Filter(agent_id=ann.id)) == [mine.id]
    assert listed(parts, Filter(agent_id=bob.id)) == []
    assert listed(parts, Filter(statuses=[Status.RESOLVED], agent_id=bob.id)) == [settled.id]
    assert listed(parts, Filter(lang="zh")) == [chinese.id]
    assert listed(parts, Filter(reason=Reason.ASKED_FOR_PERSON)) == [chinese.id]
    assert listed(parts, Filter(reason=Reason.ASKED_FOR_PERSON, lang="en")) == []
    assert listed(parts, Filter(statuses=[])) == []


def test_pages_give_each_once_even_when_times_are_equal(parts: Any) -> None:
    ann = parts.agent("Ann")
    made = []
    for _ in range(3):
        made += [open_one(parts) for _ in range(2)]
        parts.clock.forward(minutes=-1)
    for one in made[:2]:
        do(parts, "claim", one, ann)
        do(parts, "reply", one, ann, "Hello")
    seen: list[str] = []
    cursor = None
    with parts.database.read() as session:
        while True:
            page = parts.queue.list(session, limit=2, cursor=cursor)
            seen += [one.id for one in page.items]
            if (cursor := page.next_cursor) is None:
                break
    assert seen == listed(parts)
    assert sorted(seen) == sorted(one.id for one in made)


@pytest.mark.parametrize("cursor", ["", "nonsense", "WzFd", "bnVsbA", "WzEsMiwzXQ", "é"])
def test_a_cursor_that_no_page_gave_is_refused(parts: Any, cursor: str) -> None:
    with parts.database.read() as session, pytest.raises(InvalidInput):
        parts.queue.list(session, cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_a_page_size_out_of_range_is_refused(parts: Any, limit: int) -> None:
    with parts.database.read() as session, pytest.raises(InvalidInput):
        parts.queue.list(session, limit=limit)


def test_counts(parts: Any) -> None:
    ann = parts.agent("Ann")
    open_one(parts)
    open_one(parts, "zh", Reason.ASKED_FOR_PERSON)
    mine, settled = open_one(parts), open_one(parts)
    for one in (mine, settled):
        do(parts, "claim", one, ann)
    do(parts, "resolve", settled, ann)
    with parts.database.read() as session:
        counts = parts.queue.counts(session, ann.id)
        nobody = parts.queue.counts(session)
    assert counts.by_status == {
        Status.QUEUED: 2,
        Status.CLAIMED: 1,
        Status.WAITING: 0,
        Status.SNOOZED: 0,
        Status.RESOLVED: 1,
        Status.RETURNED: 0,
    }
    assert (counts.mine, counts.unassigned, nobody.mine) == (1, 2, 0)
    assert counts.by_lang == {"en": 2, "zh": 1}
    assert counts.by_reason == {Reason.ASKED_FOR_PERSON: 1, Reason.LOW_CONFIDENCE: 2}


def test_a_conversation_shows_all_its_escalations(parts: Any) -> None:
    ann = parts.agent("Ann")
    first = open_one(parts)
    do(parts, "claim", first, ann)
    do(parts, "hand_back", first, ann)
    parts.clock.forward(minutes=1)
    with parts.database.write() as session:
        second = parts.desk.open(session, first.conversation_id, Reason.NO_CONTENT, "Another question")
        found = parts.queue.of_conversation(session, first.conversation_id)
        live = parts.queue.live(session, first.conversation_id)
    assert [one.id for one in found] == [first.id, second.id]
    assert live is not None
    assert live.id == second.id
