"""Turns outcomes into the figures that are printed: one block for each group of questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.model import Decision
from eval.measures import doubt
from eval.measures.intervals import Estimate, bootstrap, mean, share, share_of
from eval.measures.ranking import score_rankings, summarise
from eval.measures.timing import Latency, latency
from eval.outcome import EARLY, Line, Outcome, Variant

Row = dict[str, Estimate | None]
"""Figures by printed name; None where the group has nothing to measure."""

Measure = Callable[[Sequence[Outcome]], Estimate | None]
"""One figure of some outcomes; None where they have nothing to measure."""

PRECISION = 0.95
"""Share of shown answers that must be right where coverage is measured."""

DEFINITIONS = {
    "recall@1": "Share of questions whose first document answers them.",
    "recall@5": "Share of questions with a document that answers them among the first five.",
    "MRR@10": "Mean of 1 / place of the first document that answers, 0 beyond the tenth.",
    "nDCG@10": "Gain of the first ten documents, discounted by place, as a share of the best possible.",
    "answered": "Answerable questions that were answered without a caveat.",
    "cites a relevant document": "Of those, the ones whose first citation is of a document that answers.",
    "holds a gold answer": "Of those with a known wording, the ones whose text holds it, after normalisation.",
    "answered and right, of all": "Answerable questions answered without a caveat, from a document that answers.",
    "best answer is right, of all": "Answerable questions whose best answer, shown or not, is from such a document.",
    "best answer holds gold, of all": "Answerable questions whose best answer, shown or not, holds a known wording.",
    f"holds gold in {EARLY} words, of all": f"The same, looking at the first {EARLY} words of the answer only.",
    f"over {EARLY} words": f"Best answers, shown or not, that are longer than {EARLY} words.",
    "quotes verified": "Citations whose quote is exactly the stored text at its offsets.",
    "words": "Mean length of the answers given; 1.8 Chinese or Japanese characters count as a word.",
    "AUROC": "Chance that a right answer has more confidence than a wrong one.",
    "AUROC, article missing": "The same when each answerable question is asked again without its documents.",
    "coverage at .95": "Article missing: answerable questions still answered when 95 % of all answers must be right.",
    "coverage at .90": "The same at 90 %.",
    "ECE": "Mean gap between confidence and the share that is right, over ten steps of confidence.",
    "ECE, article missing": "The same in the missing-article test.",
    "false answers": "Questions that nothing answers, but that were answered without a caveat.",
    "false answers, article missing": "Questions answered without a caveat although their documents were taken away.",
}
"""What each printed figure means."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one group of questions."""

    group: str
    axis: str
    """What the group is one of: `all`, `language` or `kind`."""
    questions: int
    retrieval: dict[str, Row]
    answers: Row
    doubt: Row
    decisions: dict[str, int]
    time: Latency | None
    """Milliseconds of the whole answer without the embedding of the question."""


def figures(group: str, outcomes: Sequence[Outcome], axis: str = "all") -> Figures:
    """All figures over `outcomes`."""
    asked = _as_asked(outcomes)
    return Figures(
        group=group,
        axis=axis,
        questions=len(asked),
        retrieval=_retrieval(asked),
        answers={name: measure(outcomes) for name, measure in ANSWERS.items()},
        doubt={name: measure(outcomes) for name, measure in DOUBT.items()},
        decisions={str(decision): sum(o.decision is decision for o in asked) for decision in Decision},
        time=latency([o.milliseconds for o in asked]),
    )


def by_group(outcomes: Sequence[Outcome]) -> list[Figures]:
    """Overall, then by language, then by kind, the last two only where there is more than one."""
    blocks = [figures("all", outcomes)]
    blocks += _split(outcomes, "language", lambda o: o.lang)
    return blocks + _split(outcomes, "kind", lambda o: o.kind)


def _split(outcomes: Sequence[Outcome], axis: str, key: Callable[[Outcome], str]) -> list[Figures]:
    names = sorted({key(o) for o in outcomes})
    if len(names) < 2:
        return []
    return [figures(name, [o for o in outcomes if key(o) == name], axis) for name in names]


def _retrieval(asked: Sequence[Outcome]) -> dict[str, Row]:
    judged = [o for o in asked if o.answerable]
    return {line: rank_figures(judged, line) for line in Line if judged and all(line in o.rankings for o in judged)}


def rank_figures(judged: Sequence[Outcome], line: Line) -> Row:
    """How well one line ranks, over answerable questions that it has ranked."""
    scores = score_rankings({o.key: o.relevant for o in judged}, {o.key: o.rankings[line] for o in judged})
    return dict(summarise(list(scores.values())))


def _as_asked(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [o for o in outcomes if o.variant is not Variant.WITHHELD]


def answerable(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those with a right answer to be found."""
    return [o for o in outcomes if o.variant is Variant.AS_IS and o.answerable]


def _answered(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [o for o in answerable(outcomes) if o.answered]


ANSWERS: Mapping[str, Measure] = {
    "answered": lambda found: share_of([o.answered for o in answerable(found)]),
    "cites a relevant document": lambda found: share_of([o.right for o in _answered(found)]),
    "holds a gold answer": lambda found: share_of([o.gold_held for o in _answered(found) if o.gold_held is not None]),
    "answered and right, of all": lambda found: share_of([o.answered and o.right for o in answerable(found)]),
    "best answer is right, of all": lambda found: share_of([o.right for o in answerable(found)]),
    "best answer holds gold, of all": lambda found: share_of(
        [o.gold_held for o in answerable(found) if o.gold_held is not None]
    ),
    f"holds gold in {EARLY} words, of all": lambda found: share_of(
        [o.gold_held_early for o in answerable(found) if o.gold_held_early is not None]
    ),
    f"over {EARLY} words": lambda found: share_of([o.length > EARLY for o in answerable(found)]),
    "quotes verified": lambda found: share(sum(o.quotes_verified for o in found), sum(o.quotes for o in found)),
    "words": lambda found: mean([float(o.length) for o in _answered(found)]),
}
"""Figures about what answers say."""

DOUBT: Mapping[str, Measure] = {
    "AUROC": lambda found: _estimate(_as_asked(found), doubt.auroc),
    "AUROC, article missing": lambda found: _estimate(missing_article_cases(found), doubt.auroc),
    "coverage at .95": lambda found: Cases(missing_article_cases(found)).estimate_coverage(PRECISION),
    "coverage at .90": lambda found: Cases(missing_article_cases(found)).estimate_coverage(0.90),
    "ECE": lambda found: _estimate(_as_asked(found), doubt.expected_calibration_error),
    "ECE, article missing": lambda found: _estimate(missing_article_cases(found), doubt.expected_calibration_error),
    "false answers": lambda found: share_of([o.answered for o in _as_asked(found) if not o.answerable]),
    "false answers, article missing": lambda found: share_of(
        [o.answered for o in found if o.variant is Variant.WITHHELD]
    ),
}
"""Figures about what confidence is worth."""


def missing_article_cases(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Each answerable question twice: as it is, and with its relevant documents withheld."""
    kept = [o for o in outcomes if o.variant is Variant.WITHHELD or (o.variant is Variant.AS_IS and o.answerable)]
    return kept if any(o.variant is Variant.WITHHELD for o in kept) else []


class Cases:
    """Outcomes as arrays: confidence, right, answerable."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        """Keep the order of `outcomes`."""
        self.confidence = np.array([o.confidence for o in outcomes], dtype=np.float64)
        self.right = np.array([o.right for o in outcomes], dtype=np.bool_)
        self.answerable = np.array([o.answerable for o in outcomes], dtype=np.bool_)
        self.groups = [o.key for o in outcomes]

    def estimate(self, measure: Callable[[doubt.Floats, doubt.Flags], float | None]) -> Estimate | None:
        """A measure of confidence and rightness, with an interval over questions."""
        return bootstrap(lambda rows: measure(self.confidence[rows], self.right[rows]), self.groups)

    def estimate_coverage(self, precision: float) -> Estimate | None:
        """Coverage at `precision`, with an interval over questions."""

        def coverage(rows: NDArray[np.intp]) -> float | None:
            return doubt.coverage_at_precision(
                self.confidence[rows], self.right[rows], self.answerable[rows], precision
            )

        return bootstrap(coverage, self.groups)


def _estimate(
    outcomes: Sequence[Outcome], measure: Callable[[doubt.Floats, doubt.Flags], float | None]
) -> Estimate | None:
    return Cases(outcomes).estimate(measure)
