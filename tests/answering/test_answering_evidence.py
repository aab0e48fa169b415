"""Evidence is what a person would have pointed at, verbatim."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from answering.evidence.composing import EvidenceLimits
from answering.evidence.generator import ExtractiveGenerator
from answering.evidence.selection import EvidenceSelector
from answering.evidence.units import count_words
from core.model import Block, BlockKind, DocumentVersion, Passage
from retrieval.retriever import Hit, Retrieval, RetrievalQuery

Centre = Any
"""The class in this folder's conftest, which a test module cannot import."""


def shown(centre: Centre, text: str, lang: str = "en") -> str:
    """The extractive answer to `text`."""
    return ExtractiveGenerator().generate(text, centre.evidence(text, lang)).text


def found(text: str, *passages: Passage, lang: str = "en") -> Retrieval:
    """A retrieval that found these passages, best first."""
    hits = tuple(Hit(p, 1.0 - 0.1 * i, 1.0 - 0.1 * i, 0.5, i + 1) for i, p in enumerate(passages))
    return Retrieval(RetrievalQuery(text, lang, frozenset()), lang, hits, (), {})


def document(text: str, blocks: list[Block]) -> DocumentVersion:
    return DocumentVersion("d", "v", "Title", "en", None, text, tuple(blocks), "2026-01-01")


def passage_of(version: DocumentVersion, start: int, end: int, ordinal: int = 0, document_id: str = "d") -> Passage:
    """A passage of `version` with the blocks that it touches."""
    blocks = tuple(block for block in version.blocks if block.start < end and block.end > start)
    return Passage(
        ordinal + 1, document_id, "v", ordinal, "Title", None, "en", (), start, end, version.text[start:end], blocks, ""
    )


def test_a_how_to_gives_all_its_steps_in_order_with_their_introduction(centre: Centre) -> None:
    assert shown(centre, "How do I export all notebooks?") == (
        "To export all your notebooks at once:\n\n1. Open Settings and choose Data.\n2. Press Export all notebooks. "
        "A large export can take an hour.\n3. Wait for the e-mail with the link.\n"
        "4. Download the archive within seven days. [1]"
    )


@pytest.mark.parametrize(
    ("text", "lang", "begins", "holds"),
    [
        ("¿Cómo exporto todos los cuadernos?", "es", "Puede llevarse", "3. Espere el correo con el enlace. [1]"),
        ("Comment partager un carnet ?", "fr", "Un carnet partagé", "2. Appuyez sur Partager"),
        ("怎么修改密码？", "zh", "密码至少需要", "3. 点击保存。 [1]"),
    ],
)
def test_steps_are_found_in_each_language(centre: Centre, text: str, lang: str, begins: str, holds: str) -> None:
    answer = shown(centre, text, lang)
    introduction = answer[: answer.index("1. ")].strip()
    assert introduction.startswith(begins) or introduction.endswith((":", "："))
    assert holds in answer


def test_a_fact_gives_the_sentence_that_holds_it(centre: Centre) -> None:
    answer = shown(centre, "Who introduced the Business plan?")
    assert "Ana Ruiz" in answer
    assert count_words(answer) <= 80


def test_a_sentence_that_leans_on_the_one_before_brings_it_along(centre: Centre) -> None:
    answer = shown(centre, "shared notebooks and a history of 90 days")
    assert answer.index("The Team plan costs") < answer.index("It adds shared notebooks")


def test_a_list_comes_with_the_sentence_that_announces_it(centre: Centre) -> None:
    answer = shown(centre, "note does not open without a connection")
    assert answer.startswith("There are several reasons")
    assert answer.count("\n- ") == 3


def test_a_code_block_stays_whole_and_its_marker_stands_outside(centre: Centre) -> None:
    answer = shown(centre, "curl request that lists notebooks with the key")
    assert "```\ncurl -H 'Authorization: Bearer KEY' https://api.example.com/v1/notebooks\n```" in answer
    assert "```\n\n[1]" in answer


def test_a_row_of_a_long_table_comes_with_its_header(centre: Centre) -> None:
    answer = shown(centre, "Business telephone support answered within four hours")
    header, rule, row = answer.split("\n")[:3]
    assert header == "| Plan | Notebooks | Upload limit | History | Support |"
    assert set(rule) <= set("| -")
    assert row.startswith("| Business | without limit |")
    assert "| Basic |" not in answer
    assert answer.split("\n\n")[-1].startswith("[")


@pytest.mark.parametrize("rows", [6, 40])
def test_rows_of_a_table_that_begins_in_an_earlier_passage_come_with_its_header(rows: int) -> None:
    lines = [
        "| Attribute | Meaning |",
        "|---|---|",
        *(f"| `data-{i}` | sets colour {i} of the frame |" for i in range(50)),
    ]
    text = "\n".join(lines)
    version = document(text, [Block(BlockKind.TABLE, 0, len(text))])
    start = text.index("| `data-4` |")
    end = text.index(f"| `data-{4 + rows}` |") - 1
    passage = passage_of(version, start, end)
    evidence = EvidenceSelector(lambda *_: version).select(found("set colour 5 of the frame", passage))
    shown_text = ExtractiveGenerator().generate("", evidence).text
    assert shown_text.startswith("| Attribute | Meaning |\n")
    assert "| `data-5` | sets colour 5 of the frame |" in shown_text
    assert all(piece.text == text[piece.start : piece.end] for piece in evidence.pieces)


def test_every_quote_is_a_slice_of_its_document_version(centre: Centre) -> None:
    for text, lang in [
        ("How do I export?", "en"),
        ("Which plan has audit logs and who introduced it?", "en"),
        ("ERR-4042", "en"),
        ("Comment partager ?", "fr"),
        ("密码需要几个字符", "zh"),
        ("tags", "en"),
    ]:
        draft = ExtractiveGenerator().generate(text, centre.evidence(text, lang))
        assert draft.citations
        for citation in draft.citations:
            version = centre.version(citation.document_id, citation.document_version)
            assert citation.quote == version.text[citation.start : citation.end]
            assert not citation.quote.startswith("#")
            assert citation.quote == citation.quote.strip("\n")


def test_help_from_several_sections_says_which(centre: Centre) -> None:
    """Each label is the heading of the citation below it; what comes before the first heading has none."""
    draft = ExtractiveGenerator().generate("x", centre.evidence("export notes, pictures, save one note as PDF"))
    labels = re.findall(r"^## (.+)\n\n(?:(?!##)[\s\S])*?\[(\d+)\]", draft.text, re.MULTILINE)
    assert labels
    headings = {str(citation.id): citation.heading for citation in draft.citations}
    assert all(headings[number][-1] == label for label, number in labels)
    assert len({heading[-1] for heading in headings.values() if heading}) == len(labels)
    assert "##" not in shown(centre, "How do I export all notebooks?")
    assert "##" not in shown(centre, "Which plan has audit logs and who introduced it?")


def test_a_place_is_under_the_headings_that_its_passage_has_above_it() -> None:
    """Small sections share a passage; each citation still names its own."""
    text = "## One\n\nFirst.\n\n### Deep\n\nSecond.\n\n## Two\n\nThird."
    marks = {mark: text.index(mark) for mark in ("## One", "### Deep", "## Two")}
    heads = [Block(BlockKind.HEADING, at, at + len(mark), mark.count("#")) for mark, at in marks.items()]
    passage = replace(passage_of(document(text, heads), 0, len(text)), heading=("Part",))
    for word, names in {"First": ("One",), "Second": ("One", "Deep"), "Third": ("Two",)}.items():
        assert passage.heading_at(text.index(word)) == ("Part", *names)
    assert passage.heading_at(0) == ("Part",)


def test_citations_are_numbered_in_the_order_of_the_markers(centre: Centre) -> None:
    draft = ExtractiveGenerator().generate("x", centre.evidence("shared notebooks, audit logs, prices reviewed"))
    places = [draft.text.index(f"[{citation.id}]") for citation in draft.citations]
    assert [citation.id for citation in draft.citations] == list(range(1, len(places) + 1))
    assert places == sorted(places)


def test_steps_that_a_passage_cuts_are_shown_whole() -> None:
    """The passage holds the second half; the document version has all of it, and what introduces it."""
    intro, steps = "Do this:", "\n".join(f"{i}. Press button number {i}." for i in range(1, 9))
    text = f"{intro}\n\n{steps}"
    version = document(
        text, [Block(BlockKind.PARAGRAPH, 0, len(intro)), Block(BlockKind.STEPS, len(intro) + 2, len(text))]
    )
    middle = text.index("5. Press")
    retrieval = found("how do I press button number 6", passage_of(version, middle, len(text), 1))
    cut = EvidenceSelector().select(retrieval).pieces
    assert [piece.text for piece in cut] == [text[middle:]]
    whole = EvidenceSelector(lambda document_id, version_id: version).select(retrieval).pieces
    assert [piece.text for piece in whole] == [text]


def test_pieces_that_touch_become_one_quote() -> None:
    text = "Alpha beta one. Gamma delta two. Other words here."
    version = document(text, [Block(BlockKind.PARAGRAPH, 0, len(text))])
    pieces = EvidenceSelector().select(found("which alpha gamma delta", passage_of(version, 0, len(text)))).pieces
    assert [piece.text for piece in pieces] == ["Alpha beta one. Gamma delta two."]


def test_another_document_is_quoted_only_for_words_that_the_best_one_lacks() -> None:
    first, second = "The red lamp needs a bulb.", "The zebra cable carries power to the pump."
    one = document(first, [Block(BlockKind.PARAGRAPH, 0, len(first))])
    two = document(second, [Block(BlockKind.PARAGRAPH, 0, len(second))])
    passages = passage_of(one, 0, len(first)), passage_of(two, 0, len(second), 1, "other")
    both = EvidenceSelector().select(found("which lamp bulb, which zebra cable pump", *passages)).pieces
    assert [piece.passage.document_id for piece in both] == ["d", "other"]
    alone = EvidenceSelector().select(found("which lamp needs a red bulb", *passages)).pieces
    assert [piece.passage.document_id for piece in alone] == ["d"]


def test_help_may_stand_in_a_passage_of_the_best_page_that_was_not_among_the_hits() -> None:
    """Of those the beginning of the page is read first; those of other pages never."""
    texts = [
        "To change the lamp, switch it off and turn the bulb to the left.",
        *(f"The lamp of room {number} is blue." for number in range(1, 6)),
    ]
    text = "\n\n".join(texts)
    starts = [text.index(one) for one in texts]
    version = document(
        text, [Block(BlockKind.PARAGRAPH, at, at + len(one)) for at, one in zip(starts, texts, strict=True)]
    )
    opening, hit, *others = [
        passage_of(version, at, at + len(one), place) for place, (at, one) in enumerate(zip(starts, texts, strict=True))
    ]
    elsewhere = replace(opening, id=99, document_id="other")
    asked = found("how do I change the lamp", hit)
    assert "switch it off" not in _quoted(asked)
    assert "switch it off" not in _quoted(replace(asked, further=_hits(elsewhere)))
    assert "switch it off" in _quoted(replace(asked, further=_hits(*others, opening)))


def _hits(*passages: Passage) -> tuple[Hit, ...]:
    return tuple(Hit(one, 0.8, 0.8, 0.5, place) for place, one in enumerate(passages, 1))


def _quoted(retrieval: Retrieval) -> str:
    return " ".join(piece.text for piece in EvidenceSelector().select(retrieval).pieces)


def test_copies_of_a_sentence_are_quoted_once() -> None:
    text = "Press the red button to stop the pump. Press the red button to stop the pump!"
    version = document(text, [Block(BlockKind.PARAGRAPH, 0, len(text))])
    pieces = EvidenceSelector().select(found("which button stops the pump", passage_of(version, 0, len(text)))).pieces
    assert len(pieces) == 1
    assert pieces[0].text == "Press the red button to stop the pump."


def test_a_passage_of_headings_only_gives_way_to_the_next() -> None:
    version = document("## Only a heading", [Block(BlockKind.HEADING, 0, 17, 2)])
    heading = passage_of(version, 0, 17, document_id="empty")
    text = "The lamp needs a bulb."
    other = document(text, [Block(BlockKind.PARAGRAPH, 0, len(text))])
    passages = heading, passage_of(other, 0, len(text), 1)
    assert EvidenceSelector().select(found("lamp", *passages)).pieces[0].text == text
    assert EvidenceSelector().select(found("lamp", heading)).pieces == ()
    assert EvidenceSelector().select(found("lamp")).pieces == ()


def test_help_is_taken_from_wherever_it_stands_on_the_page() -> None:
    """A problem told without asking: what to do stands in a sentence after the list that the words are in."""
    steps = "1. Put the cursor at the beginning of the heading.\n2. Press Backspace to delete the number."
    remedy = "Press Shift+Backspace to get the number of the heading back."
    text = f"{steps}\n\n{remedy}"
    version = document(
        text,
        [Block(BlockKind.STEPS, 0, len(steps)), Block(BlockKind.PARAGRAPH, len(steps) + 2, len(text))],
    )
    passage = passage_of(version, 0, len(text))
    evidence = EvidenceSelector().select(found("deleted the number of a heading, want it back", passage))
    assert "".join(piece.text for piece in evidence.pieces).endswith(remedy)


@pytest.mark.parametrize("heading", ["", "## Steps\n\n"])
def test_a_page_that_sums_itself_up_is_shown_with_its_steps(heading: str) -> None:
    """Right below, or under a heading that says no more than that they are steps; whole, however many there are."""
    summary = "To change the lamp, take out the old bulb."
    steps = "\n".join(f"{n}. Loosen screw {n} of the frame, and lay it aside in good order." for n in range(1, 13))
    text = f"{summary}\n\n{heading}{steps}"
    at = text.index(steps)
    blocks = [Block(BlockKind.PARAGRAPH, 0, len(summary)), Block(BlockKind.STEPS, at, len(text))]
    if heading:
        blocks.insert(1, Block(BlockKind.HEADING, text.index("##"), at - 2, 2))
    passage = passage_of(document(text, blocks), 0, len(text))
    asked = found("how do I change the lamp", passage)
    assert _quoted(asked).endswith(steps)
    assert _quoted(asked).count(steps) == 1
    assert steps not in _quoted(found("who changes the lamp", passage))


def test_help_keeps_to_its_words_unless_steps_need_more() -> None:
    sentences = [
        f"Turn the valve of pump {i} to the left until the pressure falls below {i + 2} bar." for i in range(20)
    ]
    text = " ".join(sentences)
    version = document(text, [Block(BlockKind.PARAGRAPH, 0, len(text))])
    evidence = EvidenceSelector().select(found("pressure of the pump too high", passage_of(version, 0, len(text))))
    assert 30 <= sum(count_words(piece.text) for piece in evidence.pieces) <= EvidenceLimits().words_help


@pytest.mark.parametrize(("lines", "comes_along"), [(10, True), (150, False)])
def test_code_that_is_only_announced_comes_along_unless_it_is_long(lines: int, comes_along: bool) -> None:
    sentence = "To restore the mailbox of a user, adapt this script:"
    code = "```\n" + "\n".join(f"step {number} done" for number in range(lines)) + "\n```"
    text = f"{sentence}\n\n{code}"
    blocks = [Block(BlockKind.PARAGRAPH, 0, len(sentence)), Block(BlockKind.CODE, len(sentence) + 2, len(text))]
    version = document(text, blocks)
    evidence = EvidenceSelector().select(found("restore the mailbox of a user", passage_of(version, 0, len(text))))
    assert evidence.pieces[0].text.startswith(sentence)
    assert (f"step {lines - 1} done" in evidence.pieces[-1].text) is comes_along


def test_prose_stays_within_its_limit() -> None:
    text = " ".join(f"The lamp number {i} needs a bulb of kind {i} and a cable that is long." for i in range(60))
    version = document(text, [Block(BlockKind.PARAGRAPH, 0, len(text))])
    evidence = EvidenceSelector().select(found("which bulb does lamp number 7 need", passage_of(version, 0, len(text))))
    assert sum(count_words(piece.text) for piece in evidence.pieces) <= 120
    assert "lamp number 7 " in evidence.pieces[0].text


def test_coverage_is_the_share_of_the_questions_words_that_is_quoted(centre: Centre) -> None:
    assert centre.evidence("How do I export all notebooks?").coverage == pytest.approx(1.0)
    assert centre.evidence("How do I export zebra stripes?").coverage < 0.8
