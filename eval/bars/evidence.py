"""What the bars are measured on, and what a measure gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.outcome import Outcome

HELP_CENTRES = ("gnome-help", "fastapi-docs")
XQUAD, PIAF, CMRC, CLAPNQ, OFF_TOPIC = (
    "xquad-en-es",
    "piaf-v1.0-fr",
    "cmrc2018-trial-zh",
    "clapnq-en",
    "banking77-offtopic",
)
PARAGRAPHS = (XQUAD, PIAF, CMRC)
SETS = (*HELP_CENTRES, *PARAGRAPHS, CLAPNQ, OFF_TOPIC)
"""The data sets that the bars are about."""

PLAIN = "queries"
"""The file of a set with its plain questions."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one run found."""

    outcomes: Sequence[Outcome]
    unseen: Sequence[Outcome]
    """The same, judged by a confidence that was fitted without their set."""
    milliseconds: Sequence[float]
    """Whole questions, embedding included."""

    def plain(self, *names: str, unseen: bool = False) -> list[Outcome]:
        """Plain questions of some sets, withheld ones included."""
        found = self.unseen if unseen else self.outcomes
        return [o for o in found if o.set_name in names and o.file == PLAIN]


@dataclass(frozen=True, slots=True)
class Found:
    """A measured value, its 95 % interval where there is one, and what to know about it."""

    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""
