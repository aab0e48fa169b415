"""A question back offers articles on one subject, and only when the question is too short to tell."""

from __future__ import annotations

from answering.clarifying.choices import MOST_CHOICES, choices_for, languages_for
from answering.decision import Ruling
from answering.evidence.generator import Draft
from answering.phrases import Phrase, is_clarification, say
from answering.showing import worded
from answering.understanding.asked import ask
from core.model import Decision, Passage, Reason
from retrieval.retriever import Hit


def hits(*found: tuple[str, float], heading: bool = False, lang: str = "en") -> list[Hit]:
    """Hits with these titles (or headings in one document) and scores."""
    return [
        Hit(
            Passage(
                i, "d" if heading else f"d{i}", "v", i, "Title" if heading else name, None, lang,
                ("Title", name) if heading else (name,), 0, 1, "x", (), "",
            ),
            score, score, score, i + 1,
        )
        for i, (name, score) in enumerate(found)
    ]  # fmt: skip


BLUETOOTH = hits(("Turn Bluetooth on", 0.80), ("Pair a Bluetooth device", 0.79), ("Send files by Bluetooth", 0.78))


def choices(text: str, found: list[Hit], lang: str = "en") -> tuple[str, ...]:
    return choices_for(ask(text, lang, {}), found)


def test_near_equal_articles_on_the_same_subject_are_offered_best_first() -> None:
    assert choices("bluetooth", BLUETOOTH) == (
        "Turn Bluetooth on",
        "Pair a Bluetooth device",
        "Send files by Bluetooth",
    )


def test_a_longer_question_is_clear_enough() -> None:
    assert choices("turn off bluetooth before the plane takes off", BLUETOOTH) == ()


def test_a_question_for_a_fact_is_clear_enough() -> None:
    assert choices("who invented bluetooth", BLUETOOTH) == ()


def test_an_article_that_says_more_of_the_question_wins_outright() -> None:
    assert choices("pair bluetooth", BLUETOOTH) == ()


def test_articles_far_behind_are_no_choice() -> None:
    assert choices("bluetooth", hits(("Turn Bluetooth on", 0.8), ("Pair a Bluetooth device", 0.5))) == ()


def test_articles_on_something_else_are_no_choice() -> None:
    assert choices("bluetooth", hits(("Turn Bluetooth on", 0.8), ("Printers", 0.79))) == ()


def test_sections_of_one_article_are_offered_by_their_headings() -> None:
    found = hits(("Export one note", 0.8), ("Export all notes", 0.79), heading=True)
    assert choices("export", found) == ("Export one note", "Export all notes")


def test_copies_of_one_title_are_no_choice() -> None:
    assert choices("bluetooth", hits(("Bluetooth", 0.8), ("Bluetooth", 0.79))) == ()


def test_at_most_four_and_never_from_nothing() -> None:
    assert len(choices("bluetooth", hits(*((f"Bluetooth {i}", 0.8) for i in range(9))))) == MOST_CHOICES
    assert choices("bluetooth", []) == ()


def test_chinese_questions_are_counted_in_words() -> None:
    found = hits(("打开蓝牙", 0.8), ("蓝牙配对设备", 0.79), lang="zh")
    assert choices("蓝牙", found, "zh") == ("打开蓝牙", "蓝牙配对设备")


def in_languages(*found: tuple[str, float]) -> list[Hit]:
    return [hit for n, (code, score) in enumerate(found) for hit in hits((f"Title {n}", score), lang=code)]


def test_who_reads_none_of_the_languages_is_offered_every_good_one() -> None:
    found = in_languages(("en", 0.8), ("es", 0.78), ("fr", 0.65), ("zh", 0.3))
    assert languages_for(found, "de") == ("Englisch", "Spanisch", "Französisch")
    assert languages_for(found, "fr") == (), "there is something in French"
    assert languages_for(in_languages(("en", 0.8), ("es", 0.65)), "de") == (), "the best is in one language"
    assert languages_for(in_languages(("sv", 0.8), ("da", 0.79)), "en") == (), "neither has a name to offer"
    assert languages_for([], "en") == ()


def test_a_question_by_language_says_why() -> None:
    draft = Draft("", ())
    by_language = Ruling(Decision.CLARIFY, Reason.AMBIGUOUS, ("Englisch", "Spanisch"))
    by_title = Ruling(Decision.CLARIFY, Reason.AMBIGUOUS, ("Englisch", "Bluetooth"))
    assert worded(by_language, draft, "de") == say(Phrase.CLARIFY_LANGUAGE, "de")
    assert worded(by_title, draft, "de") == say(Phrase.CLARIFY, "de")
    assert is_clarification(worded(by_language, draft, "de"))
