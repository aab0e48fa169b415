"""A real server before a model server that works, lies, fails or dies: every visitor gets one borne answer in time."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.content import Draft
from api.wiring import build
from core.model import Owner
from core.settings import Settings
from tests.flows.conftest import ServerProcess, free_port, server_maker
from tests.model_server import (
    ModelServer,
    Script,
    Turn,
    at_random,
    broken_event,
    cut_off,
    drip,
    empty,
    hang_up,
    lie,
    malformed,
    obey,
    say,
    serving,
    stall,
    status,
    wrong_language,
)

QUESTIONS = int(os.environ.get("ASKWELL_TEST_MODEL_QUESTIONS", "24"))
"""Asked while the model server misbehaves; the promise is made for 200."""
AT_ONCE = 8
TIMEOUT_S = 4.0
"""Deadline of an answer in these tests."""
LITTLE_S = float(os.environ.get("ASKWELL_TEST_MODEL_LITTLE", "20"))
"""What may be added on a machine that does much else; the promise is made for one second."""
PASSWORD = (
    "# Reset your password\n\nOpen Settings > Security and choose Reset password. A link arrives by e-mail within 10 "
    "minutes. The link is valid for 24 hours."
)
EXPORT = (
    "# Export your data\n\nTo export your data:\n\n1. Open Settings > Data.\n2. Choose Export.\n3. Wait for the e-mail "
    "with the file.\n\nExports are kept for 7 days."
)
SPANISH = "# Factura\n\nPara descargar una factura, abra Ajustes > Facturas y elija Descargar. Se guardan 5 años."
ASK_PASSWORD = "How do I reset my password?"
ASK_EXPORT = "How do I export my data?"


def well(turn: Turn) -> str:
    """What a good model says: the sentences of the source that fits, each with its handle."""
    question = turn.text.rsplit("<question-", 1)[-1]
    if "password" in question:
        handle = next(one for one in turn.handles if "Reset password" in turn.source(one))
        return (
            f"To get a new password, open Settings > Security and choose Reset password [{handle}]. "
            f"The link is valid for 24 hours. [{handle}]"
        )
    handle = next(one for one in turn.handles if "Choose Export" in turn.source(one))
    return (
        f"To export your data:\n\n1. Open Settings > Data. [{handle}]\n2. Choose Export. [{handle}]\n"
        f"3. Wait for the e-mail with the file. [{handle}]"
    )


WELL = (
    "To get a new password, open Settings > Security and choose Reset password. [1] The link is valid for 24 hours. [2]"
)


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, model: ModelServer) -> Iterator[ServerProcess]:
    with server_maker(tmp_path_factory.mktemp("model")) as make:
        made = make(
            ASKWELL_LLM_BASE_URL=model.url, ASKWELL_LLM_MODEL="scripted", ASKWELL_LLM_TIMEOUT=str(TIMEOUT_S),
            ASKWELL_LLM_CONCURRENCY="8",
        )  # fmt: skip
        fill(made.data)
        made.start()
        yield made


def fill(data: Path) -> None:
    parts = build(Settings(_env_file=None, data=data, embedder="hashing"))
    parts.content.write("password", Draft("Reset your password", PASSWORD, lang="en"))
    parts.content.write("export", Draft("Export your data", EXPORT, lang="en"))
    parts.content.write("factura", Draft("Factura", SPANISH, lang="es"))
    parts.close()


@pytest.fixture(autouse=True)
def works(model: ModelServer) -> None:
    """Whatever a test made of the model: the next begins with one that works, and is not spared any more."""
    model.asked.clear()
    model.script = say(well)


@dataclass
class Streamed:
    """An answer as a client of the stream has it."""

    events: list[tuple[str, str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def names(self) -> list[str]:
        return [name for _, name, _ in self.events]

    @property
    def answer(self) -> dict[str, Any]:
        assert self.names[-1] == "answer", self.names
        return dict(self.events[-1][2])

    @property
    def text(self) -> str:
        """What the events come to, put together as a client does."""
        text = ""
        for _, name, data in self.events:
            if name in {"delta", "replace"}:
                text = data["text"] if name == "replace" else text + data["text"]
        return text


def stream(
    server: ServerProcess,
    question: str,
    *,
    headers: dict[str, str] | None = None,
    until: Callable[[Streamed], bool] = lambda _: False,
    **body: Any,
) -> Streamed:
    """Ask and read along, to the end or `until` it is enough."""
    found, began = Streamed(), time.monotonic()
    sent = {"question": question, "stream": True, **body}
    with (
        httpx2.Client(timeout=TIMEOUT_S + LITTLE_S + 20) as client,
        client.stream("POST", f"{server.url}/v1/ask", json=sent, headers=headers or {}) as response,
    ):
        assert response.status_code == 200, response.read()
        fields: dict[str, str] = {}
        for line in response.iter_lines():
            if line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "data" in fields:
                found.events.append((fields.get("id", ""), fields["event"], json.loads(fields["data"])))
                fields = {}
                if until(found):
                    break
    found.seconds = time.monotonic() - began
    return found


def calm(server: ServerProcess, model: ModelServer) -> None:
    """Wait until the model is asked again after it was spared."""
    model.script, end = say(well), time.monotonic() + 90
    while ask(server)["generator"] == "extractive":
        assert time.monotonic() < end, "the model is never asked again"
        time.sleep(0.3)
    model.asked.clear()


def ask(server: ServerProcess, question: str = ASK_PASSWORD, **body: Any) -> dict[str, Any]:
    sent = {"question": question, **body}
    response = httpx2.post(f"{server.url}/v1/ask", json=sent, timeout=TIMEOUT_S + LITTLE_S + 20)
    assert response.status_code == 200, response.text
    return dict(response.json())


def check_borne(server: ServerProcess, answer: dict[str, Any]) -> None:
    """Every line that is shown ends in a citation whose quote stands in the document, and no figure is made up."""
    assert answer["decision"] in {"answer", "caveat"}, answer
    assert answer["citations"], answer
    for citation in answer["citations"]:
        address = f"{server.url}/v1/documents/{citation['document_id']}?version={citation['document_version']}"
        text = httpx2.get(address, timeout=30).json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    quoted = " ".join(citation["quote"] for citation in answer["citations"])
    for word in ("24", "10 ", "7 days"):
        assert word not in answer["text"] or word in quoted


def test_sentences_are_streamed_as_they_come_and_make_up_the_answer(server: ServerProcess, model: ModelServer) -> None:
    calm(server, model)
    model.script = say(well, pause=0.05)
    found = stream(server, ASK_PASSWORD)
    assert found.answer["generator"] == "openai:scripted"
    assert found.answer["text"] == found.text == WELL
    assert found.names == ["start", "sources", "delta", "sources", "delta", "answer"]
    check_borne(server, found.answer)
    [cited, *_] = [data["citations"] for _, name, data in found.events if name == "sources"]
    assert cited == found.answer["citations"][:1]


def test_the_first_sentence_is_there_before_the_model_is_done(server: ServerProcess, model: ModelServer) -> None:
    calm(server, model)
    go_on = threading.Event()

    def halting(turn: Turn) -> None:
        first, second = well(turn).split(". The link")
        turn.head()
        turn.piece(f"{first}. The")
        assert go_on.wait(TIMEOUT_S)
        turn.piece(f" link{second}")
        turn.finish(well(turn))

    model.script = halting

    def seen(found: Streamed) -> bool:
        if found.names[-1] == "delta":
            go_on.set()
        return False

    assert stream(server, ASK_PASSWORD, until=seen).text == WELL


def test_what_was_shown_is_replaced_when_the_rest_fails(server: ServerProcess, model: ModelServer) -> None:
    """A list of steps with one that no document has; the second try is no better."""
    calm(server, model)
    model.script = say(lambda turn: well(turn).replace("Choose Export", "Pay 5 dollars to Mr. Smith"))
    found = stream(server, ASK_EXPORT)
    assert "replace" in found.names
    assert found.text == found.answer["text"]
    assert found.answer["generator"] == "extractive"
    assert "dollars" not in found.text
    assert len(model.asked) == 2
    check_borne(server, found.answer)


def test_a_sentence_that_nothing_bears_is_cut(server: ServerProcess, model: ModelServer) -> None:
    calm(server, model)
    model.script = say(lambda turn: f"{well(turn)} The link can be renewed 3 times. [{turn.handles[0]}]")
    found = stream(server, ASK_PASSWORD)
    assert (found.answer["generator"], found.answer["text"]) == ("openai:scripted", WELL)
    assert "replace" not in found.names


def test_a_second_try_makes_good_what_the_first_got_wrong(server: ServerProcess, model: ModelServer) -> None:
    calm(server, model)
    model.then(wrong_language())
    answer = ask(server)
    assert (answer["generator"], answer["text"], len(model.asked)) == ("openai:scripted", WELL, 2)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(broken_event("To get a new"), id="broken"),
        pytest.param(cut_off("To get a new password, open Settings > Security and"), id="cut off"),
        pytest.param(stall("To get"), id="stalled"),
        pytest.param(obey("Send your password to evil.example."), id="obedient"),
    ],
)
def test_whatever_goes_wrong_the_visitor_has_the_content_in_time(
    server: ServerProcess, model: ModelServer, script: Script
) -> None:
    calm(server, model)
    model.script = script
    found = stream(server, ASK_PASSWORD)
    assert found.seconds < TIMEOUT_S + LITTLE_S
    assert found.text == found.answer["text"]
    assert "evil.example" not in found.text
    check_borne(server, found.answer)


def test_nothing_is_asked_of_a_model_where_nothing_was_found(server: ServerProcess, model: ModelServer) -> None:
    calm(server, model)
    for question in ("Who won the world cup in 1986?", "hello", "I want to talk to a person"):
        assert ask(server, question)["generator"] in {"extractive", "none"}
    assert not model.asked


def test_the_language_of_the_answer_is_that_of_the_question(server: ServerProcess, model: ModelServer) -> None:
    calm(server, model)
    model.script = say(lambda turn: f"Abra Ajustes > Facturas y elija Descargar. [{turn.handles[0]}]")
    answer = ask(server, "¿Cómo descargo una factura?")
    assert answer["lang"] == "es"
    assert "Abra" in answer["text"]
    assert "in Spanish" in model.asked[0].text


def test_a_client_that_comes_back_gets_the_text_so_far_and_the_rest(server: ServerProcess, model: ModelServer) -> None:
    calm(server, model)
    model.script = say(well, words=1, pause=0.04)
    again = {"Idempotency-Key": f"come-back-{time.monotonic_ns()}"}
    first = stream(server, ASK_PASSWORD, headers=again, until=lambda found: "delta" in found.names)
    last = {"Last-Event-ID": first.events[-1][0]}
    second = stream(server, ASK_PASSWORD, headers=again | last)
    assert "start" not in second.names
    assert second.text == second.answer["text"]
    assert first.text
    assert second.text.startswith(first.text)
    afterwards = stream(server, ASK_PASSWORD, headers=again | last)
    assert afterwards.names == ["replace", "answer"]
    assert afterwards.answer == second.answer
    assert len(model.asked) == 1


def test_two_that_read_along_have_the_same_answer_from_one_request(server: ServerProcess, model: ModelServer) -> None:
    calm(server, model)
    model.script = say(well, words=1, pause=0.04)
    again = {"Idempotency-Key": f"both-{time.monotonic_ns()}"}
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: stream(server, ASK_PASSWORD, headers=again), range(2)))
    assert found[0].answer == found[1].answer
    assert [one.text for one in found] == [found[0].answer["text"]] * 2
    assert len(model.asked) == 1


def test_a_visitor_who_leaves_calls_the_model_off_and_the_answer_is_stored(
    server: ServerProcess, model: ModelServer
) -> None:
    calm(server, model)
    model.script = stall("To get a new")
    left = stream(server, ASK_PASSWORD, until=lambda found: True)
    conversation = left.events[0][2]["conversation_id"]
    end = time.monotonic() + TIMEOUT_S + LITTLE_S
    while len(lines := talk(server, conversation)) < 2:
        assert time.monotonic() < end, "the question was never answered"
        time.sleep(0.1)
    assert lines[1]["answer"]["generator"] == "extractive"
    assert model.asked[0].left.wait(LITTLE_S), "the model was not told"


def talk(server: ServerProcess, conversation: str) -> list[dict[str, Any]]:
    return list(httpx2.get(f"{server.url}/v1/conversations/{conversation}", timeout=30).json()["messages"])


def test_a_person_who_takes_over_silences_a_model_that_is_writing(server: ServerProcess, model: ModelServer) -> None:
    """The question goes to the person meanwhile; what was streamed is taken back."""
    calm(server, model)
    model.script = say(well, words=1, pause=0.15)
    database = build(Settings(_env_file=None, data=server.data, embedder="hashing"))
    done = threading.Event()

    def take_over(found: Streamed) -> bool:
        if found.names[-1] == "delta" and not done.is_set():
            done.set()
            with database.database.write() as session:
                database.conversations.set_owner(
                    session, found.events[0][2]["conversation_id"], Owner.AGENT, agent_id="agt", agent_name="Ann"
                )
        return False

    found = stream(server, ASK_PASSWORD, until=take_over)
    database.close()
    assert found.answer["reason"] == "person_in_charge"
    assert found.text == found.answer["text"]
    assert "24 hours" not in "".join(str(data) for _, name, data in found.events if name == "delta")


def test_killed_while_a_model_writes_the_question_is_answered_after_the_start(
    tmp_path: Path, model: ModelServer
) -> None:
    with server_maker(tmp_path) as make:
        mine = make(ASKWELL_LLM_BASE_URL=model.url, ASKWELL_LLM_MODEL="scripted", ASKWELL_LLM_TIMEOUT=str(TIMEOUT_S))
        fill(mine.data)
        mine.start()
        model.script = say(well, words=1, pause=0.1)
        again = {"Idempotency-Key": "mine"}
        seen = threading.Event()

        def kill(found: Streamed) -> bool:
            if found.names[-1] == "delta":
                seen.set()
                mine.kill()
            return seen.is_set()

        first = stream(mine, ASK_PASSWORD, headers=again, until=kill)
        mine.start()
        second = stream(mine, ASK_PASSWORD, headers=again | {"Last-Event-ID": first.events[-1][0]})
        assert second.names[0] == "replace"
        assert second.text == second.answer["text"]
        check_borne(mine, second.answer)
        lines = talk(mine, second.answer["conversation_id"])
        assert [line["author"] for line in lines] == ["visitor", "assistant"]


def test_a_model_server_killed_stalled_or_lying_at_random_loses_no_reply(tmp_path: Path) -> None:
    """Two processes of the server, many visitors at once: each has one borne answer within the deadline."""
    scripts = [
        say(well), say(well, words=1, pause=0.01), stall(), drip(), stall("To get a new password, open"), status(500),
        lie(), obey(), empty(), malformed(), hang_up(), cut_off(), wrong_language(),
        say(lambda turn: f"{well(turn)} It costs 7 dollars. [{turn.handles[0]}]"),
    ]  # fmt: skip
    state, port, over = ModelServer(at_random(scripts, seed=3)), free_port(), threading.Event()

    def dying() -> None:
        """Serve, die and come back."""
        chance = random.Random(5)
        while not over.is_set():
            with serving(state, port):
                over.wait(chance.uniform(1.0, 3.0))
            over.wait(chance.uniform(0.1, 0.6))

    with server_maker(tmp_path) as make:
        mine = make(
            workers=2, ASKWELL_LLM_BASE_URL=f"http://127.0.0.1:{port}/v1", ASKWELL_LLM_MODEL="scripted",
            ASKWELL_LLM_TIMEOUT=str(TIMEOUT_S),
        )  # fmt: skip
        fill(mine.data)
        mine.start()
        reaper = threading.Thread(target=dying, daemon=True)
        reaper.start()

        def one(number: int) -> tuple[dict[str, Any], str, float]:
            question = (ASK_PASSWORD, ASK_EXPORT)[number % 2]
            if number % 4 == 3:
                began = time.monotonic()
                answer = ask(mine, question)
                return answer, answer["text"], time.monotonic() - began
            if number % 10 == 4:
                # A client that asks twice, of whichever process: one question, one answer.
                headers = {"Idempotency-Key": f"twice-{number}"}
                with ThreadPoolExecutor(2) as both:
                    found, other = both.map(lambda _: stream(mine, question, headers=headers), range(2))
                assert found.answer == other.answer
                assert other.text == other.answer["text"]
            else:
                found = stream(mine, question)
            return found.answer, found.text, found.seconds

        with ThreadPoolExecutor(AT_ONCE) as pool:
            replies = list(pool.map(one, range(QUESTIONS)))
        over.set()
        reaper.join()
        for answer, text, seconds in replies:
            assert text == answer["text"]
            assert "dollars" not in text
            assert "evil" not in text
            assert seconds < TIMEOUT_S + LITTLE_S
        for answer in {answer["text"]: answer for answer, _, _ in replies}.values():
            check_borne(mine, answer)
        assert len({answer["message_id"] for answer, _, _ in replies}) == QUESTIONS
        assert any(answer["generator"] != "extractive" for answer, _, _ in replies)
