"""Text is cut into sentences where a reader would, and every offset is exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.evidence.sentences import split_sentences


def pieces(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Smith met J. K. Rowling in Washington, D.C. in 1999. He left.", None),
        ("Use e.g. Chrome, i.e. a browser. It works.", ["Use e.g. Chrome, i.e. a browser.", "It works."]),
        ("Version 2.0.1 is out. It costs 3.50 euros.", ["Version 2.0.1 is out.", "It costs 3.50 euros."]),
        ("See https://example.com/a.b?c=d. Then go.", ["See https://example.com/a.b?c=d.", "Then go."]),
        ("She waited… and waited. Really?! Yes... No.", ["She waited… and waited.", "Really?!", "Yes...", "No."]),
        ("He said “Stop.” Then he left.", ["He said “Stop.”", "Then he left."]),
        ("Type `a. B` and press Enter. Done.", ["Type `a. B` and press Enter.", "Done."]),
        ("Charge it. iPhone users need a cable.", ["Charge it.", "iPhone users need a cable."]),
        ("Open the app. npm is not needed.", None),
        ("¿Cómo está? ¡Bien! El Sr. Pérez vino.", ["¿Cómo está?", "¡Bien!", "El Sr. Pérez vino."]),
        ("EE. UU. y la pág. 5 valen. Fin.", ["EE. UU. y la pág. 5 valen.", "Fin."]),
        ("« Vraiment ? » Oui. M. Dupont est là.", ["« Vraiment ? »", "Oui.", "M. Dupont est là."]),
        ("Il crie « Oui ! ». Puis il part.", ["Il crie « Oui ! ».", "Puis il part."]),
        ("这是第一句。这是第二句！第三句？", ["这是第一句。", "这是第二句！", "第三句？"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("真的吗?是的……那么好吧。", ["真的吗?", "是的……", "那么好吧。"]),
        ("これは文です。次の文です。", ["これは文です。", "次の文です。"]),
        ("No stop\n\nNext paragraph", ["No stop", "Next paragraph"]),
        ("A line\nthat goes on. Next.", ["A line\nthat goes on.", "Next."]),
        ("1. Open it. 2. Close it.", ["1. Open it.", "2. Close it."]),
        ("", []),
        ("   \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str] | None) -> None:
    """Abbreviations, initials, versions, addresses and names with a small first letter do not end one."""
    found = pieces(text)
    if sentences is None:
        assert len(found) <= 2
        assert " ".join(found) == text
    else:
        assert found == sentences


def test_offsets_are_of_the_whole_text() -> None:
    text = "Before. Here it is. And more. After."
    spans = split_sentences(text, 8, 29)
    assert [text[s.start : s.end] for s in spans] == ["Here it is.", "And more."]


@given(st.text(alphabet="aB1 .!?…。！？”»(`\n", max_size=80))
def test_nothing_but_white_space_is_lost_and_nothing_overlaps(text: str) -> None:
    """Sentences come in order, never overlap, are trimmed, and what lies between them is white space."""
    spans = split_sentences(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end
        assert not text[end : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end
    assert not text[end:].strip()
