"""Choices written out below a clarifying question, for clients that show nothing but text, and read back from there."""

from __future__ import annotations

from collections.abc import Sequence

from answering.phrases import is_clarification

_ITEM = "- "


def with_choices(text: str, choices: Sequence[str]) -> str:
    """`text` with the choices as a list below it."""
    items = (_ITEM + " ".join(choice.split()) for choice in choices)
    return "\n\n".join((text, "\n".join(items))) if choices else text


def listed_choices(text: str) -> tuple[str, ...]:
    """The choices that `with_choices` has put below a clarifying question of ours; none for any other text."""
    asked, _, items = text.strip().rpartition("\n\n")
    lines = items.split("\n")
    if not is_clarification(asked) or not all(line.startswith(_ITEM) for line in lines):
        return ()
    return tuple(line.removeprefix(_ITEM).strip() for line in lines)
