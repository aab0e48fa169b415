"""A real server: uvicorn in a process or a thread, called over the network."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import httpx2
import pytest

READY_S = 90.0
ROOT = Path(__file__).parents[2]


@dataclass
class ServerProcess:
    """`askwell serve` in a process group of its own."""

    data: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    workers: int = 1
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "cli", "serve", "--port", str(self.port), "--workers", str(self.workers)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **self.environment, "ASKWELL_DATA": str(self.data)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            try:
                if httpx2.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            except httpx2.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError("the server did not become ready")

    def kill(self) -> None:
        """End it and its workers as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """End it as an operator would; returns the exit code."""
        assert self.process is not None
        self.process.terminate()
        code = self.process.wait(20)
        self.process = None
        return code


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server_maker(folder: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Makes servers on a data folder; whatever is left running is killed."""
    made: list[ServerProcess] = []

    def make(*, workers: int = 1, **environment: str) -> ServerProcess:
        base = {"ASKWELL_EMBEDDER": "hashing", "ASKWELL_RATE_LIMIT": "off"}
        server = ServerProcess(folder / "data", free_port(), base | environment, workers)
        made.append(server)
        return server

    yield make
    for server in made:
        server.kill()


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Makes servers on the data folder of the test."""
    with server_maker(tmp_path) as make:
        yield make


@pytest.fixture(scope="module")
def make_shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., ServerProcess]]:
    """Makes servers that all tests of a file use."""
    with server_maker(tmp_path_factory.mktemp("shared")) as make:
        yield make


class LiveStream:
    """Follows a conversation's events in a thread, as the widget does."""

    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None:
        self._events: Queue[dict[str, Any]] = Queue()
        self._client = httpx2.Client(timeout=httpx2.Timeout(10, read=60))
        self._url = url
        self._headers = headers or {}
        self._opened = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        assert self._opened.wait(10), "the stream did not open"

    def next(self, name: str, timeout: float = 10.0) -> dict[str, Any]:
        """The next event of that name; others are passed over."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                event = self._events.get(timeout=max(0.01, deadline - time.monotonic()))
            except Empty as error:
                raise AssertionError(f"no event {name!r} within {timeout} s") from error
            if event["event"] == name:
                return event

    def close(self) -> None:
        self._client.close()

    def _read(self) -> None:
        try:
            with self._client.stream("GET", self._url, headers=self._headers) as response:
                assert response.status_code == 200, response.read()
                self._opened.set()
                fields: dict[str, Any] = {}
                for line in response.iter_lines():
                    if not line:
                        if "data" in fields:
                            self._events.put({**fields, "data": json.loads(fields["data"])})
                        fields = {}
                    elif not line.startswith(":"):
                        name, _, value = line.partition(": ")
                        fields[name] = value
        except (httpx2.HTTPError, RuntimeError, OSError):
            return


@pytest.fixture
def follow() -> Iterator[Callable[..., LiveStream]]:
    """Opens live streams and closes them at the end."""
    opened: list[LiveStream] = []

    def open_stream(url: str, headers: dict[str, str] | None = None) -> LiveStream:
        opened.append(LiveStream(url, headers))
        return opened[-1]

    yield open_stream
    for stream in opened:
        stream.close()
