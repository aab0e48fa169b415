"""How well the support check tells borne sentences from others, by language and by kind of pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from answering.support.checker import Support
from eval.measures.doubt import auroc
from eval.support_pair import Pair

Judged = tuple[Pair, Support]
_COUNTERPARTS = {
    "number changed": "sentence of the source",
    "answer of another question on the passage": "right answer",
}
"""Which supported kind a kind of wrong pairs is judged against."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one block of pairs."""

    supported: int
    others: int
    balanced_accuracy: float | None
    """Mean of the share of supported pairs that are borne and of the others that are not; None without one of them."""
    auroc: float | None


def figures_of(judged: Sequence[Judged]) -> Figures:
    """The figures of these pairs."""
    right = np.array([pair.is_supported for pair, _ in judged], dtype=bool)
    borne = np.array([support.borne for _, support in judged], dtype=bool)
    ranked = np.array([support.probability for _, support in judged])
    both = bool(right.any() and not right.all())
    balanced = float((borne[right].mean() + 1 - borne[~right].mean()) / 2) if both else None
    return Figures(int(right.sum()), int((~right).sum()), balanced, auroc(ranked, right))


def as_lines(judged: Sequence[Judged]) -> Iterator[str]:
    """A table: by language, by set and by wrong kind with its counterpart, each over all languages and in each."""
    yield f"{'':<44}{'borne':>8}{'others':>8}{'bal.acc':>9}{'AUROC':>8}"
    for data in sorted({pair.data for pair, _ in judged}):
        own = [one for one in judged if one[0].data == data]
        yield from _block(data, own)
        for kind in sorted({pair.kind for pair, _ in own if not pair.is_supported}):
            other = _COUNTERPARTS.get(kind)
            if other:
                yield from _block(f"  {kind}", [one for one in own if one[0].kind in (kind, other)])
        yield from (f"    {kind:<60}{count:>6}{share:>8.3f}" for kind, count, share in _shares(own))


def _block(title: str, judged: Sequence[Judged]) -> Iterator[str]:
    langs = sorted({pair.lang for pair, _ in judged})
    yield _line(title, figures_of(judged))
    if len(langs) > 1:
        yield from (_line(f"    {lang}", figures_of([one for one in judged if one[0].lang == lang])) for lang in langs)


def _line(title: str, found: Figures) -> str:
    figures = "".join(" " * width if value is None else f"{value:>{width}.3f}" for value, width in
                      ((found.balanced_accuracy, 9), (found.auroc, 8)))  # fmt: skip
    return f"{title:<44}{found.supported:>8}{found.others:>8}{figures}"


def _shares(judged: Sequence[Judged]) -> Iterator[tuple[str, int, float]]:
    """Each kind and language, and the share judged rightly."""
    for kind in sorted({pair.kind for pair, _ in judged}):
        for lang in sorted({pair.lang for pair, _ in judged if pair.kind == kind}):
            own = [one for one in judged if (one[0].kind, one[0].lang) == (kind, lang)]
            yield f"{kind}, {lang}", len(own), sum(p.is_supported == s.borne for p, s in own) / len(own)
