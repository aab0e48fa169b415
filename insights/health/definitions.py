"""What each figure of a document's health means, and how much each problem weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from insights.duplicates import NEAR
from insights.health.model import Problem

DAYS = 90
"""Questions of that many days count."""
OLD_DAYS = 365
"""Without a change or a check for that long a document is old."""
SETTLED_DAYS = 30
"""A younger document is not blamed for never having been found."""
FEWEST_FOUND = 5
"""Found that often and never cited, a document has a problem."""
FEW = 5
"""A rate of fewer votes or questions is shown as one of few."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A problem in words, and what it adds to the points that rank documents."""

    name: str
    meaning: str
    points: float
    each: str
    """What the points are for."""
    most: int | None = None
    """How many are counted at most, so that what a machine finds in plenty does not hide what customers met."""

    def worth(self, often: int) -> float:
        """The points of so many."""
        return self.points * (often if self.most is None else min(often, self.most))


PROBLEMS: Mapping[Problem, Definition] = {
    Problem.FAILING: Definition(
        "Failing questions",
        "Questions it was shown for that got no good answer: disliked, handed over, unsure, or asked again.",
        5,
        "question since the last check",
    ),
    Problem.NOT_SHOWN: Definition(
        "Near, not shown",
        "Questions that got no answer, and of all documents this one was the nearest.",
        1,
        "question since the last check",
    ),
    Problem.CONTRADICTED: Definition(
        "Contradictions",
        "Sentences in nearly the same words that differ from another document's in a number or a not.",
        8,
        "pair of sentences",
        5,
    ),
    Problem.BROKEN_LINKS: Definition(
        "Broken links", "Links to documents or places that are not there, or to addresses that failed three times.",
        5, "link", 5,
    ),
    Problem.BROKEN_IMAGES: Definition(
        "Broken images", "Pictures that are not there, or whose address gives no picture.", 3, "picture", 5
    ),
    Problem.DUPLICATED: Definition(
        "Near-duplicates",
        "Passages that say nearly the same as one of another document in the same language: "
        f"{NEAR * 100:.0f} % or more of the words and pairs of words of the shorter one are in both.",
        1,
        "pair of passages",
        5,
    ),
    Problem.TRANSLATION_WANTED: Definition(
        "Translations wanted",
        "Questions in a language that this document, the best for them, does not exist in.",
        2,
        "question",
    ),
    Problem.NEVER_FOUND: Definition(
        "Never found",
        f"Among the passages found for no question of the last {DAYS} days, and at least {SETTLED_DAYS} days old.",
        2,
        "document",
    ),
    Problem.NEVER_CITED: Definition(
        "Found, never cited",
        f"Found for at least {FEWEST_FOUND} questions of the last {DAYS} days, and cited in no answer.",
        2,
        "document",
    ),
    Problem.OLD: Definition(
        "Old", f"Neither changed nor checked for {OLD_DAYS} days.", 2, "document"
    ),
}  # fmt: skip
FIGURES: Mapping[str, str] = {
    "points": "The sum of its problems, each times its weight. The list is in this order. "
    "Of what is found by comparing and following links, five of a kind count at most.",
    "served": f"Questions of the last {DAYS} days whose answer cited it and was good, as far as is known.",
    "failed": f"Questions of the last {DAYS} days whose answer cited it and was no good: "
    "disliked, handed over, unsure, or asked again.",
    "nearest": f"Questions of the last {DAYS} days that got no answer, and it was the best document found.",
    "helpful_rate": "Share of customers who said that an answer citing it helped, of those who said either. "
    f"Of fewer than {FEW} it says little.",
    "found": f"Questions of the last {DAYS} days that one of its passages was among the best for: "
    "up to eight passages that the answer is chosen from.",
    "cited": f"Questions of the last {DAYS} days whose answer cited it.",
    "changed": "When it was last changed: as it says itself, or when its text last changed here.",
    "checked": "When somebody last looked at it and marked it as checked. What failed before gives no points.",
}
