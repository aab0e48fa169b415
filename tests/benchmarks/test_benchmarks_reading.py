"""Passages with questions are made of pages as packages have them, and of what was written about those."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks.reading.__main__ import QUESTIONS, main
from benchmarks.reading.examples import without

LANGUAGES = ("en", "es", "fr", "zh")
PAGE = """<page><title>Pay</title><p>Choose Pay. A receipt is sent.</p>
<section><title>Refunds</title><p>Ask within a month. Send the receipt along.</p></section></page>"""
READ = "# Pay\n\nChoose Pay. A receipt is sent.\n\n## Refunds\n\nAsk within a month. Send the receipt along."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_passage_has_questions_and_says_which_of_its_characters_answer(lang: str) -> None:
    records = [json.loads(line) for line in (QUESTIONS / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(records) >= 400
    for record in records:
        length = record["at"][1] - record["at"][0]
        assert length > 0
        assert record["asked"]
        assert {one["lang"] for one in record["asked"]} <= set(LANGUAGES)
        assert all(3 <= len(one["text"]) <= 400 for one in record["asked"]), record["asked"]
        assert all(0 <= start < end <= length for one in record["asked"] for start, end in one["marked"])


def record(start: int, end: int, text: str) -> dict[str, Any]:
    return {
        "package": "shop",
        "page": "help/pay.page",
        "at": [start, end],
        "text": hashlib.sha256(text.encode()).hexdigest()[:12],
        "asked": [{"text": "money back", "lang": "en", "marked": [[0, 19]]}],
        "near_misses": ["money back after a year"],
    }


def made(monkeypatch: pytest.MonkeyPatch, folder: Path, *records: dict[str, Any]) -> list[dict[str, Any]]:
    """What is written for a package of one page, and these questions."""
    page = folder / "packages/shop/help/pay.page"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    questions = folder / "questions"
    questions.mkdir()
    (questions / "en.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    monkeypatch.setattr("benchmarks.reading.__main__.QUESTIONS", questions)
    done = CliRunner().invoke(main, [str(folder)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_passage_comes_with_its_headings_and_questions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    start = READ.index("Ask within")
    (passage,) = (one for one in made(monkeypatch, tmp_path, record(start, len(READ), READ[start:])) if "asked" in one)
    assert passage["title"] == "Pay"
    assert passage["text"] == "Ask within a month. Send the receipt along."
    assert passage["asked"][0]["text"] == "money back"
    assert passage["near_misses"] == ["money back after a year"]


def test_a_passage_that_reads_otherwise_now_has_no_questions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    start = READ.index("Ask within")
    passages = made(monkeypatch, tmp_path, record(start, len(READ), "Ask within a year."))
    assert passages
    assert not any("asked" in one for one in passages)


STEPS = "Shop > Refunds\nAsk within a month. Send the receipt along.\n\n1. Open the order.\n2. Choose Refund.\n3. Wait."


def stretches(*sentences: str) -> list[tuple[int, int]]:
    return [(STEPS.index(one), STEPS.index(one) + len(one)) for one in sentences]


def test_a_passage_without_an_answer_is_the_rest_of_it_with_no_empty_items() -> None:
    assert without(STEPS, stretches("Choose Refund.", "Ask within a month.")) == (
        "Shop > Refunds\nSend the receipt along.\n\n1. Open the order.\n3. Wait."
    )


def test_what_is_marked_twice_or_overlaps_is_taken_out_once() -> None:
    once = stretches("Ask within a month. Send the receipt along.")
    assert without(STEPS, [*once, *once, *stretches("Send the receipt along.")]) == without(STEPS, once)


def test_nothing_marked_or_too_little_left_makes_no_passage() -> None:
    assert without(STEPS, []) == ""
    assert without(STEPS, [(len("Shop > Refunds\n"), len(STEPS))], head=len("Shop > Refunds\n")) == ""
