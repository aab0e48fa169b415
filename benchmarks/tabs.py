"""Many tabs at once on one server process: whether an agent's line reaches all of them, and what each costs."""

from __future__ import annotations

import asyncio
import http.client
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.keys import Scope
from api.staff import Role
from api.wiring import build
from benchmarks.server import Server, serving
from benchmarks.table import Figure
from core.settings import load_settings

TABS, CONVERSATIONS, ROUNDS = 100, 10, 5
AGENT = "ana@example.com"
PATIENCE_S = 20.0


def tabs(folder: Path) -> list[Figure]:
    """How late a line is in the last of 100 tabs, and memory a tab."""
    settings = load_settings(data=folder)
    parts = build(settings)
    parts.staff.add(AGENT, Role.AGENT, "Ana")
    _, secret = parts.keys.create("bench", [Scope.ESCALATIONS])
    parts.close()
    with serving(folder) as server:
        late, memory = asyncio.run(watched(server, secret))
    usual, worst = sorted(late)[len(late) // 2], max(late)
    return [
        Figure(
            f"a line reaches the last of {TABS} tabs", 1000 * worst, 1000, "ms", note=f"usually {1000 * usual:.0f} ms"
        ),
        Figure(
            "memory on the server, each tab", memory, 1, "MiB", note=f"{TABS} open streams, after {ROUNDS} lines each"
        ),
    ]


async def watched(server: Server, secret: str) -> tuple[list[float], float]:
    """Seconds until a line is in the last tab, one for each line, and MiB that a tab takes."""
    desk = Desk(server.port, secret)
    talks = [desk.begin() for _ in range(CONVERSATIONS)]
    async with AsyncExitStack() as warm:  # what the first stream of a process loads is no tab's
        one = await warm.enter_async_context(tab(server.port, talks[0][0]))
        desk.reply(talks[0][1], "warm")
        await one.hears("warm")
    before = server.resident_mib()
    async with AsyncExitStack() as stack:
        opened = [
            [await stack.enter_async_context(tab(server.port, talk)) for _ in range(TABS // CONVERSATIONS)]
            for talk, _ in talks
        ]
        late = [
            await _line(desk, escalation, watching, f"line {number}")
            for number in range(ROUNDS)
            for (_, escalation), watching in zip(talks, opened, strict=True)
        ]
        return late, (server.resident_mib() - before) / TABS


async def _line(desk: Desk, escalation: str, watching: Sequence[Tab], text: str) -> float:
    started = time.perf_counter()
    waiting = [asyncio.create_task(one.hears(text)) for one in watching]
    await asyncio.to_thread(desk.reply, escalation, text)
    return max(await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE_S)) - started


@dataclass(frozen=True, slots=True)
class Desk:
    """An agent who works over HTTP with a key."""

    port: int
    secret: str

    def begin(self) -> tuple[str, str]:
        """A guest's conversation that the agent has: its id and that of its escalation."""
        made = _post(self.port, "/v1/conversations", {"person": True, "text": "Please help me"})
        escalation = made["escalation"]["id"]
        _post(self.port, f"/v1/escalations/{escalation}/claim", {"agent": AGENT}, self.secret)
        return made["conversation_id"], escalation

    def reply(self, escalation: str, text: str) -> None:
        """Write a line to the customer."""
        _post(self.port, f"/v1/escalations/{escalation}/reply", {"agent": AGENT, "text": text}, self.secret)


@dataclass(frozen=True, slots=True)
class Tab:
    """A live stream, as a tab holds it open."""

    reader: asyncio.StreamReader

    async def hears(self, text: str) -> float:
        """Wait until a line of the stream holds `text`; returns when, by `time.perf_counter`."""
        while line := await self.reader.readline():
            if f'"{text}"'.encode() in line:
                return time.perf_counter()
        raise RuntimeError("The stream ended.")


@asynccontextmanager
async def tab(port: int, conversation: str, after: int = 0) -> AsyncIterator[Tab]:
    """Open a tab that has seen the events up to `after`, and close it at the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    path = f"/v1/conversations/{conversation}/events?after={after}"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    status = await reader.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"The stream was refused: {status!r}")
    try:
        yield Tab(reader)
    finally:
        writer.close()


def _post(port: int, path: str, body: dict[str, Any], secret: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {secret}"} if secret else {})}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", path, json.dumps(body).encode(), headers)
    response = connection.getresponse()
    data = response.read()
    connection.close()
    if response.status != http.client.OK:
        raise RuntimeError(f"{path} gave {response.status}: {data[:300]!r}")
    found: dict[str, Any] = json.loads(data)
    return found
