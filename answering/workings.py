"""How an answer came to its confidence and decision, as far as nothing else tells: what a trace of it shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from answering.confidence import Calibration, Logistic
from answering.decision import Ruling, Thresholds
from answering.evidence.pieces import Piece
from answering.evidence.selection import Evidence
from answering.understanding.asked import Kind
from core.model import Decision, Reason


@dataclass(frozen=True, slots=True)
class Fit:
    """What an answerer judges by, the same for all its answers."""

    embedder: str | None
    calibration: str
    """Names the fit of the confidence: its date, and a hash of its numbers."""
    thresholds: Thresholds
    target_precision: float


@dataclass(frozen=True, slots=True)
class Workings:
    """How one answer was judged."""

    asks_for: Kind | None
    """What kind of answer the question expects."""
    pieces: tuple[Piece, ...]
    """The stretches chosen, shown or not."""
    coverage: float
    """Weighted share of the question's words in them."""
    model: Logistic
    """What weighed the signals."""
    decision: Decision
    reason: Reason | None
    """As found: before complaints, wishes and the rules of hand-off had their say."""
    group: float | None = None
    """Where choices could be offered: how sure it is that one of them is right."""


def workings_of(evidence: Evidence, model: Logistic, ruling: Ruling, group: float | None) -> Workings:
    """How an answer was judged that was made from this evidence."""
    kind = evidence.asked.kind if evidence.asked else None
    return Workings(kind, evidence.pieces, evidence.coverage, model, ruling.decision, ruling.reason, group)


def fit_of(embedder: str | None, calibration: Calibration, thresholds: Thresholds, target_precision: float) -> Fit:
    """What an answerer with these parts judges by."""
    return Fit(embedder, _named(calibration), thresholds, target_precision)


def _named(calibration: Calibration) -> str:
    models = [asdict(model) for model in (calibration.full, calibration.portable)]
    written = json.dumps([calibration.embedder, calibration.reranker, *models], sort_keys=True, default=str)
    return f"{calibration.provenance.date} {hashlib.sha256(written.encode()).hexdigest()[:8]}".strip()
