"""A question back offers articles on one subject, and only when the question is too short to tell."""

from __future__ import annotations

from answering.clarifying.choices import MOST_CHOICES, choices_for
from answering.understanding.asked import ask
from core.model import Passage
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
