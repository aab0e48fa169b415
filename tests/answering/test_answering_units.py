"""A passage is cut into pieces that make sense to quote."""

from __future__ import annotations

import pytest

from answering.evidence.units import count_words, header_end, units_of
from core.model import Block, BlockKind, Passage


def passage(text: str, *kinds: BlockKind, lang: str = "en", start: int = 0) -> Passage:
    """A passage whose blocks are the paragraphs of `text`, of the given kinds, at `start` in its document."""
    blocks: list[Block] = []
    place = start
    for kind, part in zip(kinds, text.split("\n\n"), strict=True):
        blocks.append(Block(kind, place, place + len(part)))
        place += len(part) + 2
    return Passage(
        1, "d", "v", 0, "Title", None, lang, ("Title",), start, start + len(text), text, tuple(blocks), "2026-01-01"
    )


def texts(found: Passage) -> list[str]:
    units = units_of(found)
    for unit in units:
        assert found.text[unit.start - found.start : unit.end - found.start] == unit.text
    return [unit.text for unit in units]


def test_prose_is_cut_into_sentences_and_steps_stay_whole() -> None:
    found = passage(
        "## How\n\nFirst this. Then that.\n\n1. Open it.\n2. Close it.",
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.STEPS,
        start=40,
    )
    assert texts(found) == ["First this.", "Then that.", "1. Open it.\n2. Close it."]
    assert {unit.heading for unit in units_of(found)} == {"How"}


def test_list_items_keep_what_is_nested_in_them() -> None:
    found = passage("- One\n  - nested\n- Two\n  more", BlockKind.LIST)
    assert texts(found) == ["- One\n  - nested", "- Two\n  more"]


def test_code_and_short_notes_stay_whole() -> None:
    found = passage("```\na. B\nc. D\n```\n\nNote. Be careful.", BlockKind.CODE, BlockKind.NOTE)
    assert texts(found) == ["```\na. B\nc. D\n```", "Note. Be careful."]


def test_a_long_table_is_cut_into_rows() -> None:
    rows = "\n".join(f"| Plan {i} | {'long words here ' * 3} |" for i in range(6))
    found = passage(f"| Plan | What |\n|---|---|\n{rows}", BlockKind.TABLE)
    units = units_of(found)
    assert [unit.text.split("|")[1].strip() for unit in units] == [f"Plan {i}" for i in range(6)]
    assert all(unit.is_row for unit in units)
    assert found.text[: header_end(found.text)] == "| Plan | What |\n|---|---|"


@pytest.mark.parametrize(
    ("table", "header"),
    [("| A |\n|---|\n| 1 |", "| A |\n|---|"), ("| A |\n| 1 |", "| A |"), ("| A |", "| A |"), ("", "")],
)
def test_the_header_of_a_table_is_its_first_line_with_the_rule_below(table: str, header: str) -> None:
    assert table[: header_end(table)] == header


def test_a_block_that_reaches_beyond_the_passage_is_clipped_to_it() -> None:
    text = "1. Open it.\n2. Close it."
    block = Block(BlockKind.STEPS, 0, 500)
    found = Passage(1, "d", "v", 0, "", None, "en", (), 0, len(text), text, (block,), "")
    assert texts(found) == [text]


@pytest.mark.parametrize(
    ("text", "words"), [("two words", 2), ("user's Wi-Fi", 2), ("密码至少需要十二个字符", 6), ("", 0), ("wifi密码", 2)]
)
def test_words_are_counted_as_a_reader_feels_them(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("lang", "clause", "mark"),
    [
        ("en", "the mill was sold to the town in the year {}", "; "),
        ("zh", "工厂在第{}年被卖给了当地的市议会并且由新的主人继续经营", "；"),
    ],
)
def test_only_a_sentence_too_long_to_be_shown_is_cut_and_only_at_semicolons(lang: str, clause: str, mark: str) -> None:
    stop = "。" if lang == "zh" else "."
    clauses = [clause.format(i) for i in range(12)]
    long, short = mark.join(clauses) + stop, mark.join(clauses[:3]) + stop
    assert texts(passage(long, BlockKind.PARAGRAPH, lang=lang)) == [
        *(f"{one}{mark.strip()}" for one in clauses[:-1]),
        clauses[-1] + stop,
    ]
    assert texts(passage(short, BlockKind.PARAGRAPH, lang=lang)) == [short]


def test_a_few_words_before_a_semicolon_stay_with_the_rest() -> None:
    text = "Yes; " + "the mill was sold to the town and " * 10 + "the rest is known."
    assert texts(passage(text, BlockKind.PARAGRAPH)) == [text]
