"""How well kinds of messages are told apart: precision, recall, F1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answering.understanding.kinds import KINDS


@dataclass(frozen=True, slots=True)
class KindFigure:
    """How well one kind is recognised."""

    kind: str
    precision: float
    recall: float
    f1: float
    messages: int


def figures_of(known: Sequence[str], found: Sequence[str]) -> list[KindFigure]:
    """Precision, recall and F1 of each kind that occurs."""
    pairs = list(zip(known, found, strict=True))
    return [_figure(kind, pairs) for kind in KINDS if kind in known]


def _figure(kind: str, pairs: Sequence[tuple[str, str]]) -> KindFigure:
    right = sum(k == f == kind for k, f in pairs)
    said, there = sum(f == kind for _, f in pairs), sum(k == kind for k, _ in pairs)
    return KindFigure(kind, right / max(said, 1), right / max(there, 1), 2 * right / max(said + there, 1), there)


def macro_f1(figures: Sequence[KindFigure]) -> float:
    """The mean F1 over kinds."""
    return float(np.mean([figure.f1 for figure in figures]))


def as_lines(langs: Sequence[str], known: Sequence[str], found: Sequence[str]) -> list[str]:
    """The figures as a table, then macro F1 by language."""
    figures = figures_of(known, found)
    lines = [f"{'kind':<20}{'messages':>9}{'precision':>11}{'recall':>8}{'F1':>8}"]
    lines += [f"{f.kind:<20}{f.messages:>9}{f.precision:>11.3f}{f.recall:>8.3f}{f.f1:>8.3f}" for f in figures]
    by_lang = []
    for lang in sorted(set(langs)):
        own = [(k, f) for one, k, f in zip(langs, known, found, strict=True) if one == lang]
        by_lang.append(f"{lang} {macro_f1(figures_of([k for k, _ in own], [f for _, f in own])):.3f}")
    return [*lines, f"macro F1 {macro_f1(figures):.3f} ({', '.join(by_lang)})"]
