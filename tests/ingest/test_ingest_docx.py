"""Word documents give headings, lists, tables and code; harmful ones are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import ingest.readers.docx as reader
from core.errors import InvalidInput
from core.model import BlockKind
from ingest.readers.reading import Reading

Read = Callable[..., Reading]


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_styles_give_headings_lists_tables_and_code(read: Read) -> None:
    document = Document()
    document.core_properties.title = "Not shown"
    document.add_heading("Setting up", 0)
    document.add_paragraph("An introduction.")
    document.add_heading("Steps", 2)
    for step in ("Open the app", "Press OK"):
        document.add_paragraph(step, style="List Number")
    document.add_paragraph("In between.")
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("nested", style="List Bullet 2")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ["Port", "Use", "80", "a|b"], strict=True):
        cell.text = text
    for line in ("pip install x", "  indented"):
        document.add_paragraph().add_run(line).font.name = "Courier New"
    reading = read(saved(document), "a.docx")
    assert reading.text.split("\n\n") == [
        "# Setting up",
        "An introduction.",
        "## Steps",
        "1. Open the app\n2. Press OK",
        "In between.",
        "- one\n  - nested",
        "| Port | Use |\n| --- | --- |\n| 80 | a\\|b |",
        "```\npip install x\n  indented\n```",
    ]
    assert reading.title == "Setting up"
    assert reading.blocks[3].kind is BlockKind.STEPS


def test_steps_with_a_remark_between_them_stay_one_procedure(read: Read) -> None:
    document = Document()
    document.add_paragraph("One", style="List Number")
    document.add_paragraph("A remark.")
    document.add_paragraph("Two", style="List Number")
    assert read(saved(document), "a.docx").text == "1. One\n   A remark.\n2. Two"


def test_tracked_insertions_count_and_deletions_do_not(read: Read) -> None:
    document = Document()
    paragraph = document.add_paragraph("Price: ")
    for tag, text in (("ins", "<w:t>10</w:t>"), ("del", "<w:delText>9</w:delText>")):
        paragraph._p.append(parse_xml(f"<w:{tag} {nsdecls('w')} w:id='1' w:author='a'><w:r>{text}</w:r></w:{tag}>"))
    assert read(saved(document), "a.docx").text == "Price: 10"


def test_merged_cells_are_repeated_downwards(read: Read) -> None:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    for row, texts in enumerate((("A", "B"), ("1", "x"), ("", "y"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert read(saved(document), "a.docx").text == "| A | B |\n| --- | --- |\n| 1 | x |\n| 1 | y |"


def test_without_a_heading_the_title_of_the_file_counts(read: Read) -> None:
    document = Document()
    document.core_properties.title = "From the properties"
    document.add_paragraph("Text.")
    assert read(saved(document), "a.docx").title == "From the properties"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_what_is_no_good_word_document_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MAX_UNPACKED", 1_000_000)
    for data, reason in (
        (zipped({"other.txt": b"x"}), "no Word document"),
        (zipped({"word/document.xml": b"x"}), "damaged"),
        (zipped({"word/document.xml": b"0" * 2_000_000}), "unpacks to more"),
        (b"PK\x03\x04 nonsense", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ):
        with pytest.raises(InvalidInput, match=reason):
            read(data, "a.docx")
