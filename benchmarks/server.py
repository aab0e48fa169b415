"""A real server in a process of its own, and clients that cost little themselves."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

START_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    port: int
    data: Path
    ready_seconds: float
    process: psutil.Process

    def resident_mib(self) -> float:
        """Memory of the process and its children."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(member.memory_info().rss for member in family)) / 2**20


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    """Start `askwell serve` on a data folder; stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {**os.environ, "ASKWELL_DATA": str(data), "ASKWELL_RATE_LIMIT": "off", "ASKWELL_LOG_LEVEL": "warning"}
    command = [str(Path(sys.executable).with_name("askwell")), "serve", "--host", "127.0.0.1", "--port", str(port)]
    started = time.perf_counter()
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own command
    try:
        _wait(process, port, data / "server.log")
        yield Server(port, data, time.perf_counter() - started, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.perf_counter() + START_LIMIT_S
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended at once: {log.read_text(errors='replace')[-2000:]}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            pass  # not listening yet
        time.sleep(0.02)
    raise RuntimeError(f"The server was not ready within {START_LIMIT_S} s: {log.read_text(errors='replace')[-2000:]}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer over HTTP: the client's milliseconds, and the trace that tells the server's."""

    milliseconds: float
    trace_id: str


def ask_all(port: int, questions: Sequence[str]) -> list[Asked]:
    """Ask one after the other on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    asked = [_ask(connection, question) for question in questions]
    connection.close()
    return asked


def ask_together(port: int, questions: Sequence[str], clients: int) -> float:
    """Share the questions among `clients` at once; answers a second."""
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda part: ask_all(port, part), [questions[i::clients] for i in range(clients)]))
    return len(questions) / (time.perf_counter() - started)


def _ask(connection: http.client.HTTPConnection, question: str) -> Asked:
    body = json.dumps({"question": question, "lang": "en"}).encode()
    started = time.perf_counter()
    connection.request("POST", "/v1/ask", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    content = response.read()
    elapsed = (time.perf_counter() - started) * 1000
    if response.status != http.client.OK:
        raise RuntimeError(f"/v1/ask gave {response.status}: {content[:500]!r}")
    answer: dict[str, Any] = json.loads(content)
    return Asked(elapsed, answer["trace_id"])
