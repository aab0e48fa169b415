"""How probable it is that the best answer found is right.

Signals of retrieval and evidence go through a logistic regression whose weights `askwell eval calibrate` fits on public
questions: answerable ones, the same ones with their article taken away, and questions about something else. The file
`calibration.json` carries the weights and says where they come from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from answering.asked import Asked
from answering.evidence import Evidence
from answering.scoring import coverage
from retrieval.analysis import analyse
from retrieval.retriever import Hit, Retrieval

SIGNALS = (
    "dense",
    "lexical",
    "score",
    "dense_margin",
    "lexical_margin",
    "score_margin",
    "dense_spread",
    "agreement",
    "coverage",
    "coverage_title",
    "coverage_passage",
    "coverage_sentence",
    "unfound_terms",
    "terms",
    "same_language",
)
"""The names of all signals, in the order of a row."""

_SHIPPED = Path(__file__).with_name("calibration.json")
_CLOSE = 0.02


@dataclass(frozen=True, slots=True)
class SignalWeight:
    """How one signal enters: `weight * (value - mean) / scale`."""

    mean: float
    scale: float
    weight: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted confidence."""

    embedder: str
    """Id of the embedder whose scores it was fitted to."""
    intercept: float
    signals: Mapping[str, SignalWeight]
    thresholds: Mapping[str, float]
    """Target precision, such as "0.90", to the confidence from which that share of answers was right."""
    provenance: Mapping[str, Any]
    """Data sets, counts, date, command and the figures measured."""

    def confidence(self, signals: Mapping[str, float]) -> float:
        """The probability in (0, 1) for one answer's signals; a signal that is not given counts as average."""
        logit = self.intercept
        for name, fitted in self.signals.items():
            logit += fitted.weight * (signals.get(name, fitted.mean) - fitted.mean) / fitted.scale
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))

    def threshold(self, target_precision: float) -> float:
        """The confidence from which answers are right as often as wanted, between fitted targets in proportion."""
        points = sorted((float(target), cut) for target, cut in self.thresholds.items())
        below = [point for point in points if point[0] <= target_precision] or points[:1]
        above = [point for point in points if point[0] >= target_precision] or points[-1:]
        (low, low_cut), (high, high_cut) = below[-1], above[0]
        if target_precision > points[-1][0]:
            # Beyond what was measured: as much doubt again as is left.
            return low_cut + (1.0 - low_cut) * (target_precision - low) / (1.0 - low)
        return low_cut if high == low else low_cut + (high_cut - low_cut) * (target_precision - low) / (high - low)

    def dump(self, path: Path) -> None:
        """Write the calibration as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def load_calibration(path: Path = _SHIPPED) -> Calibration:
    """Read a calibration; without `path`, the one that ships with Askwell."""
    found = json.loads(path.read_text(encoding="utf-8"))
    found["signals"] = {name: SignalWeight(**weight) for name, weight in found["signals"].items()}
    return Calibration(**found)


def signals_of(retrieval: Retrieval, evidence: Evidence) -> dict[str, float]:
    """Every signal for what was found and chosen; all zero when nothing was."""
    hits = retrieval.hits
    if not hits or evidence.asked is None:
        return dict.fromkeys(SIGNALS, 0.0)
    asked, top = evidence.asked, hits[0]
    others = [hit for hit in hits if hit.passage.document_id != top.passage.document_id]
    return {
        "dense": max(hit.dense for hit in hits),
        "lexical": max(hit.lexical for hit in hits),
        "score": top.score,
        "dense_margin": top.dense - max((hit.dense for hit in others), default=0.0),
        "lexical_margin": top.lexical - max((hit.lexical for hit in others), default=0.0),
        "score_margin": top.score - max((hit.score for hit in others), default=0.0),
        "dense_spread": _spread([hit.dense for hit in hits]),
        "agreement": _agreement(hits),
        "coverage": evidence.coverage,
        "coverage_title": _covered(asked, top, title_only=True),
        "coverage_passage": _covered(asked, top),
        "coverage_sentence": max((coverage(asked, one.unit.terms) for one in evidence.scored), default=0.0),
        "unfound_terms": _unfound(asked, evidence),
        "terms": math.log1p(len(asked.weights)),
        "same_language": float(top.passage.lang == retrieval.lang),
    }


def _spread(values: list[float]) -> float:
    """How far the best stands above the mean of the rest."""
    rest = sorted(values, reverse=True)[1:]
    return max(values) - sum(rest) / len(rest) if rest else 0.0


def _agreement(hits: tuple[Hit, ...]) -> float:
    """Whether both searches put the same document first: 1 yes, 0.5 nearly, 0 no."""
    top = hits[0].passage.document_id
    dense, lexical = max(hit.dense for hit in hits), max(hit.lexical for hit in hits)
    own = [hit for hit in hits if hit.passage.document_id == top]
    near_dense = max(hit.dense for hit in own) >= dense - _CLOSE
    near_lexical = lexical > 0 and max(hit.lexical for hit in own) >= lexical - _CLOSE
    return (near_dense + near_lexical) / 2


def _covered(asked: Asked, hit: Hit, *, title_only: bool = False) -> float:
    passage = hit.passage
    parts = [passage.title, *passage.heading] + ([] if title_only else [passage.text])
    return coverage(asked, frozenset(analyse(" ".join(parts), passage.lang)))


def _unfound(asked: Asked, evidence: Evidence) -> float:
    """The weighted share of the question's terms that none of the passages looked at holds."""
    terms = frozenset[str]().union(*(one.unit.terms for one in evidence.scored))
    return 1.0 - coverage(asked, terms)
