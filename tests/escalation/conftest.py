"""Parts of the desk over a fresh database, and a webhook receiver that really listens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from core.clock import system_clock, timestamp
from core.db import Database
from core.model import Conversation, Message
from escalation.delivery.outbox import Outbox
from escalation.desk import Desk
from escalation.queue import EscalationQueue
from escalation.tickets import Agent


class HandClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@dataclass
class Parts:
    """Everything a test of the desk needs, on one database."""

    database: Database
    clock: HandClock
    conversations: ConversationStore
    visitors: VisitorStore
    queue: EscalationQueue
    outbox: Outbox
    desk: Desk

    def agent(self, name: str, *, admin: bool = False) -> Agent:
        agent = Agent(f"stf_{name.lower()}", name, admin)
        with self.database.write() as session:
            session.execute(
                "INSERT INTO staff (id, email, name, role, created_at) VALUES (?, ?, ?, ?, ?)",
                (agent.id, f"{name}@desk.example", name, "admin" if admin else "agent", timestamp(self.clock())),
            )
        return agent

    def conversation(self, lang: str = "en") -> Conversation:
        with self.database.write() as session:
            return self.conversations.create(session, self.visitors.create(session).id, lang=lang)

    def say(self, conversation: Conversation, text: str) -> Message:
        with self.database.write() as session:
            return self.desk.accept(session, conversation.id, text, lang=conversation.lang)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def parts(database: Database, clock: HandClock) -> Parts:
    conversations, queue, outbox = ConversationStore(clock), EscalationQueue(), Outbox(clock)
    return Parts(
        database,
        clock,
        conversations,
        VisitorStore(clock),
        queue,
        outbox,
        Desk(conversations, queue, outbox, clock),
    )


@dataclass
class Received:
    """One request that the receiver got."""

    headers: dict[str, str]
    body: bytes
    began: float
    ended: float = 0.0

    @property
    def key(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """A webhook receiver: answers with the statuses it is given, then with 204, each after a pause."""

    server: ThreadingHTTPServer
    statuses: list[int] = field(default_factory=list)
    pause: float = 0.0
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    always: int | None = None
    received: list[Received] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"

    def take(self, headers: dict[str, str], body: bytes) -> int:
        request = Received(headers, body, time.monotonic())
        with self.lock:
            self.received.append(request)
            status = self.statuses.pop(0) if self.statuses else self.always or 204
        time.sleep(self.pause)
        request.ended = time.monotonic()
        return status

    def wait_for(self, number: int, seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while len(self.received) < number:
            assert time.monotonic() < end, f"only {len(self.received)} of {number} requests came"
            time.sleep(0.01)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = made.take({name.lower(): value for name, value in self.headers.items()}, body)
            with suppress(OSError):
                self.send_response(status)
                for name, value in {"location": "http://127.0.0.1:1/elsewhere", **made.headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(made.body)))
                self.end_headers()
                self.wfile.write(made.body)

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = Receiver(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def receivers() -> Iterator[Callable[..., Receiver]]:
    """Opens receivers: `receivers(pause=5.0)`; `always` is answered each time."""
    with ExitStack() as stack:

        def opened(always: int | None = None, **values: Any) -> Receiver:
            made = stack.enter_context(receiving())
            for name, value in values.items():
                setattr(made, name, value)
            made.always = always
            return made

        yield opened


@pytest.fixture
def real_parts(database: Database) -> Parts:
    """The same on the real clock."""
    conversations, queue, outbox = ConversationStore(system_clock), EscalationQueue(), Outbox(system_clock)
    return Parts(
        database,
        HandClock(),
        conversations,
        VisitorStore(system_clock),
        queue,
        outbox,
        Desk(conversations, queue, outbox, system_clock),
    )
