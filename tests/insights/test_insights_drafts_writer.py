"""A model as a writer: over real HTTP, with what servers do wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from core.errors import Unavailable
from insights.drafts.model import Origin, OriginKind
from insights.drafts.writer import Brief, Line, Source
from insights.drafts.writer_openai import OpenAIWriter

BRIEF = Brief("en", ("How long?",), (Source("R1", Origin(OriginKind.REPLY, "msg_1"), "It takes nine days."),))


@dataclass
class ChatServer:
    """Says what it is told to."""

    url: str = ""
    says: str = ""
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    state = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            message = {"role": "assistant", "content": state.says}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
            self.send_response(state.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        state.url = f"http://127.0.0.1:{http.server_port}/v1"
        yield state
        http.shutdown()
        thread.join()


def test_a_first_text_names_the_sources_of_each_line(chat: ChatServer) -> None:
    chat.says = '```json\n{"title": "Time", "lines": [{"text": "It takes nine days.", "sources": ["R1"]}]}\n```'
    made = OpenAIWriter("m", chat.url).write(BRIEF)
    assert (made.title, made.lines) == ("Time", (Line("It takes nine days.", ("R1",)),))
    assert "It takes nine days." in chat.asked[0]["messages"][1]["content"]


def test_a_translation_is_a_title_and_a_text(chat: ChatServer) -> None:
    chat.says = '{"title": "Plazo", "text": "Tarda nueve días."}'
    assert OpenAIWriter("m", chat.url).translate("Time", "It takes nine days.", "en", "es") == (
        "Plazo",
        "Tarda nueve días.",
    )


@pytest.mark.parametrize(("status", "says"), [(401, ""), (400, ""), (200, "Sure! Here it is."), (200, "[]")])
def test_what_cannot_be_had_or_read_is_said_plainly_and_without_secrets(
    chat: ChatServer, status: int, says: str
) -> None:
    chat.status, chat.says = status, says
    with pytest.raises(Unavailable) as refused:
        OpenAIWriter("m", chat.url, "a-secret-key").write(BRIEF)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None
