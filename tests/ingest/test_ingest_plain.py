"""Plain text comes through unchanged; lists in it are found; encodings are told."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from core.errors import InvalidInput
from core.model import BlockKind
from ingest.readers.markdown_signs import looks_like_html, looks_like_markdown
from ingest.readers.reading import Reading

Read = Callable[..., Reading]

PROSE = [
    "Der *Sinus* ist $\\sin(x) = \\frac{a}{c}$ und `x_1 * x_2` <klein> a_b_c ** nicht fett ** \\alpha & co.",
    "The coat is known as a `` double coat '' , with the undercoat soft ( see [ 1 ] ) and 2 ** 3 ** 4 .",
    "f(x) <- function(a, b) { a * b }; a<b>c and _this_ *too* #hashtag [sic] (note)",
    "「你好」*世界* `代码` <标签> $x_1$ 100% & more",
    "<br>Text with a stray tag and &amp; an entity, ~tilde~ and ~~two~~, a | b | c",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_with_stray_signs_comes_through_character_for_character(read: Read, text: str) -> None:
    assert read(text, "row").text == text
    assert read(text, "page.txt").text == text


def test_white_space_and_unicode_form_are_made_uniform(read: Read) -> None:
    assert (
        read("Cafe\u0301  au\tlait \r\n\r\n\r\n  next\u00a0line\u2028end", "a.txt").text
        == "Café au lait\n\nnext\u00a0line\nend"
    )


@pytest.mark.parametrize("width", [60, 72, 100])
def test_hard_wrapped_paragraphs_are_joined_and_meant_line_ends_stay(read: Read, width: int) -> None:
    paragraphs = [" ".join(f"word{n}{'x' * (n % 7)}" for n in range(length)) for length in (60, 25, 40)]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    address = "Foo Street 1\n12345 Bar"
    assert read(f"{wrapped}\n\n{address}", "a.txt").text.split("\n\n") == [*paragraphs, address]


def test_lists_are_found_where_the_lines_say_so(read: Read) -> None:
    reading = read(
        "To reset:\n1. Open it\n2. Press and\n   wait\n3) Done\n\n• one\n• two\n\n1) first\n\n2) second\n\n   more",
        "a.txt",
    )
    assert (
        reading.text
        == "To reset:\n\n1. Open it\n2. Press and\n   wait\n3. Done\n\n- one\n- two\n\n1. first\n2. second\n   more"
    )
    assert [block.kind for block in reading.blocks][1:] == [BlockKind.STEPS, BlockKind.LIST, BlockKind.STEPS]


@pytest.mark.parametrize(
    "text", ["- A single dash is no list.", "1945. The year.\n2001. Another.", "3. Three\n7. Seven"]
)
def test_what_does_not_count_on_is_no_list(read: Read, text: str) -> None:
    assert read(text, "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Grüße".encode(), "Grüße"),
        ("\ufeffGrüße".encode(), "Grüße"),
        ("Grüße 你好".encode("utf-16"), "Grüße 你好"),
        ("né ".encode() * 30 + b"\xe9", "né " * 30 + "\ufffd"),
        ("Für fünf Grüße".encode() + b" \xa9 Acme", "Für fünf Grüße \ufffd Acme"),
        ("Für fünf Grüße".encode("cp1252") + b" \xa9 Acme", "Für fünf Grüße © Acme"),
        ("café crème à la carte".encode("cp1252"), "café crème à la carte"),
        ("“Où est-il ?” — là-bas…".encode("cp1252"), "“Où est-il ?” — là-bas…"),
        ("你好，世界。打开设置，选择同步。".encode("gb18030"), "你好，世界。打开设置，选择同步。"),
    ],
)
def test_common_encodings_are_told_by_trying(read: Read, data: bytes, text: str) -> None:
    assert read(data, "a.txt").text == text


@pytest.mark.parametrize(
    "data", [b"abc\0def", b"\x01\x02\x03\x04\x05 x", "Привет, мир".encode("cp1251"), b"\xef\xbb\xbf\xff"]
)
def test_bytes_that_are_no_text_are_refused(read: Read, data: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"binary|encoding|UTF-8"):
        read(data, "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "# Heading\n\nText",
        "```\ncode\n```",
        "a | b\n--- | ---\n1 | 2",
        "See [here](https://x.example) now",
        "---\ntitle: x\n---\nText",
        "!!! note\n    x",
        "**Bold** one and **bold** two",
        "Use `this` and:\n\n- a\n- b",
        "<div>\n\ntext\n\n</div>",
    ],
)
def test_markdown_is_told_by_its_structure(text: str) -> None:
    assert looks_like_markdown(text)


def test_a_row_of_html_is_read_as_html(read: Read) -> None:
    assert looks_like_html("<p>a</p>")
    assert not looks_like_html("<b>bold</b> start and then text")
    assert read("<h2>Title</h2><p>Body <b>text</b>.</p>", "row").text == "## Title\n\nBody text."
