"""Fits the confidence on data sets with known answers and says how it does on sets left out.

A case is one asked question; it counts as right when the best answer found rests on a document that answers it. Wrong
ones come from questions nothing answers, from the missing-article test, and from other sets' questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

import numpy as np

from answering.confidence import Calibration, Logistic, Provenance, Term
from answering.signals import EMBEDDER_SIGNALS, SIGNALS
from core.clock import system_clock
from core.errors import InvalidInput
from eval.dataset import DataSet
from eval.fitting import Cases, Model, SetFit, by_set, choose_strength, fit, held_out
from eval.measures.doubt import Floats
from eval.outcome import Outcome, Variant
from eval.runner import Runner
from eval.thresholds import LEVEL, threshold

TARGETS = (0.50, 0.60, 0.70, 0.80, 0.85, 0.90, 0.95, 0.97)
"""Precisions that an operator may ask for; those between them are interpolated."""

PRINTED = (0.70, 0.80, 0.90, 0.95, 0.97)

PORTABLE = tuple(name for name in SIGNALS if name not in EMBEDDER_SIGNALS)
"""Signals that mean the same with every embedder."""

_FEWEST = 40
"""Right and wrong cases, each, below which a fit would say more about chance than about answers."""
_UNREACHED = 0.999
"""Stands for a precision that no confidence was proved to reach."""


@dataclass(frozen=True, slots=True)
class FittedModel:
    """One fitted model and the figures behind it."""

    title: str
    logistic: Logistic
    strength: float
    rows: tuple[SetFit, ...]
    """Each set by a model that has not seen it, all together first."""

    @property
    def text(self) -> str:
        """The figures as a table, then the weights."""
        return "\n".join([f"== {self.title}", *_figures(self.rows), "", *_weights(self.logistic)])


@dataclass(frozen=True, slots=True)
class Fitted:
    """A calibration with both of its models."""

    calibration: Calibration
    full: FittedModel
    portable: FittedModel

    @property
    def text(self) -> str:
        """Both models, told one after the other."""
        return f"{self.full.text}\n\n{self.portable.text}"


def calibrate(runner: Runner, sets: Sequence[DataSet], today: date | None = None) -> Fitted:
    """Ask all of `sets` and fit; raises InvalidInput when there is too little to learn from."""
    crosslingual = {(data.name, file.name) for data in sets for file in data.files if file.crosslingual}
    outcomes = [outcome for _, _, found in runner.collect(sets) for outcome in found]
    _require_enough(outcomes)
    full = fit_model("with the signals of this embedder", SIGNALS, outcomes, crosslingual)
    portable = fit_model("with signals that mean the same for every embedder", PORTABLE, outcomes, crosslingual)
    together = full.rows[0]
    provenance = Provenance(
        made_by="askwell eval calibrate",
        date=(today or system_clock().date()).isoformat(),
        data=dict(Counter(cases_of(SIGNALS, outcomes, crosslingual).sets)),
        note="Sets weigh the same; figures are of sets left out. Regularisation "
        f"{full.strength:g} and {portable.strength:g}, thresholds hold with {LEVEL:.0%}, seed {runner.options.seed}, "
        + ", ".join(f"{data.name} {data.fingerprint}" for data in sets),
        auroc=_rounded(together.auroc),
        ece=_rounded(together.ece),
    )
    calibration = Calibration(runner.embedder_id, full.logistic, portable.logistic, provenance, runner.reranker_id)
    return Fitted(calibration, full, portable)


def fit_model(
    title: str, names: Sequence[str], outcomes: Sequence[Outcome], crosslingual: AbstractSet[tuple[str, str]]
) -> FittedModel:
    """Fit one model on those signals of `names` that there are: without a reranker its own are missing."""
    names = [name for name in names if any(name in outcome.signals for outcome in outcomes)]
    cases = cases_of(names, outcomes, crosslingual)
    strength = choose_strength(cases)
    confidence = held_out(cases, strength)
    thresholds = thresholds_for(cases, confidence)
    logistic = _logistic(names, fit(cases, strength), thresholds)
    return FittedModel(title, logistic, strength, tuple(by_set(cases, confidence, thresholds)))


def cases_of(
    names: Sequence[str], outcomes: Iterable[Outcome], crosslingual: AbstractSet[tuple[str, str]] = frozenset()
) -> Cases:
    """The outcomes that say something, as arrays."""
    used = [o for o in outcomes if _is_telling(o)]
    return Cases(
        sets=[f"{o.set_name}/{o.file}" if (o.set_name, o.file) in crosslingual else o.set_name for o in used],
        kinds=[_kind(o) for o in used],
        signals=np.array([[o.signals.get(name, np.nan) for name in names] for o in used]).reshape(-1, len(names)),
        right=np.array([o.right for o in used], dtype=np.bool_),
        answerable=np.array([o.answerable for o in used], dtype=np.bool_),
    )


def thresholds_for(cases: Cases, confidence: Floats) -> dict[float, float]:
    """The confidence that proves each target precision, as far as there are cases; never falling with the target."""
    weight = cases.weights()
    found: dict[float, float] = {}
    least = 0.0
    for target in TARGETS:
        cut = threshold(confidence, cases.right, weight, target)
        least = max(least, _UNREACHED if cut is None else cut)
        found[target] = least
    return found


def _require_enough(outcomes: Iterable[Outcome]) -> None:
    rights = [o.right for o in outcomes if _is_telling(o)]
    right, wrong = sum(rights), len(rights) - sum(rights)
    if min(right, wrong) < _FEWEST:
        raise InvalidInput(
            f"Too little to fit on: {right} right and {wrong} wrong answers; at least {_FEWEST} of each are needed. "
            "Name more data sets, or raise --limit."
        )


def _is_telling(outcome: Outcome) -> bool:
    """Small talk has no signals; off-topic questions in a language the corpus lacks are too easy."""
    foreign = outcome.signals.get("same_language", 1.0) == 0.0
    return bool(outcome.signals) and not (foreign and outcome.variant is Variant.OFF_TOPIC)


def _kind(outcome: Outcome) -> str:
    if outcome.variant is Variant.AS_IS:
        return "present" if outcome.answerable else "unanswerable"
    return str(outcome.variant)


def _logistic(names: Sequence[str], model: Model, thresholds: Mapping[float, float]) -> Logistic:
    columns = zip(names, model.mean, model.scale, model.weights, strict=True)
    terms = {
        name: Term(round(float(mean), 5), round(float(scale), 5), round(float(weight), 4))
        for name, mean, scale, weight in columns
    }
    return Logistic(round(model.intercept, 4), terms, {t: round(cut, 4) for t, cut in thresholds.items()})


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _figures(rows: Sequence[SetFit]) -> list[str]:
    head = f"{'set left out':<36}{'cases':>7}{'AUROC':>8}{'ECE':>7}" + "".join(f"{t:>12.2f}" for t in PRINTED)
    lines = ["Each set by a model that has not seen it; precision/coverage at each target precision.", head]
    for row in rows:
        area = "-" if row.auroc is None else f"{row.auroc:.3f}"
        ece = "-" if row.ece is None else f"{row.ece:.3f}"
        cells = "".join(f"{f'{p:.2f}/{c:.2f}':>12}" for p, c in (row.at[t] for t in PRINTED))
        lines.append(f"{row.name[:35]:<36}{row.cases:>7}{area:>8}{ece:>7}{cells}")
    return lines


def _weights(logistic: Logistic) -> list[str]:
    lines = [f"{'signal':<22}{'weight':>9}{'mean':>9}{'scale':>9}"]
    for name, term in sorted(logistic.terms.items(), key=lambda item: -abs(item[1].weight)):
        lines.append(f"{name:<22}{term.weight:>9.3f}{term.mean:>9.3f}{term.scale:>9.3f}")
    cuts = ", ".join(f"{target:.2f}: {cut:.3f}" for target, cut in logistic.thresholds.items())
    return [*lines, f"confidence to ask for by target precision: {cuts}"]
