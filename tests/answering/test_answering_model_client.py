"""The chat model over a real socket: whatever its server does, there is a text in time or a failure with its kind."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from answering.model.breaker import TOLERATED, Breaker, BreakerState
from answering.model.chat import ChatMessage, ModelFailure
from answering.model.observer import Ended
from answering.model.openai_chat import OpenAIChat
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
    malformed,
    say,
    serving,
    stall,
    status,
)

Make = Callable[..., OpenAIChat]
ASKED = (ChatMessage("system", "Answer from the source."), ChatMessage("user", "How long does it take?"))
TEXT = "Ça dure « 5 jours » 🕐.\n打开“设置”，然后选择 2 项。"
TIME = 30.0
"""Seconds that are never waited for, unless something hangs."""
SHORT = 0.5


@dataclass
class Told:
    """An observer that remembers."""

    requests: list[Ended] = field(default_factory=list)
    states: list[BreakerState] = field(default_factory=list)

    def ended(self, request: Ended) -> None:
        self.requests.append(request)

    def breaker(self, state: BreakerState) -> None:
        self.states.append(state)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answering.model.call.FIRST_PAUSE", 0.01)


def text_of(model: OpenAIChat, seconds: float = TIME, **more: object) -> str:
    return model.complete(ASKED, seconds=seconds, max_tokens=200, **more)  # type: ignore[arg-type]


def failure_of(model: OpenAIChat, seconds: float = TIME, **more: object) -> tuple[str, list[str]]:
    """The kind of the failure, and what came before it."""
    pieces: list[str] = []
    with pytest.raises(ModelFailure) as failed:
        pieces.extend(_into(pieces, model, seconds, more))
    assert failed.value.__cause__ is None
    return failed.value.kind, pieces


def _into(pieces: list[str], model: OpenAIChat, seconds: float, more: dict[str, object]) -> list[str]:
    for piece in model.stream(ASKED, seconds=seconds, max_tokens=200, **more):  # type: ignore[arg-type]
        pieces.append(piece)
    return []


@pytest.mark.parametrize("sizes", [(1,), (2, 3, 5), (7, 1), (4_096,)], ids=str)
@pytest.mark.parametrize("words", [1, 50])
def test_a_text_arrives_whole_however_the_network_cuts_it(
    model_server: ModelServer, chat_model: Make, sizes: Sequence[int], words: int
) -> None:
    model_server.script = say(TEXT, sizes, words=words)
    pieces = list(chat_model().stream(ASKED, seconds=TIME, max_tokens=200))
    assert "".join(pieces) == TEXT
    assert all(pieces)
    assert (len(pieces) == 1) == (words == 50)


def test_the_server_gets_the_messages_the_name_and_the_key(model_server: ModelServer, chat_model: Make) -> None:
    text_of(chat_model(key="sk-1"))
    (turn,) = model_server.asked
    assert turn.messages == [{"role": one.role, "content": one.text} for one in ASKED]
    assert (turn.body["model"], turn.body["max_tokens"], turn.body["temperature"]) == ("scripted", 200, 0)
    assert turn.authorization == "Bearer sk-1"


FAILURES: dict[str, tuple[Script, str, str | None, int]] = {
    "500": (status(500), "down", "", 3),
    "503": (status(503), "down", "", 3),
    "hang up": (hang_up(), "down", "", 3),
    "error event": (broken_event(), "down", "", 3),
    "error event later": (broken_event("Half. "), "cut_off", "Half. ", 1),
    "half an event": (malformed(), "malformed", "", 3),
    "half an event later": (malformed(after="Half. "), "malformed", "Half. ", 1),
    "a list": (malformed(data=b'data: [1, "two"]\n\n'), "malformed", "", 3),
    "a number": (malformed(data=b'data: {"choices": [{"delta": {"content": 5}}]}\n\n'), "malformed", "", 3),
    "no delta": (malformed(data=b'data: {"choices": [{"delta": "x"}]}\n\n'), "cut_off", "", 3),
    "bytes": (malformed(data=b"\xff\xfe\x00 no events\n\n"), "malformed", "", 3),
    "nothing": (empty(), "empty", "", 1),
    "blanks": (say("  \n "), "empty", "", 1),
    "closed": (cut_off("Half. "), "cut_off", "Half. ", 1),
    "ended": (cut_off("Half. ", cleanly=True), "cut_off", "Half. ", 1),
    "length": (cut_off("Half. ", reason="length"), "cut_off", "Half. ", 1),
    "filter": (cut_off("Half. ", reason="content_filter"), "cut_off", "Half. ", 1),
    "length of nothing": (cut_off("", reason="length"), "empty", "", 1),
    "401": (status(401), "refused", "", 1),
    "404": (status(404), "refused", "", 1),
    "400": (status(400, message="the context is too long"), "refused", "", 1),
    "429": (status(429), "rate_limited", "", 3),
    "429 for an hour": (status(429, retry_after=3_600), "rate_limited", "", 1),
    "429 until a date": (status(429, retry_after="Wed, 21 Oct 2199 07:28:00 GMT"), "rate_limited", "", 1),
    "far too long": (say("far too long " * 1_500, (65_536,), words=500), "malformed", None, 1),
}
"""What the server does, the kind of the failure, the text before it (None: any), and how often it is asked."""


@pytest.mark.parametrize("name", FAILURES)
def test_each_way_to_fail_has_its_kind_and_only_what_can_pass_is_tried_again(
    model_server: ModelServer, chat_model: Make, name: str
) -> None:
    model_server.script, kind, before, asked = FAILURES[name]
    found, pieces = failure_of(chat_model())
    assert found == kind
    assert before is None or "".join(pieces) == before
    assert len(model_server.asked) == asked


def test_a_server_that_is_not_there_is_down(chat_model: Make) -> None:
    with serving() as gone:
        pass
    assert failure_of(chat_model(base_url=gone.url))[0] == "down"


def test_a_key_that_no_request_can_carry_is_refused(model_server: ModelServer, chat_model: Make) -> None:
    assert failure_of(chat_model(key="sk-…"))[0] == "refused"
    assert not model_server.asked


def test_a_server_that_was_killed_is_used_again_when_it_is_back(chat_model: Make) -> None:
    server = ModelServer()
    with serving(server):
        model = chat_model(base_url=server.url)
        assert text_of(model) == "Hello."
    assert failure_of(model)[0] == "down"
    with serving(server, port=int(server.url.rsplit(":", 1)[1].removesuffix("/v1"))):
        assert text_of(model) == "Hello."


def test_whatever_a_server_does_at_random_every_request_ends_in_time_once(
    model_server: ModelServer, chat_model: Make
) -> None:
    good = say(TEXT, (3, 40))
    bad = (status(500), hang_up(), malformed(), stall(), stall("Half. "), drip(), cut_off("Half. "), status(429))
    model_server.script = at_random([good] * 12 + list(bad), seed=7)
    told = Told()
    model = chat_model(concurrency=4, observer=told)

    def ask(_: int) -> tuple[str | None, float]:
        begun = time.monotonic()
        try:
            assert text_of(model, 2 * SHORT) == TEXT
        except ModelFailure as failure:
            return failure.kind, time.monotonic() - begun
        return None, time.monotonic() - begun

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(ask, range(80)))
    assert max(seconds for _, seconds in ends) < 10 * SHORT
    assert sorted(str(kind) for kind, _ in ends) == sorted(str(request.failure) for request in told.requests)
    assert {kind for kind, _ in ends} > {None}


def test_a_passing_failure_is_not_noticed(model_server: ModelServer, chat_model: Make) -> None:
    model_server.then(status(500), hang_up())
    assert text_of(chat_model()) == "Hello."
    assert len(model_server.asked) == 3


def test_a_short_pause_that_the_server_asks_for_is_kept(model_server: ModelServer, chat_model: Make) -> None:
    model_server.then(status(429, retry_after=1))
    assert text_of(chat_model()) == "Hello."
    first, second = model_server.asked
    assert second.begun - first.begun >= 0.99


def test_a_reader_who_has_seen_a_part_never_gets_another_beginning(model_server: ModelServer, chat_model: Make) -> None:
    model_server.then(cut_off("One. "))
    assert failure_of(chat_model()) == ("cut_off", ["One. "])
    assert len(model_server.asked) == 1


@pytest.mark.parametrize(
    "script", [stall(), stall("Half. "), drip(), say("Late.", first=20.0)], ids=["silent", "half", "drip", "late"]
)
def test_at_the_deadline_it_is_over_and_the_connection_closed(
    model_server: ModelServer, chat_model: Make, script: Script
) -> None:
    model_server.script = script
    model, begun = chat_model(), time.monotonic()
    assert failure_of(model, SHORT)[0] == "slow"
    assert SHORT <= time.monotonic() - begun < 10 * SHORT
    assert model_server.asked[0].left.wait(TIME)


@pytest.mark.parametrize("script", [stall(), stall("Half. "), drip()], ids=["silent", "half", "drip"])
def test_who_calls_off_is_free_at_once_and_the_server_sees_the_connection_close(
    model_server: ModelServer, chat_model: Make, script: Script
) -> None:
    model_server.script = script
    cancelled, begun = threading.Event(), time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(failure_of, chat_model(), TIME, cancelled=cancelled)
        _until(lambda: bool(model_server.asked))
        cancelled.set()
        assert waiting.result(TIME)[0] == "cancelled"
    assert model_server.asked[0].left.wait(TIME)
    assert time.monotonic() - begun < TIME


def test_a_reader_who_stops_reading_calls_off(model_server: ModelServer, chat_model: Make) -> None:
    model_server.script = stall("Half. ")
    told = Told()
    with closing(chat_model(observer=told).stream(ASKED, seconds=TIME, max_tokens=200)) as pieces:  # type: ignore[type-var]
        assert next(pieces) == "Half. "
    assert model_server.asked[0].left.wait(TIME)
    (request,) = told.requests
    assert (request.failure, request.is_trouble) == ("cancelled", False)


def test_closing_the_model_calls_off_what_is_under_way_and_it_can_be_used_again(
    model_server: ModelServer, chat_model: Make
) -> None:
    model_server.then(stall())
    model = chat_model()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(failure_of, model)
        _until(lambda: bool(model_server.asked))
        model.close()
        assert waiting.result(TIME)[0] == "cancelled"
    assert text_of(model) == "Hello."


def test_no_more_requests_than_allowed_are_under_way_and_all_come_through(
    model_server: ModelServer, chat_model: Make
) -> None:
    model_server.script = say("Hello there.", words=1, pause=0.02)
    model = chat_model(concurrency=3)
    with ThreadPoolExecutor(12) as pool:
        texts = list(pool.map(lambda _: text_of(model), range(12)))
    assert texts == ["Hello there."] * 12
    assert 2 <= model_server.most_at_once <= 3


def test_who_finds_no_place_is_told_so_with_time_to_spare(model_server: ModelServer, chat_model: Make) -> None:
    model_server.script = stall()
    model, cancelled = chat_model(concurrency=1), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(failure_of, model, TIME, cancelled=cancelled)
        _until(lambda: bool(model_server.asked))
        assert failure_of(model, SHORT)[0] == "busy"
        off = threading.Event()
        off.set()
        assert failure_of(model, TIME, cancelled=off)[0] == "cancelled"
        cancelled.set()
        assert first.result(TIME)[0] == "cancelled"
    assert len(model_server.asked) == 1


def test_background_work_leaves_the_last_place_to_visitors(model_server: ModelServer, chat_model: Make) -> None:
    model_server.then(stall())
    model, cancelled = chat_model(concurrency=2), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        draft = pool.submit(failure_of, model, TIME, cancelled=cancelled, use="draft")
        _until(lambda: bool(model_server.asked))
        assert failure_of(model, SHORT, use="translate")[0] == "busy"
        assert text_of(model) == "Hello."
        cancelled.set()
        draft.result(TIME)


def test_a_model_that_keeps_failing_is_spared_and_taken_back_when_it_answers(
    model_server: ModelServer, chat_model: Make
) -> None:
    model_server.script = status(401)
    now, told = [0.0], Told()
    model = chat_model(breaker=Breaker(lambda: now[0], told.breaker))
    assert [failure_of(model)[0] for _ in range(TOLERATED)] == ["refused"] * TOLERATED
    assert failure_of(model)[0] == "open_circuit"
    assert len(model_server.asked) == TOLERATED
    model_server.script = say("Hello.")
    now[0] += 60.0
    assert text_of(model) == "Hello."
    assert told.states == [BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED]


def test_what_one_visitor_asks_does_not_open_the_circuit_for_others(
    model_server: ModelServer, chat_model: Make
) -> None:
    model = chat_model()
    for script in (status(400), cut_off("Half. ", reason="length")):
        model_server.script = script
        for _ in range(2 * TOLERATED):
            failure_of(model)
    model_server.script = say("Hello.")
    assert text_of(model) == "Hello."


@pytest.mark.parametrize(
    ("refusal", "left_out", "there"),
    [
        (status(400, message="Use 'max_completion_tokens' instead.", param="max_tokens"), "max_tokens", "temperature"),
        (status(400, message="Unsupported value: 'temperature' does not support 0"), "temperature", "max_tokens"),
        (status(422, message="extra fields: stream_options"), "stream_options", "max_tokens"),
    ],
    ids=["max_tokens", "temperature", "stream_options"],
)
def test_a_field_that_the_server_refuses_is_left_out_from_then_on(
    model_server: ModelServer, chat_model: Make, refusal: Script, left_out: str, there: str
) -> None:
    model = chat_model()
    model_server.then(refusal)
    assert [text_of(model), text_of(model)] == ["Hello."] * 2
    assert [left_out in turn.body for turn in model_server.asked] == [True, False, False]
    assert all(there in turn.body for turn in model_server.asked)


def test_a_template_without_a_system_role_gets_the_instruction_with_the_question(
    model_server: ModelServer, chat_model: Make
) -> None:
    model_server.then(status(500, message="System role not supported"))
    assert text_of(chat_model()) == "Hello."
    assert model_server.asked[1].messages == [{"role": "user", "content": f"{ASKED[0].text}\n\n{ASKED[1].text}"}]


@pytest.mark.parametrize("words", [1, 99])
def test_what_a_model_thinks_aloud_is_not_part_of_the_text(
    model_server: ModelServer, chat_model: Make, words: int
) -> None:
    model = chat_model()
    for said, text in (
        ("<think>\nHm, 5 days.\n</think>\n\nFive days.", "Five days."),
        ("<think></think><think>a</think> Five <think> days.", "Five <think> days."),
        ("<thirty> days", "<thirty> days"),
    ):
        model_server.script = say(said, words=words)
        assert text_of(model) == text
    model_server.script = say("<think>Without an end", words=words)
    assert failure_of(model)[0] == "empty"


def test_tokens_are_those_of_the_server_or_estimated_where_it_does_not_say(
    model_server: ModelServer, chat_model: Make
) -> None:
    told = Told()
    model = chat_model(observer=told)
    text_of(model)
    model_server.script = _with_usage({"prompt_tokens": -5, "completion_tokens": 10**30})
    text_of(model)
    model_server.script = status(401)
    failure_of(model)
    model_server.script = _with_usage({}, "")
    failure_of(model)
    said, estimated, none, read = (request.tokens for request in told.requests)
    assert (said.read, said.written, said.estimated) == (len(model_server.asked[0].text) // 4 + 1, 2, False)
    assert (estimated.read > 0, estimated.written, estimated.estimated) == (True, 3, True)
    assert none.total == 0
    assert (read.read, read.written, read.estimated) == (estimated.read, 0, True)


def test_the_time_to_the_first_piece_is_told(model_server: ModelServer, chat_model: Make) -> None:
    model_server.script = say("Hello there.", words=1, first=0.2, pause=0.2)
    told = Told()
    text_of(chat_model(observer=told), use="restate")
    (request,) = told.requests
    assert request.first_piece is not None
    assert 0.2 <= request.first_piece < request.seconds
    assert (request.use, request.failure) == ("restate", None)


def test_neither_prompts_nor_answers_nor_keys_are_logged_or_told(
    model_server: ModelServer, chat_model: Make, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_LOG", "debug")
    caplog.set_level(logging.DEBUG)
    logging.getLogger("openai").setLevel(logging.DEBUG)
    model = chat_model(key="sk-secret")
    text_of(model)
    for script in (status(500, message=ASKED[1].text), status(400, message=ASKED[1].text), malformed(after="Hello")):
        model_server.script = script
        with pytest.raises(ModelFailure) as failed:
            text_of(model)
        assert not any(word in str(failed.value) for word in ("sk-secret", "How long", "Hello"))
    assert caplog.records
    assert not any(word in caplog.text for word in ("sk-secret", "How long", "Hello", "Answer from"))


def test_a_text_that_cannot_be_encoded_is_sent_all_the_same(model_server: ModelServer, chat_model: Make) -> None:
    chat_model().complete([ChatMessage("user", "half a pair: \ud83d")], seconds=TIME, max_tokens=10)
    assert model_server.asked[0].messages[0]["content"] == "half a pair: ?"


def _with_usage(usage: dict[str, int], text: str = "Hello there.") -> Script:
    def script(turn: Turn) -> None:
        turn.head()
        turn.piece(text)
        turn.event(turn.chunk({}, "stop"))
        turn.event(turn.chunk({}) | {"choices": [], "usage": usage})
        turn.event("[DONE]")
        turn.end()

    return script


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIME
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.005)
