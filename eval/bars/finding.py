"""Bars about finding: the right document first, among five, in every language, after a follow-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from eval.bars.evidence import HELP_CENTRES, PLAIN, XQUAD, Evidence, Found
from eval.figures import answerable
from eval.measures.intervals import Estimate, bootstrap
from eval.outcome import Line, Outcome


def gain_over_fusion(evidence: Evidence) -> Found | None:
    """Points of recall@1 above plain fusion."""
    judged = answerable(evidence.plain(*HELP_CENTRES))
    gains = [float(_hit(o, Line.OURS, 1)) - float(_hit(o, Line.FUSION, 1)) for o in judged]
    ours = _mean_over_cells(judged, [_hit(o, Line.OURS, 1) for o in judged])
    found = _mean_over_cells(judged, gains)
    if found is None or ours is None:
        return None
    note = f"recall@1 {ours.value:.3f}, plain fusion {ours.value - found.value:.3f}"
    return Found(100 * found.value, 100 * found.low, 100 * found.high, note)


def recall_5(evidence: Evidence) -> Found | None:
    """Share of questions of help centres with a right document among five."""
    judged = answerable(evidence.plain(*HELP_CENTRES))
    found = _mean_over_cells(judged, [_hit(o, Line.OURS, 5) for o in judged])
    sets = ", ".join(f"{name} {share:.3f}" for name, share in _by(judged, lambda o: o.set_name).items())
    return None if found is None else Found(found.value, found.low, found.high, sets)


def language_gap(evidence: Evidence) -> Found | None:
    """Points of recall@5 between the best and the worst language."""
    judged = answerable(evidence.plain(*HELP_CENTRES))
    cells = _cells(judged, [_hit(o, Line.OURS, 5) for o in judged])
    langs = sorted({lang for _, lang in cells})
    means = {lang: float(np.mean([share for (_, own), share in cells.items() if own == lang])) for lang in langs}
    note = ", ".join(f"{lang} {share:.3f}" for lang, share in means.items())
    return Found(100 * (max(means.values()) - min(means.values())), note=note) if means else None


def crosslingual_gap(evidence: Evidence) -> Found | None:
    """Points of recall@5 that a question loses by being in another language than the documents."""
    asked = [o for o in evidence.outcomes if o.set_name == XQUAD]
    same = _by(answerable(evidence.plain(XQUAD)), lambda o: o.lang)
    across = _by([o for o in answerable(asked) if o.file != PLAIN], lambda o: o.kind.rpartition(" ")[2])
    gaps = {pair: same[pair[-2:]] - share for pair, share in across.items() if pair[-2:] in same}
    note = ", ".join(f"{pair} {across[pair]:.3f} of {same[pair[-2:]]:.3f}" for pair in gaps)
    return Found(100 * max(gaps.values()), note=note) if gaps else None


def followups(evidence: Evidence) -> Found | None:
    """recall@5 with the own rewrite as a share of that with a human one."""
    judged = [o for o in answerable(evidence.outcomes) if o.set_name == HELP_CENTRES[0] and Line.HUMAN in o.rankings]
    own, human = (sum(_hit(o, line, 5) for o in judged) for line in (Line.OURS, Line.HUMAN))
    return Found(own / human, note=f"{own} of {human} found, {len(judged)} follow-ups") if human else None


def _hit(outcome: Outcome, line: Line, depth: int) -> bool:
    return bool(outcome.relevant.intersection(outcome.rankings.get(line, ())[:depth]))


def _by(judged: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, float]:
    """recall@5 of each group."""
    groups: dict[str, list[bool]] = {}
    for outcome in judged:
        groups.setdefault(key(outcome), []).append(_hit(outcome, Line.OURS, 5))
    return {name: sum(hits) / len(hits) for name, hits in sorted(groups.items())}


def _cells(judged: Sequence[Outcome], values: Sequence[float]) -> dict[tuple[str, str], float]:
    """Means by set and language."""
    found: dict[tuple[str, str], list[float]] = {}
    for outcome, value in zip(judged, values, strict=True):
        found.setdefault((outcome.set_name, outcome.lang), []).append(float(value))
    return {cell: sum(row) / len(row) for cell, row in found.items()}


def _mean_over_cells(judged: Sequence[Outcome], values: Sequence[float]) -> Estimate | None:
    """Mean over languages, then over sets, so that neither the larger language nor the larger set decides."""

    def mean(rows: Iterable[int]) -> float | None:
        chosen = list(rows)
        cells = _cells([judged[i] for i in chosen], [values[i] for i in chosen])
        sets = {name for name, _ in cells}
        means = [np.mean([value for (own, _), value in cells.items() if own == name]) for name in sets]
        return float(np.mean(means)) if means else None

    return bootstrap(mean, [o.key for o in judged]) if judged else None
