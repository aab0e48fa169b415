"""How many tokens a text has, roughly: for budgets before a request, and where a server does not say."""

from __future__ import annotations

from collections.abc import Sequence

from answering.model.chat import ChatMessage

A_MESSAGE = 4
"""Tokens around each message."""
_LETTERS_A_TOKEN = 4
"""Of ASCII; any other character counts as a token. Rather too many than too few."""


def estimate(text: str) -> int:
    """Tokens of a text."""
    ascii_letters = sum(1 for char in text if char < "\x80")
    return -(-ascii_letters // _LETTERS_A_TOKEN) + len(text) - ascii_letters


def estimate_prompt(messages: Sequence[ChatMessage]) -> int:
    """Tokens of what is sent."""
    return sum(estimate(message.text) + A_MESSAGE for message in messages)
