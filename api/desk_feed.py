"""What the screens of all agents are told live: what has changed, what is new or late, and who is where.

One reader a process looks at the database every fifth of a second while anybody listens, so changes made by other
processes arrive as well. A screen then asks for what it shows; nothing but ids, names and short excerpts is sent.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

from anyio import CapacityLimiter, to_thread

from core.db import Database, Session
from core.errors import AppError, RateLimited
from escalation.clocks.sla import Level
from escalation.presence import Presence, Present
from escalation.states import Happening

POLL_S = 0.2
STREAM_LIFE_S = 300.0
"""Then the screen comes back, and its session is looked at again."""
STREAMS_A_PERSON = 20
"""Open streams of one person in this process; more are refused."""
_MISSED = 20
_log = logging.getLogger("askwell.desk")
_EXCERPT = 140
_CAME = frozenset({Happening.OPENED, Happening.REOPENED, Happening.RELEASED, Happening.AGENT_GONE})


class Kind(StrEnum):
    """What an agent's attention is called to."""

    NEW = "new"
    """Somebody waits, and nobody has it."""
    LATE = "late"
    """A deadline has passed."""
    GIVEN = "given"
    """A colleague, or a rule, has given one to this agent."""
    WROTE = "wrote"
    """The customer of one's own conversation has written."""


_PERSONAL = frozenset({Kind.GIVEN, Kind.WROTE})


@dataclass(frozen=True, slots=True)
class Alert:
    """Something an agent should notice."""

    id: int
    kind: Kind
    escalation_id: str
    text: str
    """The beginning of the question."""
    actor: str
    agent_id: str | None
    """Who has it."""

    def concerns(self, staff_id: str) -> bool:
        """Whether this person should notice: not what they did themselves, nor what is a colleague's."""
        own = self.kind not in _PERSONAL or self.agent_id == staff_id
        return own and self.actor != staff_id


@dataclass(frozen=True, slots=True)
class News:
    """What has happened since the last look."""

    touched: tuple[str, ...] = ()
    """Escalations that look otherwise now."""
    alerts: tuple[Alert, ...] = ()
    typing: tuple[str, ...] = ()
    """Escalations whose customers are typing."""
    present: tuple[Present, ...] | None = None
    """Everybody who is in an escalation; None: nobody has come, gone or begun to write."""


class DeskFeed:
    """Hands news to the open screens. Belongs to one event loop once a stream is open."""

    def __init__(self, database: Database, presence: Presence) -> None:
        self._database = database
        self._presence = presence
        self._queues: dict[asyncio.Queue[News], str] = {}
        self._reader: asyncio.Task[None] | None = None
        self._events = self._happened = self._restated = 0
        self._present: tuple[Present, ...] = ()
        # A thread of its own: streams must not wait behind questions that are being answered.
        self._threads = CapacityLimiter(1)

    def admit(self, staff_id: str) -> None:
        """Raise RateLimited when somebody has too many streams open."""
        if list(self._queues.values()).count(staff_id) >= STREAMS_A_PERSON:
            raise RateLimited("The desk is open in too many windows. Close one first.", retry_after=5)

    async def follow(self, staff_id: str, after: int | None = None) -> AsyncIterator[News]:
        """News for somebody, first of all who is where; with the id of an alert, also those after it."""
        end = asyncio.get_running_loop().time() + STREAM_LIFE_S
        async with self._subscribed(staff_id) as queue:
            yield await to_thread.run_sync(self._first, after, limiter=self._threads)
            while (left := end - asyncio.get_running_loop().time()) > 0:
                try:
                    yield await asyncio.wait_for(queue.get(), left)
                except TimeoutError:
                    return

    @asynccontextmanager
    async def _subscribed(self, staff_id: str) -> AsyncIterator[asyncio.Queue[News]]:
        queue: asyncio.Queue[News] = asyncio.Queue()
        if not self._queues:
            await to_thread.run_sync(self._catch_up, limiter=self._threads)
        self._queues[queue] = staff_id
        try:
            if self._reader is None or self._reader.done():
                self._reader = asyncio.create_task(self._read(), name="askwell desk feed")
            yield queue
        finally:
            self._queues.pop(queue, None)

    async def _read(self) -> None:
        while self._queues:
            await asyncio.sleep(POLL_S)
            try:
                news = await to_thread.run_sync(self._look, limiter=self._threads)
            except AppError:
                continue  # a busy database has as much to tell next time
            except Exception:  # every screen of the desk is told by this one task
                _log.exception("What is new at the desk could not be read")
                continue
            if news is not None:
                for queue in self._queues:
                    queue.put_nowait(news)

    def _catch_up(self) -> None:
        with self._database.read() as session:
            self._events, self._happened, self._restated = _latest(session)
            self._present = self._presence.everywhere(session)

    def _first(self, after: int | None) -> News:
        with self._database.read() as session:
            alerts = _alerts(session, after, self._happened)[-_MISSED:] if after is not None else ()
            return News(alerts=tuple(alerts), present=self._presence.everywhere(session))

    def _look(self) -> News | None:
        with self._database.read() as session:
            latest = events, happened, restated = _latest(session)
            present = self._presence.everywhere(session)
            if (*latest, present) == (self._events, self._happened, self._restated, self._present):
                return None
            news = News(
                tuple(_touched(session, self._events, self._happened, self._restated)),
                tuple(_alerts(session, self._happened, happened)),
                tuple(_typing(session, self._events)),
                present if present != self._present else None,
            )
        self._events, self._happened, self._restated, self._present = events, happened, restated, present
        return news


def _latest(session: Session) -> tuple[int, int, int]:
    row = session.execute(
        "SELECT coalesce((SELECT max(id) FROM events), 0), coalesce((SELECT max(id) FROM escalation_events), 0),"
        " coalesce((SELECT max(id) FROM restatements), 0)"
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def _touched(session: Session, events: int, happened: int, restated: int) -> Iterable[str]:
    rows = session.execute(
        "SELECT x.id FROM events e JOIN escalations x ON x.conversation_id = e.conversation_id"
        # What agents type and read changes nothing for agents.
        " WHERE e.id > ? AND e.type <> 'typing' AND (e.type <> 'read' OR json_extract(e.data, '$.author') = 'visitor')"
        " UNION SELECT escalation_id FROM escalation_events WHERE id > ?"
        " UNION SELECT escalation_id FROM restatements WHERE id > ?",
        (events, happened, restated),
    )
    return [str(row[0]) for row in rows]


def _typing(session: Session, events: int) -> Iterable[str]:
    rows = session.execute(
        "SELECT DISTINCT x.id FROM events e JOIN escalations x ON x.conversation_id = e.conversation_id"
        " WHERE e.id > ? AND e.type = 'typing' AND json_extract(e.data, '$.author') = 'visitor'",
        (events,),
    )
    return [str(row[0]) for row in rows]


def _alerts(session: Session, after: int, until: int) -> list[Alert]:
    rows = session.execute(
        "SELECT h.id, h.type, h.actor, h.data, e.id AS escalation_id, e.question, e.agent_id FROM escalation_events h"
        " JOIN escalations e ON e.id = h.escalation_id WHERE h.id > ? AND h.id <= ? ORDER BY h.id",
        (after, until),
    )
    return [
        Alert(row["id"], kind, row["escalation_id"], row["question"][:_EXCERPT], row["actor"], row["agent_id"])
        for row in rows
        if (kind := _kind(Happening(row["type"]), row["data"], row["agent_id"])) is not None
    ]


def _kind(happening: Happening, data: str, agent_id: str | None) -> Kind | None:
    if happening in _CAME:
        return Kind.NEW if agent_id is None else None
    if happening is Happening.ASSIGNED:
        return Kind.GIVEN
    if happening is Happening.CUSTOMER_WROTE:
        return Kind.WROTE if agent_id is not None else None
    late = happening is Happening.DEADLINE and json.loads(data).get("level") == Level.BREACHED
    return Kind.LATE if late else None
