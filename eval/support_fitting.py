"""Fits the support check and judges it by pairs of sets that the fit has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from answering.confidence import Logistic, Term
from answering.support.checker import Support, settled, verdict
from answering.support.fit import Cuts, Head, Heads, shipped
from answering.support.overlap import MEANING, OVERLAP_SIGNALS
from answering.support.question_fit import QUESTION_MEANING, QUESTION_SIGNALS
from answering.support.signals import SignalReader, Signals
from eval.support_pair import Pair

CUTS = tuple(round(0.2 + 0.02 * step, 2) for step in range(26))
"""Probabilities that are tried as cuts."""
_AS_GOOD = 0.003
STRENGTH = 0.05
"""Inverse regularisation strength."""
_EDGE = 1e-6
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Case:
    """A pair with what the check sees of it."""

    pair: Pair
    signals: Signals

    @property
    def is_borne(self) -> bool | None:
        """Whether the source bears it, whatever was asked; None where that is not known."""
        if self.pair.question and not self.pair.is_supported:
            return True if self.signals.is_verbatim else None
        return self.pair.is_supported


def cases_of(reader: SignalReader, pairs: Iterable[Pair]) -> list[Case]:
    """What the check sees of each pair."""
    return [Case(pair, reader.read(pair.response, pair.source, pair.question, pair.lang)) for pair in pairs]


def fit_all(cases: Sequence[Case]) -> Heads:
    """Fit on all `cases`."""
    known = [case for case in cases if case.is_borne is not None and not case.signals.failed]
    bearing = [case for case in known if not case.signals.is_foreign and not case.signals.is_verbatim]
    foreign = [case for case in known if case.signals.is_foreign]
    asked = [case for case in cases if case.pair.question and not case.signals.failed]
    borne, answers = [bool(case.is_borne) for case in bearing], [case.pair.is_supported for case in asked]
    seen, fitting = [case.signals.bearing for case in bearing], [case.signals.answering for case in asked]
    return Heads(
        _head(bearing, borne, seen, OVERLAP_SIGNALS, MEANING),
        _head(asked, answers, fitting, QUESTION_SIGNALS, QUESTION_MEANING),
        _across(foreign),
    )


def _across(cases: Sequence[Case]) -> Logistic:
    """The fit for other languages than the source's; the one in use where there are no such cases."""
    borne = [bool(case.is_borne) for case in cases]
    if len(set(borne)) < 2:
        return shipped().heads.across
    signals = [case.signals.bearing for case in cases]
    # Each verdict weighs the same, whatever the set: one passage in a language wrongly told must not count as a set.
    shares = np.array([1 / borne.count(own) for own in borne]) * len(borne) / 2
    return _logistic(signals, sorted(MEANING), np.array(borne), shares)


def _head(
    cases: Sequence[Case],
    right: Sequence[bool],
    signals: Sequence[Mapping[str, float]],
    names: Sequence[str],
    meaning: Collection[str],
) -> Head:
    weights = _weights(cases, right)
    flags = np.array(right)
    portable = [name for name in names if name not in meaning]
    return Head(_logistic(signals, names, flags, weights), _logistic(signals, portable, flags, weights))


def _weights(cases: Sequence[Case], right: Sequence[bool]) -> Floats:
    """Each part of a set, language and verdict weighs the same."""
    keys = [(case.pair.group, case.pair.lang, own) for case, own in zip(cases, right, strict=True)]
    counts = Counter(keys)
    return np.array([1 / counts[key] for key in keys]) * len(keys) / len(counts)


def _logistic(signals: Sequence[Mapping[str, float]], names: Sequence[str], right: Flags, weights: Floats) -> Logistic:
    rows = np.array([[one.get(name, np.nan) for name in names] for one in signals], dtype=np.float64)
    mean, scale = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0)
    scale = np.where(scale > _EDGE, scale, 1.0)
    model = LogisticRegression(C=STRENGTH, max_iter=2_000)
    model.fit(np.nan_to_num((rows - mean) / scale), right, sample_weight=weights)
    terms = {
        name: Term(round(float(mean[at]), 4), round(float(scale[at]), 4), round(float(model.coef_[0][at]), 4))
        for at, name in enumerate(names)
    }
    return Logistic(round(float(model.intercept_[0]), 4), terms, {})


def held_out(cases: Sequence[Case], part: Callable[[Pair], str]) -> list[tuple[Case, Heads]]:
    """Each case with a fit that has seen no case of the same `part`."""
    parts = sorted({part(case.pair) for case in cases})
    found = []
    for own in parts:
        heads = fit_all([case for case in cases if part(case.pair) != own])
        found += [(case, heads) for case in cases if part(case.pair) == own]
    return found


def judge(unseen: Sequence[tuple[Case, Heads]], cuts: Cuts) -> list[tuple[Pair, Support]]:
    """What the check would say of each case with its own fit, without the meanings where it does not look at them."""
    return [(case.pair, verdict(_looked_at(case, heads, cuts), heads, cuts, fits=True)) for case, heads in unseen]


def _looked_at(case: Case, heads: Heads, cuts: Cuts) -> Signals:
    asked = bool(case.pair.question)
    cut = cuts.joined if asked else cuts.bearing
    is_settled = settled(case.signals, heads.bearing, cut, fits=True, asked=asked)
    return case.signals.by_words() if is_settled else case.signals


def best_cuts(unseen: Sequence[tuple[Case, Heads]]) -> Cuts:
    """Cuts with the best balanced accuracy, each part of a set and language weighing the same."""
    alone = [one for one in unseen if not one[0].pair.question]
    asked = [one for one in unseen if one[0].pair.question]
    return Cuts(_best_cut(alone), _best_cut(asked))


def _best_cut(unseen: Sequence[tuple[Case, Heads]]) -> float:
    if not unseen:
        return 0.5
    found = [verdict(case.signals, heads, Cuts(0.0, 0.0), fits=True).probability for case, heads in unseen]
    right = [case.pair.is_supported for case, _ in unseen]
    weights, flags, ranked = _weights([case for case, _ in unseen], right), np.array(right), np.array(found)
    share = np.array([(weights * ((ranked >= cut) == flags)).sum() for cut in CUTS]) / weights.sum()
    # Between cuts that are as good as the best lies chance; their middle is the least accidental one.
    return round(float(np.array(CUTS)[share >= share.max() - _AS_GOOD].mean()), 2)
