"""Fits the model of causes to a team's own labels and says, on labels left out, whether that helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidInput
from insights.causes.judging import CAUSES, CauseModel
from insights.causes.labels import Label, LabelSource
from insights.causes.model import Cause
from insights.causes.refitting import Cases, Table, as_shipped, cases_of, chosen_spread, left_out, losses, refit

FEWEST = 30
"""Labels that people gave on purpose, below which nothing is fitted."""
FEWEST_RIGHT = 10
"""Labels that agree with what Askwell thought. A fit that sees only what was wrong unlearns what is right."""
FEWEST_OF_A_CAUSE = 5
"""Labels of a cause below which its level and weights stay; two causes need as many for anything to be fitted."""
_DRAWS = 2_000
_SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Told:
    """How one cause is told in labels left out."""

    labels: int
    before: int
    """Told rightly by the fit shipped."""
    after: int
    """And by a refit that has not seen them."""


@dataclass(frozen=True, slots=True)
class FitReport:
    """A refit compared with the fit shipped, on labels left out."""

    said: int
    """Labels given on purpose."""
    left: int
    """Labels of gaps that were taken up and left as they were."""
    by_cause: Mapping[Cause, Told]
    """Of the causes that have labels."""
    learned: tuple[Cause, ...]
    """Causes with enough labels to learn from."""
    spread: float
    """Standard deviation that the changes of weights were allowed."""
    loss_before: float
    """Mean log loss: lower is better."""
    loss_after: float
    low: float
    """Bounds of the 95 % interval of the difference of both, by paired bootstrap."""
    high: float

    @property
    def right_before(self) -> int:
        """Labels told rightly by the fit shipped."""
        return sum(told.before for told in self.by_cause.values())

    @property
    def right_after(self) -> int:
        """Labels told rightly by a refit that has not seen them."""
        return sum(told.after for told in self.by_cause.values())

    @property
    def better(self) -> bool:
        """Whether labels left out are judged better outside chance, and more of them rightly."""
        return self.high < 0 and self.right_after > self.right_before


@dataclass(frozen=True, slots=True)
class OwnFit:
    """A refit with its report."""

    model: CauseModel
    report: FitReport


def fit_own(labels: Sequence[Label], shipped: CauseModel) -> OwnFit:
    """Refit `shipped` to a team's labels; raises InvalidInput, with what is missing, when there are too few."""
    missing = shortfalls(labels)
    if missing:
        raise InvalidInput(f"Too few labels to learn causes from: {'; '.join(missing)}.")
    cases = cases_of(shipped, labels, FEWEST_OF_A_CAUSE)
    spread = chosen_spread(cases)
    return OwnFit(refit(shipped, cases, spread), _report(labels, cases, spread))


def shortfalls(labels: Sequence[Label]) -> list[str]:
    """What is missing before anything can be learned, in words; nothing where there are enough labels."""
    said = sum(label.source is LabelSource.SAID for label in labels)
    right = sum(label.agrees for label in labels)
    known = sorted(Counter(label.cause for label in labels).values(), reverse=True)
    second = known[1] if len(known) > 1 else 0
    needed = (
        (FEWEST - said, f"{said} gaps whose cause somebody has said, and {FEWEST} are needed"),
        (FEWEST_RIGHT - right, f"{right} gaps on which Askwell was right, and {FEWEST_RIGHT} are needed"),
        (FEWEST_OF_A_CAUSE - second, f"two causes need {FEWEST_OF_A_CAUSE} gaps each"),
    )
    return [words for count, words in needed if count > 0]


def _report(labels: Sequence[Label], cases: Cases, spread: float) -> FitReport:
    before, after = as_shipped(cases), left_out(cases)
    early, late = losses(before, cases.causes), losses(after, cases.causes)
    low, high = _interval(late - early, cases.weight)
    said = sum(label.source is LabelSource.SAID for label in labels)
    return FitReport(
        said=said,
        left=len(labels) - said,
        by_cause=_by_cause(cases, before, after),
        learned=tuple(cause for cause, free in zip(CAUSES, cases.free, strict=True) if free),
        spread=spread,
        loss_before=float(np.average(early, weights=cases.weight)),
        loss_after=float(np.average(late, weights=cases.weight)),
        low=low,
        high=high,
    )


def _by_cause(cases: Cases, before: Table, after: Table) -> dict[Cause, Told]:
    found = {}
    for place, cause in enumerate(CAUSES):
        own = cases.causes == place
        if own.any():
            right = (int((chances[own].argmax(axis=1) == place).sum()) for chances in (before, after))
            found[cause] = Told(int(own.sum()), *right)
    return found


def _interval(differences: Table, weight: Table) -> tuple[float, float]:
    rng = np.random.default_rng(_SEED)
    rows = rng.integers(len(weight), size=(_DRAWS, len(weight)))
    drawn = (differences * weight)[rows].sum(axis=1) / weight[rows].sum(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
