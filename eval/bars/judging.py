"""Bars about what answers hold, what their confidence is worth, and how long a question takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.bars.evidence import CLAPNQ, CMRC, HELP_CENTRES, OFF_TOPIC, PARAGRAPHS, PIAF, XQUAD, Evidence, Found
from eval.figures import DOUBT, Cases, Measure, answerable
from eval.measures.doubt import expected_calibration_error
from eval.measures.intervals import share_of
from eval.measures.timing import latency
from eval.outcome import EARLY, Outcome


def gold_xquad(evidence: Evidence) -> Found | None:
    """Share of answers that hold the gold span."""
    return _gold(evidence, XQUAD)


def gold_piaf(evidence: Evidence) -> Found | None:
    """Share of answers that hold the gold span."""
    return _gold(evidence, PIAF)


def gold_cmrc(evidence: Evidence) -> Found | None:
    """Share of answers that hold the gold span."""
    return _gold(evidence, CMRC)


def auroc_paragraphs(evidence: Evidence) -> Found | None:
    """Area of the missing-article test on paragraph sets."""
    return _mean_over_sets(evidence, PARAGRAPHS, DOUBT["AUROC, article missing"])


def auroc_help(evidence: Evidence) -> Found | None:
    """Area of the missing-article test on help centres."""
    return _mean_over_sets(evidence, HELP_CENTRES, DOUBT["AUROC, article missing"])


def coverage_help(evidence: Evidence) -> Found | None:
    """Coverage at 90 % precision on help centres."""
    return _mean_over_sets(evidence, HELP_CENTRES, DOUBT["coverage at .90"])


def auroc_near_misses(evidence: Evidence) -> Found | None:
    """Area on questions that a document nearly answers."""
    return _mean_over_sets(evidence, (CLAPNQ,), DOUBT["AUROC"])


def calibration_error(evidence: Evidence) -> Found | None:
    """Mean gap between promised and true share, over all cases that have signals."""
    told = [o for o in evidence.unseen if o.signals]
    errors = {
        name: _calibration_error([o for o in told if o.set_name == name]) for name in sorted({o.set_name for o in told})
    }
    note = ", ".join(f"{name} {error:.3f}" for name, error in errors.items())
    return Found(float(np.mean(list(errors.values()))), note=note) if errors else None


def off_topic(evidence: Evidence) -> Found | None:
    """Share of off-topic questions that were answered without a caveat."""
    asked = [o for o in evidence.unseen if o.set_name == HELP_CENTRES[0] and o.file.startswith(f"{OFF_TOPIC}/")]
    found = DOUBT["false answers"](asked)
    return None if found is None else Found(found.value, found.low, found.high, f"{found.n} questions")


def p95(evidence: Evidence) -> Found | None:
    """Milliseconds that 95 % of questions stay within."""
    found = latency(evidence.milliseconds)
    return None if found is None else Found(found.p95, note=f"p50 {found.p50:.0f} ms over {found.n} questions")


def _mean_over_sets(evidence: Evidence, names: Sequence[str], measure: Measure) -> Found | None:
    found = {name: measure(evidence.plain(name, unseen=True)) for name in names}
    values = {name: estimate.value for name, estimate in found.items() if estimate}
    if len(values) < len(names):
        return None
    note = ", ".join(f"{name} {value:.3f}" for name, value in values.items()) if len(names) > 1 else ""
    only = found[names[0]] if len(names) == 1 else None
    return Found(float(np.mean(list(values.values()))), only.low if only else None, only.high if only else None, note)


def _calibration_error(outcomes: Sequence[Outcome]) -> float:
    cases = Cases(outcomes)
    return expected_calibration_error(cases.confidence, cases.right) or 0.0


def _gold(evidence: Evidence, name: str) -> Found | None:
    judged = [o for o in answerable(evidence.plain(name)) if o.gold_held_early is not None]
    found, whole = share_of([bool(o.gold_held_early) for o in judged]), share_of([bool(o.gold_held) for o in judged])
    longer = share_of([o.length > EARLY for o in judged])
    if found is None or whole is None or longer is None:
        return None
    note = f"{longer.value:.1%} of texts are longer; whole texts {whole.value:.3f}"
    return Found(found.value, found.low, found.high, note)
