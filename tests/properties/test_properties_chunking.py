"""What holds for the passages of any document at all."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import BlockKind, DocumentContent, PassageContent
from ingest import readers
from ingest.chunking import chunk
from ingest.readers import markdown
from ingest.sections import ChunkLimits

LIMITS = ChunkLimits(target=20, limit=30, minimum=6, total=60)
WORDS = st.text("abcdefg你好。.,!*_`<$ -#|:1\u00e9\u0301\t\x07", min_size=1, max_size=25)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


def items(markers: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(markers, LINES).map(" ".join), min_size=1, max_size=8).map("\n".join)


BLOCKS = st.one_of(
    LINES,
    st.tuples(st.sampled_from(["#", "##", "###"]), WORDS).map(" ".join),
    items(st.just("-")),
    st.lists(LINES, min_size=1, max_size=8).map(lambda rows: "\n".join(f"{n}. {r}" for n, r in enumerate(rows, 1))),
    st.lists(WORDS, min_size=1, max_size=9).map(lambda rows: "\n".join(["```", *rows, "```"])),
    st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8).map(
        lambda rows: "| a | b |\n| --- | --- |\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)
    ),
    LINES.map(lambda text: f"!!! note\n    {text}"),
)
SOURCES = st.one_of(st.lists(BLOCKS, max_size=9).map("\n\n".join), st.text(max_size=400))


def words(text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]|\w+|[^\w\s]", text))


def document(source: str) -> DocumentContent:
    reading = markdown.read_text(source)
    return DocumentContent("d", "Title", reading.text, reading.blocks, "en")


def passages_of(content: DocumentContent) -> tuple[PassageContent, ...]:
    return chunk(content, words, LIMITS)


@settings(max_examples=150, deadline=None)
@given(SOURCES)
def test_blocks_and_passages_are_ordered_disjoint_and_exact(source: str) -> None:
    content = document(source)
    assert "\n\n".join(content.text[block.start : block.end] for block in content.blocks) == content.text
    position = 0
    for ordinal, passage in enumerate(passages_of(content)):
        assert passage.ordinal == ordinal
        assert passage.start >= position
        assert passage.text == content.text[passage.start : passage.end]
        assert passage.text
        assert passage.text == passage.text.strip()
        position = passage.end


@settings(max_examples=150, deadline=None)
@given(SOURCES)
def test_every_character_but_headings_and_spaces_lies_in_a_passage(source: str) -> None:
    content = document(source)
    covered = set[int]()
    for passage in passages_of(content):
        covered.update(range(passage.start, passage.end))
    for block in content.blocks:
        if block.kind is not BlockKind.HEADING:
            missing = [at for at in range(block.start, block.end) if at not in covered]
            assert not content.text[missing[0] : missing[0] + 1].strip() if missing else True
            assert not "".join(content.text[at] for at in missing).strip()


@settings(max_examples=150, deadline=None)
@given(SOURCES)
def test_blocks_that_fit_are_never_cut_and_long_ones_are_carried_whole(source: str) -> None:
    content = document(source)
    found = passages_of(content)
    for block in content.blocks:
        holders = [p for p in found if p.start < block.end and block.start < p.end]
        if block.kind is not BlockKind.HEADING:
            assert holders
            if words(content.text[block.start : block.end]) <= LIMITS.limit:
                assert len(holders) == 1
            assert all(block in holder.blocks for holder in holders)


@settings(max_examples=80, deadline=None)
@given(SOURCES)
def test_no_passage_ends_in_a_heading_and_sizes_are_bounded(source: str) -> None:
    content = document(source)
    found = passages_of(content)
    if any(block.kind is not BlockKind.HEADING for block in content.blocks):
        assert all(passage.blocks[-1].kind is not BlockKind.HEADING for passage in found)
    for passage in found:
        assert passage.tokens <= LIMITS.total
        assert words(" ".join(passage.heading)) + words(passage.text) <= LIMITS.total + 48


@settings(max_examples=40, deadline=None)
@given(SOURCES)
def test_the_same_text_gives_the_same_passages(source: str) -> None:
    assert passages_of(document(source)) == passages_of(document(source))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abc *_`<>$#\\&~^{}[]().,;:é你好。", min_size=1, max_size=60), min_size=1, max_size=3))
def test_prose_without_structure_comes_through_unchanged(paragraphs: list[str]) -> None:
    prose = [" ".join(("The text " + part).split()) for part in paragraphs]
    source = "\n\n".join(prose)
    if "](" not in source:
        assert readers.read(readers.TEXT, source.encode(), "row").text == source
