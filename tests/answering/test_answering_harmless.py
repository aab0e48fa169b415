"""What a document quotes fetches nothing and leads nowhere unseen, for whoever draws it as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from answering.evidence.harmless import harmless
from ingest.text import clean
from tests.injection.reach import unseen


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See ![state](https://evil.example/a.png) here.", "See state (https://evil.example/a.png) here."),
        ("See [the guide](https://evil.example 'now').", "See the guide (https://evil.example)."),
        ("![a [b] c](u)", "a [b] c (u)"),
        ("![p][q]\n\n[q]: //evil.example/p", "[p][q]\n\nq: //evil.example/p"),
        ('An <img src="x"> and <script>', 'An ‹img src="x"> and ‹script>'),
        ("\\`![x](u)`", "\\`x (u)`"),
        ("```![x](u)`", "```x (u)`"),
    ],
)
def test_pictures_and_links_become_words(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    "text", ["Open [1] and a[0] (x) < b.", "Write `![alt](url)` for a picture.", "a <placeholder> and x[i]: int"]
)
def test_what_draws_nothing_stays(text: str) -> None:
    assert harmless(text) == text


@given(st.text(alphabet="![]()<>`\\\n: aux/=", max_size=40))
def test_no_text_draws_a_picture(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(harmless(text))
    assert not any(child.type == "image" for token in tokens for child in token.children or ())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("re\u00adfund\u200b \u202e5\u2066 \U000e0041days\ufe01", "refund 5 days"),
        ("❤\ufe0f and می\u200cخواهم, 👨\u200d👩", "❤\ufe0f and می\u200cخواهم, 👨\u200d👩"),
        ("a\u200db\u200c\u200d\u200cc", "abc"),
    ],
)
def test_documents_keep_what_is_seen(text: str, kept: str) -> None:
    assert clean(text) == kept
    assert len(unseen(clean(text))) == kept.count("\u200c") + kept.count("\u200d")
