from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.sse import PIECE, answer_events, pieces, resume_point


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
    answer = {"text": "One two three. " * 20, "citations": [], "related": []}
    everything = [event.encode() for event in answer_events("msg_1", answer)]
    for seen in range(len(everything)):
        assert [event.encode() for event in answer_events("msg_1", answer, seen)] == everything[seen:]


def test_resume_points() -> None:
    assert resume_point(None) is None
    assert resume_point("") is None
    assert resume_point("17") == 17
    assert resume_point("msg_0a1.12") == ("msg_0a1", 12)
