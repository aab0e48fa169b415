"""What docs/webhooks.md says of requests is so: its code verifies what Askwell sends, and its tables are complete."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from api.target_file import read_targets
from core.clock import system_clock, timestamp
from core.outbound import anywhere, guarded_client
from escalation.delivery.handoff import HandoffEvent
from escalation.delivery.handoff_webhook import WebhookTarget
from escalation.delivery.targets import TEST
from escalation.topics import Topic

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
SECRET, OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_b2xkIHNlY3JldA=="

Verify = Callable[..., bool]


@pytest.fixture(scope="module")
def is_ours() -> Verify:
    """The function on the page."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(dedent(code), names)  # noqa: S102 - our own documentation
    return names["is_ours"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def request_sent() -> tuple[dict[str, str], bytes]:
    """The headers and the body that a receiver gets."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/askwell"
        target = WebhookTarget(guarded_client(allowed=anywhere), url, [SECRET, OLD], system_clock)
        target.deliver(HandoffEvent(Topic.ESCALATION_REQUESTED, {"lang": "zh"}, timestamp(system_clock())), "esc_1.42")
        thread.join(5)
    return got[0]


def test_the_code_on_the_page_takes_what_askwell_sends(is_ours: Verify, request_sent: Any) -> None:
    """With either secret, while one replaces the other."""
    headers, body = request_sent
    assert is_ours(headers, body, SECRET)
    assert is_ours(headers, body, OLD)


def test_the_code_on_the_page_refuses_everything_else(is_ours: Verify, request_sent: Any) -> None:
    headers, body = request_sent
    assert not is_ours(headers, body + b" ", SECRET)
    assert not is_ours(headers, body, "whsec_b3RoZXI=")
    assert not is_ours({**headers, "webhook-id": "esc_1.43"}, body, SECRET)
    assert not is_ours({**headers, "webhook-timestamp": str(int(time.time()) - 600)}, body, SECRET)
    assert not is_ours({**headers, "webhook-timestamp": "soon"}, body, SECRET)
    assert not is_ours({}, body, SECRET)


def test_every_event_is_described() -> None:
    described = set(re.findall(r"^\| `([a-z.]+\.[a-z]+)` \|", PAGE, re.MULTILINE))
    assert described == {*Topic, TEST}


def test_the_file_on_the_page_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "targets.toml").write_text(text, "utf-8")
    monkeypatch.setenv("CRM_SECRET", SECRET)
    monkeypatch.setenv("SUPPORT_CHANNEL_URL", "https://hooks.example.com/services/T0")
    found = read_targets(tmp_path / "targets.toml")
    assert {name: entry.kind for name, entry in found.items()} == {"crm": "webhook", "support-channel": "slack"}
