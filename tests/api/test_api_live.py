from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from answering.conversations.store import ConversationStore, Event
from answering.conversations.visitors import VisitorStore
from api.live import STREAMS_A_CONVERSATION, LiveHub
from core.clock import system_clock
from core.db import Database, Session
from core.errors import RateLimited
from core.model import Author

STORE = ConversationStore(system_clock)


@pytest.fixture
def conversations(database: Database) -> list[str]:
    """Two conversations."""
    with database.write() as session:
        visitor = VisitorStore(system_clock).create(session)
        return [STORE.create(session, visitor.id).id for _ in range(2)]


def write(database: Database, conversation: str, *texts: str) -> None:
    with database.write() as session:
        for text in texts:
            STORE.add_message(session, conversation, Author.AGENT, text)


async def take(stream: AsyncIterator[Event], count: int) -> list[str]:
    found = []
    async for event in stream:
        found.append(event.data["text"])
        if len(found) == count:
            break
    return found


class LateStore(ConversationStore):
    """Takes its time to look for the newest event when it is asked a second time."""

    asked = 0

    def latest_event_id(self, session: Session) -> int:
        self.asked += 1
        if self.asked == 2:
            time.sleep(0.15)
        return super().latest_event_id(session)


def test_streams_opened_at_once_miss_nothing_that_happens_meanwhile(
    database: Database, conversations: list[str]
) -> None:
    """As after a restart, when every client comes back: the second must not make the first pass anything over."""
    mine = conversations[0]

    async def follow() -> list[list[str]]:
        hub = LiveHub(database, LateStore(system_clock))
        readings = [asyncio.create_task(take(hub.follow(mine, 0), 2)) for _ in range(2)]
        await asyncio.sleep(0.1)
        write(database, mine, "one")
        await asyncio.sleep(0.3)
        write(database, mine, "two")
        return await asyncio.wait_for(asyncio.gather(*readings), 30)

    assert asyncio.run(follow()) == [["one", "two"]] * 2


def test_a_stream_has_what_was_and_what_comes_in_order(database: Database, conversations: list[str]) -> None:
    """And nothing of other conversations, whether this process has written or another."""
    mine, other = conversations

    async def follow() -> list[str]:
        hub = LiveHub(database, STORE)
        write(database, mine, "one", "two")
        reading = asyncio.create_task(take(hub.follow(mine, 0), 5))
        await asyncio.sleep(0.05)
        write(database, other, "not mine")
        write(database, mine, "three")
        hub.notify()
        await asyncio.sleep(0.05)
        write(database, mine, "four", "five")
        return await asyncio.wait_for(reading, 5)

    assert asyncio.run(follow()) == ["one", "two", "three", "four", "five"]


def test_a_stream_resumes_behind_the_event_it_names(database: Database, conversations: list[str]) -> None:
    mine = conversations[0]
    write(database, mine, "one", "two", "three")
    with database.read() as session:
        second = STORE.events_after(session, mine, 0)[1].id

    async def follow() -> list[str]:
        return await asyncio.wait_for(take(LiveHub(database, STORE).follow(mine, second), 1), 5)

    assert asyncio.run(follow()) == ["three"]


def test_a_long_history_is_replayed_whole(database: Database, conversations: list[str]) -> None:
    texts = [str(number) for number in range(450)]
    write(database, conversations[0], *texts)

    async def follow() -> list[str]:
        return await asyncio.wait_for(take(LiveHub(database, STORE).follow(conversations[0], 0), len(texts)), 10)

    assert asyncio.run(follow()) == texts


def test_too_many_streams_of_one_conversation_are_refused(database: Database, conversations: list[str]) -> None:
    async def follow() -> None:
        hub = LiveHub(database, STORE)
        tasks = [asyncio.create_task(take(hub.follow(conversations[0], 0), 1)) for _ in range(STREAMS_A_CONVERSATION)]
        await asyncio.sleep(0.1)
        with pytest.raises(RateLimited):
            await take(hub.follow(conversations[0], 0), 1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)
        assert not hub._queues

    asyncio.run(follow())


def test_nobody_listening_costs_nothing(database: Database) -> None:
    LiveHub(database, STORE).notify()
