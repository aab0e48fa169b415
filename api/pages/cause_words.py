"""What causes of gaps are called on the content board, and what helps against each."""

from __future__ import annotations

from insights.gaps.model import Cause

CAUSES = {
    Cause.MISSING: ("Missing", "Nothing in the content is near.", "Write a document."),
    Cause.NOT_FOUND: (
        "Not found",
        "The content has it, and the question did not lead there.",
        "Use the customers' words in its title or text.",
    ),
    Cause.ANSWERED_BADLY: (
        "Answered badly",
        "It was found, and disliked or followed by a hand-over.",
        "Make the document plainer or more complete.",
    ),
    Cause.CONTRADICTORY: ("Contradictory", "Two documents disagree.", "Correct one of the two, or merge them."),
    Cause.OUTDATED: ("Outdated", "Newer content or agents say otherwise.", "Bring the document up to date."),
    Cause.WRONG_LANGUAGE: ("Wrong language", "The content has it in another language only.", "Translate the document."),
    Cause.OUT_OF_SCOPE: (
        "Out of scope",
        "It is about something that the content is not about.",
        "Dismiss the gap, or say where to ask.",
    ),
    Cause.ABOUT_ONE_ACCOUNT: (
        "About one account",
        "It needs a person to look at this customer's own affairs.",
        "Dismiss the gap: people answer this.",
    ),
}
"""By cause: its name, what it means, and what usually helps."""

HELPED_BY_CHANGE = frozenset(
    {Cause.NOT_FOUND, Cause.ANSWERED_BADLY, Cause.CONTRADICTORY, Cause.OUTDATED, Cause.WRONG_LANGUAGE}
)
"""Causes against which a change of the documents in the evidence helps, a translation included."""
