"""Whether the passage that is cited bears a sentence, and whether the sentence answers what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from answering.support.fit import Cuts, Head, Heads, SupportFit, shipped
from answering.support.signals import SignalReader, Signals
from retrieval.embedder import Embedder

OVERLAP = "overlap"
QUESTION = "question"
_VERBATIM = 0.99
"""The probability that a source bears what it has word for word."""
_FAILED = 0.05
"""What is left of the probability of a sentence that fails a hard check."""
_NEARNESS = (-0.5, 1.5)
"""Between these lies the nearness of any two texts: 0 is usual for unrelated ones, 1.4 for equal ones. In 3,837
pairs of four languages it was -0.13 to 1.40."""


@dataclass(frozen=True, slots=True)
class Support:
    """What the check says of one sentence."""

    borne: bool
    """Whether it may be shown."""
    probability: float
    """That the source bears it and, where a question was given, that it answers it."""
    failed: tuple[str, ...]
    """What it failed: number, negation, name, code, link; overlap, where its source says something else; question,
    where it answers another one."""
    bearing: float = 0.0
    """The probability that the source bears it, whatever was asked."""
    answering: float | None = None
    """The probability that it answers the question; None without one."""


class SupportChecker:
    """Checks sentences against passages. Safe to call from several threads."""

    def __init__(self, embedder: Embedder, fit: SupportFit | None = None) -> None:
        """Use `fit`, or the one that ships with Askwell."""
        self._reader = SignalReader(embedder)
        self._fit = fit or shipped()
        self._matches = self._fit.embedder == embedder.id

    def prepare(self, source: str, lang: str | None = None) -> None:
        """Embed a passage's sentences ahead, some milliseconds each, for `check` with the same `lang`."""
        self._reader.prepare(source, lang)

    def check(self, sentence: str, source: str, question: str = "", lang: str | None = None) -> Support:
        """Whether `source`, the text of the cited passage, bears `sentence`, which is in `lang`.

        With a `question` it must also answer that; leave it out for sentences that are only part of an answer.
        """
        cut = self._fit.cuts.joined if question else self._fit.cuts.bearing
        is_settled = partial(settled, head=self._fit.heads.bearing, cut=cut, fits=self._matches, asked=bool(question))
        return self.judge(self._reader.read(sentence, source, question, lang, is_settled))

    def judge(self, signals: Signals) -> Support:
        """What the signals of a sentence come to."""
        return verdict(signals, self._fit.heads, self._fit.cuts, fits=self._matches)


def settled(signals: Signals, head: Head, cut: float, *, fits: bool, asked: bool) -> bool:
    """Whether the verdict on `signals` is the same however near the meanings are; `head`: that of bearing.

    What is `asked` lets a sentence fail that the source bears: then only a failure is sure.
    """
    if signals.failed:
        return True
    if signals.is_foreign:
        return False
    found = [head.probability({**signals.bearing, "cosine": value}, fits=fits) for value in _NEARNESS]
    return max(found) < cut or (min(found) >= cut and not asked)


def verdict(signals: Signals, heads: Heads, cuts: Cuts, *, fits: bool) -> Support:
    """What `signals` come to; `fits`: whether the heads were fitted to the embedder that gave them."""
    borne = _bearing(signals, heads, fits=fits)
    answers = heads.answering.probability(signals.answering, fits=fits) if signals.answering else None
    probability = borne if answers is None else borne * answers
    reasons = list(signals.failed)
    if probability < (cuts.bearing if answers is None else cuts.joined):
        reasons.append(OVERLAP if answers is None or borne < answers else QUESTION)
    left = _FAILED if signals.failed else 1.0
    return Support(not reasons, probability * left, tuple(reasons), borne * left, answers)


def _bearing(signals: Signals, heads: Heads, *, fits: bool) -> float:
    if signals.is_verbatim:
        return _VERBATIM
    if signals.is_foreign:
        return heads.across.confidence(signals.bearing)
    return heads.bearing.probability(signals.bearing, fits=fits)
