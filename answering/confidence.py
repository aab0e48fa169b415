"""How probable it is that the best answer found is right.

Signals of retrieval and evidence (`answering/signals.py`) go through a logistic regression whose weights
`askwell eval calibrate` fits on public questions: answerable ones, the same ones with their article taken away, and
questions about something else. It writes the file that ships as `calibration.json` beside this module:

    {"version": 1, "embedder": "<id the fit belongs to>", "reranker": "<likewise, or null>",
     "full": MODEL, "portable": MODEL,
     "provenance": {"made_by": "<command>", "date": "YYYY-MM-DD", "data": {"<set>": <cases>, …}, "note": "…",
                    "auroc": <number or null>, "ece": <number or null>}}
    MODEL = {"intercept": <number>, "terms": {"<signal>": {"mean": m, "scale": s, "weight": w}, …},
             "thresholds": {"<target precision>": <confidence>, …}}

confidence = 1 / (1 + exp(-(intercept + sum of weight * (signal - mean) / scale))). A threshold is the lowest confidence
from which answers are proved to be right as often as the target says (`eval/thresholds.py`); 0.999 where none is.
`portable` uses no signal of `EMBEDDER_SIGNALS`, whose scale differs between embedders; it serves every embedder that
`full` was not fitted to. With a reranker that the fit was not made with, the same models serve without its signals, and
the answer is not `calibrated`. Where a file has no terms for what a chat model tells, those of `MODEL_TERMS` join it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from core.errors import Misconfigured
from core.files import replace_text

FORMAT = 1
CALIBRATED = "calibrated"
"""Name under which answers say whether their confidence was fitted to what found them: 1 or 0."""
RERANKER_SIGNALS = frozenset(("reranker", "reranker_margin"))
"""Signals on the scale of one reranker."""

MISSING_CODE = "missing_code"
"""Signal of a question with a code, an error number or an option that nothing holds: 1, else it is left out."""
_MISSING_CODE_WEIGHT = -4.5
"""Log-odds. Set, not fitted: public questions have hardly any codes, and an answer about another one is wrong."""
MODEL_VERDICT = "model_verdict"
"""Signal of whether a chat model found an answer in the evidence: the log-odds that its record makes of that."""

_SHIPPED = Path(__file__).with_name("calibration.json")
_LARGEST = 30.0
"""Log-odds beyond which a probability is as good as certain."""


@dataclass(frozen=True, slots=True)
class Term:
    """How one signal enters: `weight * (value - mean) / scale`."""

    mean: float
    scale: float
    """Above 0."""
    weight: float


MODEL_TERMS: Mapping[str, Term] = {
    MODEL_VERDICT: Term(0.0, 1.0, 1.0),
    "model_borne": Term(0.93, 1.0, 1.0),
    "model_agreement": Term(0.7, 1.0, 1.0),
}
"""How what a chat model's text says of the evidence enters every fit that does not know it: its verdict; the share of
its sentences that are borne; how far its quotes are those of the evidence. The latter two count against what is typical
of texts that a model wrote (`askwell eval model`). Weights are set, not fitted: public questions are asked without a
model. Left out of the signals where no model was asked, or where it failed."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over standardised signals, with the thresholds that go with it."""

    intercept: float
    terms: Mapping[str, Term]
    thresholds: Mapping[float, float]
    """By target precision: the confidence from which that share of answers is proved to be right."""

    def confidence(self, signals: Mapping[str, float]) -> float:
        """A probability in (0, 1); a signal that is missing or no finite number counts as average."""
        logit = self.intercept + sum(self.log_odds(signals).values())
        return 1.0 / (1.0 + math.exp(-max(-_LARGEST, min(_LARGEST, logit))))

    def log_odds(self, signals: Mapping[str, float]) -> dict[str, float]:
        """What each signal adds to the log-odds of being right, against what is typical; negative: takes away."""
        found = {
            name: term.weight * (signals[name] - term.mean) / term.scale
            for name, term in self.terms.items()
            if name in signals and math.isfinite(signals[name])
        }
        return {**found, MISSING_CODE: _MISSING_CODE_WEIGHT} if signals.get(MISSING_CODE) else found

    def without(self, signals: Collection[str]) -> Logistic:
        """The same model, to which `signals` are always average."""
        return replace(self, terms={name: term for name, term in self.terms.items() if name not in signals})

    def threshold(self, target_precision: float) -> float:
        """The confidence from which answers are right as often as wanted; never falls as the target rises.

        Between fitted targets it goes in proportion; beyond the highest, up to certainty; below the lowest it stays.
        Without any it is the target itself, as for probabilities that are true.
        """
        points = self._points()
        if not points:
            return target_precision
        if target_precision <= points[0][0]:
            return points[0][1]
        points.append((1.0, max(1.0, points[-1][1])))
        for (low, low_cut), (high, high_cut) in pairwise(points):
            if target_precision <= high:
                return low_cut + (high_cut - low_cut) * (target_precision - low) / (high - low)
        return points[-1][1]

    def _points(self) -> list[tuple[float, float]]:
        """Targets below 1 with their confidences, made to rise whatever noise the fit had."""
        points: list[tuple[float, float]] = []
        for target, cut in sorted(self.thresholds.items()):
            if target < 1.0:
                points.append((target, max(cut, points[-1][1] if points else 0.0)))
        return points


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a calibration comes from, so that its figures can be traced."""

    made_by: str
    date: str
    data: Mapping[str, int] = field(default_factory=dict)
    """Cases by data set."""
    note: str = ""
    auroc: float | None = None
    ece: float | None = None
    """Expected calibration error; like the AUROC measured on sets left out of the fit."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted confidence."""

    embedder: str
    """Id of the embedder that `full` was fitted to."""
    full: Logistic
    portable: Logistic
    """Uses only signals that mean the same for every embedder."""
    provenance: Provenance
    reranker: str | None = None
    """Id of the reranking that ordered what both were fitted to; None: search alone."""

    def fits(self, embedder: str | None, reranker: str | None = None) -> bool:
        """Whether `full` was fitted to this embedder's scores, in the order that this reranking gave them."""
        return (embedder, reranker) == (self.embedder, self.reranker)

    def model_for(self, embedder: str | None, reranker: str | None = None) -> Logistic:
        """The model to use with this embedder and this reranking."""
        model = self.full if embedder == self.embedder else self.portable
        return model if reranker == self.reranker else model.without(RERANKER_SIGNALS)

    def dump(self, path: Path) -> None:
        """Write the calibration as JSON, in place of what was there, at once."""
        data = {"version": FORMAT, **asdict(self)}
        for model in (data["full"], data["portable"]):
            model["thresholds"] = {f"{target:g}": cut for target, cut in sorted(model["thresholds"].items())}
        replace_text(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")

    @classmethod
    def load(cls, path: Path | None = None) -> Calibration:
        """Read what `dump` wrote, with `MODEL_TERMS`; without `path`, the one that ships. Raises Misconfigured."""
        path = path or _SHIPPED
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != FORMAT:
                raise ValueError(f"version {data['version']} instead of {FORMAT}")
            provenance = Provenance(**data["provenance"])
            full, portable = _logistic(data["full"]), _logistic(data["portable"])
            return cls(str(data["embedder"]), full, portable, provenance, data.get("reranker"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Misconfigured(f"{path} is no calibration ({error!r}). Make one: `askwell eval calibrate`.") from error


def _logistic(data: Mapping[str, Any]) -> Logistic:
    terms = {
        str(name): Term(**{key: _number(part) for key, part in term.items()}) for name, term in data["terms"].items()
    }
    if any(term.scale <= 0 for term in terms.values()):
        raise ValueError("a scale is not above 0")
    thresholds = {_number(target): _number(cut) for target, cut in data["thresholds"].items()}
    return Logistic(_number(data["intercept"]), {**MODEL_TERMS, **terms}, thresholds)


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} is no finite number")
    return number
