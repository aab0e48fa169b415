"""Live events: every open stream of this process is served by one reader of the events table.

Other processes write there too, so the reader looks every quarter of a second while anybody listens, and at once when
this process has written. When the queue has moved, those who wait in it are told their new places; these events are not
stored and have no id, for only the latest counts and reading the conversation tells it too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from anyio import CapacityLimiter, to_thread

from answering.conversations.store import ConversationStore, Event, LiveEvent
from core.clock import Clock, system_clock, timestamp
from core.db import Database
from core.errors import AppError, RateLimited
from escalation.queue import queue_positions
from escalation.tickets import Status

POLL_S = 0.25
PAGE = 500
STREAM_LIFE_S = 3_600.0
"""Credentials are looked at when a stream is opened, so none stays open for ever."""
TYPING_LASTS = timedelta(seconds=10)
"""What is older is not told any more to who comes later."""
STREAMS_A_CONVERSATION = 20
"""Open streams of one conversation in this process; more are refused."""

_log = logging.getLogger("askwell.live")


class LiveHub:
    """Hands new events to the streams that wait for them. Belongs to one event loop once a stream is open."""

    def __init__(self, database: Database, conversations: ConversationStore, clock: Clock = system_clock) -> None:
        self._database = database
        self._conversations = conversations
        self._clock = clock
        self._places: dict[str, int] = {}
        """By conversation, the place in the queue that was told last."""
        self._queues: dict[str, set[asyncio.Queue[Event]]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._last = 0
        # Threads of its own: a stream must not wait behind questions that are being answered.
        self._threads = CapacityLimiter(2)

    def notify(self) -> None:
        """Look for new events now. Safe from any thread; call after the transaction that wrote them."""
        loop = self._loop
        if loop is not None and self._queues:
            with suppress(RuntimeError):  # the loop has just been closed: nobody listens any more
                loop.call_soon_threadsafe(self._wake.set)

    async def follow(self, conversation_id: str, after: int) -> AsyncIterator[Event]:
        """Events of a conversation after that id, in order, for an hour: then the client comes back if it may."""
        end = asyncio.get_running_loop().time() + STREAM_LIFE_S
        async with self._subscribed(conversation_id) as queue:
            seen = after
            while backlog := await self._backlog_after(conversation_id, seen):
                for event in backlog:
                    seen = event.id
                    if not self._is_over(event):
                        yield event
            while (left := end - asyncio.get_running_loop().time()) > 0:
                try:
                    event = await asyncio.wait_for(queue.get(), left)
                except TimeoutError:
                    return
                if not event.id:
                    yield event
                elif event.id > seen:
                    seen = event.id
                    yield event

    @asynccontextmanager
    async def _subscribed(self, conversation_id: str) -> AsyncIterator[asyncio.Queue[Event]]:
        queues = self._queues.setdefault(conversation_id, set())
        if len(queues) >= STREAMS_A_CONVERSATION:
            raise RateLimited("Too many open streams of this conversation. Close one first.", retry_after=5)
        queue: asyncio.Queue[Event] = asyncio.Queue()
        queues.add(queue)
        try:
            await self._start_reader()
            yield queue
        finally:
            queues.discard(queue)
            if not queues:
                self._queues.pop(conversation_id, None)
                self._places.pop(conversation_id, None)

    async def _start_reader(self) -> None:
        if self._reader is None or self._reader.done():
            latest = await to_thread.run_sync(self._latest, limiter=self._threads)
            # Another stream may have started the reader meanwhile: what it has still to read must not be passed over.
            if self._reader is None or self._reader.done():
                self._loop = asyncio.get_running_loop()
                self._wake = asyncio.Event()
                self._last = latest
                self._reader = asyncio.create_task(self._read(), name="askwell live events")

    async def _read(self) -> None:
        while self._queues:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_S)
            self._wake.clear()
            try:
                events, moved = await to_thread.run_sync(self._news, frozenset(self._queues), limiter=self._threads)
            except AppError as error:
                _log.warning("Cannot read events: %s", error.message)
                continue
            except Exception:  # open streams must outlive whatever one look meets
                _log.exception("Cannot read events")
                continue
            for event in events:
                self._last = event.id
                self._hand_out(event)
            for event in self._new_places(moved):
                self._hand_out(event)

    def _hand_out(self, event: Event) -> None:
        if event.type is LiveEvent.ESCALATION:
            self._note_place(event)
        for queue in self._queues.get(event.conversation_id, ()):
            queue.put_nowait(event)

    def _note_place(self, event: Event) -> None:
        place = event.data.get("position")
        if place is None:
            self._places.pop(event.conversation_id, None)
        elif event.conversation_id in self._queues:
            self._places[event.conversation_id] = place

    def _news(self, listening: frozenset[str]) -> tuple[list[Event], dict[str, tuple[str, int]]]:
        """What has happened, and where who listens stands in the queue if it has moved."""
        with self._database.read() as session:
            events = list(self._conversations.events_since(session, self._last, PAGE))
            moved = any(event.type is LiveEvent.ESCALATION for event in events)
            return events, queue_positions(session, listening) if moved else {}

    def _new_places(self, now: Mapping[str, tuple[str, int]]) -> list[Event]:
        """Events for those whose place is not the one that they were told."""
        told = [(name, ticket, place) for name, (ticket, place) in now.items() if self._places.get(name) != place]
        return [
            Event(
                0,
                name,
                LiveEvent.ESCALATION,
                {"id": ticket, "status": Status.QUEUED, "agent_name": None, "position": place},
                "",
            )
            for name, ticket, place in told
        ]

    async def _backlog_after(self, conversation_id: str, after: int) -> list[Event]:
        return await to_thread.run_sync(self._backlog, conversation_id, after, limiter=self._threads)

    def _backlog(self, conversation_id: str, after: int) -> list[Event]:
        with self._database.read() as session:
            return list(self._conversations.events_after(session, conversation_id, after))

    def _is_over(self, event: Event) -> bool:
        """Whether it says nothing any more: somebody was typing."""
        return event.type is LiveEvent.TYPING and event.created_at < timestamp(self._clock() - TYPING_LASTS)

    def _latest(self) -> int:
        with self._database.read() as session:
            return self._conversations.latest_event_id(session)
