"""What checking costs a model's answer: how much later the first sentence is there than in the model's own stream.

A scripted server speaks the protocol over a socket on this machine, some words at a time. The raw time is when the
stream holds the first sentence with its citation and the beginning of the next; the other is when a listener hears it.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import numpy as np

from answering.answerer import Question
from answering.evidence.generator import Terms
from answering.generator_openai.asking import messages
from answering.generator_openai.sources import sources_of
from answering.model.chat import ChatMessage
from answering.model.openai_chat import OpenAIChat
from api.content import Draft
from api.model_wiring import make_writer
from api.wiring import build
from benchmarks.table import Figure
from core.model import Citation
from core.settings import load_settings
from retrieval.embedder import Embedder

WARM_UP, QUESTIONS, BUDGET_MS = 5, 40, 100
_PAUSE_S = 0.005
_ARTICLES = {
    "en": (
        "Reset your password",
        "Open Settings > Security and choose Reset password. A link arrives by e-mail within 10 minutes. "
        "The link is valid for 24 hours.",
        "How do I reset my password?",
    ),
    "zh": (
        "修改密码",
        "打开设置，选择账户，然后点击修改密码。链接会在十分钟内通过电子邮件发送。链接的有效期为24小时。",
        "怎么修改密码？",
    ),
}
_VERBS = {
    "Open": ("change", "renew", "replace", "exchange", "swap", "set", "choose"),
    "打开": ("更换", "重置", "更新", "找回", "替换", "设定", "选择"),
}
_WHEN = {
    "Open": ("now", "today", "safely", "soon", "again", "quickly", "yourself"),
    "打开": ("如果", "现在", "今天", "假如", "以后", "马上", "自己"),
}
_FORMS = {"Open": "To {verb} it {when}, open", "打开": "{when}要{verb}它，请打开"}
_asked = count()


class _Server(BaseHTTPRequestHandler):
    """Says the sentences of the source, the first a little otherwise, each with its handle."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = body["messages"][-1]["content"]
        handle, text = re.search(r"<source-(\w+)>\n.*?\n\n(.*?)\n</source", asked, re.DOTALL).groups()  # type: ignore[union-attr]
        text = _in_other_words(text)
        said = re.sub(r"([.。])(?=\s|[一-鿿]|$)", rf"\1 [{handle}]", text)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for piece in re.findall(r".{1,4}", said):
            self._event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
            time.sleep(_PAUSE_S)
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.wfile.write(b"data: [DONE]\n\n")

    def handle(self) -> None:
        with suppress(OSError):  # whoever has read enough hangs up
            super().handle()

    def _event(self, data: object) -> None:
        self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _in_other_words(text: str) -> str:
    """`text` with another beginning for each question, which asks twice: nothing is word for word, nothing known."""
    first, number = text[: 4 if text.isascii() else 2], next(_asked) // 2
    verb, when = _VERBS[first][number % 7], _WHEN[first][number // 7 % 7]
    return _FORMS[first].format(verb=verb, when=when) + text.removeprefix(first)


@contextmanager
def _serving() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


class _First:
    """Notes when the first sentence came."""

    at = 0.0

    def sentence(self, text: str, citations: Sequence[Citation]) -> None:
        self.at = self.at or time.perf_counter()

    def replace(self, text: str, citations: Sequence[Citation]) -> None:
        self.at = self.at or time.perf_counter()


def checking(folder: Path, embedder: Embedder) -> list[Figure]:
    """Milliseconds that checking adds until the first sentence, at p95 over two languages."""
    with _serving() as url:
        parts = build(load_settings(data=folder / "checking", llm_base_url=url, llm_model="scripted"))
        for lang, (title, text, _) in _ARTICLES.items():
            parts.content.write(lang, Draft(title, text, lang=lang))
        chat = OpenAIChat("scripted", url)
        writer = make_writer(parts.settings, chat, embedder, parts.answerer, parts.database)
        added = []
        for number in range(WARM_UP + QUESTIONS):
            lang = ("en", "zh")[number % 2]
            found = parts.answerer.answer(Question(_ARTICLES[lang][2], lang))
            heard, started = _First(), time.perf_counter()
            writer.write(found, Terms(20.0), heard)
            if found.evidence is None or not heard.at:
                raise AssertionError("the scripted answer was not shown")
            added.append((heard.at - started) - _raw(chat, messages("", sources_of(found.evidence), lang)))
        chat.close()
        parts.close()
    p50, p95 = np.percentile(1000 * np.array(added[WARM_UP:]), [50, 95])
    note = f"p50 {p50:.0f} ms; {QUESTIONS} answers, English and Chinese"
    return [Figure("checking before a model's first sentence is shown, p95", float(p95), BUDGET_MS, "ms", note=note)]


def _raw(chat: OpenAIChat, asked: Sequence[ChatMessage]) -> float:
    """Seconds until the model's own stream holds the first sentence and what tells that it is over."""
    started, text = time.perf_counter(), ""
    for piece in chat.stream(asked, seconds=20.0, max_tokens=100):
        text += piece
        if re.search(r"\]\s*[^\s\[]", text):
            break
    return time.perf_counter() - started
