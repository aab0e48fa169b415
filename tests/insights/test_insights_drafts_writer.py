"""A model as a writer: over real HTTP, with what servers do wrong."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from answering.model.openai_chat import OpenAIChat
from core.errors import Unavailable
from insights.drafts.model import Origin, OriginKind
from insights.drafts.writer import Brief, Line, Source
from insights.drafts.writer_model import ModelWriter
from tests.model_server import ModelServer, Script, empty, say, status

BRIEF = Brief("en", ("How long?",), (Source("R1", Origin(OriginKind.REPLY, "msg_1"), "It takes nine\u202e days."),))


Make = Callable[..., OpenAIChat]


def test_a_first_text_names_the_sources_of_each_line(model_server: ModelServer, chat_model: Make) -> None:
    model_server.script = say(
        '```json\n{"title": "Time", "lines": [{"text": "It takes nine days.", "sources": ["R1"]}]}\n```'
    )
    made = ModelWriter(chat_model()).write(BRIEF)
    assert (made.title, made.lines) == ("Time", (Line("It takes nine days.", ("R1",)),))
    data = json.loads(model_server.asked[0].messages[1]["content"])
    assert data["sources"] == [{"name": "R1", "text": "It takes nine days."}]


def test_a_translation_is_a_title_and_a_text(model_server: ModelServer, chat_model: Make) -> None:
    model_server.script = say('{"title": "Plazo", "text": "Tarda nueve días."}')
    made = ModelWriter(chat_model()).translate("Time", "It takes nine days.", "en", "es")
    assert made == ("Plazo", "Tarda nueve días.")


@pytest.mark.parametrize(
    "script",
    [status(401), status(400), say("Sure! Here it is."), say("[]"), empty()],
    ids=["unauthorized", "refused", "chatter", "a list", "nothing"],
)
def test_what_cannot_be_had_or_read_is_said_plainly_and_without_secrets(
    model_server: ModelServer, chat_model: Make, script: Script
) -> None:
    model_server.script = script
    with pytest.raises(Unavailable) as refused:
        ModelWriter(chat_model(key="a-secret-key")).write(BRIEF)
    assert "by hand" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None
