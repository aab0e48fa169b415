"""What the letter that tells a customer of an answer has to say, and the page that stops such letters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnsweredWords:
    """One language."""

    lang: str
    subject: str
    """`{question}`: theirs, cut short."""
    intro: str
    asked: str
    answer: str
    """Before the title of the document and what it says."""
    read_on: str
    """Before its address."""
    why: str
    stop: str
    """Before the address that stops such letters."""
    page_title: str
    page_ask: str
    page_button: str
    page_done: str
    page_bad: str
