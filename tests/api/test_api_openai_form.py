"""OpenAI's form: how messages are read, where citations stand, and what errors look like, whoever finds them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from answering.clarifying.listed import listed_choices, with_choices
from answering.conversations.messages import HISTORY_TURNS
from answering.phrases import PHRASES, Phrase
from api.app import create_app
from api.openai_form.annotations import annotations_of
from api.openai_form.reading import MAX_TURN, read_chat
from api.schemas.openai_form import CompletionBody, OpenAIError
from api.schemas.openai_request import ChatRequest
from api.services import Services
from core.model import Author
from core.settings import Settings
from escalation.desk import Desk

Headers = dict[str, str]
PATH = "/v1/chat/completions"
BODY: dict[str, Any] = {"messages": [{"role": "user", "content": "How do I reset my password?"}]}


def chat(*messages: tuple[str, Any]) -> ChatRequest:
    return ChatRequest.model_validate({"messages": [{"role": role, "content": content} for role, content in messages]})


# Over HTTP


def test_an_answer_is_as_it_is_described(client: TestClient) -> None:
    """Without credentials too, as at `/v1/ask`."""
    response = client.post(PATH, json=BODY)
    body = response.json()
    CompletionBody.model_validate(body)
    assert body["askwell"]["trace_id"] == response.headers["x-request-id"]
    asked = client.post("/v1/ask", json={"question": BODY["messages"][0]["content"]}).json()
    assert body["askwell"].keys() == asked.keys() - {"text"}
    assert body["choices"][0]["message"]["content"] == asked["text"]


def test_a_stream_is_data_without_names_and_ends_as_clients_expect(client: TestClient) -> None:
    response = client.post(PATH, json=BODY | {"stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    lines = [line for line in response.text.replace("\r\n", "\n").split("\n") if line and not line.startswith(":")]
    assert all(line.startswith("data: ") for line in lines)
    assert lines[-1] == "data: [DONE]"
    assert all(json.loads(line[6:])["object"] == "chat.completion.chunk" for line in lines[:-1])


INVALID, AUTH = "invalid_request_error", "authentication_error"
BASIC, STRANGER = {"Authorization": "Basic x"}, {"Authorization": "Bearer no"}
JSON = {"Content-Type": "application/json"}
EVIL = {"Origin": "https://evil.example"}


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "kind", "code"),
    [
        ("POST", PATH, {"content": "{", "headers": JSON}, 400, INVALID, "malformed_body"),
        ("POST", PATH, {"json": []}, 400, INVALID, "invalid_value"),
        ("POST", PATH, {"content": b"x" * 600_000}, 413, INVALID, "too_large"),
        ("GET", PATH, {}, 405, INVALID, "method_not_allowed"),
        ("POST", PATH, {"json": BODY, "headers": BASIC}, 401, AUTH, "invalid_api_key"),
        ("POST", PATH, {"json": BODY, "headers": EVIL}, 403, "permission_error", "origin_not_allowed"),
        ("GET", "/v1/models/other", {}, 404, INVALID, "model_not_found"),
        ("GET", "/v1/models", {"headers": STRANGER}, 401, AUTH, "invalid_api_key"),
    ],
)
def test_errors_have_this_form_whichever_part_finds_them(
    client: TestClient, method: str, path: str, options: dict[str, Any], status: int, kind: str, code: str
) -> None:
    response = client.request(method, path, **options)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    error = OpenAIError.model_validate(response.json()).error
    assert response.json().keys() == {"error"}
    assert (error.type, error.code) == (kind, code)
    assert error.message
    assert response.headers["x-request-id"]


def test_an_unforeseen_failure_says_nothing_about_the_inside(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret reason")

    with monkeypatch.context() as patched:
        patched.setattr(Desk, "open", fail)
        patched.setattr(type(services.conversations), "add_answer", fail)
        whole = client.post(PATH, json=BODY)
        stream = client.post(PATH, json=BODY | {"stream": True})
    assert (whole.status_code, whole.json()["error"]["type"]) == (500, "server_error")
    *_, last = [line for line in stream.text.splitlines() if line.startswith("data: ")]
    assert json.loads(last[6:])["error"]["type"] == "server_error"
    assert "secret" not in whole.text + stream.text


@pytest.mark.parametrize("place", ["user", "question", "turn"])
def test_what_is_no_text_is_refused_wherever_it_stands(client: TestClient, place: str) -> None:
    broken = "a\ud800"
    turns = [{"role": "assistant", "content": broken if place == "turn" else "b"}]
    question = {"role": "user", "content": broken if place == "question" else "c"}
    body = {"messages": [*turns, question], "user": broken if place == "user" else None}
    response = client.post(PATH, content=json.dumps(body), headers=JSON)
    assert response.status_code == 400
    assert "unicode" in response.json()["error"]["message"].lower()


def test_rates_say_when_to_come_back(settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"rate_limit": "1/hour"}))) as client:
        assert client.post(PATH, json=BODY).status_code == 200
        refused = client.post(PATH, json=BODY)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 3_600
        assert refused.json()["error"]["type"] == "rate_limit_error"


def test_a_talk_that_was_sent_along_is_found_again_after_a_restart(client: TestClient, services: Services) -> None:
    """It is stored with the question, so that an answer owed after a crash is found with it."""
    messages = [
        {"role": "user", "content": "How do I reset my password?"},
        {"role": "assistant", "content": "Open the settings."},
        {"role": "user", "content": "And where is that?"},
    ]
    answer = client.post(PATH, json={"messages": messages}).json()["askwell"]
    with services.database.write() as session:
        question = services.conversations.question_of(session, answer["message_id"])
        session.execute("DELETE FROM answers WHERE message_id = ?", (answer["message_id"],))
        session.execute("DELETE FROM questions WHERE message_id = ?", (question.id,))
        session.execute("UPDATE messages SET pending = 1 WHERE id = ?", (question.id,))
    assert services.assistant.recover() == 1
    again = services.assistant.stored(question.id, None)
    assert again is not None
    assert [one["quote"] for one in again["citations"]] == [one["quote"] for one in answer["citations"]]
    assert again["citations"][0]["document_id"] == "password"


def test_a_refused_question_leaves_nothing_of_what_was_sent_along(
    client: TestClient, services: Services, key: Callable[..., Headers]
) -> None:
    body = {"messages": [{"role": "user", "content": "a"}, *BODY["messages"]], "askwell": {"conversation_id": "cnv_x"}}
    assert client.post(PATH, json=body, headers=key("ask")).status_code == 404
    with services.database.read() as session:
        assert session.execute("SELECT count(*) FROM messages").fetchone()[0] == 0


# Messages


def test_the_latest_turns_before_the_question_are_read_and_long_ones_are_cut() -> None:
    many = [("user" if at % 2 == 0 else "assistant", f"{at} " + "x" * 9_000) for at in range(40)]
    found = read_chat(chat(("system", "s"), *many, ("user", " What now?\n")))
    assert found.question == "What now?"
    assert [turn.text.split()[0] for turn in found.told] == [str(at) for at in range(40 - HISTORY_TURNS, 40)]
    assert {len(turn.text) for turn in found.told} == {MAX_TURN}
    assert [turn.author for turn in found.told[:2]] == [Author.VISITOR, Author.ASSISTANT]


def test_what_has_no_text_is_no_turn() -> None:
    calls = ChatRequest.model_validate(
        {
            "messages": [
                {"role": "user", "content": "a"},
                {"role": "assistant", "content": None, "tool_calls": []},
                {"role": "assistant", "content": [{"type": "refusal", "refusal": "No."}], "annotations": [1]},
                {"role": "user", "content": "b", "name": "Ana"},
            ]
        }
    )
    assert [turn.text for turn in read_chat(calls).told] == ["a", "No."]


# Annotations

CITATION = {"id": 1, "document_id": "d", "title": "T", "url": "/help/en/t"}


def places(text: str, *numbers: int) -> list[str]:
    found = annotations_of(text, [CITATION | {"id": number} for number in numbers], "https://example.com")
    return [text[(link := note["url_citation"])["start_index"] : link["end_index"]] for note in found]


def test_every_marker_has_its_annotation_and_code_has_none() -> None:
    assert places("你好😀 [1]。Two [2][1]", 1, 2) == ["[1]", "[2]", "[1]"]
    assert places("`a[1]` and\n```\nb[1]\n```\n\n[1]", 1) == ["[1]"]
    assert places("```\nnever closed [1]", 1) == []
    assert places("[1](https://example.com) and [3]", 1) == []


def test_addresses_in_annotations_are_whole() -> None:
    (note,) = annotations_of("x [1]", [CITATION], "https://example.com")
    assert note["url_citation"]["url"] == "https://example.com/help/en/t"
    (note,) = annotations_of("x [1]", [CITATION | {"url": "https://other.example/a"}], "https://example.com")
    assert note["url_citation"]["url"] == "https://other.example/a"


@given(st.text(alphabet="`[]1 \nab", max_size=60))
def test_an_annotation_always_stands_at_its_marker(text: str) -> None:
    assert set(places(text, 1)) <= {"[1]"}


# Choices as text


@pytest.mark.parametrize("lang", sorted(PHRASES))
def test_choices_are_read_back_from_the_text_they_were_written_into(lang: str) -> None:
    asked, choices = PHRASES[lang][Phrase.CLARIFY], ("Windows", "macOS 15 - beta")
    assert listed_choices(with_choices(asked, choices)) == choices
    assert listed_choices(asked) == ()
    assert with_choices(asked, ()) == asked


def test_a_list_below_anything_else_is_no_choice() -> None:
    assert listed_choices("Do this:\n\n- first\n- second") == ()
