"""A small linear model that says which cause is the likeliest, by the features of a gap.

`askwell eval causes --fit` makes the file beside this module:

    {"version": 1, "embedder": "<id>", "full": MODEL, "portable": MODEL, "provenance": {…}}
    MODEL = {"bias": [b, …], "features": {"<name>": {"mean": m, "scale": s, "weights": [w, …]}, …}}

one number a cause in each row, in the order of `Cause`. `portable` uses no feature on the embedder's own scale; it
serves every embedder that `full` was not fitted to.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import Misconfigured
from core.files import replace_text
from insights.causes.model import Cause, Verdict

FORMAT = 1
CAUSES = tuple(Cause)
NEEDS = {Cause.WRONG_LANGUAGE: "untranslated"}
"""What a cause cannot do without: it is not judged to be one where this feature is 0."""
_SHIPPED = Path(__file__).with_name("causes.json")


@dataclass(frozen=True, slots=True)
class Weighing:
    """How one feature enters: `weights * (value - mean) / scale`, a weight for each cause."""

    mean: float
    scale: float
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CauseModel:
    """A multinomial logistic model over standardised features."""

    bias: tuple[float, ...]
    features: Mapping[str, Weighing]

    def judge(self, features: Mapping[str, float]) -> Verdict:
        """The likeliest cause, with the probability of each; a feature that is not there counts as average."""
        scores = list(self.bias)
        for name, weighing in self.features.items():
            value = (features.get(name, weighing.mean) - weighing.mean) / weighing.scale
            for place, weight in enumerate(weighing.weights):
                scores[place] += weight * value
        ruled_out = {cause for cause, name in NEEDS.items() if features.get(name) == 0}
        top = max(score for cause, score in zip(CAUSES, scores, strict=True) if cause not in ruled_out)
        powers = [
            0.0 if cause in ruled_out else math.exp(score - top) for cause, score in zip(CAUSES, scores, strict=True)
        ]
        chances = {cause: power / sum(powers) for cause, power in zip(CAUSES, powers, strict=True)}
        likeliest = max(CAUSES, key=lambda cause: chances[cause])
        return Verdict(likeliest, chances[likeliest], chances)

    def as_dict(self) -> dict[str, Any]:
        """As in the file."""
        return {
            "bias": [round(value, 3) for value in self.bias],
            "features": {
                name: {
                    "mean": round(one.mean, 4),
                    "scale": round(one.scale, 4),
                    "weights": [round(weight, 3) for weight in one.weights],
                }
                for name, one in sorted(self.features.items())
            },
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CauseModel:
        """What `as_dict` gave; raises ValueError, KeyError or TypeError for anything else."""
        features = {
            str(name): Weighing(_number(one["mean"]), _number(one["scale"]), _row(one["weights"]))
            for name, one in data["features"].items()
        }
        if any(weighing.scale <= 0 for weighing in features.values()):
            raise ValueError("a scale is not above 0")
        return cls(_row(data["bias"]), features)


@dataclass(frozen=True, slots=True)
class CauseModels:
    """The model for the embedder that it was fitted to, and one for any other."""

    embedder: str
    full: CauseModel
    portable: CauseModel
    provenance: Mapping[str, Any]

    def model_for(self, embedder: str) -> CauseModel:
        """The one that fits this embedder."""
        return self.full if embedder == self.embedder else self.portable

    def dump(self, path: Path) -> None:
        """Write the models as JSON, in place of what was there, at once."""
        data = {
            "version": FORMAT,
            "embedder": self.embedder,
            "full": self.full.as_dict(),
            "portable": self.portable.as_dict(),
            "provenance": dict(self.provenance),
        }
        replace_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    @classmethod
    def load(cls, path: Path = _SHIPPED) -> CauseModels:
        """Read what `dump` wrote; without `path`, what ships with Askwell. Raises Misconfigured."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != FORMAT:
                raise ValueError("another version")
            full, portable = (CauseModel.from_dict(data[part]) for part in ("full", "portable"))
            return cls(str(data["embedder"]), full, portable, data["provenance"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Misconfigured(
                f"{path} is no model of causes ({error!r}). Make one: `askwell eval causes`."
            ) from error


@cache
def shipped_causes() -> CauseModels:
    """The models that ship with Askwell, read once."""
    return CauseModels.load()


def _row(values: Any) -> tuple[float, ...]:
    row = tuple(_number(value) for value in values)
    if len(row) != len(CAUSES):
        raise ValueError("a row has not a number for each cause")
    return row


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} is no finite number")
    return number
