"""What the weekly letter says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DigestWords:
    """Every sentence of the letter in one language; names in braces are filled in."""

    lang: str
    subject: str
    """With `first`, `last`, `opened` and `closed`."""
    hello: str
    """With `name`."""
    asked: str
    """With `first`, `last` and `questions`."""
    answered: str
    """With `rate` and `before`."""
    nothing_before: str
    """In the place of a rate of the week before."""
    shares: str
    """With `confirmed`, `assumed` and `handed_off`."""
    without_answer: str
    """With `number`."""
    nobody_asked: str
    """With `first` and `last`."""
    no_gaps: str
    """When no gap was opened, closed or reopened."""
    new: str
    worst: str
    closed: str
    reopened: str
    size: str
    """With `questions` and `customers`."""
    board: str
    """Before the link to all gaps."""
    report: str
    """Before the link to the report."""
    why: str
    stop: str
    """Before the link that ends the letters."""
