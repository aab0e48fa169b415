from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.live_answers import Told
from api.sse import PIECE, answer_events, pieces, resume_point, streamed_events


@given(st.text())
def test_pieces_put_together_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@given(st.text(min_size=1))
def test_pieces_are_short_and_never_empty(text: str) -> None:
    assert all(0 < len(piece.strip()) <= PIECE or piece.isspace() for piece in pieces(text))


def test_words_are_not_cut_when_that_can_be_helped() -> None:
    text = "Open the settings and choose what you want to be told about by e-mail. " * 4
    assert all(piece[:1] == " " or piece[:1].isupper() for piece in pieces(text))


def test_the_events_behind_a_number_are_those_of_the_whole_stream() -> None:
    answer = {"text": "One two three. " * 20, "citations": [], "related": [], "generator": "extractive"}
    everything = [event.encode() for event in answer_events("msg_1", answer)]
    for seen in range(len(everything)):
        assert [event.encode() for event in answer_events("msg_1", answer, seen)] == everything[seen:]


def test_resume_points() -> None:
    assert resume_point(None) is None
    assert resume_point("") is None
    assert resume_point("17") == 17
    assert resume_point("msg_0a1.12") == ("msg_0a1", 12)


async def told(*things: tuple[str, dict[str, Any]]) -> AsyncGenerator[Told]:
    for name, data in things:
        yield Told(name, data)


def streamed(*things: tuple[str, dict[str, Any]], after: int | None = None) -> list[tuple[str, str, Any]]:
    """Events of a stream as (id, name, data)."""

    async def read() -> list[tuple[str, str, Any]]:
        events = [event async for event in streamed_events("msg_1", told(*things), after)]
        return [(str(event.id), str(event.event), json.loads(str(event.data))) for event in events]

    return asyncio.run(read())


ANSWER = {"text": "One. [1] Two. [1]", "citations": [{"id": 1}], "related": [], "generator": "extractive"}


@pytest.mark.parametrize(
    ("live", "names"),
    [
        (["One. [1]", " Two. [1]"], ["delta", "delta", "answer"]),
        (["One. [1]"], ["delta", "sources", "delta", "answer"]),
        (["Other. [1]"], ["delta", "sources", "replace", "answer"]),
    ],
)
def test_what_was_told_live_is_put_right_in_the_end(live: list[str], names: list[str]) -> None:
    events = streamed(*(("delta", {"text": text}) for text in live), ("answer", ANSWER))
    assert [name for _, name, _ in events] == names
    text = ""
    for _, name, data in events:
        text = {"delta": text + data.get("text", ""), "replace": data.get("text", "")}.get(name, text)
    assert text == ANSWER["text"]
    assert events[-1][2] == ANSWER


def test_nobody_can_resume_behind_live_events_but_with_the_whole_text() -> None:
    [(last, _, _), *_] = streamed(("delta", {"text": "One. [1]"}), ("answer", ANSWER))
    number = int(last.rsplit(".", 1)[1])
    assert resume_point(last) == ("msg_1", number)
    assert [name for _, name, _ in streamed(("answer", ANSWER), after=number)] == ["replace", "answer"]


def test_an_answer_that_nothing_was_told_of_comes_as_it_is_stored() -> None:
    whole = [event.encode() for event in answer_events("msg_1", ANSWER)]

    async def read() -> list[bytes]:
        return [event.encode() async for event in streamed_events("msg_1", told(("answer", ANSWER)), None)]

    assert asyncio.run(read()) == whole
