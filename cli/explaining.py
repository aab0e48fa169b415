"""How a question was answered, as lines of text: what `askwell ask --explain` prints."""

from __future__ import annotations

from collections.abc import Iterator

from insights.tracing.model import Side
from insights.tracing.telling import told_now

SIGNALS = 12
"""Signals that are printed, the weightiest first."""


def explanation(side: Side) -> Iterator[str]:
    """The lines; every number as in the trace of an answer."""
    yield told_now(None, side, ()).removeprefix("Now: ")
    yield from _reading(side)
    yield from _found(side)
    yield from _judged(side)
    made = side.versions
    yield f"\nMade with content state {made.generation}, {made.embedder}, fit {made.calibration}, {made.software}."


def _reading(side: Side) -> Iterator[str]:
    reading = side.reading
    yield f"\nRead as: {reading.standalone} ({reading.lang}, {reading.kind}, asks for {reading.asks_for or 'nothing'})"
    for typed, meant in reading.corrections.items():
        yield f"  {typed} read as {meant}"
    if reading.missing_codes:
        yield f"  nothing holds: {', '.join(reading.missing_codes)}"


def _found(side: Side) -> Iterator[str]:
    yield "\nFound:" if side.candidates else "\nNothing was found."
    for one in side.candidates:
        parts = " ".join(f"{name} {value:.3f}" for name, value in one.parts.items() if value is not None)
        yield f"{'*' if one.chosen else ' '}{one.rank:2}. {one.score:.3f}  {one.title} ({one.document_id})  {parts}"


def _judged(side: Side) -> Iterator[str]:
    judged, cuts = side.judgement, side.judgement.thresholds or {}
    needed = ", ".join(f"{name} {cut:.3f}" for name, cut in cuts.items())
    yield f"\nConfidence {judged.confidence:.3f} (needed: {needed}); the signals that weighed most, in log-odds:"
    if judged.intercept is not None:
        yield f"  {judged.intercept:+.2f}  start"
    for signal in judged.signals[:SIGNALS]:
        if signal.log_odds is not None:
            yield f"  {signal.log_odds:+.2f}  {signal.name} {signal.value:.2f}: {signal.words}"
    for doubt in judged.doubts:
        yield f"Not sure because: {doubt}"
