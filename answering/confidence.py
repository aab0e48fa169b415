"""How probable it is that the best answer found is right.

Signals of retrieval and evidence (`answering/signals.py`) go through a logistic regression whose weights
`askwell eval calibrate` fits on public questions: answerable ones, the same ones with their article taken away, and
questions about something else. `calibration.json` beside this module holds, as JSON:

    embedder    id of the embedder whose scores it was fitted to
    intercept   a number
    signals     by name: mean, scale and weight; confidence = 1 / (1 + exp(-z)),
                z = intercept + sum of weight * (signal - mean) / scale
    thresholds  by target precision ("0.90"): the confidence from which that share of answers was right
    provenance  data sets, counts, date, command and the figures measured
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from answering.signals import EMBEDDER_SIGNALS, SIGNALS, signals_of
from core.errors import Misconfigured

__all__ = ["SIGNALS", "Calibration", "SignalWeight", "load_calibration", "signals_of"]

CALIBRATED = "calibrated"
"""Name under which answers say whether their confidence was fitted for the embedder in use: 1 or 0."""

_SHIPPED = Path(__file__).with_name("calibration.json")


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

    def fits(self, embedder: str) -> bool:
        """Whether it was fitted to this embedder's scores."""
        return embedder == self.embedder

    def confidence(self, signals: Mapping[str, float], embedder: str | None = None) -> float:
        """The probability in (0, 1) for one answer's signals; a signal that is not given counts as average.

        For an `embedder` that it was not fitted to, signals on the embedder's own scale count as average too: the
        result still ranks answers, but is no measured probability.
        """
        foreign = embedder is not None and not self.fits(embedder)
        logit = self.intercept
        for name, fitted in self.signals.items():
            value = signals.get(name, fitted.mean)
            if math.isfinite(value) and not (foreign and name in EMBEDDER_SIGNALS):
                logit += fitted.weight * (value - fitted.mean) / fitted.scale
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))

    def threshold(self, target_precision: float) -> float:
        """The confidence from which answers are right as often as wanted; never falls as the target rises.

        Between fitted targets it goes in proportion; beyond the highest, as much doubt again as is left; below the
        lowest it stays; without any it is the target itself, as for probabilities that are true.
        """
        points = self._points()
        if not points:
            return target_precision
        if target_precision <= points[0][0]:
            return points[0][1]
        points.append((1.0, 1.0))
        for (low, low_cut), (high, high_cut) in pairwise(points):
            if target_precision <= high:
                return low_cut + (high_cut - low_cut) * (target_precision - low) / (high - low)
        return 1.0

    def _points(self) -> list[tuple[float, float]]:
        """Targets below 1 with their confidences, made to rise whatever noise the fit had."""
        points: list[tuple[float, float]] = []
        for target, cut in sorted((float(target), cut) for target, cut in self.thresholds.items()):
            if target < 1.0:
                points.append((target, max(cut, points[-1][1] if points else 0.0)))
        return points

    def dump(self, path: Path) -> None:
        """Write the calibration as JSON, in place of what was there, at once."""
        draft = path.with_name(path.name + ".part")
        draft.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.replace(path)


def load_calibration(path: Path = _SHIPPED) -> Calibration:
    """Read a calibration; without `path`, the one that ships with Askwell. Raises Misconfigured when it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        signals = {str(name): _weight(weight) for name, weight in found["signals"].items()}
        thresholds = {str(float(target)): _number(cut) for target, cut in found["thresholds"].items()}
        return Calibration(
            str(found["embedder"]), _number(found["intercept"]), signals, thresholds, dict(found["provenance"])
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Misconfigured(f"{path} is no calibration ({error}). Make one with `askwell eval calibrate`.") from error


def _weight(found: Mapping[str, Any]) -> SignalWeight:
    weight = SignalWeight(_number(found["mean"]), _number(found["scale"]), _number(found["weight"]))
    if weight.scale <= 0:
        raise ValueError("a scale must be above 0")
    return weight


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} is no finite number")
    return number
