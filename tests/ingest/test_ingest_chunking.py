"""Passages: whole blocks, sensible sizes, exact offsets."""

from __future__ import annotations

import re

import pytest

from core.model import BlockKind, DocumentContent, PassageContent
from ingest.chunking import chunk
from ingest.readers import markdown, plain
from ingest.sections import ChunkLimits

LIMITS = ChunkLimits(target=40, limit=60, minimum=10, total=120)


def words(text: str) -> int:
    return len(re.findall(r"\w+|[^\w\s]", text))


def passages_of(source: str, title: str = "Doc", limits: ChunkLimits = LIMITS) -> tuple[PassageContent, ...]:
    reading = markdown.read_text(source)
    return chunk(DocumentContent("d", title, reading.text, reading.blocks, "en"), words, limits)


def sentence(number: int, length: int = 12) -> str:
    return " ".join(f"w{number}x{n}" for n in range(length)) + "."


def paragraph(length: int, name: str = "p") -> str:
    return " ".join(f"{name}{n}" for n in range(length))


def test_a_passage_keeps_to_its_section_and_names_its_headings() -> None:
    found = passages_of(f"# Doc\n\n{paragraph(20)}\n\n## A\n\n### B\n\n{paragraph(20)}\n\n## C\n\n{paragraph(20)}")
    assert [passage.heading for passage in found] == [(), ("A", "B"), ("C",)]
    assert all(passage.text == paragraph(20) for passage in found)


def test_the_title_is_left_out_of_the_heading_path() -> None:
    found = passages_of(f"# My page\n\n## Part\n\n{paragraph(20)}", title="My Page")
    assert found[0].heading == ("Part",)


def test_small_neighbours_are_joined_with_their_headings_between_them() -> None:
    found = passages_of(f"## A\n\none two three four five\n\n## B\n\nsix seven eight nine\n\n## C\n\n{paragraph(50)}")
    assert [passage.heading for passage in found] == [(), ("C",)]
    assert found[0].text == "## A\n\none two three four five\n\n## B\n\nsix seven eight nine"


def test_a_small_tail_never_stands_alone() -> None:
    found = passages_of(f"## A\n\n{paragraph(58)}\n\nThe end.")
    assert len(found) == 1
    assert found[0].text.endswith("The end.")
    assert len(passages_of("Tiny.")) == 1


@pytest.mark.parametrize("count", [3, 5])
def test_steps_that_fit_are_never_cut(count: int) -> None:
    steps = "\n".join(f"{n}. {sentence(n, 9)}" for n in range(1, count + 1))
    found = passages_of(f"{paragraph(30)}\n\n{steps}\n\n{paragraph(30)}")
    assert sum(steps in passage.text for passage in found) == 1


def test_code_that_fits_is_never_cut() -> None:
    code = "```\n" + "\n".join(f"line {n}" for n in range(20)) + "\n```"
    found = passages_of(f"{paragraph(39)}\n\n{code}\n\n{paragraph(39)}")
    assert sum(code in passage.text for passage in found) == 1


def test_long_steps_are_cut_between_items_and_every_part_carries_the_whole_list() -> None:
    steps = "\n".join(f"{n}. {sentence(n)}\n   {sentence(n + 50, 5)}" for n in range(1, 13))
    found = passages_of(f"To do it:\n\n{steps}")
    assert len(found) > 2
    assert found[0].text.startswith("To do it:\n\n1. ")
    assert all(re.match(r"\d+\. ", passage.text) for passage in found[1:])
    lists = [next(block for block in passage.blocks if block.kind is BlockKind.STEPS) for passage in found]
    assert len(set(lists)) == 1
    assert all(passage.tokens <= LIMITS.limit for passage in found)


def test_a_long_table_is_cut_between_rows_and_its_head_keeps_a_row() -> None:
    rows = "\n".join(f"| {sentence(n, 6)} | value {n} |" for n in range(20))
    found = passages_of(f"| Name | Value |\n| --- | --- |\n{rows}")
    assert found[0].text.count("\n") >= 2
    assert all(line.startswith("| ") and line.endswith(" |") for p in found for line in p.text.split("\n"))


def test_a_line_that_announces_something_goes_with_it() -> None:
    code = "```\n" + "\n".join(f"line {n}" for n in range(15)) + "\n```"
    found = passages_of(f"{paragraph(35)}\n\nFor example:\n\n{code}")
    assert found[1].text == f"For example:\n\n{code}"


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        (" ".join(sentence(n) for n in range(20)), r"w\d+x0 .*\.$"),
        ("".join(f"第{n}句话在这里说明设置的方法，请注意。" for n in range(40)), r"第\d+句.*。$"),
    ],
)
def test_long_paragraphs_are_cut_between_sentences(text: str, pattern: str) -> None:
    reading = plain.read_text(text)
    content = DocumentContent("d", "", reading.text, reading.blocks, "en")
    found = chunk(content, lambda part: len(re.findall(r"[\u4e00-\u9fff]|\w+", part)), LIMITS)
    assert len(found) > 3
    assert all(re.match(pattern, passage.text, re.DOTALL) for passage in found)
    assert "".join(passage.text for passage in found).replace(" ", "") == text.replace(" ", "")


def test_an_item_that_alone_is_too_long_is_cut_around_its_code() -> None:
    code = "  ```sh\n" + "\n".join(f"  run {n}" for n in range(15)) + "\n  ```"
    item = f"- {paragraph(30)}\n\n  {paragraph(30, 'q')}\n\n  Example:\n\n{code}\n- short"
    found = passages_of(item)
    assert sum(code.strip() in passage.text for passage in found) == 1
    assert any("Example:" in passage.text and code.strip() in passage.text for passage in found)


def test_a_document_of_headings_only_gives_its_headings() -> None:
    assert [passage.text for passage in passages_of("# A\n\n## B")] == ["# A\n\n## B"]


def test_no_text_gives_no_passages() -> None:
    assert passages_of("") == ()


def test_long_titles_and_headings_leave_less_room_for_text() -> None:
    title, heading = paragraph(40, "t"), paragraph(30, "h")
    found = passages_of(f"## {heading}\n\n{' '.join(sentence(n) for n in range(30))}", title=title)
    assert all(words(title) + words(" ".join(p.heading)) + p.tokens <= LIMITS.total for p in found)


def test_smaller_embedders_get_smaller_passages() -> None:
    assert ChunkLimits.for_capacity(512) == ChunkLimits()
    small = ChunkLimits.for_capacity(256)
    assert small.total <= 256
    assert small.limit < small.total
