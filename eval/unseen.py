"""Judges every set with a confidence that was fitted without it, as a customer's own content would be judged."""

from __future__ import annotations

from collections.abc import Sequence

from answering.signals import SIGNALS
from core.errors import InvalidInput
from eval.calibrate import fit_model
from eval.runner import Runner, SetRun


def left_out(runner: Runner, runs: Sequence[SetRun]) -> list[SetRun]:
    """The same answers, each set judged by a fit on the others; raises InvalidInput for a single set."""
    if len(runs) < 2:
        raise InvalidInput("Leaving one set out needs at least two sets with a corpus.")
    across = {(run.data.name, file.name) for run in runs for file in run.data.files if file.crosslingual}
    found = []
    for run in runs:
        others = [outcome for other in runs if other is not run for outcome in other.outcomes]
        found.append(runner.rejudged(run, fit_model(run.data.name, SIGNALS, others, across).logistic))
    return found
