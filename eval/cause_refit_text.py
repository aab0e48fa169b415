"""What was learned from causes that people have said, told before and after."""

from __future__ import annotations

from collections.abc import Sequence

from insights.causes.fits import StoredFit
from insights.causes.learning import Change
from insights.causes.own_fit import FitReport

_LISTED = 20


def refit_text(fit: StoredFit, changes: Sequence[Change]) -> str:
    """What was learned from, how labels left out are told, and what the fit would change on the board."""
    return "\n".join([*_told(fit.report), "", *_loss(fit.report), "", *_changes(changes), "", verdict(fit)])


def verdict(fit: StoredFit) -> str:
    """Whether the fit is worth using, in one sentence."""
    if fit.report.better:
        return f"Fit {fit.id} judges labels left out better than the fit shipped, outside chance."
    return f"Fit {fit.id} does not judge labels left out better than the fit shipped, or only by chance."


def _told(report: FitReport) -> list[str]:
    rows = [(cause.value, told.labels, told.before, told.after) for cause, told in report.by_cause.items()]
    rows.append(("together", report.said + report.left, report.right_before, report.right_after))
    head = f"{'told rightly, left out':<24}{'labels':>8}{'shipped':>9}{'refit':>7}"
    few = ", ".join(cause.value for cause in report.by_cause if cause not in report.learned)
    return [
        f"{report.said} labels were given on purpose, {report.left} are of gaps taken up and left as they were.",
        head,
        *(f"{name:<24}{labels:>8}{before:>9}{after:>7}" for name, labels, before, after in rows),
        *([f"Too few labels to learn from: {few}."] if few else []),
    ]


def _loss(report: FitReport) -> list[str]:
    return [
        f"log loss {report.loss_before:.3f} shipped, {report.loss_after:.3f} refit; "
        f"difference {report.low:+.3f} to {report.high:+.3f} (95 %)",
        f"weights may move by {report.spread:g}",
    ]


def _changes(changes: Sequence[Change]) -> list[str]:
    if not changes:
        return ["It would change no cause on the board."]
    lines = [f"  {one.before} -> {one.after} ({one.probability:.2f}): {one.name}" for one in changes[:_LISTED]]
    more = len(changes) - len(lines)
    return [
        f"It would change {len(changes)} of the causes on the board:",
        *lines,
        *([f"  and {more} more"] * (more > 0)),
    ]
