"""PDF files give headings, paragraphs and lists; those that cannot be read say why."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter

from core.errors import InvalidInput
from core.model import BlockKind
from ingest.readers.reading import Reading

Read = Callable[..., Reading]
MakePdf = Callable[..., bytes]


def lines(texts: list[str], size: float = 11, top: float = 700, x: float = 72) -> list[tuple[str, float, float, float]]:
    return [(text, size, x, top - 14 * number) for number, text in enumerate(texts)]


def test_type_size_gives_headings_and_gaps_give_paragraphs(read: Read, make_pdf: MakePdf) -> None:
    page = [
        ("Set up sync", 24, 72, 740),
        *lines(["This is the first paragraph of the page, long enough to be", "broken over two lines."]),
        *lines(["A second paragraph after a wider gap than that between its", "lines, which ends here."], top=650),
        ("Before you begin", 16, 72, 600),
        *lines(["You need an account and a device that has not been used", "before."], top=575),
    ]
    reading = read(make_pdf([page], title="ignored.indd"), "guide.pdf")
    assert reading.text.split("\n\n") == [
        "# Set up sync",
        "This is the first paragraph of the page, long enough to be broken over two lines.",
        "A second paragraph after a wider gap than that between its lines, which ends here.",
        "## Before you begin",
        "You need an account and a device that has not been used before.",
    ]
    assert reading.title == "Set up sync"


def test_words_cut_at_line_ends_are_mended_and_real_hyphens_stay(read: Read, make_pdf: MakePdf) -> None:
    page = lines(
        [
            "The well-known assistant answers each question with a synchro-",
            "nised copy of the article, and with a well-",
            "known source, over and over again until it is done with all",
        ]
    )
    assert read(make_pdf([page]), "a.pdf").text == (
        "The well-known assistant answers each question with a synchronised copy of the article, and with a well-known "
        "source, over and over again until it is done with all"
    )


def test_numbered_and_bulleted_lines_become_lists(read: Read, make_pdf: MakePdf) -> None:
    page = lines(
        ["Do this:", "1. Open the settings and look for the entry that says Sync, which", "is new.", "2. Press it."]
    )
    reading = read(make_pdf([[*page, *lines(["• one", "• two"], top=600)]]), "a.pdf")
    assert reading.text == (
        "Do this:\n\n1. Open the settings and look for the entry that says Sync, which is new.\n2. Press it.\n\n"
        "- one\n- two"
    )
    assert [block.kind for block in reading.blocks] == [BlockKind.PARAGRAPH, BlockKind.STEPS, BlockKind.LIST]


def test_running_heads_and_page_numbers_are_left_out(read: Read, make_pdf: MakePdf) -> None:
    pages = [
        [("Acme Guide 2024", 9, 72, 770), *lines([f"Content of page {name}."]), (f"Page {number} of 4", 9, 300, 30)]
        for number, name in enumerate(["one", "two", "three", "four"], start=1)
    ]
    assert read(make_pdf(pages), "a.pdf").text == "\n\n".join(
        f"Content of page {name}." for name in ["one", "two", "three", "four"]
    )


def test_a_running_head_with_the_page_number_in_it_needs_two_pages_only(read: Read, make_pdf: MakePdf) -> None:
    pages = [
        [(f"Chapter 2: Handling {number}", 11, 72, 770), *lines([f"Content of page {number}0."])] for number in (7, 8)
    ]
    assert read(make_pdf(pages), "a.pdf").text == "Content of page 70.\n\nContent of page 80."


def test_a_sentence_goes_on_over_a_page_break(read: Read, make_pdf: MakePdf) -> None:
    pages = [lines(["This sentence begins on the first page of the document and"]), lines(["ends on the second."])]
    assert read(make_pdf(pages), "a.pdf").text == (
        "This sentence begins on the first page of the document and ends on the second."
    )


def encrypted(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_files_that_cannot_be_read_say_why(read: Read, make_pdf: MakePdf) -> None:
    good = make_pdf([lines(["Text."])])
    for data, reason in (
        (encrypted(good), "password"),
        (make_pdf([[]]), "no text"),
        (good[:120], "damaged"),
        (b"%PDF-1.4 nonsense", "damaged"),
        (b"plain text", "not what its name says"),
        (b"", "not what its name says"),
    ):
        with pytest.raises(InvalidInput, match=reason):
            read(data, "a.pdf")
