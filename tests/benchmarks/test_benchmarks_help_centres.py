"""Help centres are made of pages as they are written, and of questions that are about those pages."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from benchmarks.help_centres.asked import LANGUAGES, intents, queries
from benchmarks.help_centres.centres import CENTRES
from benchmarks.help_centres.debian import unpack
from benchmarks.help_centres.markup import parse, to_html
from benchmarks.help_centres.pages import page
from core.errors import InvalidInput

ALL = [pytest.param(centre, id=centre.name) for centre in CENTRES]
PAGE = "# Pay\n\nChoose Pay. A receipt is sent."


@pytest.mark.parametrize("centre", ALL)
def test_every_question_says_what_answers_it(centre: Any) -> None:
    found = intents(centre.intents or centre.name)
    assert len({one["intent"] for one in found}) == len(found) > 100
    for one in found:
        is_near_miss = one["kind"] == "near-miss"
        assert one["kind"] in ("how-to", "trouble", "fact", "near-miss")
        assert bool(one["pages"]) != is_near_miss, one["intent"]
        assert bool(one["near"]) or not is_near_miss, one["intent"]
        wordings = [one[lang] for lang in LANGUAGES if lang in one]
        assert wordings
        assert all(3 <= len(text) <= 200 for text in wordings), one["intent"]


@pytest.mark.parametrize("centre", [one for one in ALL if not one.values[0].is_held_back])
def test_marks_stand_in_their_order_on_a_page_that_answers(centre: Any) -> None:
    marked = [one for one in intents(centre.name) if "marked" in one]
    assert len(marked) >= 70
    for one in marked:
        spans = one["marked"]["needed"] + one["marked"]["helpful"]
        assert one["marked"]["page"] in one["pages"]
        assert one["marked"]["needed"], one["intent"]
        assert all(0 <= start < end for start, end in spans), one["intent"]
        assert all(one["marked"][kind] == sorted(one["marked"][kind]) for kind in ("needed", "helpful"))


def asked(monkeypatch: pytest.MonkeyPatch, texts: dict[str, str], **changes: Any) -> list[dict[str, Any]]:
    """The questions of a help centre with one intent, over documents of these texts."""
    intent = {"intent": "pay", "kind": "how-to", "pages": ["pay"], "near": [], "en": "how to pay", "fr": "payer"}
    monkeypatch.setattr("benchmarks.help_centres.asked.intents", lambda _name: [{**intent, **changes}])
    return list(queries("any", "x", texts))


def test_a_question_is_asked_in_the_languages_that_have_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one["id"] for one in asked(monkeypatch, {"x-en/pay": PAGE, "x-fr/pay": "Payer"})] == [
        "x-pay-en",
        "x-pay-fr",
    ]
    assert [one["id"] for one in asked(monkeypatch, {"x-en/pay": PAGE})] == ["x-pay-en"]
    assert asked(monkeypatch, {}) == []


def test_a_near_miss_is_a_question_that_no_page_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = asked(monkeypatch, {"x-en/pay": PAGE}, pages=[], near=["pay"], kind="near-miss")
    assert (one["answerable"], one["relevant"], one["near_miss"]) == (False, [], ["x-en/pay"])


@pytest.mark.parametrize(("text", "needed"), [(PAGE, ["Choose Pay."]), (PAGE + " Again.", None)])
def test_marks_count_only_for_the_page_they_were_made_on(
    monkeypatch: pytest.MonkeyPatch, text: str, needed: list[str] | None
) -> None:
    digest = hashlib.sha256(PAGE.encode()).hexdigest()[:12]
    marked = {"lang": "en", "page": "pay", "text": digest, "needed": [[7, 18]], "helpful": []}
    english, *_ = asked(monkeypatch, {"x-en/pay": text, "x-fr/pay": "Payer"}, marked=marked)
    assert english.get("needed") == needed


def test_mallard_becomes_a_page_of_markdown() -> None:
    xml = """<page xmlns="http://projectmallard.org/1.0/"><info><desc>Not this.</desc></info><title>Print</title>
      <p>Use <guiseq><gui>File</gui><gui>Print</gui></guiseq> &amp; wait.</p>
      <steps><item><p>Choose a printer.</p></item><item><p>Press <gui>OK</gui>.</p></item></steps>
      <section><title>Trouble</title><note><p>Check the cable.</p></note></section></page>"""
    found = page("en", "print", to_html(parse(xml, "Writer")))
    assert found.title == "Print"
    assert found.text.startswith("# Print\n\nUse File > Print & wait.\n\n1. Choose a printer.\n2. Press OK.")
    assert found.text.index("## Trouble") < found.text.index("Check the cable.")
    assert "Not this" not in found.text


def test_docbook_names_its_chapter_and_its_program() -> None:
    xml = """<!DOCTYPE chapter [<!ENTITY app "x">]><sect1><title>Overview</title>
      <para>&app; keeps your books&mdash;all of them. See &url-wiki;.</para>
      <itemizedlist><listitem><para>One account.</para></listitem></itemizedlist></sect1>"""
    found = page("en", "overview", to_html(parse(xml, "GnuCash")), "Loans")
    assert found.title == "Loans: Overview"
    assert "GnuCash keeps your books—all of them. See url-wiki." in found.text
    assert "- One account." in found.text


def test_where_packages_cannot_be_fetched_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InvalidInput, match="apt-get"):
        unpack(["any"], tmp_path)
