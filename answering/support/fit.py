"""The fitted part of the support check: how signals become probabilities, and which of these suffice.

`askwell eval support` fits it on labelled pairs and writes the file that ships as `support.json` beside this module:

    {"version": 1, "embedder": "<id that `full` was fitted to>",
     "bearing": {"full": MODEL, "portable": MODEL}, "answering": {"full": MODEL, "portable": MODEL}, "across": MODEL,
     "cuts": {"bearing": <probability>, "joined": <probability>}, "provenance": {…}}
    MODEL = {"intercept": <number>, "terms": {"<signal>": {"mean": m, "scale": s, "weight": w}, …}}

`bearing` says whether the source bears the sentence, `answering` whether the sentence answers the question. `portable`
uses no signal of an embedder and serves those that `full` was not fitted to. `across` is `bearing` for sentences in
another language than their source.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from answering.confidence import Logistic, Term
from core.errors import Misconfigured
from core.files import replace_text

FORMAT = 1
SHIPPED = Path(__file__).with_name("support.json")


@dataclass(frozen=True, slots=True)
class Head:
    """One question put to the signals."""

    full: Logistic
    portable: Logistic

    def probability(self, signals: Mapping[str, float], *, fits: bool) -> float:
        """A probability in (0, 1); signals that are missing count as average."""
        return (self.full if fits else self.portable).confidence(signals)


@dataclass(frozen=True, slots=True)
class Heads:
    """What a fit knows of sentences."""

    bearing: Head
    answering: Head
    across: Logistic


@dataclass(frozen=True, slots=True)
class Cuts:
    """The probabilities from which a sentence counts as borne."""

    bearing: float = 0.5
    """Without a question."""
    joined: float = 0.5
    """With one."""


@dataclass(frozen=True, slots=True)
class SupportProvenance:
    """Where a fit comes from, so that its figures can be traced."""

    made_by: str
    date: str
    data: Mapping[str, int] = field(default_factory=dict)
    """Pairs by data set."""
    balanced_accuracy: Mapping[str, float] = field(default_factory=dict)
    """By language, measured on sets left out of the fit."""


@dataclass(frozen=True, slots=True)
class SupportFit:
    """A fitted support check."""

    embedder: str
    heads: Heads
    cuts: Cuts
    provenance: SupportProvenance

    def dump(self, path: Path) -> None:
        """Write it as JSON, in place of what was there, at once."""
        data = {"version": FORMAT, **asdict(self)}
        heads = data.pop("heads")
        for model in (*heads["bearing"].values(), *heads["answering"].values(), heads["across"]):
            del model["thresholds"]
        data |= heads
        replace_text(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")

    @classmethod
    def load(cls, path: Path = SHIPPED) -> SupportFit:
        """Read what `dump` wrote; without `path`, the one that ships with Askwell. Raises Misconfigured."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != FORMAT:
                raise ValueError(f"version {data['version']} instead of {FORMAT}")
            cuts = Cuts(**{name: _number(cut) for name, cut in data["cuts"].items()})
            provenance = SupportProvenance(**data["provenance"])
            heads = Heads(_head(data["bearing"]), _head(data["answering"]), _model(data["across"]))
            return cls(str(data["embedder"]), heads, cuts, provenance)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Misconfigured(f"{path} is no support fit ({error!r}). Make one: `askwell eval support`.") from error


@cache
def shipped() -> SupportFit:
    """The fit that ships with Askwell, read once."""
    return SupportFit.load()


def _head(data: Mapping[str, Any]) -> Head:
    return Head(_model(data["full"]), _model(data["portable"]))


def _model(data: Mapping[str, Any]) -> Logistic:
    terms = {
        str(name): Term(**{key: _number(part) for key, part in term.items()}) for name, term in data["terms"].items()
    }
    if any(term.scale <= 0 for term in terms.values()):
        raise ValueError("a scale is not above 0")
    return Logistic(_number(data["intercept"]), terms, {})


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} is no finite number")
    return number
