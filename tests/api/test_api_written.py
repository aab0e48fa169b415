"""Answers that a chat model writes, over HTTP: whole, kept, traced and shown to staff; eval beside quoting."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from answering.confidence import MODEL_VERDICT
from answering.model.record import ModelRecord
from api.app import create_app
from api.schemas.tracing import TraceBody
from api.services import Services
from api.wiring import build
from core.settings import Settings
from eval.cli_model import model
from tests.model_server import ModelServer, Turn, say, status

Headers = Callable[..., dict[str, str]]
PASSWORD = "How do I reset my password?"


@pytest.fixture
def settings(settings: Settings, model_server: ModelServer) -> Settings:
    """The same with a chat model."""
    return settings.model_copy(update={"llm_base_url": model_server.url, "llm_model": "scripted"})


def said(turn: Turn) -> str:
    """The first sentence of the source about passwords, and one that no document bears."""
    handle = next(one for one in turn.handles if "password" in turn.source(one))
    sentence = turn.source(handle).split("\n")[-1].split(". ")[0].rstrip(".")
    return f"{sentence}. [{handle}] It costs 70 euros. [{handle}]"


def ask(client: TestClient, question: str = PASSWORD) -> dict[str, Any]:
    found = client.post("/v1/ask", json={"question": question, "lang": "en"})
    assert found.status_code == 200, found.text
    return found.json()  # type: ignore[no-any-return]


def signal(client: TestClient, key: Headers, message_id: str, name: str) -> dict[str, Any]:
    """A signal of an answer as its trace tells it."""
    found = client.get(f"/v1/questions/{message_id}/trace", headers=key("content"))
    assert found.status_code == 200, found.text
    told: dict[str, dict[str, Any]] = {one["name"]: one for one in found.json()["then"]["judgement"]["signals"]}
    return told[name]


def verdict(client: TestClient, key: Headers, message_id: str) -> float:
    """The log-odds that the model's verdict added, of an answer that was quoted because it found none."""
    found = signal(client, key, message_id, MODEL_VERDICT)
    assert found["words"] == "the language model finds no answer in it"
    assert found["log_odds"] == pytest.approx(found["value"], abs=1e-3)
    return float(found["value"])


def test_a_written_answer_can_be_traced_as_it_was(
    client: TestClient, services: Services, key: Headers, model_server: ModelServer
) -> None:
    model_server.script = say(said)
    answer = ask(client)
    assert answer["generator"] == "openai:scripted"
    found = client.get(f"/v1/questions/{answer['message_id']}/trace", headers=key("content"))
    TraceBody.model_validate(found.json())
    then, now = found.json()["then"], found.json()["now"]
    assert then["text"] == answer["text"]
    assert (then["written"]["model"], then["written"]["end"], then["written"]["shown"]) == ("openai:scripted", None, 1)
    assert "70 euros" in then["written"]["cut"][0]
    assert now["written"] is None
    assert len(model_server.asked) == 1  # tracing asks no model


def test_staff_see_who_wrote_and_why_a_model_did_not(
    client: TestClient, services: Services, signed_in: Headers, model_server: ModelServer
) -> None:
    model_server.script = say(said)
    written, headers = ask(client), signed_in("admin")
    model_server.script = status(401)
    quoted = ask(client)
    pages = [
        client.get(f"/content/questions/{one['message_id']}/trace", headers=headers).text for one in (written, quoted)
    ]
    assert "Written by openai:scripted: 1 sentence" in pages[0]
    assert "Quoted, not written: openai:scripted was asked, but its server refused the request" in pages[1]
    case = client.post(f"/v1/conversations/{written['conversation_id']}/escalate", json={}).json()["escalation"]["id"]
    assert "written by openai:scripted" in client.get(f"/desk/{case}", headers=headers).text


def test_the_word_of_a_model_that_has_answered_counts_for_more_also_after_a_restart(
    client: TestClient, services: Services, key: Headers, model_server: ModelServer
) -> None:
    model_server.script = say(said)
    for _ in range(9):
        ask(client)
    model_server.script = say("NO_ANSWER")
    restarted = build(services.settings)
    with TestClient(create_app(services=restarted)) as again:
        found = verdict(again, key, ask(again)["message_id"])
    restarted.close()
    assert -0.4 < found < ModelRecord().worth(declares=True) - 0.02
    assert "askwell_model_declares_on_right 0." in services.metrics.render().decode()


def test_answers_from_before_the_record_are_traced_in_words(
    client: TestClient, services: Services, key: Headers, model_server: ModelServer
) -> None:
    model_server.script = say("NO_ANSWER")
    message = ask(client)["message_id"]
    with services.database.write() as session:
        kept = json.loads(session.execute("SELECT trace FROM answers WHERE message_id = ?", (message,)).fetchone()[0])
        kept["signals"] = {
            "model_no_answer" if one == MODEL_VERDICT else one: at for one, at in kept["signals"].items()
        }
        kept["signals"]["model_no_answer"] = 1.0
        place = list(kept["signals"]).index("model_no_answer")
        kept["snapshot"]["log_odds"][place] = -0.9
        sides = kept["snapshot"]["sides"]
        kept["snapshot"]["sides"] = f"{sides[:place]}+{sides[place + 1 :]}"
        session.execute("UPDATE answers SET trace = ? WHERE message_id = ?", (json.dumps(kept), message))
    found = signal(client, key, message, "model_no_answer")
    assert (found["value"], found["log_odds"]) == (1.0, -0.9)
    assert found["words"] == "the language model finds no answer in it"


def test_a_model_is_measured_beside_quoting(
    tmp_path: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "set"
    data.mkdir()
    text = "Open Settings > Security and choose Reset password. A link arrives by e-mail within 10 minutes."
    document = {"id": "password", "title": "Reset your password", "text": text, "lang": "en"}
    queries = [
        {"id": "1", "text": PASSWORD, "lang": "en", "answerable": True, "relevant": ["password"]},
        {"id": "2", "text": "Who won the cup in 1986?", "lang": "en", "answerable": False, "relevant": []},
    ]
    (data / "corpus.jsonl").write_text(json.dumps(document) + "\n", encoding="utf-8")
    (data / "queries.jsonl").write_text("".join(json.dumps(one) + "\n" for one in queries), encoding="utf-8")
    model_server.script = say(said)
    for name, value in {"EMBEDDER": "hashing", "LLM_BASE_URL": model_server.url, "LLM_MODEL": "scripted"}.items():
        monkeypatch.setenv(f"ASKWELL_{name}", value)
    found = CliRunner().invoke(model, [str(data), "--json", str(tmp_path / "pairs.json")])
    assert found.exit_code == 0, found.output
    pairs = json.loads((tmp_path / "pairs.json").read_text(encoding="utf-8"))
    assert [(one["by_model"], one["proven"], one["in_language"]) for one in pairs] == [
        (True, True, True),
        (False, True, True),
    ]
    assert "written by the model" in found.output
    assert "confidence of 1 that the model told of" in found.output
