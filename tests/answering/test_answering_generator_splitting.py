"""What a model says is cut into sentences with their handles, however the stream was cut."""

from __future__ import annotations

import random

import pytest

from answering.generator_openai.splitting import Splitter, Unit


def units(text: str, sizes: tuple[int, ...] = ()) -> list[Unit]:
    splitter, found, start, number = Splitter(), list[Unit](), 0, 0
    while start < len(text):
        size = sizes[number % len(sizes)] if sizes else len(text)
        found += splitter.feed(text[start : start + size])
        start, number = start + size, number + 1
    return found + splitter.close()


def said(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(unit.text, unit.handles) for unit in units(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Open Settings > Security. [b4m] The link is valid for 2.5 hours [b4m, q9t].",
            [("Open Settings > Security.", ("b4m",)), ("The link is valid for 2.5 hours.", ("b4m", "q9t"))],
        ),
        (
            "1. Open Settings. Then wait. [q9t]\n2. Choose **Save** [b4m]\n",
            [("1. Open Settings. Then wait.", ("q9t",)), ("2. Choose **Save**", ("b4m",))],
        ),
        (
            "打开设置。[b4m]点击“保存”【q9t】。再见！",
            [("打开设置。", ("b4m",)), ("点击“保存”。", ("q9t",)), ("再见！", ())],
        ),
        (
            "Run this:\n```bash\nask [k4f] 1.\n\n```\n[b4m]\nDone.",
            [("Run this:\n```bash\nask [k4f] 1.\n\n```", ("b4m",)), ("Done.", ())],
        ),
        ("To do it:\n\n- Open A [b4m]\n- Open B", [("To do it:\n\n- Open A", ("b4m",)), ("- Open B", ())]),
        ("## Steps\n**First**\nOpen it [source-b4m].", [("**First**\nOpen it.", ("b4m",))]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n[b4m]", [("| a | b |\n|---|---|\n| 1 | 2 |", ("b4m",))]),
        (
            "It is so [1]. See items[0] and [label](https://a.example/b). [b4m]",
            [("It is so.", ()), ("See items[0] and [label](https://a.example/b).", ("b4m",))],
        ),
        ("Click (b4m) it [b4m] now. [b4m][q9t]", [("Click it now.", ("b4m", "q9t"))]),
        ("What follows is nothing:", []),
        ("[b4m]\n\n", []),
        ("Half a sentence [b4", [("Half a sentence [b4", ())]),
        (
            "¿Cómo? ¡Así! [b4m] Sr. Gómez lo sabe. [b4m]",
            [("¿Cómo?", ()), ("¡Así!", ("b4m",)), ("Sr. Gómez lo sabe.", ("b4m",))],
        ),
    ],
)
def test_each_sentence_item_and_block_has_what_it_cites(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert said(text) == expected


LONG = (
    "To change it:\n\n1. Open Settings. [b4m]\n2. Choose *Security*, e.g. version 2.5 [q9t].\n\nThat takes 5 min. It "
    "is free [b4m]! 好的。[b4m]完成了 [q9t]。\n\n```\nrun --fast [x]\n```\n[b4m]\n\n"
    "| a | b |\n|--|--|\n| 1 | 2 |\n\nMr. Lee knows [b4m]. Done."
)


def test_it_does_not_matter_how_the_stream_is_cut() -> None:
    whole, chance = said(LONG), random.Random(7)
    for _ in range(60):
        sizes = tuple(chance.randint(1, 9) for _ in range(12))
        assert [unit.text for unit in units(LONG, sizes)] == [text for text, _ in whole], sizes


def test_a_sentence_is_given_out_as_soon_as_the_next_one_begins() -> None:
    splitter = Splitter()
    assert splitter.feed("Open Settings. [b4") == []
    assert splitter.feed("m]") == []
    assert [unit.text for unit in splitter.feed(" The")] == ["Open Settings."]


def test_gaps_and_numbers_keep_lists_apart_from_running_text() -> None:
    found = units("One. Two.\n\n1. A [b4m]\n  - B\n2. C")
    assert [unit.gap for unit in found] == ["", " ", "\n\n", "\n  ", "\n"]
    assert [unit.number for unit in found] == [None, None, 1, None, 2]
