"""A refit on own labels, told before and after."""

from __future__ import annotations

from collections.abc import Sequence

from eval.labels import Labels
from eval.measures.intervals import Estimate
from eval.own_fit import Compared, OwnFit
from eval.thresholds import LEVEL


def own_fit_text(labels: Labels, found: OwnFit) -> str:
    """What was learned from, how answers left out are judged, and the thresholds."""
    return "\n".join([*_labels(labels), "", *_measures(found.measures), "", *_thresholds(found), "", verdict(found)])


def verdict(found: OwnFit) -> str:
    """Whether the refit is worth using, in one sentence."""
    if found.better:
        return "Answers left out are judged better than by the fit shipped, outside chance."
    return "Answers left out are not judged better than by the fit shipped, or only by chance."


def _labels(labels: Labels) -> list[str]:
    lines = [f"{'labels':<36}{'right':>8}{'wrong':>8}"]
    lines += [f"{origin:<36}{right:>8}{wrong:>8}" for origin, (right, wrong) in labels.counts.items()]
    lines.append(f"{'together':<36}{labels.right:>8}{len(labels.items) - labels.right:>8}")
    unused = ", ".join(f"{count} {source}" for source, count in labels.unused.items())
    return [*lines, f"Left out, because they say nothing about what is found today: {unused}."] if unused else lines


def _measures(measures: Sequence[Compared]) -> list[str]:
    head = f"{'on answers left out':<22}{'shipped':>24}{'refit':>24}{'difference':>26}"
    return [head, *map(_line, measures)]


def _line(one: Compared) -> str:
    change = one.difference
    difference = f"{change.change:+.3f} ({change.low:+.3f} to {change.high:+.3f})"
    return f"{one.name:<22}{_cell(one.before):>24}{_cell(one.after):>24}{difference:>26}"


def _cell(estimate: Estimate) -> str:
    return f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"


def _thresholds(found: OwnFit) -> list[str]:
    cuts = found.calibration.full.thresholds.items()
    told = ", ".join(f"{target:.2f}: {cut:.3f}{'' if target in found.proved else '*'}" for target, cut in cuts)
    lines = [f"confidence to ask for by target precision: {told}"]
    if len(found.proved) < len(found.calibration.full.thresholds):
        lines.append(f"* The labels do not prove this target ({LEVEL:.0%}): what is shipped, or higher.")
    return lines
