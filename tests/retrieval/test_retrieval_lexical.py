"""Full-text search: filtered inside the match, comparable scores, bounded work."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval import lexical
from retrieval.analysis import analyse
from retrieval.lexical import LexicalHits, LexicalSearch

Library = Any


def search(library: Library, text: str, lang: str = "en", engine: LexicalSearch | None = None) -> dict[str, float]:
    """Scores by the document's id, in all scopes of the language."""
    return by_document(library, hits(library, text, lang, engine))


def hits(library: Library, text: str, lang: str = "en", engine: LexicalSearch | None = None) -> LexicalHits:
    with library.database.read() as session:
        scopes = [row[0] for row in session.execute("SELECT id FROM scopes WHERE lang = ?", [lang])]
        generation = session.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0]
        return (engine or LexicalSearch()).search(session, int(generation), analyse(text, lang), scopes, 50)


def by_document(library: Library, found: LexicalHits) -> dict[str, float]:
    with library.database.read() as session:
        names = dict(session.execute("SELECT id, document_id FROM passages").fetchall())
    return {names[i]: score for i, score in found.scores.items()}


def test_the_passage_with_all_words_scores_near_one_and_others_less(library: Library) -> None:
    library.publish("both.md", "Reset the password.", title="Reset a password")
    library.publish("one.md", "Choose a strong password.")
    for n in range(8):
        library.publish(f"{n}.md", f"Filler text number {n}.")
    scores = search(library, "password reset")
    assert list(scores) == ["both.md", "one.md"]
    assert 0.75 < scores["both.md"] <= 1
    assert scores["one.md"] < 0.6
    assert all(0 <= score <= 1 for score in scores.values())


def test_a_word_nobody_uses_lowers_the_score(library: Library) -> None:
    """What is asked for is not all there: the share of what could be reached says so."""
    for n in range(8):
        library.publish(f"{n}.md", f"Filler text number {n}.")
    library.publish("a.md", "Reset the password.")
    assert search(library, "password zeppelin")["a.md"] < 0.7 * search(library, "password")["a.md"]


def test_title_counts_more_than_heading_and_heading_more_than_body(library: Library) -> None:
    library.publish("body.md", "printers and so on", title="Devices")
    library.publish("heading.md", "Things and so on", title="Devices", heading=["Printers"])
    library.publish("title.md", "Things and so on", title="Printers")
    for n in range(8):
        library.publish(f"{n}.md", "Things and so on", title="Devices")
    assert list(search(library, "printer")) == ["title.md", "heading.md", "body.md"]


def test_chinese_is_found(library: Library) -> None:
    library.publish("a.md", "在“设置”中更改您的密码。", lang="zh")
    library.publish("b.md", "打开蓝牙。", lang="zh")
    assert next(iter(search(library, "怎么改密码", "zh"))) == "a.md"


def test_text_that_looks_like_query_syntax_is_only_text(library: Library) -> None:
    library.publish("a.md", "The NEAR command.")
    for text in [
        'near" OR scope:s1',
        "title:near",
        "near*",
        "NOT near",
        "(near",
        "near AND",
        "^near",
        '"',
        "'",
        "a\0near",
    ]:
        search(library, text)
    assert "a.md" in search(library, 'near" OR')


def test_nothing_to_look_for_finds_nothing(library: Library) -> None:
    library.publish("a.md", "Reset the password.")
    assert search(library, "") == {}
    assert search(library, "password", "fr") == {}


def test_rarity_is_told_for_every_term(library: Library) -> None:
    for n in range(9):
        library.publish(f"{n}.md", f"common text{n}")
    library.publish("rare.md", "common rare")
    idf = hits(library, "common rare zeppelin").idf
    assert idf["zeppelin"] > idf["rare"] > idf["common"] > 0


def test_very_common_terms_are_left_out_when_there_are_rarer_ones(library: Library) -> None:
    for n in range(20):
        library.publish(f"{n}.md", f"common middling{n % 2} unique{n}")
    frugal = LexicalSearch(row_budget=12)
    assert list(search(library, "common unique3", engine=frugal)) == ["3.md"]
    assert len(search(library, "common middling1", engine=frugal)) == 10
    assert len(search(library, "common", engine=frugal)) == 20
    assert search(library, "common", engine=LexicalSearch(row_budget=8)) == {}


def test_frequencies_follow_the_content(library: Library) -> None:
    """A term unknown when it was first asked for is found once a document has it."""
    engine = LexicalSearch()
    library.publish("a.md", "Reset the password.")
    assert search(library, "penguin", engine=engine) == {}
    library.publish("b.md", "A penguin.")
    assert list(search(library, "penguin", engine=engine)) == ["b.md"]
    library.store.remove(library.source_id, ["b.md"])
    assert search(library, "penguin", engine=engine) == {}


def test_common_terms_are_counted_again_only_when_the_content_has_moved(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "_COMMON", 3)
    monkeypatch.setattr(lexical, "_DRIFT", 0.2)
    frequencies = lexical.TermFrequencies()

    def count(generation: int) -> dict[str, int]:
        with library.database.read() as session:
            return frequencies.of(session, generation, ["common", "rare"])[1]

    for n in range(10):
        library.publish(f"{n}.md", "common")
    library.publish("rare.md", "rare")
    assert count(1) == {"common": 10, "rare": 1}
    library.publish("more.md", "common rare")
    assert count(2) == {"common": 10, "rare": 2}
    for n in range(10, 20):
        library.publish(f"{n}.md", "common")
    assert count(3) == {"common": 21, "rare": 2}
