from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.asked import Ask
from api.callers import Caller
from api.idempotency import ticket
from api.logs import FIELDS, JsonFormatter, configure
from api.metrics import SHARED_FOLDER
from api.services import Services
from core.clock import timestamp

SECRET_WORDS = "my card is 4111 1111 1111 1111 and my name is Zanzibar"


def test_nothing_a_customer_wrote_reaches_the_logs(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """On any level, whether the request succeeds or not."""
    with caplog.at_level(logging.DEBUG):
        body = {"question": SECRET_WORDS, "page": {"url": "https://shop.example/?q=Zanzibar"}}
        answer = client.post("/v1/ask", json=body).json()
        client.post("/v1/ask", json=body | {"lang": "Zanzibar!"})
        client.get("/v1/search", params={"q": SECRET_WORDS})
        client.post(f"/v1/conversations/{answer['conversation_id']}/escalate", json={"comment": SECRET_WORDS})
    lines = [JsonFormatter().format(record) for record in caplog.records if record.name.startswith("askwell")]
    assert any('"answered"' in line for line in lines)
    assert not any("Zanzibar" in line or "4111 1111" in line for line in lines)


def test_every_request_is_one_line_with_its_trace(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "askwell.http"):
        response = client.get("/v1/conversations/cnv_1")
    (record,) = [entry for entry in caplog.records if entry.name == "askwell.http"]
    entry = json.loads(JsonFormatter().format(record))
    assert entry["trace_id"] == response.headers["x-request-id"]
    assert (entry["method"], entry["status"]) == ("GET", 404)
    assert entry["route"] == "/v1/conversations/{conversation_id}"


def test_a_failure_is_logged_with_its_cause() -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.LogRecord("askwell", logging.ERROR, "f", 1, "It %s", ("failed",), sys.exc_info())
    record.__dict__[FIELDS] = {"trace_id": "t"}
    entry = json.loads(JsonFormatter().format(record))
    assert (entry["message"], entry["trace_id"], entry["level"]) == ("It failed", "t", "error")
    assert "ValueError: broken" in entry["exception"]


@pytest.fixture
def untouched_logging() -> Iterator[None]:
    """Puts the process's logging back as it was."""
    root, own = logging.getLogger(), logging.getLogger("askwell")
    before = (root.handlers[:], root.level, own.level)
    yield
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    own.setLevel(before[2])


@pytest.mark.usefixtures("untouched_logging")
def test_the_level_is_that_of_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    configure("warning")
    logging.getLogger("askwell.x").info("quiet")
    logging.getLogger("askwell.x").warning("loud")
    assert [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()] == ["loud"]


def test_housekeeping_answers_what_was_left_behind_and_forgets_what_is_old(services: Services) -> None:
    accepted = services.assistant.accept(Caller("192.0.2.1"), Ask("How do I reset my password?", "trace"))
    services.idempotency.once(ticket("me", "old", 1), lambda _: {})
    past = timestamp(services.clock() - timedelta(days=2))
    with services.database.write() as session:
        session.execute("UPDATE idempotency SET created_at = ?", [past])
    assert services.assistant.recover(timedelta(minutes=2)) == 0
    with services.database.write() as session:
        session.execute("UPDATE messages SET created_at = ?", [timestamp(services.clock() - timedelta(minutes=3))])
    assert services.assistant.recover(timedelta(minutes=2)) == 1
    assert services.assistant.stored(accepted.question.id, None) is not None
    assert services.idempotency.purge() == 1
    assert services.staff.purge() == 0


def test_figures_of_several_processes_are_added_up(tmp_path: Path) -> None:
    count = "from api.metrics import Metrics; Metrics(dict, dict).decision('answer', None, {'embed': 3.0})"
    show = "from api.metrics import Metrics; print(Metrics(lambda: {'passages': 7.0}, dict).render().decode())"
    environment = {**os.environ, SHARED_FOLDER: str(tmp_path)}
    root = Path(__file__).parents[2]
    for _ in range(2):
        subprocess.run([sys.executable, "-c", count], env=environment, cwd=root, check=True)
    shown = subprocess.run([sys.executable, "-c", show], env=environment, cwd=root, check=True, capture_output=True)
    assert b'askwell_decisions_total{decision="answer",reason=""} 2.0' in shown.stdout
    assert b"askwell_passages 7.0" in shown.stdout
