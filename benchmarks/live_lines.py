"""How long an agent's line takes to the customer's screen: `python -m benchmarks.live_lines --conversations 100`.

A server of its own, so many open conversations each followed over a live stream, and agents' lines sent one after the
other. Measured from just before the agent's request to the line's event at the customer's end of the stream; with
`--screen` also, for one customer more, to the frame of a real Chromium that shows it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import statistics
import tempfile
import threading
import time
from pathlib import Path

import httpx2
import uvicorn

from api.app import create_app
from api.keys import Scope
from api.services import Services
from api.staff import Role
from api.wiring import build
from benchmarks.screen_lines import until_drawn
from core.settings import load_settings


async def open_conversation(client: httpx2.AsyncClient, key: dict[str, str]) -> tuple[str, str]:
    """A customer who asked for a person and was claimed: ids of conversation and escalation."""
    made = (await client.post("/v1/conversations", json={"person": True, "text": "Please help me"})).json()
    escalation = made["escalation"]["id"]
    await client.post(f"/v1/escalations/{escalation}/claim", json={"agent": "ana@example.com"}, headers=key)
    return made["conversation_id"], escalation


async def follow(
    client: httpx2.AsyncClient, conversation: str, arrived: dict[str, float], ready: asyncio.Event
) -> None:
    """Note when each line of an agent arrives, by its text."""
    async with client.stream("GET", f"/v1/conversations/{conversation}/events") as response:
        ready.set()
        async for line in response.aiter_lines():
            if line.startswith("data: ") and '"agent"' in line:
                arrived.setdefault(json.loads(line[6:]).get("text", ""), time.perf_counter())


async def measure(
    address: str, key: dict[str, str], conversations: int, lines: int, *, screen: bool
) -> tuple[list[float], list[float]]:
    """Milliseconds of each line to the end of its stream, and to the screen where that is wished for."""
    limits = httpx2.Limits(max_connections=conversations + 10)
    async with httpx2.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        opened = [await open_conversation(client, key) for _ in range(conversations)]
        arrived: dict[str, float] = {}
        ready = [asyncio.Event() for _ in opened]
        tasks = [
            asyncio.create_task(follow(client, one[0], arrived, up)) for one, up in zip(opened, ready, strict=True)
        ]
        await asyncio.gather(*(up.wait() for up in ready))
        sent = {}
        for number in range(lines):
            text = f"Line {number}"
            sent[text] = time.perf_counter()
            body = {"agent": "ana@example.com", "text": text}
            await client.post(f"/v1/escalations/{opened[number % conversations][1]}/reply", json=body, headers=key)
            await asyncio.sleep(0.02)
        await asyncio.sleep(2)
        drawn = await until_drawn(address, client, key, lines) if screen else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [(arrived[text] - begun) * 1000 for text, begun in sent.items()], drawn


def told(what: str, found: list[float]) -> str:
    """Median, p95 and the slowest."""
    p95 = statistics.quantiles(found, n=20)[-1]
    return f"{what}: median {statistics.median(found):.0f} ms, p95 {p95:.0f} ms, slowest {max(found):.0f} ms"


def serve(services: Services) -> tuple[uvicorn.Server, threading.Thread, str]:
    """A server on a free port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(services=services), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    return server, thread, f"http://127.0.0.1:{listener.getsockname()[1]}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=100)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--screen", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data=Path(folder), embedder="hashing", rate_limit="off")
        services = build(settings)
        services.staff.add("ana@example.com", Role.AGENT, "Ana")
        _, secret = services.keys.create("bench", [Scope.ESCALATIONS])
        server, thread, address = serve(services)
        key = {"Authorization": f"Bearer {secret}"}
        counted = measure(address, key, asked.conversations, asked.lines, screen=asked.screen)
        arrived, drawn = asyncio.run(counted)
        server.should_exit = True
        thread.join(10)
        services.close()
    print(f"{asked.lines} lines, {asked.conversations} open conversations")  # noqa: T201 - its purpose
    for what, found in (("to the stream's end", arrived), ("to the screen", drawn)):
        if found:
            print(told(what, found))  # noqa: T201


if __name__ == "__main__":
    main()
